"""One more year in one click."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.applications.enums import GrantNature
from ensemblier.applications.models import Application
from ensemblier.applications.obstacles import RENEWAL_OBSTACLES
from ensemblier.applications.operations.renewing import renew_application
from ensemblier.applications.operations.saving import save_application
from ensemblier.applications.operations.submitting import (
    submit_application,
)
from ensemblier.applications.operations.values import values_of
from ensemblier.core.exceptions import Refused
from tests import factories
from tests.applications.lives import url
from tests.conftest import client_of
from tests.factories import programming as make


class TestRenewing:
    @pytest.fixture
    def next_call(self, call, programming):
        again = make.make_call(
            call.contract,
            nodes=(call.themes.first().node,),
            areas=(programming.area,),
            year=call.year + 1,
        )
        make.make_envelope(again, programming.envelope.funder)
        return again

    def test_what_holds_is_carried_over(self, ready, applicant, next_call, call, at):
        submit_application(application=ready, by=applicant, at=at)

        renewal = renew_application(previous=ready, call=next_call, by=applicant, at=at)

        assert (renewal.action, renewal.year, renewal.nature) == (
            ready.action,
            call.year + 1,
            GrantNature.RENEWAL,
        )
        before, after = values_of(ready), values_of(Application.objects.get(pk=renewal.pk))
        same = {"title", "objectives", "node-main", "budget-641", f"area-{call.areas.first().pk}"}
        assert {key: after[key] for key in same} == {key: before[key] for key in same}
        assert after["starts_on"] == datetime.date(call.year + 1, 1, 1)
        assert (renewal.attested_by, renewal.attests_accuracy) == ("", False)
        assert {"starts_on", "ends_on", "budget-641"} <= set(renewal.needs_review)

    def test_a_mark_goes_when_the_box_is_written(self, ready, applicant, next_call, at):
        submit_application(application=ready, by=applicant, at=at)
        renewal = renew_application(previous=ready, call=next_call, by=applicant, at=at)

        save_application(
            application=renewal, base=0, changes={"budget-641": 1_500_00}, by=applicant, at=at
        )

        assert "budget-641" not in Application.objects.get(pk=renewal.pk).needs_review

    def test_a_page_that_was_looked_at_asks_no_more(self, ready, applicant, next_call, at):
        submit_application(application=ready, by=applicant, at=at)
        renewal = renew_application(previous=ready, call=next_call, by=applicant, at=at)

        save_application(
            application=renewal, base=0, changes={}, seen={"budget-641"}, by=applicant, at=at
        )

        left = Application.objects.get(pk=renewal.pk)
        assert ("budget-641" in left.needs_review, left.edition) == (False, 0)

    def test_a_theme_that_is_no_longer_open_is_to_choose(self, ready, applicant, call, at):
        submit_application(application=ready, by=applicant, at=at)
        other = make.make_call(call.contract, year=call.year + 1)

        renewal = renew_application(previous=ready, call=other, by=applicant, at=at)

        assert "node-main" in renewal.needs_review
        assert renewal.requests.count() == 0

    def test_in_one_click(self, ready, applicant, next_call, at):
        submit_application(application=ready, by=applicant, at=at)
        client = client_of(applicant)
        assert "Renouveler pour" in client.get(ready.get_absolute_url()).content.decode()

        sent = client.post(url("renew", ready.pk, next_call.pk))

        made = Application.objects.get(year=next_call.year, action=ready.action)
        assert sent["Location"] == url("step", made.pk, "action")
        page = client.get(url("step", made.pk, "budget")).content.decode()
        assert "à relire" in page
        assert "1\u202f000\u00a0€" in page

    def test_what_a_room_above_refuses(self, ready, applicant, next_call, at):
        submit_application(application=ready, by=applicant, at=at)
        RENEWAL_OBSTACLES.append(lambda action, call: "Le bilan est en retard.")
        try:
            with pytest.raises(Refused, match="Le bilan est en retard"):
                renew_application(previous=ready, call=next_call, by=applicant, at=at)
        finally:
            RENEWAL_OBSTACLES.pop()

    def test_papers_that_still_hold_come_along(self, ready, applicant, next_call, at):
        wanted = next_call.wanted_attachments.create(label="Statuts", document_kind="statutes")
        paper = ready.action.bearer.documents.create(
            kind="statutes", file=factories.make_stored_file(), valid_from=factories.LONG_AGO
        )
        submit_application(application=ready, by=applicant, at=at)

        renewal = renew_application(previous=ready, call=next_call, by=applicant, at=at)

        joined = renewal.attachments.get()
        assert (joined.wanted, joined.document) == (wanted, paper)
