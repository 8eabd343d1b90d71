"""Lists of this room as tables: the titles of the columns and their rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.applications.models import Application
from ensemblier.appraisal.enums import OpinionValue
from ensemblier.appraisal.models import Opinion, Recusal, SheetNote
from ensemblier.calls.models import Committee
from ensemblier.councils.models import Consultation
from ensemblier.governance.models import Session

Table = tuple[list[str], Iterable[list[Any]]]


def in_euros(cents: int | None) -> float | str:
    """A number that a spreadsheet adds up."""
    return "" if cents is None else cents / 100


def export_of_applications(
    rows: Iterable[Application], committees: Mapping[int, Committee]
) -> Table:
    """Of `queries.listing.applications_to_appraise`; nothing of what a recused person may not
    read."""
    columns = [
        _("référence"),
        _("intitulé"),
        _("porteur"),
        _("état"),
        _("thème principal"),
        _("territoires"),
        _("comité"),
        _("suivi par"),
        _("demandé (€)"),
        _("avis reçus"),
        _("avis demandés"),
        _("avis en retard"),
        _("déport"),
    ]
    return columns, (_application_row(row, committees) for row in rows)


def _application_row(row: Any, committees: Mapping[int, Committee]) -> list[Any]:
    head = [row.reference, row.title, row.action.bearer.name, row.get_state_display()]
    if row.is_recused:
        return [*head, *[""] * 8, _("oui")]
    return [
        *head,
        ", ".join(str(one.node) for one in row.nodes.all() if one.is_main),
        ", ".join(str(one) for one in row.areas.all()),
        str(committees.get(row.pk, "")),
        ", ".join(str(one.user) for one in row.assignments.all()),
        in_euros(row.asked_cents),
        row.given_count,
        row.asked_count,
        row.late_count,
        "",
    ]


def export_of_opinions(rows: Iterable[Opinion]) -> Table:
    columns = [
        _("référence"),
        _("intitulé"),
        _("porteur"),
        _("donné par"),
        _("avis"),
        _("montant conseillé (€)"),
        _("commentaire"),
        _("attendu pour le"),
        _("donné le"),
    ]
    return columns, (
        [
            row.application.reference,
            row.application.title,
            row.application.action.bearer.name,
            str(row.author),
            row.get_value_display(),
            in_euros(row.amount_cents),
            row.comment,
            row.due_on,
            timezone.localdate(row.given_at) if row.given_at else "",
        ]
        for row in rows
    )


def export_of_recusals(rows: Iterable[Recusal]) -> Table:
    columns = [_("personne"), _("structure"), _("motif"), _("déclaré par"), _("déclaré le")]
    return columns, (
        [
            str(row.user),
            row.organization.name,
            row.reason,
            str(row.declared_by),
            timezone.localdate(row.declared_at),
        ]
        for row in rows
    )


def export_of_sessions(rows: Iterable[Session]) -> Table:
    columns = [_("instance"), _("jour"), _("heure"), _("lieu"), _("état"), _("dossiers")]
    return columns, (
        [
            row.body.name,
            timezone.localdate(row.starts_at),
            f"{timezone.localtime(row.starts_at):%H:%M}",
            row.place,
            row.get_state_display(),
            row.note_count,  # type: ignore[attr-defined]  # annotated by `sessions_seen_by`
        ]
        for row in rows
    )


def export_of_agenda(rows: Iterable[SheetNote]) -> Table:
    columns = [_("rang"), _("référence"), _("intitulé"), _("porteur"), _("demandé (€)")]
    return columns, (
        [
            place,
            row.application.reference,
            row.application.title,
            row.application.action.bearer.name,
            in_euros(row.asked_cents),
        ]
        for place, row in enumerate(rows, start=1)
    )


def export_of_consultations(rows: Iterable[Consultation], today: datetime.date) -> Table:
    """Without the text of those from which the reader stays out."""
    columns = [
        _("conseil"),
        _("sujet"),
        _("titre"),
        _("état"),
        _("envoyée le"),
        _("dernier jour"),
        _("avis"),
        _("ce qui compte"),
        _("donné le"),
        _("tardif"),
        _("membres présents"),
        _("texte de l’avis"),
        _("publié"),
    ]
    return columns, (_consultation_row(row, today) for row in rows)


def _consultation_row(row: Any, today: datetime.date) -> list[Any]:
    head = [
        row.council.name,
        row.get_matter_display(),
        row.title,
        row.get_state_display(),
        timezone.localdate(row.sent_at) if row.sent_at else "",
        row.due_on,
    ]
    if row.is_out or row.is_closed_to:
        return [*head, *[""] * 7]
    return [
        *head,
        row.get_value_display(),
        OpinionValue(counted).label if (counted := row.counts_as(today)) else "",
        row.given_on or "",
        row.is_late if row.value else "",
        len(row.present.all()) if row.value else "",
        row.text,
        row.published_at is not None,
    ]
