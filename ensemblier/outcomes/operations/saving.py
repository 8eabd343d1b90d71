"""Saving a report as it is typed, in the manner of `applications.operations.saving`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.operations.saving import Saved, save_boxes, trace_of
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import NotAllowed
from ensemblier.outcomes import keepers  # noqa: F401  the boxes of a report
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.operations.base import locked_report, step
from ensemblier.outcomes.permissions import can_write_report
from ensemblier.outcomes.queries.money import money_of


@transaction.atomic
def save_report(
    *, report: Report, base: int, changes: Mapping[str, Any], by: User, at: datetime.datetime
) -> Saved:
    """Keep `changes`, {key of a box: value}, typed on edition `base`; the first save starts it."""
    locked = locked_report(report)
    if not can_write_report(by, locked):
        raise NotAllowed(
            _("Ce bilan ne se modifie plus. Pour une correction, écrivez à l’équipe du contrat.")
        )
    saved = save_boxes(locked, base, changes, by, at)
    if saved.written:
        locked.saved_at = at
        if locked.state == ReportState.DUE:
            step(
                locked,
                "start",
                by=by,
                at=at,
                summary=_("Bilan du dossier %(reference)s commencé."),
            )
        locked.save()
        record(
            action="outcomes.save_report",
            summary=_("Bilan du dossier %(reference)s\u00a0: saisie enregistrée.")
            % {"reference": locked.application.reference},
            by=by,
            at=at,
            target=locked,
            changes=trace_of(saved),
        )
    report.edition, report.field_editions = locked.edition, locked.field_editions
    report.state = locked.state
    return saved


def fill_as_planned(*, report: Report, by: User, at: datetime.datetime) -> Saved:
    """What was planned, and what was granted, in every box of money that is still empty."""
    lines = money_of(report).untold
    return save_report(
        report=report,
        base=report.edition,
        changes={line.key: line.expected for line in lines},
        by=by,
        at=at,
    )
