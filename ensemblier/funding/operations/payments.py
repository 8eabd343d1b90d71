"""Payments: expected, made, corrected. Never more than what is granted.

The line is held while the sum is checked, so two people at once cannot pay twice what is left.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ensemblier.accounts.models import User
from ensemblier.applications.enums import LineState
from ensemblier.applications.operations.states import move_request
from ensemblier.audit.operations import record
from ensemblier.calls.queries import rules_of
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import euros, long_date
from ensemblier.core.validation import check_valid
from ensemblier.funding.models import Award, Payment
from ensemblier.funding.operations.lines import locked_award, refuse_future, required
from ensemblier.funding.permissions import can_set_amount
from ensemblier.funding.queries.awards import (
    paid_cents,
    planned_cents,
    signed_agreement,
    to_give_back_cents,
    with_line,
)
from ensemblier.funding.queries.payments import (
    awards_to_plan,
    obstacle_of_agreement,
    obstacles_to_payment,
)
from ensemblier.funding.schedule import parts_of, report_due_on

PAYABLE = (LineState.GRANTED, LineState.AGREEMENT)


@transaction.atomic
def plan_payments(
    *, award: Award, start: datetime.date, by: User, at: datetime.datetime
) -> list[Payment]:
    """The advance and the balance that the call's rules give, unless something is expected
    already. `start` is the day of the signature or of the decision."""
    award = locked_award(award.pk, by)
    call = award.request.application.call
    if award.request.state not in PAYABLE or call is None or award.payments.exists():
        return []
    rules = rules_of(call)
    parts = parts_of(
        award.granted_cents or 0,
        advance_percent=rules["advance_percent"],
        start=start,
        report_due=report_due_on(award.request.application.year, rules["report_months"]),
    )
    payments = [
        Payment.objects.create(
            contract_id=award.contract_id,
            award=award,
            kind=part.kind,
            amount_cents=part.cents,
            expected_on=part.on,
        )
        for part in parts
    ]
    if payments:
        _record(
            "plan_payments",
            _("%(line)s\u00a0: %(sums)s prévus"),
            award,
            _sums(payments),
            by=by,
            at=at,
        )
    return payments


def plan_all(*, by: User, at: datetime.datetime) -> list[Payment]:
    """`plan_payments` for every line that `by` keeps and that expects nothing yet.

    Lines that must wait for their signed agreement are left alone: its signature plans them.
    """
    planned: list[Payment] = []
    for award in with_line(awards_to_plan(by)).order_by("request__application", "request"):
        if not can_set_amount(by, award.request) or obstacle_of_agreement(award):
            continue
        start = award.decided_on or timezone.localdate(at)
        planned += plan_payments(award=award, start=start, by=by, at=at)
    return planned


@transaction.atomic
def add_payment(
    *,
    award: Award,
    kind: str,
    amount_cents: int,
    expected_on: datetime.date,
    by: User,
    at: datetime.datetime,
    token: UUID | None = None,
) -> Payment:
    """One more payment expected. Raises InvalidInput beyond what is granted. The same `token`
    again gives what it expected."""
    award = _payable(award, by)
    if token and (known := award.payments.filter(client_token=token).first()):
        return known
    payment = Payment(
        contract_id=award.contract_id,
        award=award,
        kind=kind,
        amount_cents=amount_cents,
        expected_on=expected_on,
        client_token=token,
    )
    check_valid(payment)
    _refuse_beyond(award, amount_cents, planned_cents(award))
    payment.save()
    _record(
        "add_payment",
        _("%(line)s\u00a0: %(sums)s prévus"),
        award,
        _sums([payment]),
        by=by,
        at=at,
    )
    return payment


@transaction.atomic
def change_payment(
    *,
    payment: Payment,
    kind: str,
    amount_cents: int,
    expected_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> Payment:
    award, payment = _held(payment, by)
    _refuse_made(payment)
    payment.kind, payment.amount_cents, payment.expected_on = kind, amount_cents, expected_on
    check_valid(payment)
    _refuse_beyond(award, amount_cents, planned_cents(award, but=payment.pk))
    payment.save()
    _record(
        "change_payment",
        _("%(line)s\u00a0: %(sums)s prévus"),
        award,
        _sums([payment]),
        by=by,
        at=at,
    )
    return payment


@transaction.atomic
def remove_payment(*, payment: Payment, by: User, at: datetime.datetime) -> None:
    award, payment = _held(payment, by)
    _refuse_made(payment)
    _record(
        "remove_payment",
        _("%(line)s\u00a0: %(sums)s retirés"),
        award,
        _sums([payment]),
        by=by,
        at=at,
    )
    payment.delete()


@transaction.atomic
def make_payment(
    *,
    payment: Payment,
    made_on: datetime.date,
    by: User,
    at: datetime.datetime,
    reference: str = "",
    amount_cents: int | None = None,
) -> Payment:
    """Write down that it was paid, another amount than expected included. The line is paid once
    all that is granted is. Raises Refused with what is missing."""
    award, payment = _held(payment, by)
    _refuse_made(payment)
    if award.request.state not in PAYABLE:
        raise Refused(_("Rien n’est à payer sur ce financement dans son état actuel."))
    _check_day(award, made_on, at)
    if obstacles := obstacles_to_payment(award, made_on):
        raise Refused(" ".join(obstacles))
    if amount_cents is not None:
        payment.amount_cents = amount_cents
    payment.made_on, payment.reference = made_on, reference.strip()
    check_valid(payment)
    _refuse_beyond(award, payment.amount_cents, planned_cents(award, but=payment.pk))
    payment.save()
    _record(
        "make_payment",
        _("%(line)s\u00a0: %(sums)s payés"),
        award,
        _sums([payment]),
        by=by,
        at=at,
    )
    if paid_cents(award) == award.granted_cents:
        move_request(request=award.request, transition="pay", by=by, at=at)
    return payment


@transaction.atomic
def correct_payment(*, payment: Payment, reason: str, by: User, at: datetime.datetime) -> Payment:
    """It was not paid after all: it is expected again, and the line is open to payment."""
    award, payment = _held(payment, by)
    reason = required(reason, _("Dites pourquoi ce paiement est corrigé."), "reason")
    if payment.made_on is None:
        raise Refused(_("Ce paiement n’est pas encore fait."))
    state = award.request.state
    if state == LineState.JUSTIFIED:
        raise Refused(_("Ce financement est justifié\u00a0: son bilan compte ce paiement."))
    if paid_cents(award) - payment.amount_cents < to_give_back_cents(award):
        raise Refused(_("Un reversement est demandé sur ce qui a été payé."))
    former = _sums([payment])
    payment.made_on, payment.reference = None, ""
    payment.save(update_fields=["made_on", "reference"])
    sentence = _("%(line)s\u00a0: %(sums)s, paiement corrigé")
    _record("correct_payment", sentence, award, former, by=by, at=at, reason=reason)
    if state == LineState.PAID:
        move_request(request=award.request, transition="unpay", by=by, at=at, reason=reason)
        if signed_agreement(award):
            move_request(request=award.request, transition="sign_agreement", by=by, at=at)
    return payment


def _held(payment: Payment, by: User) -> tuple[Award, Payment]:
    award = locked_award(payment.award_id, by)
    fresh = Payment.objects.filter(pk=payment.pk).first()
    if fresh is None:
        raise Refused(_("Ce paiement n’existe plus. Rechargez la page."))
    fresh.award = award
    return award, fresh


def _payable(award: Award, by: User) -> Award:
    award = locked_award(award.pk, by)
    if award.request.state not in PAYABLE:
        raise Refused(_("Rien n’est à payer sur ce financement dans son état actuel."))
    return award


def _refuse_made(payment: Payment) -> None:
    if payment.made_on is not None:
        raise Refused(
            _("Ce paiement est fait depuis le %(day)s.") % {"day": long_date(payment.made_on)}
        )


def _refuse_beyond(award: Award, cents: int, others: int) -> None:
    left = (award.granted_cents or 0) - others
    if cents > left:
        raise InvalidInput(
            _("C’est plus que ce qui reste sur les %(granted)s accordés\u00a0: %(left)s.")
            % {"granted": euros(award.granted_cents or 0), "left": euros(max(left, 0))},
            field="amount_cents",
        )


def _check_day(award: Award, made_on: datetime.date, at: datetime.datetime) -> None:
    refuse_future(made_on, timezone.localdate(at), "made_on")
    if award.decided_on and made_on < award.decided_on:
        raise InvalidInput(
            _("C’est avant la décision, qui est du %(day)s.")
            % {"day": long_date(award.decided_on)},
            field="made_on",
        )


def _sums(payments: Iterable[Payment]) -> str:
    with override("fr"):
        return " + ".join(euros(payment.amount_cents) for payment in payments)


def _record(
    action: str,
    sentence: str,
    award: Award,
    sums: str,
    *,
    by: User,
    at: datetime.datetime,
    reason: str = "",
) -> None:
    request = award.request
    line = f"{request.application.reference}, {request.funder.label}"
    record(
        action=f"funding.{action}",
        summary=sentence % {"line": line, "sums": sums},
        by=by,
        at=at,
        target=award,
        changes={"reason": ["", reason]} if reason else None,
    )
