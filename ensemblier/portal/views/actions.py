"""Actions granted, for everyone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.models import Contract
from ensemblier.core.pagination import page_of
from ensemblier.core.text import search_terms, searchable
from ensemblier.outcomes.queries.figure_tables import NOWHERE, Choice, Table, figures_of
from ensemblier.portal.exports import export_of_actions
from ensemblier.portal.forms import ActionFilterForm
from ensemblier.portal.money import (
    ActionCard,
    ActionYear,
    actions_url,
    cards_of,
    public_action,
    years_of,
)
from ensemblier.portal.pages import settled_page, visitor_page
from ensemblier.portal.views.access import readable_contract

CURRENT = "actions"
PAGE_SIZE = 30
LARGEST_NUMBER = 2**31 - 1
FILTERS = ("annee", "quartier", "financeur", "element")


def _asked(request: HttpRequest) -> Choice:
    """A filter that is no number counts as nothing asked."""
    words = {name: request.GET.get(name, "") for name in FILTERS}
    return Choice(
        **{name: word for name, word in words.items() if word == NOWHERE or word.isdecimal()}
    )


def _cards(request: HttpRequest, contract: Contract) -> tuple[list[ActionCard], Table, Choice]:
    choice = _asked(request)
    table = figures_of(contract, choice, timezone.localdate(), public=True)
    cards = cards_of(table.pieces)
    for term in search_terms(request.GET.get("q", "")[:200].replace("\x00", "")):
        cards = [card for card in cards if f" {term}" in _words(card)]
    return cards, table, choice


def _words(card: ActionCard) -> str:
    last = card.last
    return f" {searchable(last.title, card.action.bearer.name, last.public_summary)}"


@settled_page
def actions(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    cards, table, choice = _cards(request, contract)
    context = {
        "contract": contract,
        "page": page_of(cards, request, PAGE_SIZE),
        "granted": sum(card.granted for card in cards),
        "count": len(cards),
        "form": ActionFilterForm(
            choices=table.choices,
            nodes=table.branches.children(None),
            initial={"q": request.GET.get("q", ""), **choice.words()},
        ),
        "node": table.node,
        "is_filtered": any(request.GET.get(name) for name in ("q", *FILTERS)),
        "breadcrumb": [(contract.name, contract.get_absolute_url()), (_("Les actions"), "")],
        "current": CURRENT,
    }
    return render(request, "portal/actions.html", context)


@visitor_page
def actions_export(request: HttpRequest, contract_slug: str, fmt: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    cards, _table, _choice = _cards(request, contract)
    return response_of(export_of_actions(cards), fmt, contract.slug, _("actions"))


@settled_page
def action(request: HttpRequest, contract_slug: str, number: int) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    found = public_action(contract, number) if number <= LARGEST_NUMBER else None
    if found is None:
        raise Http404(_("Cette action n’existe pas."))
    years = years_of(found)
    context = {
        "contract": contract,
        "action": found,
        "last": years[0].application,
        "years": years,
        "thread": thread_of(contract, years[0]),
        "breadcrumb": [
            (contract.name, contract.get_absolute_url()),
            (_("Les actions"), actions_url(contract)),
            (found.name, ""),
        ],
        "current": CURRENT,
    }
    return render(request, "portal/action.html", context)


def thread_of(contract: Contract, year: ActionYear) -> dict[str, Any]:
    """Up to the objective that it answers, down to the people that it reached."""
    before = [(contract.name, contract.get_absolute_url(), "")]
    for node in year.nodes[:1]:
        before.append(
            (str(node), f"{node.version.plan.get_absolute_url()}{node.theme_id}/", _("le plan"))
        )
    after = [(_("Ce qui a été accordé"), "#annees", "")]
    if year.people.all:
        after.append((_("%d personnes touchées") % year.people.all, "#annees", ""))
    return {"before": before, "here": year.application.title, "after": after}
