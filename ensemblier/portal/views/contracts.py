from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ensemblier.contracts.models import Contract
from ensemblier.core.pagination import page_of
from ensemblier.portal import queries
from ensemblier.portal.views.access import readable_contract


def breadcrumb_in(contract: Contract, label: str) -> list[tuple[str, str]]:
    return [(contract.name, contract.get_absolute_url()), (label, "")]


@require_safe
def contract(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    page = queries.contract_page(contract, timezone.localdate())
    return render(
        request,
        "portal/contract.html",
        {"contract": contract, "page": page, "current": "contract"},
    )


@require_safe
def contract_plan(request: HttpRequest, contract_slug: str) -> HttpResponse:
    """The contract's own plan when it has one, else the list."""
    contract = readable_contract(request, contract_slug)
    cards = queries.plan_cards(contract)
    if cards:
        return redirect(cards[0].plan)
    return render(
        request,
        "portal/contract_plan.html",
        {
            "contract": contract,
            "breadcrumb": breadcrumb_in(contract, _("Le plan")),
            "current": "plan",
        },
    )


@require_safe
def contract_areas(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    areas = queries.areas_of(contract)
    context = {
        "contract": contract,
        "areas": areas,
        "features": queries.features_of(one.area for one in areas),
        "breadcrumb": breadcrumb_in(contract, _("Les quartiers")),
        "current": "areas",
    }
    return render(request, "portal/contract_areas.html", context)


@require_safe
def signatories(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    context = {
        "contract": contract,
        "signatories": list(queries.signatories_of(contract)),
        "breadcrumb": breadcrumb_in(contract, _("Signataires")),
        "current": "signatories",
    }
    return render(request, "portal/signatories.html", context)


@require_safe
def documents(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    context = {
        "contract": contract,
        "documents": page_of(queries.public_documents(contract), request),
        "amendments": list(contract.amendments.order_by("-number")),
        "breadcrumb": breadcrumb_in(contract, _("Documents")),
        "current": "documents",
    }
    return render(request, "portal/documents.html", context)
