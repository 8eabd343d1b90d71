"""One application of a session, as the room sees it: who, what, where, how much, what is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ensemblier.applications.models import Application
from ensemblier.appraisal.models import SheetNote
from ensemblier.appraisal.queries.sessions import agenda_of, recused_on_agenda
from ensemblier.appraisal.queries.sheets import Line, Sheet, sheets_of
from ensemblier.calls.models import Envelope
from ensemblier.funding.permissions import columns_of
from ensemblier.governance.models import Session


@dataclass
class Column:
    """A funder's line on the screen; `typed` and `error` are those of a refused amount."""

    line: Line
    is_writable: bool
    remaining: int | None
    typed: str = ""
    error: str = ""


@dataclass
class Screen:
    """`sheet` is None for who stays out of this file: they read its title alone."""

    session: Session
    note: SheetNote
    place: int
    total: int
    previous: int | None
    following: int | None
    sheet: Sheet | None
    columns: list[Column]


def screen_of(session: Session, note_id: int, user: Any, *, is_open: bool) -> Screen | None:
    """A constant number of queries; None when it is not on the agenda."""
    notes = list(agenda_of(session))
    place = next((rank for rank, note in enumerate(notes) if note.pk == note_id), None)
    if place is None:
        return None
    note = notes[place]
    closed = recused_on_agenda(session, user)
    sheet = None
    if note.application_id not in closed:
        (sheet,) = sheets_of(Application.objects.filter(pk=note.application_id))
    return Screen(
        session=session,
        note=note,
        place=place + 1,
        total=len(notes),
        previous=notes[place - 1].pk if place else None,
        following=notes[place + 1].pk if place + 1 < len(notes) else None,
        sheet=sheet,
        columns=_columns(note.application, sheet, user, is_open) if sheet else [],
    )


def _columns(application: Application, sheet: Sheet, user: Any, is_open: bool) -> list[Column]:
    call = application.call
    if call is None:
        return [Column(line, False, None) for line in sheet.lines]
    writable = columns_of(user, call)
    remaining: dict[int, int] = {}
    for envelope in Envelope.objects.filter(call=call):
        left = remaining.get(envelope.funder_id, 0) + envelope.remaining_cents
        remaining[envelope.funder_id] = left
    return [
        Column(
            line,
            is_open and (writable is None or line.funder_id in writable),
            remaining.get(line.funder_id),
        )
        for line in sheet.lines
    ]
