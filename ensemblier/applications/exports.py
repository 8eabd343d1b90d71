"""The list of applications as a table."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _


def export_of_applications(applications: Iterable[Any]) -> tuple[list[str], Iterable[list[Any]]]:
    columns = [
        _("référence"),
        _("année"),
        _("action"),
        _("structure"),
        _("SIRET"),
        _("appel"),
        _("état"),
        _("demandé (€)"),
        _("déposé le"),
    ]
    return columns, (
        [
            row.reference,
            row.year,
            row.title,
            row.action.bearer.name,
            row.action.bearer.siret,
            row.call.name if row.call else "",
            row.get_state_display(),
            Decimal(row.asked_cents) / 100,
            row.submitted_at.date() if row.submitted_at else None,
        ]
        for row in applications
    )
