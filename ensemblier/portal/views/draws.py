"""Draws for everyone: how it is done, what was published, what came out, one's own code."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ensemblier.core.http import download
from ensemblier.draws.composition import quota_groups
from ensemblier.draws.enums import PUBLIC_STATES
from ensemblier.draws.forms import CodeForm
from ensemblier.draws.models import Draw
from ensemblier.draws.picture import picture_of
from ensemblier.draws.queries.draws import LONG_TEXTS, public_draws
from ensemblier.draws.words import chances_context
from ensemblier.portal.draws import (
    contracts_with_draws,
    found_by_code,
    people_shown,
    readable_draw,
    thread_of,
)
from ensemblier.portal.pages import visitor_page
from ensemblier.portal.views.access import readable_contract

CURRENT = "draws"


@visitor_page
def draws(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    context = {"contract": contract, "draws": public_draws(contract), "current": CURRENT}
    return render(request, "portal/draws.html", context)


def _draw(request: HttpRequest, contract_slug: str, number: int) -> Draw:
    found = readable_draw(request, contract_slug, number)
    if found is None:
        raise Http404(_("Ce tirage n’existe pas ou n’est pas publié."))
    return found


@visitor_page
def draw(request: HttpRequest, contract_slug: str, number: int) -> HttpResponse:
    found = _draw(request, contract_slug, number)
    context = {
        "contract": found.contract,
        "draw": found,
        "thread": thread_of(found),
        "groups": quota_groups(found, {}, {}),
        "member_count": found.tickets.count(),
        "picture": picture_of(found.digits),
        **people_shown(found),
        **chances_context(found),
        "replacements": found.replacements.filter(state__in=PUBLIC_STATES)
        .exclude(commitment="")
        .select_related("contract")
        .defer(*LONG_TEXTS),
        "current": CURRENT,
    }
    return render(request, "portal/draw.html", context)


@visitor_page
def commitment(request: HttpRequest, contract_slug: str, number: int) -> HttpResponse:
    """The bytes that were published before the draw, for ever the same."""
    found = _draw(request, contract_slug, number)
    return download(found.commitment, f"engagement-{contract_slug}-{number}.json")


@visitor_page
def certificate(request: HttpRequest, contract_slug: str, number: int) -> HttpResponse:
    found = _draw(request, contract_slug, number)
    if not found.certificate:
        raise Http404(_("Le certificat paraît après le tirage."))
    return download(found.certificate, f"certificat-{contract_slug}-{number}.json")


@visitor_page
def how(request: HttpRequest) -> HttpResponse:
    context = {
        "picture": picture_of("417"),
        "contracts": contracts_with_draws(),
        "current": CURRENT,
    }
    return render(request, "portal/draw_how.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Asked by POST, which writes nothing: a secret has no place in an address."""
    form = CodeForm(request.POST or None)
    found, is_asked = None, False
    if request.method == "POST" and form.is_valid():
        found, is_asked = found_by_code(form.cleaned_data["code"]), True
        if found is None:
            form.add_error("code", _("Ce code n’est celui de personne. Relisez votre lettre."))
    context = {"form": form, "found": found, "is_asked": is_asked, "current": CURRENT}
    return render(request, "portal/draw_code.html", context)
