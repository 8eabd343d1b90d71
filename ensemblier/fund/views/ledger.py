"""The ledger of a round, and the statements of its co-funders."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.http import download, filename
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.fund.documents.papers import statement_pdf
from ensemblier.fund.exports import export_of_ledger, export_of_statement
from ensemblier.fund.forms.team import MoneyForm, ReasonForm
from ensemblier.fund.models import Round
from ensemblier.fund.operations.money import (
    CORRECTED_BY_HAND,
    correct_movement,
    receive_contribution,
    refund_co_funder,
)
from ensemblier.fund.permissions import can_manage_fund, can_view_fund, follows_funds
from ensemblier.fund.queries.funds import co_funders_of, statement_keys_for
from ensemblier.fund.queries.ledger import movements_of, positions_of, total_of
from ensemblier.fund.statements import Statement, crossing_of, statement_of
from ensemblier.fund.views.common import (
    CURRENT,
    METHODS,
    answer_form,
    crumbs,
    of_team_round,
    to_manage_round,
)
from ensemblier.ui.pages import visible_to

MONEY = {"apport": receive_contribution, "reversement": refund_co_funder}


@require_safe
@of_team_round
def ledger(request: HttpRequest, round: Round) -> HttpResponse:
    positions = positions_of(round)
    context = {
        "round": round,
        "contract": round.contract,
        "page": page_of(movements_of(round), request),
        "shares": [(share, positions[share.pk]) for share in co_funders_of(round)],
        "total": total_of(positions.values()),
        "crossing": crossing_of(round.fund, round.year, "spent"),
        "can_manage": can_manage_fund(request.user, round),
        "correctable": CORRECTED_BY_HAND,
        "breadcrumb": crumbs(round.fund, round, _("Livre de comptes")),
        "current": CURRENT,
    }
    return render(request, "fund/ledger.html", context)


@require_safe
@of_team_round
def ledger_export(request: HttpRequest, round: Round, fmt: str) -> HttpResponse:
    stem = filename(_("livre de comptes"), round.title, extension="").rstrip(".")
    return table_response(stem, fmt, *export_of_ledger(movements_of(round)))


@require_http_methods(METHODS)
@to_manage_round
def money(request: HttpRequest, round: Round, share_pk: int, way: str) -> HttpResponse:
    """A co-funder pays in, or is given back."""
    if way not in MONEY:
        raise Http404
    share = get_object_or_404(co_funders_of(round), pk=share_pk)
    share.round = round
    title = (_("Apport de %(funder)s") if way == "apport" else _("Reversement à %(funder)s")) % {
        "funder": share.funder.label
    }
    due = share.pledged_cents - share.received_cents if way == "apport" else None
    return answer_form(
        request,
        MoneyForm(request.POST or None, amount=due),
        MONEY[way],
        arguments=lambda form: {"co_funder": share, **form.cleaned_data},
        done=_("C’est écrit dans le livre de comptes."),
        back=reverse("fund:ledger", args=[round.pk]),
        title=title,
        breadcrumb=crumbs(round.fund, round, title),
        submit=_("Écrire"),
        contract=round.contract,
    )


@require_http_methods(METHODS)
@to_manage_round
def correct(request: HttpRequest, round: Round, movement_pk: int) -> HttpResponse:
    movement = get_object_or_404(movements_of(round), pk=movement_pk)
    movement.round = round
    title = _("Corriger le mouvement n° %(number)d") % {"number": movement.pk}
    return answer_form(
        request,
        ReasonForm(request.POST or None),
        correct_movement,
        arguments=lambda form: {"movement": movement, "reason": form.cleaned_data["reason"]},
        done=_("Le mouvement contraire est écrit."),
        back=reverse("fund:ledger", args=[round.pk]),
        title=title,
        lead=_("Rien ne s’efface\u00a0: un mouvement contraire est ajouté, avec vos mots."),
        breadcrumb=crumbs(round.fund, round, title),
        submit=_("Écrire le mouvement contraire"),
        contract=round.contract,
    )


def _statement(request: HttpRequest, pk: int, funder_pk: int, year: int) -> Statement:
    """For people who may not read it, it does not exist."""
    rows = statement_keys_for(request.user).filter(
        round__fund=pk, funder=funder_pk, round__year=year
    )
    share = rows.select_related("round__fund__contract__manager").first()
    found = statement_of(share.round.fund, share.funder, year) if share else None
    if found is None:
        raise Http404
    return found


@require_safe
@visible_to(follows_funds)
def statement(request: HttpRequest, pk: int, funder_pk: int, year: int) -> HttpResponse:
    found = _statement(request, pk, funder_pk, year)
    sees_fund = can_view_fund(request.user, found.fund)
    title = _("Relevé %(year)d\u00a0: %(funder)s") % {"year": year, "funder": found.funder.label}
    context = {
        "statement": found,
        "title": title,
        "sees_fund": sees_fund,
        "contract": found.fund.contract if sees_fund else None,
        "breadcrumb": crumbs(found.fund, title) if sees_fund else crumbs(title),
        "current": CURRENT,
    }
    return render(request, "fund/statement.html", context)


@require_safe
@visible_to(follows_funds)
def statement_export(
    request: HttpRequest, pk: int, funder_pk: int, year: int, fmt: str
) -> HttpResponse:
    found = _statement(request, pk, funder_pk, year)
    name = filename(_("relevé"), found.funder.label, year, extension=fmt)
    if fmt == "pdf":
        return download(statement_pdf(found), name, inline=True)
    return table_response(name.rpartition(".")[0], fmt, *export_of_statement(found))
