"""Who reads a report, who writes it, who examines it."""

from __future__ import annotations

from typing import Any

from ensemblier.applications.lifecycle import is_applicant
from ensemblier.applications.permissions import (
    can_manage_application,
    can_view_application,
    is_author,
    is_funder_of,
)
from ensemblier.contracts.permissions import can_view_contract
from ensemblier.outcomes.enums import AWAITED, RECEIVED, ReportFileKind
from ensemblier.outcomes.models import Report, ReportFile


def is_reporter(user: Any, report: Report) -> bool:
    """On the side of those who did the action; the team for an assisted application."""
    application = report.application
    return is_applicant(user, application) or is_author(user, application)


def is_examiner(user: Any, report: Report) -> bool:
    """The team, but for the report of an organization that they act for."""
    return can_manage_application(user, report.application)


def can_view_report(user: Any, report: Report) -> bool:
    """Until it is submitted it belongs to its authors and the team; then to those who read the
    application: its funders, the councils of its areas."""
    if is_reporter(user, report) or can_view_contract(user, report.contract):
        return True
    return report.state in RECEIVED and can_view_application(user, report.application)


def can_view_file(user: Any, file: ReportFile) -> bool:
    """Photos go with the report. Attendance sheets and receipts name people: they are for those
    who report, the team and the funders, not for the councils."""
    report = file.report
    if file.kind == ReportFileKind.PHOTO:
        return can_view_report(user, report)
    if is_reporter(user, report) or can_view_contract(user, report.contract):
        return True
    return report.state in RECEIVED and is_funder_of(user, report.application)


def can_write_report(user: Any, report: Report) -> bool:
    return report.state in AWAITED and is_reporter(user, report)
