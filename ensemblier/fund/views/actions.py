"""What people do to a request: one form, one operation each, told by a table."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ensemblier.core.money import figure
from ensemblier.fund.enums import UNDECIDED
from ensemblier.fund.enums import RequestState as State
from ensemblier.fund.forms.team import (
    CompletionForm,
    DecisionForm,
    EarnedForm,
    MissingForm,
    MoneyForm,
    OpinionForm,
    PlainForm,
    ReasonForm,
)
from ensemblier.fund.models import FundRequest
from ensemblier.fund.operations.decisions import (
    give_opinion,
    record_decision,
    take_back_decision,
)
from ensemblier.fund.operations.examining import (
    accept_request,
    ask_completion,
    cancel_request,
    reconsider_request,
    refuse_request,
    waive_late_report,
)
from ensemblier.fund.operations.ledger import payable_cents
from ensemblier.fund.operations.money import pay_bearer, record_return
from ensemblier.fund.operations.reports import (
    accept_report,
    ask_report_again,
    costs_told,
    settle_request,
)
from ensemblier.fund.permissions import require_assist, require_manage
from ensemblier.fund.queries.bearers import is_voted_on
from ensemblier.fund.views.common import METHODS, answer_form, crumbs, of_request

Text = Any
Initial = Callable[[FundRequest, datetime.date], Mapping[str, Any]]


DONE = gettext_lazy("C’est fait, et c’est noté.")


@dataclass(frozen=True)
class Action:
    """`states` are those in which the button is shown; the operation decides in the end."""

    form: type[forms.Form]
    operation: Callable[..., Any]
    title: Text
    states: tuple[str, ...]
    lead: Text = ""
    done: Text = DONE
    initial: Initial = lambda _request, _day: {}
    when: Callable[[FundRequest], bool] = lambda _request: True
    is_first: bool = False


def _payable(request: FundRequest, _day: datetime.date) -> Mapping[str, Any]:
    return {"amount_cents": figure(payable_cents(request))}


def _is_accepted(request: FundRequest) -> bool:
    return request.state == State.REPORTED and request.report.accepted_at is not None


# What the team does.
TEAM = {
    "recevable": Action(
        PlainForm,
        accept_request,
        gettext_lazy("Dire recevable"),
        (State.RECEIVED, State.TO_COMPLETE),
        gettext_lazy("La demande suit les règles du fonds\u00a0: elle sera décidée."),
        gettext_lazy("La demande est recevable."),
        is_first=True,
    ),
    "completer": Action(
        CompletionForm,
        ask_completion,
        gettext_lazy("Demander ce qui manque"),
        (State.RECEIVED, State.ELIGIBLE),
        initial=lambda _request, day: {"due_on": day + datetime.timedelta(days=10)},
    ),
    "refuser": Action(
        ReasonForm,
        refuse_request,
        gettext_lazy("Dire non recevable"),
        (State.RECEIVED, State.TO_COMPLETE, State.ELIGIBLE),
        gettext_lazy("Le porteur lira vos mots tels quels."),
    ),
    "dispenser": Action(
        ReasonForm,
        waive_late_report,
        gettext_lazy("Dispenser du bilan en retard"),
        UNDECIDED,
        gettext_lazy("Le bilan d’une autre demande reste attendu\u00a0; celle-ci peut avancer."),
        when=lambda request: not request.waiver,
    ),
    "reprendre": Action(
        PlainForm, reconsider_request, gettext_lazy("Reprendre l’examen"), (State.REFUSED,)
    ),
    "decider": Action(
        DecisionForm,
        record_decision,
        gettext_lazy("Écrire la décision"),
        (State.ELIGIBLE,),
        initial=lambda request, _day: {"granted_cents": figure(request.asked_cents)},
        when=lambda request: request.round.state == "deciding" and not is_voted_on(request),
        is_first=True,
    ),
    "retirer": Action(
        ReasonForm,
        take_back_decision,
        gettext_lazy("Retirer la décision"),
        (State.GRANTED, State.NOT_GRANTED),
        when=lambda request: request.round.state == "deciding" and not request.paid_cents,
    ),
    "verser": Action(
        MoneyForm,
        pay_bearer,
        gettext_lazy("Noter un versement"),
        (State.GRANTED, State.ADVANCED, State.REPORTED),
        initial=_payable,
        when=lambda request: payable_cents(request) > 0,
        is_first=True,
    ),
    "rendu": Action(
        MoneyForm,
        record_return,
        gettext_lazy("Noter de l’argent rendu"),
        (State.ADVANCED, State.REPORTED),
        initial=lambda request, _day: {"amount_cents": figure(request.to_account_for_cents)},
        when=lambda request: request.to_account_for_cents > 0,
    ),
    "bilan-accepte": Action(
        EarnedForm,
        accept_report,
        gettext_lazy("Accepter le bilan"),
        (State.REPORTED,),
        gettext_lazy("Regardez les tickets, puis dites ce que le fonds prend en charge."),
        initial=lambda request, _day: {
            "earned_cents": figure(min(costs_told(request), request.granted_cents))
        },
        when=lambda request: not _is_accepted(request),
        is_first=True,
    ),
    "bilan-a-completer": Action(
        MissingForm,
        ask_report_again,
        gettext_lazy("Demander de compléter le bilan"),
        (State.REPORTED,),
        when=lambda request: not _is_accepted(request),
    ),
    "solder": Action(
        PlainForm,
        settle_request,
        gettext_lazy("Solder"),
        (State.REPORTED,),
        gettext_lazy("Ce qui était accordé et n’a pas servi redevient libre."),
        when=lambda request: (
            _is_accepted(request) and not (payable_cents(request) or request.to_account_for_cents)
        ),
    ),
}
# What members of the council do too.
HELP = {
    "avis": Action(
        OpinionForm,
        give_opinion,
        gettext_lazy("Donner un avis"),
        UNDECIDED,
        gettext_lazy("Votre avis est lu par l’équipe et par le conseil, avec votre nom."),
        gettext_lazy("Votre avis est noté."),
    ),
    "annuler": Action(
        ReasonForm,
        cancel_request,
        gettext_lazy("Annuler la demande"),
        (*UNDECIDED, State.GRANTED, State.ADVANCED),
        gettext_lazy("L’action n’aura pas lieu. L’argent promis redevient libre."),
        when=lambda request: request.paid_cents == request.returned_cents,
    ),
}


def open_actions(table: Mapping[str, Action], request: FundRequest) -> list[tuple[str, Action]]:
    return [
        (name, action)
        for name, action in table.items()
        if request.state in action.states and action.when(request)
    ]


@require_http_methods(METHODS)
@of_request
def team_action(http: HttpRequest, request: FundRequest, name: str) -> HttpResponse:
    require_manage(http.user, request)
    return _act(http, request, TEAM.get(name))


@require_http_methods(METHODS)
@of_request
def help_action(http: HttpRequest, request: FundRequest, name: str) -> HttpResponse:
    require_assist(http.user, request)
    return _act(http, request, HELP.get(name))


def _act(http: HttpRequest, request: FundRequest, action: Action | None) -> HttpResponse:
    if action is None:
        raise Http404
    initial = dict(action.initial(request, timezone.localdate()))
    form = action.form(http.POST if http.method == "POST" else None, initial=initial)
    return answer_form(
        http,
        form,
        lambda **values: action.operation(request=request, **values) or request,
        arguments=lambda form: form.cleaned_data,
        done=action.done,
        back=request.get_absolute_url(),
        title=action.title,
        lead=action.lead,
        breadcrumb=crumbs(request.round, request, action.title),
        submit=action.title,
        contract=request.contract,
    )
