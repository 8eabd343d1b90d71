"""Who hears of what is late, and how often."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.management import call_command

from ensemblier.funding.enums import AgreementKind
from ensemblier.funding.models import Payment
from ensemblier.funding.operations import agreements, payments
from ensemblier.funding.operations.reminders import falls_today, remind
from ensemblier.notices.models import Notice
from tests.factories import programming as make
from tests.funding.lines import AT, DAY, DECIDED, grant, make_line


def noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


@pytest.mark.parametrize(
    ("late", "expected"), [(-1, False), (0, False), (1, True), (2, False), (8, True), (15, True)]
)
def test_a_delay_is_told_the_day_after_then_every_week(late, expected):
    assert falls_today(DAY, DAY + datetime.timedelta(days=late)) is expected


def test_late_payments_are_told_to_the_team_and_to_the_funder(
    department, gardeners, agent, editor, reader
):
    """The advance was expected on 11 April."""
    stranger = make.make_officer(make.make_envelope(department.call).funder)
    for _rank in range(2):
        award = grant(make_line(department, gardeners), 5_000_00, agent)
        payments.plan_payments(award=award, start=DECIDED, by=agent, at=AT)
    first_day = noon(datetime.date(2026, 4, 12))

    done = remind(at=first_day)

    assert vars(done) == {"people": 2, "payments": 2, "agreements": 0}
    told = Notice.objects.filter(kind="funding.late_payments")
    assert {notice.user for notice in told} == {agent, editor}
    assert {notice.text for notice in told} == {"2 versements sont en retard."}
    assert {notice.url for notice in told} == {"/espace/versements/paiements/?etat=retard"}
    assert not Notice.objects.filter(user__in=[reader, stranger]).exists()


def test_running_twice_in_a_day_tells_nothing_twice(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    payments.plan_payments(award=award, start=DECIDED, by=agent, at=AT)
    remind(at=noon(datetime.date(2026, 4, 12)))

    assert remind(at=noon(datetime.date(2026, 4, 12))).people == 0
    assert remind(at=noon(datetime.date(2026, 4, 13))).people == 0
    assert remind(at=noon(datetime.date(2026, 4, 19))).people == 1


def test_what_is_paid_is_not_late(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    for payment in payments.plan_payments(award=award, start=DECIDED, by=agent, at=AT):
        payments.make_payment(payment=payment, made_on=DAY, by=agent, at=AT)

    assert remind(at=noon(datetime.date(2026, 4, 12))).people == 0
    assert Payment.objects.filter(made_on=DAY).count() == 2


def test_essential_data_not_published_are_told(department, gardeners, agent):
    """Signed on 3 April: published by 3 July."""
    award = grant(make_line(department, gardeners, asked=30_000_00), 25_000_00, agent)
    agreement = agreements.prepare_agreement(
        award=award, kind=AgreementKind.ANNUAL, by=agent, at=AT
    )
    agreements.sign_agreement(
        agreement=agreement, bearer_signed_on=DAY, funder_signed_on=DAY, by=agent, at=AT
    )
    Payment.objects.all().delete()

    assert remind(at=noon(datetime.date(2026, 7, 3))).people == 0
    remind(at=noon(datetime.date(2026, 7, 4)))

    assert Notice.objects.get(user=agent).text == (
        "1 convention a ses données essentielles à publier."
    )


def test_the_command_says_what_it_did(db, capsys):
    call_command("remind_payments")
    call_command("remind_payments", "--json")

    first, *rest = capsys.readouterr().out.split("\n", 1)
    assert first == (
        "0 personnes prévenues\u00a0: 0 versements en retard, 0 conventions à publier."
    )
    assert json.loads(rest[0]) == {"people": 0, "payments": 0, "agreements": 0}
