"""Who is reminded of the opinions that are awaited, when, and of what."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from ensemblier.appraisal.models import Opinion
from ensemblier.appraisal.operations.files import appraise_application
from ensemblier.appraisal.operations.opinions import Typed, give_opinion
from ensemblier.appraisal.operations.recusals import declare_recusal
from ensemblier.appraisal.operations.reminders import Reminded, remind_daily, remind_now
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.notices.models import Notice
from tests.appraisal.conftest import AT
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
# Opinions asked at AT are due on 5 February.
DUE_SOON = AT + datetime.timedelta(days=18)
LATE = AT + datetime.timedelta(days=23)


@pytest.fixture
def appraised(year, editor, delegate, resident):
    appraise_application(application=year.application, by=editor, at=AT)
    Notice.objects.all().delete()
    return year.application


def told(kind="appraisal.remind_opinions"):
    return [(row.user.full_name, row.text) for row in Notice.objects.filter(kind=kind)]


def test_nobody_is_reminded_long_before_the_day(appraised):
    assert remind_daily(at=AT) == Reminded()
    assert told() == []


def test_three_days_before_each_person_gets_one_message(appraised):
    # The Region has nobody here: somebody must call.
    assert remind_daily(at=DUE_SOON) == Reminded(opinions=3, people=2, unreachable=1)
    assert sorted(told()) == [
        ("Dounia Déléguée", "Appel 2026\u00a0: un avis est attendu de vous."),
        ("Rachida Résidente", "Appel 2026\u00a0: un avis est attendu de vous."),
    ]
    assert Entry.objects.filter(action="appraisal.remind_opinions").count() == 1


def test_not_again_before_a_week_then_it_says_what_is_late(appraised):
    remind_daily(at=DUE_SOON)
    assert remind_daily(at=LATE) == Reminded()
    remind_daily(at=DUE_SOON + datetime.timedelta(days=8))
    assert sorted(told())[1] == (
        "Dounia Déléguée",
        "Appel 2026\u00a0: un avis est attendu de vous. En retard\u00a0: 1.",
    )


def test_who_gave_it_or_stays_out_of_it_is_left_alone(year, appraised, delegate, resident):
    opinion = Opinion.objects.get(organization=year.state)
    give_opinion(typed=Typed(opinion, "favourable", None, "", 0), by=delegate, at=AT)
    declare_recusal(
        call=year.call, user=resident, organization=year.bearer, reason="Amie.", by=resident, at=AT
    )
    assert remind_daily(at=LATE) == Reminded(opinions=2, people=0, unreachable=2)
    assert told() == []


def test_the_team_reminds_at_once_whatever_the_day(year, appraised, editor, delegate):
    assert remind_now(call=year.call, by=editor, at=AT).people == 2
    with pytest.raises(NotAllowed):
        remind_now(call=year.call, by=delegate, at=AT)
    Opinion.objects.all().delete()
    with pytest.raises(Refused, match="Aucun avis n’est attendu"):
        remind_now(call=year.call, by=editor, at=AT)


def test_the_button_says_how_many_and_whom_to_call(year, appraised, editor):
    address = reverse("appraisal:remind", args=[year.call.pk])
    client = client_of(editor)
    assert client.get(address).status_code == 200
    content = client.post(address, follow=True).content.decode()
    assert "2 personnes sont relancées." in content
    assert "Pour 1 avis, personne n’a de compte ici" in content


def test_the_daily_command(appraised, capsys):
    Opinion.objects.update(due_on=datetime.date(2026, 1, 1))
    call_command("remind_opinions", "--json")
    assert json.loads(capsys.readouterr().out) == {"opinions": 3, "people": 2, "unreachable": 1}
    call_command("remind_opinions")
    assert capsys.readouterr().out.startswith("0 avis attendus, 0 personnes relancées")
