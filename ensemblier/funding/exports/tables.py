"""Decisions, agreements, payments and money given back as tables. Amounts are euros."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.applications.models import Request
from ensemblier.core.http import dated_stem
from ensemblier.core.spreadsheets import table_response
from ensemblier.funding.models import Award, Payment, Recovery
from ensemblier.funding.queries.agreements import AgreementRow

Table = tuple[list[str], Iterable[list[Any]]]


def response_of(table: Table, fmt: str, *names: object) -> HttpResponse:
    """The table as a dated file; raises Http404 for an unknown format."""
    columns, rows = table
    return table_response(dated_stem(*names, day=timezone.localdate()), fmt, columns, rows)


def in_euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def line_columns() -> list[str]:
    return [_("dossier"), _("intitulé"), _("porteur"), _("SIRET"), _("financeur")]


def line_cells(request: Request) -> list[Any]:
    application = request.application
    bearer = application.action.bearer
    return [
        application.reference,
        application.title,
        bearer.name,
        bearer.siret,
        request.funder.name,
    ]


def export_of_decisions(rows: Iterable[Request]) -> Table:
    columns = [
        *line_columns(),
        _("demandé"),
        _("proposé"),
        _("accordé"),
        _("état"),
        _("décidé le"),
        _("référence"),
        _("motif"),
        _("enveloppe"),
        _("lettre envoyée le"),
    ]
    return columns, (_decision_cells(row) for row in rows)


def _decision_cells(request: Request) -> list[Any]:
    award: Award | None = getattr(request, "award", None)
    sent = [letter.sent_at for letter in award.letters.all() if letter.sent_at] if award else []
    return [
        *line_cells(request),
        in_euros(request.amount_cents),
        in_euros(award.proposed_cents) if award else None,
        in_euros(award.granted_cents) if award else None,
        request.get_state_display(),
        award.decided_on if award else None,
        award.decision_reference if award else "",
        award.reason if award else "",
        award.envelope.budget_line if award and award.envelope else "",
        timezone.localdate(max(sent)) if sent else None,
    ]


def export_of_agreements(rows: Iterable[AgreementRow]) -> Table:
    columns = [
        _("convention"),
        _("sorte"),
        _("état"),
        _("dossier"),
        _("porteur"),
        _("SIRET"),
        _("financeur"),
        _("années"),
        _("montant"),
        _("envoyée le"),
        _("signée par le porteur le"),
        _("signée par le financeur le"),
        _("données à publier avant le"),
        _("données publiées le"),
        _("motif de l’annulation"),
    ]
    return columns, (_agreement_cells(row) for row in rows)


def _agreement_cells(row: AgreementRow) -> list[Any]:
    agreement = row.agreement
    bearer = agreement.application.action.bearer
    return [
        agreement.reference,
        agreement.get_kind_display(),
        agreement.get_state_display(),
        agreement.application.reference,
        bearer.name,
        bearer.siret,
        agreement.funder.name,
        ", ".join(str(year.year) for year in agreement.years.all()),
        in_euros(row.total_cents),
        agreement.sent_on,
        agreement.bearer_signed_on,
        agreement.funder_signed_on,
        row.publish_by,
        agreement.data_published_on,
        agreement.cancel_reason,
    ]


def export_of_payments(rows: Iterable[Payment], today: datetime.date) -> Table:
    columns = [
        *line_columns(),
        _("sorte"),
        _("montant"),
        _("attendu le"),
        _("payé le"),
        _("référence"),
        _("jours de retard"),
        _("jours depuis la décision"),
    ]
    return columns, (_payment_cells(row, today) for row in rows)


def _payment_cells(payment: Payment, today: datetime.date) -> list[Any]:
    late = (today - payment.expected_on).days if payment.made_on is None else 0
    decided_on = payment.award.decided_on
    return [
        *line_cells(payment.award.request),
        payment.get_kind_display(),
        in_euros(payment.amount_cents),
        payment.expected_on,
        payment.made_on,
        payment.reference,
        late if late > 0 else None,
        ((payment.made_on or today) - decided_on).days if decided_on else None,
    ]


def export_of_recoveries(rows: Iterable[Recovery]) -> Table:
    columns = [
        *line_columns(),
        _("à rendre"),
        _("rendu"),
        _("demandé le"),
        _("tout est rendu le"),
        _("motif"),
    ]
    return columns, (
        [
            *line_cells(row.award.request),
            in_euros(row.amount_cents),
            in_euros(row.received_cents),
            row.asked_on,
            row.received_on,
            row.reason,
        ]
        for row in rows
    )
