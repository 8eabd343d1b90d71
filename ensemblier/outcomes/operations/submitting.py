"""Handing a report in; its figures then count."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.applications.checks import Obstacle
from ensemblier.applications.exchange import followers_of
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.indicators.models import Value
from ensemblier.outcomes.checks import obstacles_of
from ensemblier.outcomes.models import Measured, Report
from ensemblier.outcomes.operations.base import locked_report, step, tell
from ensemblier.outcomes.permissions import is_reporter


class NotReady(InvalidInput):
    """Something is missing; `obstacles` say what, step by step."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(
            _("Ce bilan n’est pas complet\u00a0: %(first)s") % {"first": obstacles[0].sentence}
        )
        self.obstacles = list(obstacles)


@transaction.atomic
def submit_report(*, report: Report, by: User, at: datetime.datetime) -> Report:
    """Raises NotReady with all that is missing, Refused, NotAllowed."""
    report = locked_report(report)
    if not is_reporter(by, report):
        raise NotAllowed(_("Un bilan est déposé par la structure qui a mené l’action."))
    if obstacles := obstacles_of(report):
        raise NotReady(obstacles)
    step(report, "submit", by=by, at=at, summary=_("Bilan du dossier %(reference)s déposé."))
    write_values(report=report, by=by, at=at)
    tell(
        followers_of(report.application),
        kind="report_submitted",
        text=gettext_lazy("Le bilan du dossier {what} est arrivé."),
        report=report,
        at=at,
        but=by,
    )
    return report


def source_of(report: Report) -> str:
    return f"outcomes.report:{report.pk}"


def write_values(*, report: Report, by: User, at: datetime.datetime) -> int:
    """The report's results become values of the indicators, in place of those it gave before.

    Within the operation that submits, which records it. Returns how many.
    """
    source = source_of(report)
    Value.objects.filter(source=source).delete()
    rows = Value.objects.bulk_create(
        [
            Value(
                contract_id=report.contract_id,
                indicator_id=row.indicator_id,
                year=report.application.year,
                sex=row.sex,
                age_band=row.age_band,
                area_id=row.area_id,
                value=row.value,
                words=row.words,
                source=source,
                entered_by=by,
                entered_at=at,
            )
            for row in Measured.objects.filter(report=report)
        ]
    )
    return len(rows)
