"""An application begun: by its association, for three years, by the team for somebody."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Action, Application
from ensemblier.applications.operations.starting import start_application
from ensemblier.applications.operations.submitting import (
    submit_application,
)
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from tests import factories
from tests.applications.lives import fill, url
from tests.conftest import client_of


class TestStarting:
    def test_a_new_action_and_its_first_application(self, programming, call, applicant, at):
        started = start_application(
            call=call, bearer=programming.bearer, name=" Jardin  partagé ", by=applicant, at=at
        )

        assert started.action.name == "Jardin partagé"
        assert started.reference == f"{call.year}-{started.action.number:04d}"
        assert (started.state, started.year, started.is_assisted) == ("draft", call.year, False)
        assert (started.starts_on, started.ends_on) == (call.actions_start_on, call.actions_end_on)

    def test_pressing_twice_starts_one(self, programming, call, applicant, at):
        token = uuid.uuid4()
        asked = {"call": call, "bearer": programming.bearer, "name": "Jardin", "token": token}

        first = start_application(**asked, by=applicant, at=at)
        second = start_application(**asked, by=applicant, at=at)

        assert first == second
        assert Action.objects.filter(name="Jardin").count() == 1

    def test_once_per_action_and_year(self, programming, call, applicant, at):
        with pytest.raises(InvalidInput, match="a déjà un dossier pour"):
            start_application(
                call=call,
                bearer=programming.bearer,
                action=programming.draft.action,
                by=applicant,
                at=at,
            )

    def test_only_for_one_s_own(self, programming, call, other_association, at):
        with pytest.raises(NotAllowed, match="un membre de la structure"):
            start_application(
                call=call, bearer=programming.bearer, name="X", by=other_association, at=at
            )

    def test_a_closed_call_starts_nothing(self, programming, call, applicant):
        with pytest.raises(Refused, match="n’est pas ouvert"):
            start_application(
                call=call,
                bearer=programming.bearer,
                name="X",
                by=applicant,
                at=call.closes_at + datetime.timedelta(minutes=1),
            )

    def test_three_years_stay_together(self, programming, call, applicant, at):
        call.allows_multiyear = True
        call.save()

        first = start_application(
            call=call,
            bearer=programming.bearer,
            name="Long cours",
            is_multiyear=True,
            by=applicant,
            at=at,
        )

        rows = first.series.applications.order_by("series_rank")
        stem = f"{call.year}-{first.action.number:04d}"
        assert [(row.reference, row.year, row.call) for row in rows] == [
            (f"{stem}-01", call.year, call),
            (f"{stem}-02", call.year + 1, None),
            (f"{stem}-03", call.year + 2, None),
        ]

    def test_three_years_only_where_the_call_says_so(self, programming, call, applicant, at):
        with pytest.raises(InvalidInput, match="n’accepte pas les demandes sur trois ans"):
            start_application(
                call=call,
                bearer=programming.bearer,
                name="X",
                is_multiyear=True,
                by=applicant,
                at=at,
            )

    def test_the_page(self, programming, call, applicant):
        client = client_of(applicant)
        page = client.get(url("start", call.pk))
        assert page.status_code == 200

        empty = client.post(url("start", call.pk), {"bearer": programming.bearer.pk})
        assert "Donnez un nom à votre action." in empty.content.decode()

        sent = client.post(url("start", call.pk), {"bearer": programming.bearer.pk, "name": "Neuf"})
        made = Application.objects.get(title="Neuf")
        assert sent["Location"] == url("step", made.pk, "structure")

    def test_who_has_no_organization_yet_is_led_to_it(self, call, outsider_client):
        sent = outsider_client.get(url("start", call.pk))
        assert sent["Location"] == reverse("organizations:find")


class TestAssisted:
    def test_the_team_types_for_those_without_an_address(self, programming, call, editor, at):
        bearer = factories.make_organization(name="Les Anciens")
        started = start_application(call=call, bearer=bearer, name="Goûter", by=editor, at=at)
        assert started.is_assisted is True

        fill(started, editor, call)
        submit_application(application=started, by=editor, at=at)

        assert Application.objects.get(pk=started.pk).state == ApplicationState.SUBMITTED
        actions = Entry.objects.filter(action="applications.start_application")
        assert actions.get().changes["assisted"] == [None, True]

    def test_a_reader_does_not(self, programming, call, reader, at):
        with pytest.raises(NotAllowed):
            start_application(call=call, bearer=programming.bearer, name="X", by=reader, at=at)
