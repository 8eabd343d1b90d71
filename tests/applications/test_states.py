"""Moving along the life-cycles: who may, from where, and what is kept of it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.operations.states import move_application, move_request
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import NotAllowed, Refused
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


def test_the_team_asks_for_what_is_missing_and_it_is_logged(contract, editor):
    application = make.make_application(make.make_call(contract), state=ApplicationState.SUBMITTED)
    at = timezone.now()
    move_application(
        application=application, transition="ask_completion", by=editor, at=at, reason="Le RIB."
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.TO_COMPLETE
    change = application.state_changes.get()
    assert (change.source, change.target, change.reason, change.by, change.at) == (
        "submitted",
        "to_complete",
        "Le RIB.",
        editor,
        at,
    )
    entry = Entry.objects.first()
    assert (entry.action, entry.contract_id) == ("applications.ask_completion", contract.pk)


def test_a_member_of_the_bearer_does_not_admit_its_own_application(contract):
    application = make.make_application(make.make_call(contract), state=ApplicationState.SUBMITTED)
    member = make.make_member(application.action.bearer)
    with pytest.raises(NotAllowed):
        move_application(application=application, transition="admit", by=member, at=timezone.now())
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_what_is_decided_is_not_submitted_again(contract, editor):
    application = make.make_application(make.make_call(contract), state=ApplicationState.DECIDED)
    with pytest.raises(Refused, match="Rechargez la page"):
        move_application(application=application, transition="submit", by=editor, at=timezone.now())


def test_nothing_is_decided_while_a_funder_has_not_spoken(contract, editor):
    application = make.make_application(
        make.make_call(contract), state=ApplicationState.IN_APPRAISAL
    )
    make.make_request(application, make.make_funder(name="Région"), state=LineState.PROPOSED)
    make.make_request(application, make.make_funder(name="CAF"), state=LineState.REFUSED)
    with pytest.raises(Refused, match="pas encore décidé\u00a0: Région\\."):
        move_application(application=application, transition="decide", by=editor, at=timezone.now())


def test_an_officer_moves_the_line_of_their_funder_alone(contract):
    application = make.make_application(make.make_call(contract))
    mine, theirs = make.make_request(application), make.make_request(application)
    officer = make.make_officer(mine.funder)
    move_request(request=mine, transition="propose", by=officer, at=timezone.now())
    assert mine.state == LineState.PROPOSED
    with pytest.raises(NotAllowed):
        move_request(request=theirs, transition="propose", by=officer, at=timezone.now())
    theirs.refresh_from_db()
    assert theirs.state == LineState.REQUESTED
