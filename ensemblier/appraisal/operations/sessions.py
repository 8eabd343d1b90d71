"""A committee session: its agenda, who came, its minutes as one goes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.appraisal.models import SheetNote
from ensemblier.appraisal.permissions import DISCUSSED, require_not_recused, require_run_session
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import long_date
from ensemblier.governance.enums import SessionState
from ensemblier.governance.models import Seat, Session, SessionAttendance

MAX_LENGTH = 20_000
WRITABLE = [SessionState.PLANNED, SessionState.OPEN]


class StaleMinutes(Refused):
    """A colleague wrote in the meantime; `text` and `edition` are what is kept."""

    def __init__(self, message: object, *, text: str, edition: int) -> None:
        super().__init__(message, field="text")
        self.text, self.edition = text, edition


@transaction.atomic
def open_session(*, session: Session, by: User, at: datetime.datetime) -> Session:
    return _move(session, SessionState.PLANNED, SessionState.OPEN, by, at)


@transaction.atomic
def close_session(*, session: Session, by: User, at: datetime.datetime) -> Session:
    """Its minutes do not change any more."""
    return _move(session, SessionState.OPEN, SessionState.CLOSED, by, at)


@transaction.atomic
def reopen_session(*, session: Session, by: User, at: datetime.datetime) -> Session:
    """To correct its minutes."""
    return _move(session, SessionState.CLOSED, SessionState.OPEN, by, at)


@transaction.atomic
def add_to_agenda(
    *, session: Session, applications: Sequence[Application], by: User, at: datetime.datetime
) -> list[SheetNote]:
    """After those that are there, in the order given; those that are there already stay once."""
    session = _writable(session, by)
    known = set(session.sheet_notes.values_list("application_id", flat=True))
    new = [one for one in applications if one.pk not in known]
    for application in new:
        if application.contract_id != session.contract_id:
            raise InvalidInput(_("Ce dossier est d’un autre contrat."))
        if application.state not in DISCUSSED:
            raise Refused(
                _("Le dossier %(reference)s est «\u00a0%(state)s\u00a0»\u00a0: il n’est pas à "
                  "examiner.")
                % {
                    "reference": application.reference,
                    "state": application.get_state_display(),
                }
            )  # fmt: skip
    last = session.sheet_notes.aggregate(last=Max("rank"))["last"] or 0
    notes = SheetNote.objects.bulk_create(
        SheetNote(
            contract_id=session.contract_id, session=session, application=one, rank=last + place
        )
        for place, one in enumerate(new, start=1)
    )
    if notes:
        sentence = ngettext(
            "%(session)s\u00a0: %(count)d dossier mis à l’ordre du jour.",
            "%(session)s\u00a0: %(count)d dossiers mis à l’ordre du jour.",
            len(notes),
        )
        _record(
            "add_to_agenda",
            sentence % {"session": _named(session), "count": len(notes)},
            session,
            by,
            at,
            {"agenda": [[], [one.reference for one in new]]},
        )
    return notes


@transaction.atomic
def remove_from_agenda(*, note: SheetNote, by: User, at: datetime.datetime) -> None:
    """Not once something was written of it."""
    session = _writable(note.session, by)
    note = SheetNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if note.text:
        raise Refused(
            _("Le compte rendu parle déjà de ce dossier\u00a0: effacez d’abord ce qui est écrit.")
        )
    _record(
        "remove_from_agenda",
        _("%(session)s\u00a0: dossier %(reference)s retiré de l’ordre du jour.")
        % {"session": _named(session), "reference": note.application.reference},
        session,
        by,
        at,
    )
    note.delete()


@transaction.atomic
def order_agenda(
    *, session: Session, ranks: Mapping[int, int], by: User, at: datetime.datetime
) -> list[SheetNote]:
    """By the ranks typed, {note: rank}; equal ones keep the order that they had."""
    session = _writable(session, by)
    notes = list(session.sheet_notes.select_for_update().order_by("rank", "pk"))
    before = [note.pk for note in notes]
    notes.sort(key=lambda note: ranks.get(note.pk, note.rank))
    for place, note in enumerate(notes, start=1):
        note.rank = place
    SheetNote.objects.bulk_update(notes, ["rank"])
    if [note.pk for note in notes] != before:
        summary = _("%(session)s\u00a0: ordre du jour rangé.") % {"session": _named(session)}
        _record("order_agenda", summary, session, by, at)
    return notes


@transaction.atomic
def save_minutes(
    *, note: SheetNote, text: str, edition: int, by: User, at: datetime.datetime
) -> SheetNote:
    """What was said of an application; the first words say that it was examined.

    Raises StaleMinutes when a colleague wrote since `edition`, NotAllowed, Refused, InvalidInput.
    """
    require_not_recused(by, note.application)
    session = _writable(note.session, by)
    note = SheetNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    note.session = session
    text = text.replace("\r\n", "\n").strip()
    if len(text) > MAX_LENGTH:
        raise InvalidInput(_("Ce compte rendu est trop long."), field="text")
    if text == note.text:
        return note
    if note.edition != edition:
        raise StaleMinutes(
            _("Un collègue a écrit ici en même temps. Reprenez son texte avec le vôtre."),
            text=note.text,
            edition=note.edition,
        )
    before, note.text = note.text, text
    note.edition += 1
    note.examined_at = note.examined_at or at
    note.save()
    record(
        action="appraisal.save_minutes",
        summary=_("%(session)s\u00a0: compte rendu du dossier %(reference)s.")
        % {"session": _named(session), "reference": note.application.reference},
        by=by,
        at=at,
        target=note,
        # The words of a debate are not for everybody who reads the trail: their number is.
        changes={"length": [len(before), len(text)]},
    )
    return note


@transaction.atomic
def mark_examined(*, note: SheetNote, examined: bool, by: User, at: datetime.datetime) -> SheetNote:
    """The room is done with it, or takes it up again."""
    require_not_recused(by, note.application)
    session = _writable(note.session, by)
    note = SheetNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if bool(note.examined_at) == examined:
        return note
    note.examined_at = at if examined else None
    note.save(update_fields=["examined_at"])
    sentence = (
        _("%(session)s\u00a0: dossier %(reference)s examiné.")
        if examined
        else _("%(session)s\u00a0: dossier %(reference)s repris.")
    )
    summary = sentence % {"session": _named(session), "reference": note.application.reference}
    record(action="appraisal.mark_examined", summary=summary, by=by, at=at, target=note)
    return note


@transaction.atomic
def set_attendance(
    *,
    session: Session,
    answers: Mapping[int, str],
    guests: Sequence[str],
    by: User,
    at: datetime.datetime,
) -> list[SessionAttendance]:
    """Who came: {seat: «present» or «excused»}, and the names of guests."""
    session = _writable(session, by)
    seats = Seat.objects.filter(body=session.body_id).in_bulk(answers.keys())
    session.attendances.all().delete()
    rows = [
        SessionAttendance(session=session, seat=seats[pk], is_excused=answer == "excused")
        for pk, answer in answers.items()
        if pk in seats and answer in ("present", "excused")
    ]
    rows += [
        SessionAttendance(session=session, name=name.strip()[:150])
        for name in guests
        if name.strip()
    ]
    SessionAttendance.objects.bulk_create(rows)
    present = sum(1 for row in rows if not row.is_excused)
    summary = ngettext(
        "%(session)s\u00a0: %(count)d présent.", "%(session)s\u00a0: %(count)d présents.", present
    ) % {"session": _named(session), "count": present}
    _record("set_attendance", summary, session, by, at)
    return rows


def _writable(session: Session, by: User) -> Session:
    locked = (
        Session.objects.select_for_update(of=("self",))
        .select_related("body", "contract")
        .get(pk=session.pk)
    )
    require_run_session(by, locked)
    if locked.state not in WRITABLE:
        raise Refused(
            _("La séance est %(state)s\u00a0: son compte rendu ne change plus.")
            % {"state": locked.get_state_display()}
        )
    return locked


def _move(session: Session, source: str, target: str, by: User, at: datetime.datetime) -> Session:
    locked = (
        Session.objects.select_for_update(of=("self",))
        .select_related("body", "contract")
        .get(pk=session.pk)
    )
    require_run_session(by, locked)
    if locked.state != source:
        raise Refused(_("La séance est déjà %(state)s.") % {"state": locked.get_state_display()})
    locked.state = target
    locked.opened_at = locked.opened_at or at
    locked.closed_at = at if target == SessionState.CLOSED else None
    locked.save(update_fields=["state", "opened_at", "closed_at"])
    summary = _("Séance %(state)s\u00a0: %(session)s.") % {
        "state": locked.get_state_display(),
        "session": _named(locked),
    }
    _record("move_session", summary, locked, by, at, {"state": [source, target]})
    session.state, session.opened_at, session.closed_at = (
        locked.state,
        locked.opened_at,
        locked.closed_at,
    )
    return locked


def _named(session: Session) -> str:
    return f"{session.body}, {long_date(session.starts_at)}"


def _record(  # noqa: PLR0917
    action: str,
    summary: str,
    session: Session,
    by: User,
    at: datetime.datetime,
    changes: dict[str, list[object]] | None = None,
) -> None:
    record(
        action=f"appraisal.{action}",
        summary=summary,
        by=by,
        at=at,
        target=session,
        changes=changes,
    )
