"""Reports as tables, and one report as form Cerfa 15059."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.typography import quantity
from ensemblier.outcomes.models import Report, Waiver

Table = tuple[list[str], Iterable[list[Any]]]


def export_of_reports(reports: Iterable[Report]) -> Table:
    columns = [
        _("contrat"),
        _("année"),
        _("référence"),
        _("action"),
        _("porteur"),
        _("état"),
        _("attendu le"),
        _("déposé le"),
        _("accepté le"),
    ]
    return columns, (
        [
            report.contract.name,
            report.application.year,
            report.application.reference,
            report.application.title,
            report.application.action.bearer.name,
            report.get_state_display(),
            report.due_on,
            report.submitted_at.date() if report.submitted_at else None,
            report.accepted_at.date() if report.accepted_at else None,
        ]
        for report in reports
    )


def export_of_waivers(waivers: Iterable[Waiver]) -> Table:
    columns = [_("contrat"), _("structure"), _("année"), _("motif"), _("accordée par"), _("le")]
    return columns, (
        [
            waiver.contract.name,
            waiver.organization.name,
            waiver.year,
            waiver.reason,
            str(waiver.given_by),
            waiver.given_at.date(),
        ]
        for waiver in waivers
    )


def said(value: Decimal | None, unit: str, words: str) -> str:
    """«60 ateliers», or the words of what is not counted."""
    return words if value is None else quantity(value, unit)
