"""Figures along the thread: a table grouped as one likes, and the rows behind each figure."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.http import dated_stem
from ensemblier.core.pagination import PAGE_SIZE
from ensemblier.core.spreadsheets import table_response
from ensemblier.outcomes.exports.figures import export_of_figures, export_of_lines
from ensemblier.outcomes.forms.figures import FigureForm, group_labels
from ensemblier.outcomes.queries.figure_tables import (
    GROUPS,
    NOWHERE,
    Choice,
    Table,
    figures_of,
    lines_behind,
    merged_pieces,
)
from ensemblier.outcomes.queries.figures import contracts_with_figures
from ensemblier.ui.pages import visible_to

CURRENT = "figures"


def sees_figures(user: Any) -> bool:
    return contracts_with_figures(user).exists()


def _contract(request: HttpRequest) -> tuple[Contract, list[Contract]]:
    """The contract asked for, else the first that has figures; those to choose from."""
    contracts = list(contracts_with_figures(request.user))
    slug = request.GET.get("contrat", "")
    if slug:
        chosen = next((one for one in contracts if one.slug == slug), None)
        if chosen is None:
            raise Http404
        return chosen, contracts
    with_money = next((one for one in contracts if one.applications.exists()), contracts[0])
    return with_money, contracts


def _choice(request: HttpRequest) -> Choice:
    """A filter that is no number and a group that does not exist count as nothing asked."""
    numbers = {
        name: value
        for name in ("annee", "financeur", "quartier", "element", "porteur", "action")
        if (value := request.GET.get(name, "")) == NOWHERE or value.isdecimal()
    }
    by = request.GET.get("par", "")
    return Choice(par=by if by in GROUPS else "element", **numbers)


def _address(name: str, contract: Contract, choice: Choice, **changes: str) -> str:
    words = {"contrat": contract.slug, **choice.words(**changes)}
    return f"{reverse(f'outcomes:{name}')}?{urlencode(words)}"


def _context(request: HttpRequest) -> dict[str, Any]:
    contract, contracts = _contract(request)
    choice = _choice(request)
    table = figures_of(contract, choice, timezone.localdate())
    form = FigureForm(
        contracts=contracts,
        choices=table.choices,
        initial={"contrat": contract.slug, **choice.words()},
    )
    return {
        "contract": contract,
        "choice": choice,
        "table": table,
        "form": form,
        "path": _path(contract, choice, table),
        "is_filtered": any(getattr(choice, one) for one in choice.words() if one != "par"),
        "current": CURRENT,
    }


def _path(contract: Contract, choice: Choice, table: Table) -> list[tuple[str, str]]:
    """From the whole plan down to the branch that is shown."""
    if table.node is None:
        return []
    steps = [(_("Tout le plan"), _address("figures", contract, choice, element=""))]
    for pk in table.branches.path(table.node.theme_id):
        node = table.branches.nodes[pk]
        address = _address("figures", contract, choice, element=str(node.theme_id))
        steps.append((str(node), address))
    return steps


@require_safe
@visible_to(sees_figures)
def figures(request: HttpRequest) -> HttpResponse:
    context = _context(request)
    contract, choice, table = context["contract"], context["choice"], context["table"]
    context["rows"] = [
        {
            "row": row,
            "lines_url": _address("figure_lines", contract, choice, **row.filter),
            "open_url": _address("figures", contract, choice, **row.filter) if row.opens else "",
        }
        for row in table.rows
    ]
    context["lines_url"] = _address("figure_lines", contract, choice)
    context["group_label"] = group_labels()[choice.par]
    context["tabs"] = [
        {
            "label": str(label).capitalize(),
            "url": _address("figures", contract, choice, par=name),
            "current": name == choice.par,
        }
        for name, label in group_labels().items()
    ]
    context["can_import"] = can_edit_contract(request.user, contract)
    return render(request, "outcomes/figures.html", context)


@require_safe
@visible_to(sees_figures)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    context = _context(request)
    what = str(group_labels()[context["choice"].par])
    stem = dated_stem(context["contract"].slug, _("chiffres"), what, day=timezone.localdate())
    return table_response(stem, fmt, *export_of_figures(context["table"], what))


@require_safe
@visible_to(sees_figures)
def lines(request: HttpRequest) -> HttpResponse:
    """The requests that a figure is the sum of."""
    context = _context(request)
    table = context["table"]
    page = Paginator(merged_pieces(table.pieces), PAGE_SIZE).get_page(request.GET.get("page"))
    start = page.start_index() - 1 if page.paginator.count else 0
    context["page"] = page
    context["lines"] = lines_behind(table, start, page.end_index())
    context["back"] = _address("figures", context["contract"], context["choice"])
    return render(request, "outcomes/figure_lines.html", context)


@require_safe
@visible_to(sees_figures)
def lines_export(request: HttpRequest, fmt: str) -> HttpResponse:
    context = _context(request)
    table = context["table"]
    behind = lines_behind(table, 0, len(table.pieces))
    stem = dated_stem(context["contract"].slug, _("chiffres, lignes"), day=timezone.localdate())
    return table_response(stem, fmt, *export_of_lines(behind))
