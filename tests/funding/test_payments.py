"""Payments: expected, made, corrected, refused with what is missing; never beyond the grant."""

from __future__ import annotations

import datetime
import uuid

import pytest

from ensemblier.applications.enums import LineState
from ensemblier.applications.models import Request
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.funding.enums import AgreementKind, PaymentKind
from ensemblier.funding.models import Payment
from ensemblier.funding.operations import agreements, payments
from ensemblier.funding.operations.decisions import revise_decision
from ensemblier.funding.queries.payments import (
    obstacles_to_payment,
    payments_seen_by,
    sums_of,
)
from ensemblier.funding.schedule import Part, parts_of
from ensemblier.organizations.models import OrganizationDocument
from tests import factories
from tests.factories import programming as make
from tests.funding.lines import AT, DAY, DECIDED, give_bank_details, grant, make_line


def plan(award, by):
    return payments.plan_payments(award=award, start=DECIDED, by=by, at=AT)


def pay(payment, by, **fields):
    fields.setdefault("made_on", DAY)
    return payments.make_payment(payment=payment, by=by, at=AT, **fields)


def state_of(request):
    return Request.objects.get(pk=request.pk).state


@pytest.mark.parametrize(
    ("cents", "percent", "expected"),
    [
        (5_000_00, 80, [("advance", 4_000_00, 11), ("balance", 1_000_00, 30)]),
        (3_333_33, 50, [("advance", 1_666_00, 11), ("balance", 1_667_33, 30)]),
        (5_000_00, 100, [("single", 5_000_00, 11)]),
        (5_000_00, 0, [("single", 5_000_00, 30)]),
        (1_00, 80, [("single", 1_00, 30)]),
        (0, 80, []),
    ],
)
def test_a_grant_is_paid_in_parts_that_sum_to_it(cents, percent, expected):
    due = datetime.date(2027, 6, 30)

    parts = parts_of(cents, advance_percent=percent, start=DECIDED, report_due=due)

    days = {11: datetime.date(2026, 4, 11), 30: datetime.date(2027, 7, 30)}
    assert parts == [Part(kind, part, days[day]) for kind, part, day in expected]
    assert sum(part.cents for part in parts) == cents


def test_an_advance_then_a_balance_and_the_line_is_paid(department, gardeners, agent):
    request = make_line(department, gardeners)
    advance, balance = plan(grant(request, 5_000_00, agent), agent)

    pay(advance, agent, reference="M-12")
    assert state_of(request) == LineState.GRANTED
    pay(balance, agent, reference="M-98")

    assert state_of(request) == LineState.PAID
    rows = Payment.objects.order_by("pk").values_list("amount_cents", "made_on", "reference")
    assert list(rows) == [(4_000_00, DAY, "M-12"), (1_000_00, DAY, "M-98")]


def test_what_is_expected_is_planned_once(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    plan(award, agent)

    assert plan(award, agent) == []
    assert Payment.objects.count() == 2


def test_more_than_what_is_granted_is_neither_expected_nor_paid(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    advance, _balance = plan(award, agent)
    sentence = "C’est plus que ce qui reste sur les 5\u202f000\u00a0€ accordés\u00a0: "

    with pytest.raises(InvalidInput) as refusal:
        payments.add_payment(
            award=award, kind="single", amount_cents=1, expected_on=DAY, by=agent, at=AT
        )
    assert (str(refusal.value), refusal.value.field) == (f"{sentence}0\u00a0€.", "amount_cents")
    with pytest.raises(InvalidInput) as refusal:
        pay(advance, agent, amount_cents=4_000_01)
    assert str(refusal.value) == f"{sentence}4\u202f000\u00a0€."
    assert not Payment.objects.exclude(made_on=None).exists()


def test_a_finger_that_presses_twice_expects_one_payment(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    token = uuid.uuid4()

    def expect(**fields):
        return payments.add_payment(
            award=award,
            kind=PaymentKind.ADVANCE,
            amount_cents=1_000_00,
            expected_on=DAY,
            by=agent,
            at=AT,
            **fields,
        )

    assert expect(token=token) == expect(token=token)
    assert [payment.amount_cents for payment in award.payments.all()] == [1_000_00]
    expect(token=uuid.uuid4())
    assert award.payments.count() == 2


def test_less_than_expected_may_be_paid(department, gardeners, agent):
    request = make_line(department, gardeners)
    advance, balance = plan(grant(request, 5_000_00, agent), agent)

    pay(advance, agent, amount_cents=3_000_00)
    payments.change_payment(
        payment=balance,
        kind=PaymentKind.BALANCE,
        amount_cents=2_000_00,
        expected_on=DAY,
        by=agent,
        at=AT,
    )
    pay(balance, agent)

    assert state_of(request) == LineState.PAID


def test_without_siret_or_bank_details_nobody_is_paid(department, agent):
    bearer = factories.make_organization(name="Le Cercle")
    [payment, _balance] = plan(grant(make_line(department, bearer), 5_000_00, agent), agent)

    with pytest.raises(Refused) as refusal:
        pay(payment, agent)

    assert str(refusal.value) == (
        "«\u00a0Le Cercle\u00a0» n’a pas de SIRET\u00a0: elle ne peut pas être payée. "
        "Le relevé d’identité bancaire de «\u00a0Le Cercle\u00a0» manque ou n’est plus valable."
    )


def test_bank_details_are_good_on_the_day_of_the_payment(department, gardeners, agent):
    OrganizationDocument.objects.all().delete()
    give_bank_details(gardeners, valid_to=datetime.date(2026, 4, 1))
    advance, balance = plan(grant(make_line(department, gardeners), 5_000_00, agent), agent)

    with pytest.raises(Refused):
        pay(advance, agent, made_on=datetime.date(2026, 4, 2))
    pay(advance, agent, made_on=datetime.date(2026, 4, 1))

    assert balance.made_on is None


def test_above_the_threshold_an_agreement_is_signed_first(department, gardeners, agent):
    request = make_line(department, gardeners, asked=30_000_00)
    award = grant(request, 25_000_00, agent)
    [advance, _balance] = plan(award, agent)
    sentence = (
        "Une convention signée est obligatoire\u00a0: «\u00a0Département\u00a0» accorde plus que "
        "le seuil à cette structure dans l’année (loi 2000-321, article 10)."
    )

    with pytest.raises(Refused) as refusal:
        pay(advance, agent)
    assert str(refusal.value) == sentence
    agreement = agreements.prepare_agreement(
        award=award, kind=AgreementKind.ANNUAL, by=agent, at=AT
    )
    assert obstacles_to_payment(award, DAY) == [sentence]
    agreements.sign_agreement(
        agreement=agreement, bearer_signed_on=DAY, funder_signed_on=DAY, by=agent, at=AT
    )

    pay(advance, agent)
    assert state_of(request) == LineState.AGREEMENT


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            datetime.date(2026, 4, 4),
            "Ce jour est à venir\u00a0: écrivez le jour où cela s’est fait.",
        ),
        (datetime.date(2026, 3, 11), "C’est avant la décision, qui est du 12 mars 2026."),
    ],
)
def test_a_payment_has_a_possible_day(department, gardeners, agent, day, sentence):
    [advance, _balance] = plan(grant(make_line(department, gardeners), 5_000_00, agent), agent)

    with pytest.raises(InvalidInput) as refusal:
        pay(advance, agent, made_on=day)

    assert (str(refusal.value), refusal.value.field) == (sentence, "made_on")


def test_a_payment_is_made_once(department, gardeners, agent):
    [advance, _balance] = plan(grant(make_line(department, gardeners), 5_000_00, agent), agent)
    pay(advance, agent)

    with pytest.raises(Refused) as refusal:
        pay(advance, agent)
    with pytest.raises(Refused):
        payments.remove_payment(payment=advance, by=agent, at=AT)

    assert str(refusal.value) == "Ce paiement est fait depuis le 3 avril 2026."


def test_a_payment_written_by_mistake_is_corrected(department, gardeners, agent):
    request = make_line(department, gardeners)
    award = grant(request, 5_000_00, agent)
    agreement = agreements.prepare_agreement(
        award=award, kind=AgreementKind.ANNUAL, by=agent, at=AT
    )
    agreements.sign_agreement(
        agreement=agreement, bearer_signed_on=DAY, funder_signed_on=DAY, by=agent, at=AT
    )
    for payment in Payment.objects.all():
        pay(payment, agent)
    assert state_of(request) == LineState.PAID
    balance = Payment.objects.get(kind=PaymentKind.BALANCE)

    with pytest.raises(InvalidInput):
        payments.correct_payment(payment=balance, reason="", by=agent, at=AT)
    payments.correct_payment(payment=balance, reason="Rejet bancaire.", by=agent, at=AT)

    balance.refresh_from_db()
    assert (balance.made_on, state_of(request)) == (None, LineState.AGREEMENT)
    assert Entry.objects.get(action="funding.correct_payment").changes == {
        "reason": ["", "Rejet bancaire."]
    }


def test_a_paid_decision_is_not_revised(department, gardeners, editor):
    request = make_line(department, gardeners)
    [advance, _balance] = plan(grant(request, 5_000_00, editor), editor)
    pay(advance, editor)

    with pytest.raises(Refused) as refusal:
        revise_decision(request=request, reason="Erreur.", by=editor, at=AT)

    assert str(refusal.value) == (
        "Un versement a déjà été fait\u00a0: demandez plutôt un reversement."
    )


def test_an_unpaid_decision_is_revised_and_nothing_is_expected_any_more(
    department, gardeners, editor
):
    request = make_line(department, gardeners)
    plan(grant(request, 5_000_00, editor), editor)

    revise_decision(request=request, reason="Erreur.", by=editor, at=AT)

    assert not Payment.objects.exists()


def test_an_agent_of_another_funder_pays_nothing(department, gardeners, agent):
    [advance, _balance] = plan(grant(make_line(department, gardeners), 5_000_00, agent), agent)
    other = make.make_officer(make.make_envelope(department.call).funder)

    with pytest.raises(NotAllowed) as refusal:
        pay(advance, other)

    assert str(refusal.value) == (
        "Ce financement est suivi par les agents de «\u00a0Département\u00a0» et par l’équipe du "
        "contrat, sauf ceux qui ont un lien avec le porteur. Demandez à l’un d’eux."
    )


def test_sums_say_what_is_late(department, gardeners, agent):
    advance, _balance = plan(grant(make_line(department, gardeners), 5_000_00, agent), agent)
    plan(grant(make_line(department, gardeners), 1_000_00, agent), agent)
    pay(advance, agent)

    sums = sums_of(payments_seen_by(agent), datetime.date(2026, 4, 12))

    assert sums == {"made": 4_000_00, "expected": 2_000_00, "late": 800_00}
