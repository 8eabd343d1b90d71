from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.exports import export_of_areas, export_of_signatories, response_of
from ensemblier.contracts.models import Contract
from ensemblier.contracts.queries import areas_of, contract_card, signatories_of
from ensemblier.core.pagination import page_of
from ensemblier.draws.queries.draws import public_draws
from ensemblier.portal import queries
from ensemblier.portal.exports import export_of_public_documents
from ensemblier.portal.money import money_of_contract
from ensemblier.portal.pages import settled_page, visitor_page
from ensemblier.portal.views.access import readable_contract

LAST_DOCUMENTS = 5
NEXT_DATES = 5
LAST_DRAWS = 3


def breadcrumb_in(contract: Contract, label: str) -> list[tuple[str, str]]:
    return [(contract.name, contract.get_absolute_url()), (label, "")]


@settled_page
def contract(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    card = contract_card(contract, timezone.localdate())
    calendar = queries.without_doubles(card.calendar)
    context = {
        "contract": contract,
        "card": card,
        "places": queries.places_of(card),
        "plans": queries.plan_cards(contract),
        "money": money_of_contract(contract, card.on),
        "dates": [one for one in calendar if one.day >= card.on and not one.done_on][:NEXT_DATES],
        "past": [one for one in calendar if one.day < card.on or one.done_on][:-4:-1],
        "documents": card.documents[:LAST_DOCUMENTS],
        "amendments": card.amendments[:-4:-1],
        "councils": list(contract.councils.filter(is_active=True).order_by("-is_wide", "name")),
        "draws": public_draws(contract)[:LAST_DRAWS],
        "current": "contract",
    }
    return render(request, "portal/contract.html", context)


@visitor_page
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


@settled_page
def contract_areas(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    context = {
        "contract": contract,
        "places": queries.places_of(contract_card(contract, timezone.localdate())),
        "breadcrumb": breadcrumb_in(contract, _("Les quartiers")),
        "current": "areas",
    }
    return render(request, "portal/contract_areas.html", context)


@visitor_page
def contract_areas_export(request: HttpRequest, contract_slug: str, fmt: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    return response_of(export_of_areas(areas_of(contract)), fmt, contract.slug, _("quartiers"))


@settled_page
def signatories(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    context = {
        "contract": contract,
        "signatories": list(signatories_of(contract)),
        "breadcrumb": breadcrumb_in(contract, _("Signataires")),
        "current": "signatories",
    }
    return render(request, "portal/signatories.html", context)


@visitor_page
def signatories_export(request: HttpRequest, contract_slug: str, fmt: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    table = export_of_signatories(signatories_of(contract))
    return response_of(table, fmt, contract.slug, _("signataires"))


@settled_page
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


@visitor_page
def documents_export(request: HttpRequest, contract_slug: str, fmt: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    found = queries.public_documents(contract)
    table = export_of_public_documents(found, request.build_absolute_uri)
    return response_of(table, fmt, contract.slug, _("documents"))
