"""Sessions of committees: agenda, who came, minutes as one goes."""

from __future__ import annotations

import pytest

from ensemblier.applications.enums import ApplicationState
from ensemblier.appraisal.models import SheetNote
from ensemblier.appraisal.operations.recusals import declare_recusal
from ensemblier.appraisal.operations.sessions import (
    StaleMinutes,
    add_to_agenda,
    close_session,
    mark_examined,
    open_session,
    order_agenda,
    remove_from_agenda,
    reopen_session,
    save_minutes,
    set_attendance,
)
from ensemblier.appraisal.queries.sessions import attendance_of, pending_for, sessions_seen_by
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.governance.enums import SessionState
from tests import factories
from tests.appraisal.conftest import AT
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def applications(year):
    """Three that a committee may examine, references in order."""
    rows = [year.application]
    rows += [make.make_application(year.call, state=ApplicationState.ADMISSIBLE) for _ in "ab"]
    for rank, row in enumerate(rows, start=1):
        row.state, row.reference = ApplicationState.ADMISSIBLE, f"2026-{rank}"
        row.save()
    return rows


@pytest.fixture
def session(year):
    return make.make_session(year.body)


@pytest.fixture
def notes(session, applications, editor):
    return add_to_agenda(session=session, applications=applications, by=editor, at=AT)


def agenda(session):
    return list(session.sheet_notes.values_list("application__reference", flat=True))


def test_what_its_committee_has_to_examine_waits_for_a_session(year, session, applications):
    make.make_application(year.call, state=ApplicationState.SUBMITTED)
    territorial = make.make_body(year.call.contract, name="CTP territorial")
    make.make_committee(year.call, territorial).areas.set([year.area])
    elsewhere = make.make_session(territorial)
    assert [row.application for row in pending_for(session)] == applications[1:]
    assert [row.application for row in pending_for(elsewhere)] == applications[:1]


def test_what_another_session_will_examine_is_not_proposed_twice(year, session, notes):
    assert pending_for(make.make_session(year.body)) == []


def test_what_a_closed_session_examined_is_proposed_with_its_day(year, session, notes, editor):
    open_session(session=session, by=editor, at=AT)
    close_session(session=session, by=editor, at=AT)
    again = pending_for(make.make_session(year.body))
    assert [row.already for row in again] == [session] * 3


def test_the_agenda_is_put_in_order(session, notes, editor):
    first, second, third = notes
    order_agenda(session=session, ranks={third.pk: 0}, by=editor, at=AT)
    assert agenda(session) == ["2026-3", "2026-1", "2026-2"]
    assert list(session.sheet_notes.values_list("rank", flat=True)) == [1, 2, 3]
    remove_from_agenda(note=second, by=editor, at=AT)
    assert agenda(session) == ["2026-3", "2026-1"]
    again = add_to_agenda(session=session, applications=[first.application], by=editor, at=AT)
    assert again == []


def test_what_is_not_admitted_is_not_put_on_the_agenda(year, session, editor):
    with pytest.raises(Refused, match="il n’est pas à examiner"):
        add_to_agenda(session=session, applications=[year.application], by=editor, at=AT)
    stranger = make.make_application(state=ApplicationState.ADMISSIBLE)
    with pytest.raises(InvalidInput, match="autre contrat"):
        add_to_agenda(session=session, applications=[stranger], by=editor, at=AT)


def test_the_minutes_are_written_as_one_goes(notes, editor):
    note = save_minutes(note=notes[0], text="Oui.", edition=0, by=editor, at=AT)
    assert (note.edition, note.examined_at) == (1, AT)
    note = save_minutes(note=note, text="Oui, sous réserve.\r\n", edition=1, by=editor, at=AT)
    assert (note.text, note.edition) == ("Oui, sous réserve.", 2)
    entries = Entry.objects.filter(action="appraisal.save_minutes").order_by("sequence")
    assert [entry.changes for entry in entries] == [{"length": [0, 4]}, {"length": [4, 18]}]


def test_two_writers_never_overwrite_each_other_unseen(notes, editor):
    save_minutes(note=notes[0], text="Le premier.", edition=0, by=editor, at=AT)
    with pytest.raises(StaleMinutes) as refusal:
        save_minutes(note=notes[0], text="Le second.", edition=0, by=editor, at=AT)
    assert (refusal.value.text, refusal.value.edition) == ("Le premier.", 1)
    assert SheetNote.objects.get(pk=notes[0].pk).text == "Le premier."
    # The same words twice are no conflict: a lost answer is sent again.
    assert save_minutes(note=notes[0], text="Le premier.", edition=0, by=editor, at=AT).edition == 1


def test_what_was_written_of_keeps_its_place(notes, editor):
    save_minutes(note=notes[0], text="Oui.", edition=0, by=editor, at=AT)
    with pytest.raises(Refused, match="effacez d’abord"):
        remove_from_agenda(note=notes[0], by=editor, at=AT)


def test_a_session_opens_closes_and_opens_again_to_be_corrected(session, notes, editor):
    open_session(session=session, by=editor, at=AT)
    with pytest.raises(Refused, match="déjà en cours"):
        open_session(session=session, by=editor, at=AT)
    close_session(session=session, by=editor, at=AT)
    with pytest.raises(Refused, match="son compte rendu ne change plus"):
        save_minutes(note=notes[0], text="Trop tard.", edition=0, by=editor, at=AT)
    reopen_session(session=session, by=editor, at=AT)
    save_minutes(note=notes[0], text="Corrigé.", edition=0, by=editor, at=AT)
    session.refresh_from_db()
    assert (session.state, session.opened_at, session.closed_at) == (SessionState.OPEN, AT, None)


def test_only_the_team_keeps_agenda_and_minutes(session, notes, delegate, reader):
    for person in (delegate, reader):
        with pytest.raises(NotAllowed):
            save_minutes(note=notes[0], text="x", edition=0, by=person, at=AT)
        with pytest.raises(NotAllowed):
            order_agenda(session=session, ranks={}, by=person, at=AT)


def test_who_has_a_stake_writes_nothing_of_it(year, notes, editor):
    declare_recusal(
        call=year.call, user=editor, organization=year.bearer, reason="Ami.", by=editor, at=AT
    )
    with pytest.raises(NotAllowed, match="déport"):
        save_minutes(note=notes[0], text="x", edition=0, by=editor, at=AT)
    with pytest.raises(NotAllowed, match="déport"):
        mark_examined(note=notes[0], examined=True, by=editor, at=AT)
    save_minutes(note=notes[1], text="Oui.", edition=0, by=editor, at=AT)


def test_a_file_is_examined_then_taken_up_again(notes, editor):
    assert mark_examined(note=notes[0], examined=True, by=editor, at=AT).examined_at == AT
    assert mark_examined(note=notes[0], examined=False, by=editor, at=AT).examined_at is None


def test_who_came_is_kept(year, session, editor):
    held = [make.make_seat(year.body) for _ in range(3)]
    answers = {held[0].pk: "present", held[1].pk: "excused", held[2].pk: ""}
    set_attendance(session=session, answers=answers, guests=["Mme Roux", " "], by=editor, at=AT)
    set_attendance(session=session, answers=answers, guests=["Mme Roux"], by=editor, at=AT)
    places, guests = attendance_of(session)
    assert [place.answer for place in places] == ["present", "excused", ""]
    assert guests == ["Mme Roux"]


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        *((name, True) for name in ("editor", "reader", "delegate")),
        *((name, False) for name in ("outsider", "resident", "treasurer")),
    ],
)
def test_who_sees_a_session(session, person, sees, request):
    assert list(sessions_seen_by(request.getfixturevalue(person))) == [session] * sees


def test_who_sits_sees_a_session_until_the_end_of_the_seat(year, session):
    seated = factories.make_user()
    seat = make.make_seat(year.body, user=seated)
    assert list(sessions_seen_by(seated)) == [session]
    seat.ends_on = make.LONG_AGO
    seat.save()
    assert list(sessions_seen_by(seated)) == []
