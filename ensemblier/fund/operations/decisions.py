"""What is decided on a request, and an opinion before it is."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import euros
from ensemblier.fund.emails import send_answer
from ensemblier.fund.enums import UNDECIDED, Movement, OpinionValue, RequestState, RoundState
from ensemblier.fund.models import FundDecision, FundOpinion, FundRequest, LedgerTransaction
from ensemblier.fund.operations.base import locked_request, managed_request, step, trace
from ensemblier.fund.operations.ledger import Posting, commit_grant, reverse_movement
from ensemblier.fund.permissions import require_assist
from ensemblier.fund.queries.bearers import is_voted_on, left_for


@transaction.atomic
def record_decision(
    *,
    request: FundRequest,
    granted_cents: int,
    reason: str = "",
    by: User,
    at: datetime.datetime,
    method: str = "",
) -> FundDecision:
    """What a person writes: see `write_decision`. Not on a request that people vote on."""
    request = managed_request(request, by)
    if is_voted_on(request):
        raise Refused(
            _(
                "Cette demande est mise au vote\u00a0: attendez le dépouillement, ou retirez-la du "
                "vote."
            )
        )
    return write_decision(
        request=request, granted_cents=granted_cents, reason=reason, by=by, at=at, method=method
    )


@transaction.atomic
def write_decision(
    *,
    request: FundRequest,
    granted_cents: int,
    reason: str = "",
    by: User,
    at: datetime.datetime,
    method: str = "",
) -> FundDecision:
    """Grant, or turn down with 0 and a reason. Raises InvalidInput, Refused, NotAllowed.

    Never more than asked, than what is left for the bearer this year, than what is left of the
    round, which is held: two deciders take turns. `method` is the round's unless told otherwise.
    """
    request = managed_request(request, by)
    round = request.round
    if round.state != RoundState.DECIDING:
        raise Refused(_("La campagne n’en est pas à la décision."))
    if granted_cents:
        _within_money(request, granted_cents)
    elif not reason.strip():
        raise InvalidInput(_("Dites pourquoi\u00a0: le porteur le lira."), field="reason")
    step(
        request,
        "grant" if granted_cents else "turn_down",
        by=by,
        at=at,
        reason=reason.strip(),
        granted_cents=granted_cents,
        report_due_on=_report_due_on(request) if granted_cents else None,
    )
    if granted_cents:
        commit_grant(round=round, request=request, amount_cents=granted_cents, by=by, at=at)
    decision = FundDecision.objects.create(
        contract_id=request.contract_id,
        request=request,
        granted_cents=granted_cents,
        method=method or round.method,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    send_answer(request)
    return decision


def _report_due_on(request: FundRequest) -> datetime.date:
    return request.last_day + datetime.timedelta(days=request.round.report_days)


def _within_money(request: FundRequest, granted: int) -> None:
    left = [
        (request.asked_cents, _("La demande est de %(amount)s.")),
        (left_for(request), _("Il reste %(amount)s au plus pour ce porteur cette année.")),
        (request.round.left_cents, _("Il reste %(amount)s dans la campagne.")),
    ]
    if granted < 0:
        raise InvalidInput(_("Écrivez un montant plus grand que zéro."), field="granted_cents")
    for most, sentence in left:
        if granted > most:
            raise InvalidInput(sentence % {"amount": euros(max(0, most))}, field="granted_cents")


@transaction.atomic
def take_back_decision(
    *, request: FundRequest, reason: str, by: User, at: datetime.datetime
) -> FundRequest:
    """The request is to be decided again. Refused once money was paid."""
    request = managed_request(request, by)
    if request.round.state != RoundState.DECIDING:
        raise Refused(_("Reprenez d’abord la décision de la campagne."))
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi la décision est retirée."), field="reason")
    had_grant = request.state == RequestState.GRANTED
    step(
        request,
        "take_back",
        by=by,
        at=at,
        reason=reason.strip(),
        granted_cents=0,
        report_due_on=None,
    )
    request.decisions.filter(taken_back_at=None).update(taken_back_at=at)
    if had_grant:
        _free(request, Posting(timezone.localdate(at), by, at, reason.strip()))
    send_answer(request)
    return request


def _free(request: FundRequest, posting: Posting) -> None:
    commit = LedgerTransaction.objects.filter(
        request=request, kind=Movement.COMMIT, reversed_by=None
    ).get()
    reverse_movement(round=request.round, request=request, movement=commit, posting=posting)


@transaction.atomic
def give_opinion(
    *,
    request: FundRequest,
    value: str,
    comment: str,
    by: User,
    at: datetime.datetime,
) -> FundOpinion:
    """One per person, changed as long as nothing is decided."""
    request = locked_request(request)
    require_assist(by, request)
    if request.state not in UNDECIDED:
        raise Refused(_("Cette demande est décidée\u00a0: les avis ne changent plus."))
    if value not in OpinionValue.values:
        raise InvalidInput(_("Choisissez un avis de la liste."), field="value")
    opinion, _is_new = FundOpinion.objects.update_or_create(
        request=request,
        by=by,
        defaults={
            "contract_id": request.contract_id,
            "value": value,
            "comment": comment.strip(),
            "at": at,
        },
    )
    summary = _("Demande %(reference)s\u00a0: avis donné.") % {"reference": request.reference}
    trace(request, "give_opinion", summary, by=by, at=at, value=["", value])
    return opinion
