"""A fund, its rounds, who pays into them."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.permissions import contracts_for, require_edit
from ensemblier.core.http import do_with_message, download, filename
from ensemblier.core.money import figure
from ensemblier.fund.documents.papers import blank_report, blank_request, fund_rules
from ensemblier.fund.enums import RequestState, RoundState
from ensemblier.fund.forms.team import FundForm, RoundForm, ShareForm
from ensemblier.fund.lifecycle import ROUND
from ensemblier.fund.models import Fund, Round, Vote
from ensemblier.fund.operations.rounds import (
    create_fund,
    create_round,
    move_round,
    set_share,
    update_fund,
    update_round,
)
from ensemblier.fund.permissions import can_enter, can_manage_fund, can_read_ledger
from ensemblier.fund.queries.funds import co_funders_of, last_round_of, rounds_of, year_money
from ensemblier.fund.rules import rule_sentences
from ensemblier.fund.views.common import (
    CURRENT,
    METHODS,
    answer_form,
    crumbs,
    of_fund,
    of_round,
    to_manage_fund,
    to_manage_round,
)
from ensemblier.ui.pages import confirm_page

PAPERS = {"demande": blank_request, "bilan": blank_report, "reglement": fund_rules}


@require_safe
@of_fund
def fund(request: HttpRequest, fund: Fund) -> HttpResponse:
    rounds = list(rounds_of(fund))
    now = timezone.now()
    context = {
        "fund": fund,
        "contract": fund.contract,
        "rounds": [(one, one.standing_at(now)) for one in rounds],
        "money": year_money(fund, timezone.localdate(now).year),
        "years": sorted(
            {one.year for one in rounds if one.state != RoundState.DRAFT}, reverse=True
        ),
        "can_manage": can_manage_fund(request.user, fund),
        "breadcrumb": crumbs(fund),
        "current": CURRENT,
    }
    return render(request, "fund/fund.html", context)


@require_http_methods(METHODS)
@login_required
def new_fund(request: HttpRequest, slug: str) -> HttpResponse:
    contract = contracts_for(request.user).filter(slug=slug).first()
    if contract is None:
        raise Http404
    require_edit(request.user, contract)
    title = _("Nouveau fonds")
    return answer_form(
        request,
        FundForm(request.POST or None, contract=contract),
        create_fund,
        arguments=lambda form: {"contract": contract, "values": form.cleaned_data},
        done=_("Le fonds est créé. Ouvrez sa première campagne."),
        back=reverse("fund:list"),
        title=title,
        breadcrumb=crumbs(title),
        submit=_("Créer le fonds"),
        contract=contract,
    )


@require_http_methods(METHODS)
@to_manage_fund
def edit_fund(request: HttpRequest, fund: Fund) -> HttpResponse:
    title = _("Modifier le fonds")
    return answer_form(
        request,
        FundForm(request.POST or None, contract=fund.contract, fund=fund),
        update_fund,
        arguments=lambda form: {"fund": fund, "values": form.cleaned_data},
        done=_("C’est enregistré."),
        back=fund.get_absolute_url(),
        title=title,
        breadcrumb=crumbs(fund, title),
        submit=_("Enregistrer"),
        contract=fund.contract,
    )


@require_http_methods(METHODS)
@to_manage_fund
def new_round(request: HttpRequest, fund: Fund) -> HttpResponse:
    last = last_round_of(fund)
    title = _("Nouvelle campagne")
    return answer_form(
        request,
        RoundForm(request.POST or None, round=last),
        create_round,
        arguments=lambda form: {
            "fund": fund,
            "values": form.cleaned_data,
            "copied_from": last,
        },
        done=_("La campagne est en préparation. Vérifiez qui met l’argent, puis annoncez-la."),
        back=fund.get_absolute_url(),
        title=title,
        lead=_(
            "Les règles et les cofinanceurs de la dernière campagne sont repris\u00a0: changez "
            "le nom, l’année et les dates."
        )
        if last
        else "",
        breadcrumb=crumbs(fund, title),
        submit=_("Créer la campagne"),
        contract=fund.contract,
    )


@require_http_methods(METHODS)
@to_manage_round
def edit_round(request: HttpRequest, round: Round) -> HttpResponse:
    title = _("Modifier la campagne")
    return answer_form(
        request,
        RoundForm(request.POST or None, round=round),
        update_round,
        arguments=lambda form: {"round": round, "values": form.cleaned_data},
        done=_("C’est enregistré."),
        back=round.get_absolute_url(),
        title=title,
        breadcrumb=crumbs(round.fund, round, title),
        submit=_("Enregistrer"),
        contract=round.contract,
    )


@require_safe
@of_round
def round(request: HttpRequest, round: Round) -> HttpResponse:
    user = request.user
    co_funders = list(co_funders_of(round))
    states = Counter(round.requests.order_by().values_list("state", flat=True))
    context = {
        "round": round,
        "fund": round.fund,
        "contract": round.contract,
        "standing": round.standing_at(timezone.now()),
        "co_funders": co_funders,
        "received_cents": sum(one.received_cents for one in co_funders),
        "rules": rule_sentences(round),
        "exclusions": [line for line in round.exclusions.splitlines() if line.strip()],
        "counts": [(one, one.label, states[one]) for one in RequestState if states[one]],
        "request_count": states.total(),
        "can_manage": can_manage_fund(user, round),
        "can_enter": can_enter(user, round),
        "reads_ledger": can_read_ledger(user, round),
        "moves": ROUND.open_to(round, user),
        "vote": Vote.objects.filter(round=round).first(),
        "breadcrumb": crumbs(round.fund, round),
        "current": CURRENT,
    }
    return render(request, "fund/round.html", context)


@require_http_methods(METHODS)
@to_manage_round
def move(request: HttpRequest, round: Round, name: str) -> HttpResponse:
    arrow = next((one for one in ROUND.open_to(round, request.user) if one.name == name), None)
    if arrow is None:
        raise Http404
    if request.method == "POST":
        do_with_message(
            request,
            move_round,
            round=round,
            transition=name,
            by=request.user,
            at=timezone.now(),
            done=_("C’est fait."),
        )
        return redirect(round)
    return confirm_page(
        request,
        title=f"{arrow.label}\u00a0: {round}\u00a0?",
        text=MOVES[name],
        back=round.get_absolute_url(),
        breadcrumb=crumbs(round.fund, round, arrow.label),
        submit=arrow.label,
        current=CURRENT,
        submit_kind="primary",
    )


MOVES = {
    "announce": gettext_lazy(
        "La campagne devient publique\u00a0; les demandes ouvrent et ferment à l’heure dite."
    ),
    "withdraw": gettext_lazy("La campagne quitte le site public. Rien n’est perdu."),
    "start_deciding": gettext_lazy("Plus aucune demande n’entre. Vous pouvez accorder l’argent."),
    "reopen": gettext_lazy(
        "Les demandes entrent à nouveau tant que la date de fermeture n’est pas passée."
    ),
    "finish": gettext_lazy("Chaque demande a sa réponse. Vous pourrez encore verser l’argent."),
    "resume": gettext_lazy(
        "Vous pourrez de nouveau accorder de l’argent, ou retirer une décision."
    ),
    "close": gettext_lazy("Les comptes de la campagne sont finis\u00a0: plus rien n’y change."),
}


@require_http_methods(METHODS)
@to_manage_round
def share(request: HttpRequest, round: Round) -> HttpResponse:
    """What one co-funder promises; the address may name it."""
    known = co_funders_of(round).filter(funder=_number(request.GET.get("qui"))).first()
    initial = (
        {"funder": known.funder, "pledged_cents": figure(known.pledged_cents)} if known else {}
    )
    title = _("Qui met l’argent")
    return answer_form(
        request,
        ShareForm(request.POST or None, initial=initial),
        lambda **values: set_share(**values) or round,
        arguments=lambda form: {"round": round, **form.cleaned_data},
        done=_("C’est enregistré."),
        back=round.get_absolute_url(),
        title=title,
        breadcrumb=crumbs(round.fund, round, title),
        submit=_("Enregistrer"),
        contract=round.contract,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_safe
@of_round
def paper(request: HttpRequest, round: Round, name: str) -> HttpResponse:
    """A blank form or the rules, as PDF."""
    if name not in PAPERS:
        raise Http404
    return download(PAPERS[name](round), filename(name, round.title, extension="pdf"), inline=True)
