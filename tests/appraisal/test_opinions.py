"""Opinions: asked by themselves, given one by one or many at once, never overwritten unseen."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.appraisal.enums import OpinionSource, OpinionValue
from ensemblier.appraisal.models import Opinion
from ensemblier.appraisal.operations.assignments import assign_application
from ensemblier.appraisal.operations.files import appraise_application, appraise_applications
from ensemblier.appraisal.operations.opinions import (
    Typed,
    ask_opinions,
    give_opinion,
    give_opinions,
    postpone_opinion,
    withdraw_opinion,
)
from ensemblier.appraisal.operations.recusals import declare_recusal
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.models import Notice
from tests import factories
from tests.appraisal.conftest import AT
from tests.factories import programming as make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 1, 15)


@pytest.fixture
def asked(year, editor):
    appraise_application(application=year.application, by=editor, at=AT)
    return {str(one.author): one for one in year.application.opinions.all()}


def typed(opinion, value=OpinionValue.FAVOURABLE, amount=None, comment="", edition=0):
    return Typed(opinion, value, amount, comment, edition)


def test_funders_with_a_request_and_councils_of_the_area_are_asked(year, asked):
    make.make_council(year.call.contract, name="Conseil d’ailleurs")
    assert {name: (one.source, one.due_on, one.value) for name, one in asked.items()} == {
        "Préfecture": (OpinionSource.FUNDER, datetime.date(2026, 2, 5), ""),
        "Région": (OpinionSource.FUNDER, datetime.date(2026, 2, 5), ""),
        "Conseil des Prés": (OpinionSource.COUNCIL, datetime.date(2026, 2, 5), ""),
    }
    year.application.refresh_from_db()
    assert year.application.state == ApplicationState.IN_APPRAISAL


def test_the_day_of_the_call_holds_while_it_is_to_come(year, editor):
    year.call.opinions_due_on = datetime.date(2026, 3, 1)
    year.call.save()
    year.application.refresh_from_db()
    appraise_application(application=year.application, by=editor, at=AT)
    days = set(year.application.opinions.values_list("due_on", flat=True))
    assert days == {datetime.date(2026, 3, 1)}


def test_a_service_is_asked_once(year, asked, editor):
    service = make.make_funder(name="DDETS")
    again = [year.state, service]
    new = ask_opinions(application=year.application, organizations=again, by=editor, at=AT)
    assert [(str(one.author), one.source) for one in new] == [("DDETS", OpinionSource.SERVICE)]
    assert year.application.opinions.count() == 4


def test_the_delegate_gives_the_opinion_of_the_state(year, asked, delegate):
    one = typed(asked["Préfecture"], OpinionValue.RESERVED, 2_500_00, "Sous réserve du local.")
    give_opinion(typed=one, by=delegate, at=AT)
    kept = Opinion.objects.get(pk=one.opinion.pk)
    assert (kept.value, kept.amount_cents, kept.comment, kept.given_by, kept.edition) == (
        "reserved",
        2_500_00,
        "Sous réserve du local.",
        delegate,
        1,
    )
    year.request.refresh_from_db()
    assert year.request.state == LineState.OPINION
    entry = Entry.objects.filter(action="appraisal.give_opinion").get()
    assert entry.changes == {
        "opinion": ["", "favorable avec réserves, 2\u202f500\u00a0€, Sous réserve du local."]
    }


def test_two_colleagues_never_overwrite_each_other_unseen(year, asked, delegate):
    colleague = make.make_officer(year.state)
    give_opinion(typed=typed(asked["Préfecture"], amount=3_000_00), by=delegate, at=AT)
    with pytest.raises(Refused, match="Dounia Déléguée vient de changer cet avis") as refusal:
        give_opinion(
            typed=typed(asked["Préfecture"], OpinionValue.UNFAVOURABLE, None, "Non."),
            by=colleague,
            at=AT,
        )
    assert "favorable, 3\u202f000\u00a0€" in str(refusal.value)
    assert Opinion.objects.get(pk=asked["Préfecture"].pk).value == "favourable"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("", None, ""), "value"),
        (("perhaps", None, ""), "value"),
        ((OpinionValue.UNFAVOURABLE, None, "  "), "comment"),
        ((OpinionValue.FAVOURABLE, 3_000_01, ""), "amount"),
    ],
)
def test_what_cannot_be_an_opinion_is_refused_beside_its_field(asked, delegate, said, field):
    with pytest.raises(InvalidInput) as refusal:
        give_opinion(typed=typed(asked["Préfecture"], *said), by=delegate, at=AT)
    assert refusal.value.field == field
    assert Opinion.objects.filter(given_at__isnull=False).count() == 0


def test_a_council_advises_no_amount(asked, resident):
    with pytest.raises(InvalidInput) as refusal:
        give_opinion(typed=typed(asked["Conseil des Prés"], amount=1), by=resident, at=AT)
    assert refusal.value.field == "amount"


def test_nobody_gives_the_opinion_of_another(asked, regional, resident, reader):
    for person in (regional, resident, reader):
        with pytest.raises(NotAllowed):
            give_opinion(typed=typed(asked["Préfecture"]), by=person, at=AT)


def test_the_team_writes_down_what_it_was_told(asked, editor):
    give_opinion(typed=typed(asked["Préfecture"]), by=editor, at=AT)
    assert Opinion.objects.get(pk=asked["Préfecture"].pk).given_by == editor


def test_who_declared_a_stake_gives_no_opinion(year, asked, delegate, editor):
    declare_recusal(
        call=year.call,
        user=delegate,
        organization=year.bearer,
        reason="Parent.",
        by=delegate,
        at=AT,
    )
    with pytest.raises(NotAllowed, match="déport"):
        give_opinion(typed=typed(asked["Préfecture"]), by=delegate, at=AT)


def test_a_stake_in_a_joint_applicant_counts_too(year, asked, delegate):
    partner = factories.make_organization(name="Le Pont")
    year.application.joint_applicants.create(organization=partner)
    declare_recusal(
        call=year.call, user=delegate, organization=partner, reason="Bureau.", by=delegate, at=AT
    )
    with pytest.raises(NotAllowed, match="déport"):
        give_opinion(typed=typed(asked["Préfecture"]), by=delegate, at=AT)


def test_opinions_stay_as_they_are_once_it_is_decided(year, asked, delegate):
    year.application.state = ApplicationState.DECIDED
    year.application.save()
    with pytest.raises(Refused, match="les avis ne changent plus"):
        give_opinion(typed=typed(asked["Préfecture"]), by=delegate, at=AT)


def test_many_at_once_the_good_rows_are_saved_and_the_others_come_back(
    year, asked, editor, delegate
):
    other = make.make_application(year.call, state=ApplicationState.SUBMITTED)
    make.make_request(other, year.state, amount_cents=500_00)
    appraise_application(application=other, by=editor, at=AT)
    second = other.opinions.get(organization=year.state)
    rows = [
        typed(asked["Préfecture"], amount=3_000_00),
        typed(second, amount=600_00),
        typed(asked["Région"]),
    ]
    outcome = give_opinions(typed=rows, by=delegate, at=AT)
    assert outcome.done == rows[:1]
    assert [(row, refusal.field) for row, refusal in outcome.refused] == [
        (rows[1], "amount"),
        (rows[2], None),
    ]
    assert set(Opinion.objects.exclude(value="").values_list("pk", flat=True)) == {
        asked["Préfecture"].pk
    }


def test_an_opinion_that_is_no_longer_awaited_goes_one_that_is_given_stays(asked, editor):
    give_opinion(typed=typed(asked["Région"]), by=editor, at=AT)
    withdraw_opinion(opinion=asked["Préfecture"], by=editor, at=AT)
    with pytest.raises(Refused, match="il reste dans le dossier"):
        withdraw_opinion(opinion=asked["Région"], by=editor, at=AT)
    assert not Opinion.objects.filter(pk=asked["Préfecture"].pk).exists()


def test_more_time_is_given_by_the_team(asked, editor, delegate):
    later = datetime.date(2026, 3, 1)
    postpone_opinion(opinion=asked["Préfecture"], due_on=later, by=editor, at=AT)
    assert Opinion.objects.get(pk=asked["Préfecture"].pk).due_on == later
    with pytest.raises(InvalidInput, match="Choisissez un jour à venir"):
        postpone_opinion(
            opinion=asked["Préfecture"], due_on=datetime.date(2026, 1, 14), by=editor, at=AT
        )
    with pytest.raises(NotAllowed):
        postpone_opinion(opinion=asked["Préfecture"], due_on=later, by=delegate, at=AT)


def test_who_follows_the_file_is_told(year, asked, delegate, editor):
    assign_application(application=year.application, people=[editor], by=editor, at=AT)
    give_opinion(typed=typed(asked["Préfecture"]), by=delegate, at=AT)
    text = Notice.objects.get(user=editor, kind="appraisal.opinion_given").text
    assert text.startswith("Préfecture a donné son avis sur le dossier")


def test_opening_many_appraisals_says_which_could_not_be(year, editor):
    rejected = make.make_application(year.call, state=ApplicationState.INADMISSIBLE)
    rows = [year.application, rejected]
    outcome = appraise_applications(applications=rows, by=editor, at=AT)
    assert outcome.done == [year.application]
    assert [row for row, _refusal in outcome.refused] == [rejected]
