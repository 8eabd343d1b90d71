"""Money given back in parts; after any sequence of deeds, paid and back stay within bounds."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ensemblier.applications.models import Request
from ensemblier.core.docx import read_docx_text
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.funding.enums import TemplateKind
from ensemblier.funding.models import Award, Payment, Receipt, Recovery
from ensemblier.funding.operations import letters, payments, recoveries
from ensemblier.notices.models import Notice
from tests import factories
from tests.factories import programming as make
from tests.funding.lines import AT, DAY, DECIDED, grant, make_bearer, make_line


@pytest.fixture
def award(department, gardeners, agent):
    """5 000 € granted and paid."""
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    for payment in payments.plan_payments(award=award, start=DECIDED, by=agent, at=AT):
        payments.make_payment(payment=payment, made_on=DAY, by=agent, at=AT)
    return award


def ask(award, cents, by, **fields):
    fields.setdefault("reason", "Une sortie n’a pas eu lieu.")
    fields.setdefault("asked_on", DAY)
    return recoveries.ask_recovery(award=award, amount_cents=cents, by=by, at=AT, **fields)


def receive(recovery, cents, by, **fields):
    fields.setdefault("received_on", DAY)
    return recoveries.receive_part(recovery=recovery, amount_cents=cents, by=by, at=AT, **fields)


def test_money_comes_back_in_parts(award, agent):
    recovery = ask(award, 850_00, agent)

    receive(recovery, 500_00, agent, reference="T-1")
    assert Recovery.objects.get().received_on is None
    receive(recovery, 350_00, agent)

    kept = Recovery.objects.get()
    assert (kept.received_cents, kept.received_on) == (850_00, DAY)
    assert list(Receipt.objects.values_list("amount_cents", "reference")) == [
        (500_00, "T-1"),
        (350_00, ""),
    ]


def test_the_association_is_told(award, agent, gardeners):
    person = make.make_member(gardeners)

    ask(award, 850_00, agent)

    reference = award.request.application.reference
    assert Notice.objects.get(user=person).text == (
        f"Département vous demande de rendre une partie de l’aide au dossier {reference}."
    )


def test_no_more_is_asked_than_was_paid(award, agent):
    ask(award, 4_000_00, agent)

    with pytest.raises(InvalidInput) as refusal:
        ask(award, 1_000_01, agent)

    assert (str(refusal.value), refusal.value.field) == (
        "C’est plus que ce qui a été payé et n’est pas déjà redemandé\u00a0: 1\u202f000\u00a0€.",
        "amount_cents",
    )


def test_no_more_comes_back_than_is_due(award, agent):
    recovery = ask(award, 850_00, agent)
    receive(recovery, 800_00, agent)

    with pytest.raises(InvalidInput) as refusal:
        receive(recovery, 50_01, agent)

    assert str(refusal.value) == "C’est plus que ce qui reste à rendre\u00a0: 50\u00a0€."


def test_the_database_itself_refuses_more_than_is_due(award, agent):
    recovery = ask(award, 850_00, agent)

    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(pk=recovery.pk).update(received_cents=850_01)


def test_a_recovery_has_a_reason_and_possible_days(award, agent):
    with pytest.raises(InvalidInput):
        ask(award, 1_00, agent, reason=" ")
    recovery = ask(award, 1_00, agent)
    with pytest.raises(InvalidInput) as refusal:
        receive(recovery, 1_00, agent, received_on=DAY - datetime.timedelta(days=1))

    assert str(refusal.value) == "C’est avant la demande de reversement."


def test_a_payment_that_is_asked_back_is_not_corrected(award, agent):
    ask(award, 5_000_00, agent)

    with pytest.raises(Refused) as refusal:
        payments.correct_payment(
            payment=Payment.objects.order_by("pk")[0], reason="Erreur.", by=agent, at=AT
        )

    assert str(refusal.value) == "Un reversement est demandé sur ce qui a été payé."


def test_a_part_written_by_mistake_is_taken_out(award, agent):
    recovery = ask(award, 850_00, agent)
    receipt = receive(recovery, 850_00, agent)

    recoveries.remove_receipt(receipt=receipt, reason="Chèque rejeté.", by=agent, at=AT)

    kept = Recovery.objects.get()
    assert (kept.received_cents, kept.received_on) == (0, None)


def test_a_finger_that_presses_twice_asks_and_receives_once(award, agent):
    token, other = uuid.uuid4(), uuid.uuid4()
    recovery = ask(award, 400_00, agent, token=token)
    assert ask(award, 400_00, agent, token=token) == recovery
    receipt = receive(recovery, 150_00, agent, token=other)
    assert receive(recovery, 150_00, agent, token=other) == receipt

    recovery = Recovery.objects.get()
    assert (recovery.amount_cents, recovery.received_cents) == (400_00, 150_00)
    receive(recovery, 150_00, agent, token=uuid.uuid4())
    assert Recovery.objects.get().received_cents == 300_00


def test_a_recovery_is_dropped_while_nothing_came_back(award, agent):
    recovery = ask(award, 850_00, agent)
    receipt = receive(recovery, 50_00, agent)

    with pytest.raises(Refused):
        recoveries.drop_recovery(recovery=recovery, reason="Remise.", by=agent, at=AT)
    recoveries.remove_receipt(receipt=receipt, reason="Erreur.", by=agent, at=AT)
    recoveries.drop_recovery(recovery=recovery, reason="Remise.", by=agent, at=AT)

    assert not Recovery.objects.exists()


def test_the_letter_says_what_is_left(award, agent):
    recovery = ask(award, 850_00, agent)
    receive(recovery, 200_00, agent)

    letter = letters.make_recovery_letter(recovery=recovery, by=agent, at=AT)

    assert letter.kind == TemplateKind.RECOVERY_LETTER
    with letter.file.content.open("rb") as content:
        words = read_docx_text(content.read()).split("\n")
    assert "Somme à rendre\u00a0: 850\u00a0€" in words
    assert any(line.startswith("Il reste à rendre 650\u00a0€.") for line in words)


CENTS = st.integers(min_value=1, max_value=3_000_00)


class Line(RuleBasedStateMachine):
    """Whatever is tried on one line, what is paid stays within what is granted, and what comes
    back within what is due."""

    @initialize()
    def open(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        contract = factories.make_contract()
        self.person = factories.make_user()
        factories.make_role(self.person, contract)
        envelope = make.make_envelope(make.make_call(contract, year=2026), amount_cents=10_000_00)
        self.request = make_line(envelope, make_bearer(), asked=5_000_00)
        # Of two funders: the application stays open, and decisions may change.
        make.make_request(self.request.application, make.make_envelope(envelope.call).funder)
        self.award = grant(self.request, 4_000_00, self.person)

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def attempt(self, operation, **fields) -> None:
        try:
            operation(by=self.person, at=AT, **fields)
        except Refused as refusal:
            assert str(refusal)

    def one_of(self, rows, rank: int):
        found = list(rows.order_by("pk"))
        return found[rank % len(found)]

    @rule(cents=CENTS)
    def expect(self, cents: int) -> None:
        self.attempt(
            payments.add_payment,
            award=self.award,
            kind="single",
            amount_cents=cents,
            expected_on=DAY,
        )

    @precondition(lambda self: Payment.objects.exists())
    @rule(rank=st.integers(0, 9), cents=st.none() | CENTS)
    def pay(self, rank: int, cents: int | None) -> None:
        payment = self.one_of(Payment.objects, rank)
        self.attempt(payments.make_payment, payment=payment, made_on=DAY, amount_cents=cents)

    @precondition(lambda self: Payment.objects.exists())
    @rule(rank=st.integers(0, 9))
    def correct(self, rank: int) -> None:
        payment = self.one_of(Payment.objects, rank)
        self.attempt(payments.correct_payment, payment=payment, reason="Erreur.")

    @rule(cents=CENTS)
    def ask_back(self, cents: int) -> None:
        self.attempt(
            recoveries.ask_recovery,
            award=self.award,
            amount_cents=cents,
            reason="Reste.",
            asked_on=DAY,
        )

    @precondition(lambda self: Recovery.objects.exists())
    @rule(rank=st.integers(0, 9), cents=CENTS)
    def receive(self, rank: int, cents: int) -> None:
        recovery = self.one_of(Recovery.objects, rank)
        self.attempt(
            recoveries.receive_part, recovery=recovery, amount_cents=cents, received_on=DAY
        )

    @precondition(lambda self: Receipt.objects.exists())
    @rule(rank=st.integers(0, 9))
    def take_out(self, rank: int) -> None:
        receipt = self.one_of(Receipt.objects, rank)
        self.attempt(recoveries.remove_receipt, receipt=receipt, reason="Erreur.")

    @rule(cents=CENTS)
    def decide_again(self, cents: int) -> None:
        try:
            grant(self.request, cents, self.person)
        except Refused as refusal:
            assert str(refusal)

    @invariant()
    def money_holds(self) -> None:
        award = Award.objects.get(pk=self.award.pk)
        paid = _sum(Payment.objects.exclude(made_on=None))
        asked_back = _sum(Recovery.objects.all())
        assert paid <= (award.granted_cents or 0) <= award.asked_cents
        assert asked_back <= paid
        for recovery in Recovery.objects.all():
            assert recovery.received_cents == _sum(recovery.receipts.all())
            assert recovery.received_cents <= recovery.amount_cents
        is_paid = Request.objects.get(pk=self.request.pk).state == "paid"
        assert is_paid == (bool(paid) and paid == award.granted_cents)


@pytest.mark.django_db
def test_paid_and_given_back_stay_within_bounds_whatever_people_do():
    run_state_machine_as_test(
        Line,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _sum(rows) -> int:
    return rows.aggregate(sum=Sum("amount_cents"))["sum"] or 0
