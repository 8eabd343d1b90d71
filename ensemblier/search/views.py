from __future__ import annotations

from html import unescape
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ensemblier.contracts.models import Contract
from ensemblier.search import queries


def chosen_contract(request: HttpRequest, among: list[Contract]) -> Contract | None:
    """The contract of `?contrat=`, when this person may read it."""
    slug = request.GET.get("contrat", "")
    return next((contract for contract in among if contract.slug == slug), None)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    contracts = list(queries.searchable_contracts(request.user).only("slug", "name"))
    contract = chosen_contract(request, contracts)
    kind = request.GET.get("sorte", "")
    results = queries.search(
        typed, user=request.user, contract=contract, kind=kind, page=request.GET.get("page", "1")
    )
    asked = {"q": typed, "contrat": contract.slug} if contract else {"q": typed}
    context: dict[str, Any] = {
        "typed": typed,
        "results": results,
        "contracts": contracts,
        "chosen_contract": contract,
        "kind": kind if results.page else "",
        "all_url": f"?{urlencode(asked)}",
        "current": "search",
    }
    return render(request, "search/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The first hits of each kind, for a box that shows them as one types."""
    results = queries.search(request.GET.get("q", ""), user=request.user)
    hits = [
        {"title": unescape(strip_tags(hit.title)), "url": hit.url, "detail": hit.detail}
        for group in results.groups
        for hit in group.hits[:3]
        if hit.url
    ]
    return JsonResponse({"suggestions": hits[:10]})
