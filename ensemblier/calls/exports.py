"""Lists of the calls as tables: the titles of the columns and their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.calls.models import (
    Call,
    CallDate,
    ChecklistItem,
    Committee,
    Envelope,
    Grace,
    Question,
    WantedAttachment,
)

Table = tuple[list[str], Iterable[list[Any]]]


def in_euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def local_minute(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M") if moment else ""


def export_of_calls(calls: Iterable[Any]) -> Table:
    columns = [
        _("appel"),
        _("contrat"),
        _("année"),
        _("état"),
        _("ouvre le"),
        _("ferme le"),
        _("réponse attendue le"),
        _("enveloppes (€)"),
        _("dossiers"),
    ]
    return columns, (
        [
            call.name,
            call.contract.name,
            call.year,
            call.get_state_display(),
            local_minute(call.opens_at),
            local_minute(call.closes_at),
            call.decided_on,
            in_euros(call.total_cents),
            call.application_count,
        ]
        for call in calls
    )


def export_of_public_calls(calls: Iterable[Call]) -> Table:
    columns = [_("appel"), _("contrat"), _("année"), _("ouvre le"), _("ferme le")]
    return columns, (
        [
            call.name,
            call.contract.name,
            call.year,
            local_minute(call.opens_at),
            local_minute(call.closes_at),
        ]
        for call in calls
    )


def export_of_graces(rows: Iterable[Grace]) -> Table:
    columns = [_("structure"), _("SIRET"), _("jusqu’au"), _("motif"), _("accordé par"), _("le")]
    return columns, (
        [
            row.organization.name,
            row.organization.siret,
            local_minute(row.until),
            row.reason,
            str(row.given_by),
            local_minute(row.given_at),
        ]
        for row in rows
    )


def _of_envelopes(rows: Iterable[Envelope]) -> Table:
    columns = [_("financeur"), _("ligne budgétaire"), _("montant (€)"), _("accordé (€)")]
    return columns, (
        [row.funder.name, row.budget_line, *map(in_euros, (row.amount_cents, row.committed_cents))]
        for row in rows
    )


def _of_committees(rows: Iterable[Committee]) -> Table:
    columns = [_("comité"), _("thèmes"), _("territoires")]
    return columns, (
        [
            row.body.name,
            ", ".join(
                str(node)
                for theme in row.themes.all()
                for node in theme.nodes_here  # type: ignore[attr-defined]
            )
            or _("tous"),
            ", ".join(area.name for area in row.areas.all()) or _("tous"),
        ]
        for row in rows
    )


def _of_dates(rows: Iterable[CallDate]) -> Table:
    return [_("étape"), _("le"), _("public")], ([row.title, row.day, row.is_public] for row in rows)


def _of_questions(rows: Iterable[Question]) -> Table:
    columns = [_("rang"), _("question"), _("sorte de réponse"), _("choix"), _("obligatoire")]
    return columns, (
        [rank, row.label, row.get_kind_display(), " ; ".join(row.options), row.is_required]
        for rank, row in enumerate(rows, start=1)
    )


def _of_attachments(rows: Iterable[WantedAttachment]) -> Table:
    columns = [_("rang"), _("pièce"), _("dans le dossier de la structure"), _("obligatoire")]
    return columns, (
        [rank, row.label, row.get_document_kind_display(), row.is_required]
        for rank, row in enumerate(rows, start=1)
    )


def _of_checklist(rows: Iterable[ChecklistItem]) -> Table:
    return [_("rang"), _("point à vérifier")], (
        [rank, row.label] for rank, row in enumerate(rows, start=1)
    )


EXPORTS: dict[type[models.Model], Callable[[Any], Table]] = {
    Envelope: _of_envelopes,
    Committee: _of_committees,
    CallDate: _of_dates,
    Question: _of_questions,
    WantedAttachment: _of_attachments,
    ChecklistItem: _of_checklist,
}
