"""The papers of a session, of a committee and of one application, as one person may read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.applications.models import Application
from ensemblier.appraisal.documents.pack import Item, Pack
from ensemblier.appraisal.models import SheetNote
from ensemblier.appraisal.permissions import DISCUSSED, recused_from
from ensemblier.appraisal.queries.committees import examined_by, received_of
from ensemblier.appraisal.queries.sessions import agenda_of, attendance_of, recused_on_agenda
from ensemblier.appraisal.queries.sheets import Sheet, sheets_of
from ensemblier.calls.models import Call, Committee
from ensemblier.core.typography import long_moment
from ensemblier.governance.models import Session

AGENDA, PACK, MINUTES = "ordre-du-jour", "dossier", "compte-rendu"
KINDS = (AGENDA, PACK, MINUTES)


def paper_of_session(session: Session, user: Any, kind: str) -> Pack:
    """Nothing but the title of the files that `user` stays out of."""
    titles = {
        AGENDA: _("Ordre du jour"),
        PACK: _("Dossiers à examiner"),
        MINUTES: _("Compte rendu"),
    }
    notes = list(agenda_of(session))
    closed = recused_on_agenda(session, user)
    sheets = _sheets([note.application_id for note in notes if note.application_id not in closed])
    when = long_moment(session.starts_at)
    return Pack(
        title=f"{titles[kind]} – {session.body}",
        subtitle=" · ".join(part for part in (when, session.place) if part),
        author=session.contract.name,
        items=[_item(note, sheets.get(note.application_id)) for note in notes],
        facts=_attendance(session) if kind == MINUTES else [],
        with_agenda=kind != MINUTES,
        with_sheets=kind == PACK,
        with_minutes=kind == MINUTES,
    )


def pack_of_committee(call: Call, committee: Committee, user: Any) -> Pack:
    """Everything of the call that a committee has to examine, before any session."""
    received = [one for one in received_of(call) if one.state in DISCUSSED]
    examined = examined_by(call, received)
    rows = [one for one in received if examined.get(one.pk) == committee]
    recused = set(
        Application.objects.filter(recused_from(user), pk__in=[row.pk for row in rows]).values_list(
            "pk", flat=True
        )
    )
    sheets = _sheets([row.pk for row in rows if row.pk not in recused])
    return Pack(
        title=f"{_('Dossiers à examiner')} – {committee}",
        subtitle=call.name,
        author=call.contract.name,
        items=[
            Item(
                row.reference,
                row.title,
                row.action.bearer.name,
                sheets[row.pk].asked if row.pk in sheets else 0,
                sheets.get(row.pk),
            )
            for row in rows
        ],
    )


def paper_of_application(application: Application) -> Pack:
    """Its one page."""
    (sheet,) = sheets_of(Application.objects.filter(pk=application.pk))
    return Pack(
        title=application.call.name if application.call else application.reference,
        subtitle=_("Fiche de synthèse"),
        author=application.contract.name,
        items=[Item(sheet.reference, sheet.title, sheet.bearer, sheet.asked, sheet)],
        with_agenda=False,
    )


def _sheets(numbers: Sequence[int]) -> dict[int, Sheet]:
    rows = sheets_of(Application.objects.filter(pk__in=numbers))
    return {sheet.application_id: sheet for sheet in rows}


def _item(note: SheetNote, sheet: Sheet | None) -> Item:
    application = note.application
    return Item(
        reference=application.reference,
        title=application.title,
        bearer=application.action.bearer.name,
        asked=sheet.asked if sheet else 0,
        sheet=sheet,
        text=note.text if sheet else "",
    )


def _attendance(session: Session) -> list[tuple[str, str]]:
    places, guests = attendance_of(session)
    present = [str(place.seat) for place in places if place.answer == "present"]
    excused = [str(place.seat) for place in places if place.answer == "excused"]
    facts = [(_("Présents"), ", ".join([*present, *guests]) or "–")]
    if excused:
        facts.append((_("Excusés"), ", ".join(excused)))
    return facts
