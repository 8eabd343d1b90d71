"""What the team answers to a request before it is decided; and giving up."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.fund.emails import send_answer
from ensemblier.fund.enums import RoundState
from ensemblier.fund.models import FundRequest
from ensemblier.fund.operations.base import (
    locked_request,
    managed_request,
    step,
    still_open,
    trace,
)
from ensemblier.fund.operations.ledger import release_unspent
from ensemblier.fund.queries.bearers import late_report_of, left_for


@transaction.atomic
def ask_completion(
    *,
    request: FundRequest,
    missing: str,
    due_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> FundRequest:
    """Give the request back, saying what is missing. Raises InvalidInput, Refused."""
    request = managed_request(request, by)
    missing = _said(missing, "missing", _("Dites ce qui manque."))
    if due_on <= timezone.localdate(at):
        raise InvalidInput(_("Choisissez un jour à venir."), field="due_on")
    step(
        request,
        "ask_completion",
        by=by,
        at=at,
        reason=missing,
        missing=missing,
        completion_due_on=due_on,
    )
    send_answer(request)
    return request


def _said(text: str, field: str, sentence: str) -> str:
    if not text.strip():
        raise InvalidInput(sentence, field=field)
    return text.strip()


@transaction.atomic
def accept_request(*, request: FundRequest, by: User, at: datetime.datetime) -> FundRequest:
    """It fits the rules. A late report or a year used up stands in the way. Raises Refused."""
    request = managed_request(request, by)
    late = late_report_of(request, timezone.localdate(at))
    if late and not request.waiver:
        raise Refused(
            _(
                "Le bilan de la demande %(reference)s est en retard. Attendez-le, ou dispensez "
                "ce porteur en disant pourquoi."
            )
            % {"reference": late.reference}
        )
    if left_for(request) <= 0:
        raise Refused(
            _("Ce porteur a reçu tout ce que le fonds peut lui donner en %(year)d.")
            % {"year": request.round.year}
        )
    step(request, "accept", by=by, at=at, missing="")
    send_answer(request)
    return request


@transaction.atomic
def refuse_request(
    *, request: FundRequest, reason: str, by: User, at: datetime.datetime
) -> FundRequest:
    """It does not fit the rules; `reason` is told to the bearer."""
    request = managed_request(request, by)
    reason = _said(reason, "reason", _("Dites pourquoi\u00a0: le porteur le lira."))
    step(request, "refuse", by=by, at=at, reason=reason, refusal=reason)
    send_answer(request)
    return request


@transaction.atomic
def reconsider_request(*, request: FundRequest, by: User, at: datetime.datetime) -> FundRequest:
    request = managed_request(request, by)
    if request.round.state not in (RoundState.OPEN, RoundState.DECIDING):
        raise Refused(_("La campagne est décidée."))
    step(request, "reconsider", by=by, at=at, refusal="")
    send_answer(request)
    return request


@transaction.atomic
def cancel_request(
    *, request: FundRequest, by: User | None, at: datetime.datetime, reason: str = ""
) -> FundRequest:
    """The action will not take place. What was engaged is freed for the others."""
    request = locked_request(request)
    step(request, "cancel", by=by, at=at, reason=reason.strip())
    release_unspent(round=request.round, request=request, by=by, at=at)
    send_answer(request)
    return request


@transaction.atomic
def waive_late_report(
    *, request: FundRequest, reason: str, by: User, at: datetime.datetime
) -> FundRequest:
    """Let this request go on though its bearer owes a report, and say why."""
    request = managed_request(request, by)
    still_open(request)
    request.waiver = _said(reason, "reason", _("Dites pourquoi ce porteur est dispensé."))
    request.waived_by = by
    request.save(update_fields=["waiver", "waived_by"])
    summary = _("Demande %(reference)s\u00a0: dispense de bilan.") % {
        "reference": request.reference
    }
    trace(request, "waive_report", summary, by=by, at=at, reason=["", request.waiver])
    return request
