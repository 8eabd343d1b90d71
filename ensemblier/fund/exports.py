"""Requests, the ledger and statements as tables. What leaves for everybody names no resident."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.fund.enums import BearerKind
from ensemblier.fund.models import FundRequest, LedgerTransaction
from ensemblier.fund.queries.ledger import Position
from ensemblier.fund.statements import Statement

Table = tuple[list[Any], Iterable[list[Any]]]


def in_euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def shown_name(request: FundRequest) -> str:
    """An association by its name; a resident or a group by what they are, never by name."""
    bearer = request.bearer
    if bearer.kind == BearerKind.ASSOCIATION:
        return bearer.organization.label if bearer.organization else bearer.name
    return str(bearer.get_kind_display())


def export_of_requests(requests: Iterable[FundRequest]) -> Table:
    """For the team and the councils: no resident is named."""
    columns = [
        *(_("numéro"), _("campagne"), _("conseil"), _("quartier"), _("action"), _("porteur")),
        *(_("état"), _("jour"), _("lieu"), _("personnes attendues"), _("demandé")),
        *(_("accordé"), _("versé"), _("justifié"), _("rendu"), _("bilan attendu le")),
    ]
    return columns, (_request_row(request) for request in requests)


def _request_row(request: FundRequest) -> list[Any]:
    return [
        request.reference,
        request.round.title,
        str(request.council or ""),
        str(request.area or ""),
        request.title,
        shown_name(request),
        request.get_state_display(),
        request.starts_on,
        request.place,
        request.people,
        in_euros(request.asked_cents),
        in_euros(request.granted_cents),
        in_euros(request.paid_cents),
        in_euros(request.spent_cents),
        in_euros(request.returned_cents),
        request.report_due_on,
    ]


def export_of_financed(requests: Iterable[FundRequest]) -> Table:
    """What everybody may take away."""
    columns = [
        *(_("numéro"), _("année"), _("action"), _("jour"), _("lieu")),
        *(_("quartier"), _("conseil"), _("accordé"), _("personnes venues")),
    ]
    return columns, (
        [
            request.reference,
            request.round.year,
            request.title,
            request.starts_on,
            request.place,
            str(request.area or ""),
            str(request.council or ""),
            in_euros(request.granted_cents),
            request.report.people if hasattr(request, "report") else None,
        ]
        for request in requests
    )


def export_of_ledger(movements: Iterable[LedgerTransaction]) -> Table:
    """One row per entry: both sides, whose euros, what for."""
    columns = [
        *(_("mouvement n°"), _("date"), _("sorte"), _("demande"), _("conseil")),
        *(_("cofinanceur"), _("débit"), _("crédit"), _("montant"), _("libellé")),
        *(_("corrige le n°"), _("écrit le")),
    ]
    return columns, (
        [
            movement.pk,
            movement.on,
            movement.get_kind_display(),
            movement.request.reference if movement.request else "",
            str(movement.council or ""),
            entry.co_funder.funder.label,
            entry.get_debit_display(),
            entry.get_credit_display(),
            in_euros(entry.amount_cents),
            movement.label,
            movement.reverses_id,
            timezone.localtime(movement.at).date(),
        ]
        for movement in movements
        for entry in movement.entries.all()
    )


def statement_columns() -> list[str]:
    return [
        *(_("conseil"), _("numéro"), _("action"), _("engagé"), _("versé")),
        *(_("justifié"), _("rendu"), _("à justifier")),
    ]


def position_cells(position: Position) -> list[int]:
    return [
        position.committed,
        position.paid,
        position.spent,
        position.returned,
        position.advanced,
    ]


def export_of_statement(statement: Statement) -> Table:
    rows: list[list[Any]] = []
    for part in statement.parts:
        for row in part.rows:
            cells = position_cells(row.position)
            request = row.request
            rows.append([part.name, request.reference, request.title, *map(in_euros, cells)])
        rows.append([part.name, "", _("total"), *map(in_euros, position_cells(part.total))])
    rows.append([_("tous"), "", _("total"), *map(in_euros, position_cells(statement.total))])
    return statement_columns(), rows
