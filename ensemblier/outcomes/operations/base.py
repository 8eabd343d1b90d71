"""What the writes of this room share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.notices.operations import notify
from ensemblier.outcomes.lifecycle import REPORT
from ensemblier.outcomes.models import Report, ReportStep


def locked_report(report: Report) -> Report:
    """The report as it is now, held until the transaction ends."""
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "contract", "application__call", "application__action__bearer", "application__contract"
    )
    return rows.get(pk=report.pk)


def step(
    report: Report,
    transition: str,
    *,
    by: User,
    at: datetime.datetime,
    summary: str,
    reason: str = "",
) -> ReportStep:
    """Move a locked report along its life-cycle, with its mark and its trace. Raises Refused,
    NotAllowed."""
    arrow = REPORT.check(transition, report, by)
    taken = ReportStep.objects.create(
        contract_id=report.contract_id,
        report=report,
        transition=transition,
        source=report.state,
        target=arrow.target,
        reason=reason,
        by=by,
        at=at,
    )
    report.save(update_fields=REPORT.apply(arrow, report, at))
    record(
        action=f"outcomes.{transition}_report",
        summary=summary % {"reference": report.application.reference},
        by=by,
        at=at,
        target=report,
        changes={"state": [taken.source, taken.target], "reason": ["", reason]},
    )
    return taken


def tell(
    people: Iterable[User],
    *,
    kind: str,
    text: Any,
    report: Report,
    at: datetime.datetime,
    but: User | None = None,
    **words: object,
) -> None:
    """One notice each, leading to the report; `text` is read in each person's language."""
    for person in people:
        if person != but:
            notify(
                user=person,
                kind=f"outcomes.{kind}",
                text=format_lazy(text, what=str(report.application), **words),
                url=report.get_absolute_url(),
                at=at,
            )
