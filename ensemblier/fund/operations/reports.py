"""The report of an action, and the end of a request."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.typography import euros
from ensemblier.fund.emails import send_answer
from ensemblier.fund.enums import AWAITING_REPORT, FileKind, RequestState
from ensemblier.fund.models import CostLine, FundReport, FundRequest
from ensemblier.fund.operations.base import locked_request, managed_request, step, trace
from ensemblier.fund.operations.files import keep_file
from ensemblier.fund.operations.ledger import justify, payable_cents, settle, settle_if_even
from ensemblier.fund.permissions import is_holder_or_assistant

REPORT_FIELDS = (
    *("happened_on", "ended_on", "place", "story"),
    *("women", "men", "girls", "boys"),
)


@dataclass(frozen=True)
class Spent:
    label: str
    cents: int


@transaction.atomic
def send_report(
    *,
    request: FundRequest,
    values: Mapping[str, Any],
    spent: list[Spent],
    by: User | None,
    at: datetime.datetime,
    papers: Mapping[str, list[File[Any]]] | None = None,
) -> FundReport:
    """By who holds the code (`by` nobody), or for them. `papers` are files by kind.

    Raises InvalidInput, Refused, NotAllowed.
    """
    request = locked_request(request)
    if not is_holder_or_assistant(by, request):
        raise NotAllowed(_("Un bilan est envoyé par le porteur, l’équipe ou le conseil."))
    if request.state not in AWAITING_REPORT:
        raise Refused(_("Aucun bilan n’est attendu pour cette demande."))
    _check_day(values, timezone.localdate(at))
    report = FundReport.objects.filter(request=request).first()
    report = report or FundReport(request=request, contract_id=request.contract_id)
    report.sent_at, report.entered_by = at, by
    set_values(report, values, REPORT_FIELDS)
    report.save()
    _write_spent(request, spent)
    for kind, files in (papers or {}).items():
        for uploaded in files:
            keep_file(request, FileKind(kind), uploaded, by=by, at=at)
    step(request, "report", by=by, at=at, missing="")
    send_answer(request)
    return report


def _check_day(values: Mapping[str, Any], today: datetime.date) -> None:
    if (values.get("ended_on") or values["happened_on"]) > today:
        raise InvalidInput(
            _("Cette date est à venir\u00a0: le bilan se fait après l’action."), field="happened_on"
        )


def _write_spent(request: FundRequest, spent: list[Spent]) -> None:
    """What was really paid takes its place beside what was planned; other costs follow."""
    known = {line.label: line for line in request.lines.all()}
    for line in known.values():
        line.actual_cents = 0
    rank = max((line.rank for line in known.values()), default=0)
    for item in spent:
        if item.label not in known:
            rank += 1
            known[item.label] = CostLine(request=request, rank=rank, label=item.label)
        line = known[item.label]
        line.actual_cents = (line.actual_cents or 0) + item.cents
    for line in known.values():
        line.save()


def costs_told(request: FundRequest) -> int:
    return sum(line.actual_cents or 0 for line in request.lines.all())


@transaction.atomic
def ask_report_again(
    *, request: FundRequest, missing: str, by: User, at: datetime.datetime
) -> FundRequest:
    """The report lacks something, said to the bearer. Not once it is accepted."""
    request = managed_request(request, by)
    if not missing.strip():
        raise InvalidInput(_("Dites ce qui manque."), field="missing")
    if request.state == RequestState.REPORTED and request.report.accepted_at:
        raise Refused(_("Ce bilan est accepté."))
    name = "ask_report_again" if request.paid_cents else "ask_unpaid_report_again"
    step(request, name, by=by, at=at, reason=missing.strip(), missing=missing.strip())
    send_answer(request)
    return request


@transaction.atomic
def accept_report(
    *,
    request: FundRequest,
    earned_cents: int,
    by: User,
    at: datetime.datetime,
) -> FundReport:
    """Say what the fund takes charge of, never more than was granted or really spent.

    What was paid and is covered is justified. A request with nothing left to pay or give back
    is settled at once. Raises InvalidInput, Refused, NotAllowed.
    """
    request = managed_request(request, by)
    report = _sent_report(request)
    most = min(costs_told(request), request.granted_cents)
    if not 0 <= earned_cents <= most:
        raise InvalidInput(
            _("Le fonds prend en charge %(most)s au plus.") % {"most": euros(most)},
            field="earned_cents",
        )
    report.earned_cents, report.accepted_at = earned_cents, at
    report.save(update_fields=["earned_cents", "accepted_at"])
    request.report = report
    covered = min(earned_cents, request.to_account_for_cents)
    if covered:
        justify(request=request, amount_cents=covered, by=by, at=at)
    summary = _("Demande %(reference)s\u00a0: bilan accepté, %(amount)s à la charge du fonds.") % {
        "reference": request.reference,
        "amount": euros(earned_cents),
    }
    trace(request, "accept_report", summary, by=by, at=at, earned=[None, earned_cents])
    settle_if_even(request, by=by, at=at)
    send_answer(request)
    return report


def _sent_report(request: FundRequest) -> FundReport:
    if request.state != RequestState.REPORTED:
        raise Refused(_("Aucun bilan n’est à examiner."))
    report = request.report
    if report.accepted_at is not None:
        raise Refused(_("Ce bilan est déjà accepté."))
    return report


@transaction.atomic
def settle_request(*, request: FundRequest, by: User, at: datetime.datetime) -> FundRequest:
    """Close the accounts of a request; what was granted and not spent is free again."""
    request = managed_request(request, by)
    if request.state == RequestState.REPORTED and request.report.accepted_at is None:
        raise Refused(_("Acceptez d’abord le bilan."))
    if request.state == RequestState.REPORTED and payable_cents(request):
        raise Refused(
            _("Il reste %(amount)s à verser au porteur.")
            % {"amount": euros(payable_cents(request))}
        )
    settle(request, by=by, at=at)
    send_answer(request)
    return request
