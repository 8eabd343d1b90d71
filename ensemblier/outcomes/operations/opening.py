"""Reports that become due, and the reminders until they come."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.applications.exchange import team_of
from ensemblier.applications.models import Application
from ensemblier.applications.operations.values.keepers import measured_as, planned_indicators
from ensemblier.applications.queries.people import people_of
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import Refused
from ensemblier.outcomes.due_dates import is_to_remind
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.operations.base import tell
from ensemblier.outcomes.queries.reports import (
    applications_without_report,
    awaited_reports,
    due_date_of,
    owes_report,
)


@dataclass
class Opened:
    """What a daily run did."""

    opened: int = 0
    reminded: int = 0
    late: int = 0


@transaction.atomic
def open_report(*, application: Application, by: User | None, at: datetime.datetime) -> Report:
    """The report that `application` owes, once money was granted; the same one when called again.

    Its authors are told at once, which counts as a first reminder.
    """
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("contract", "call", "action__bearer")
        .get(pk=application.pk)
    )
    known = Report.objects.filter(application=locked).first()
    if known:
        return known
    if not owes_report(locked):
        raise Refused(_("Ce dossier n’a reçu aucun financement\u00a0: il ne doit pas de bilan."))
    for planned in planned_indicators(locked):
        measured_as(planned, locked.contract_id)
    report = Report.objects.create(
        contract_id=locked.contract_id,
        application=locked,
        due_on=due_date_of(locked),
        indirect_costs_rule=locked.indirect_costs_rule,
        reminded_at=at,
    )
    record(
        action="outcomes.open_report",
        summary=_("Bilan attendu du dossier %(reference)s le %(day)s.")
        % {"reference": locked.reference, "day": date_format(report.due_on)},
        by=by,
        at=at,
        target=report,
        changes={"due_on": [None, report.due_on.isoformat()]},
    )
    tell(
        people_of(locked),
        kind="report_due",
        text=gettext_lazy("Le bilan du dossier {what} est attendu pour le {day}."),
        report=report,
        at=at,
        day=date_format(report.due_on),
    )
    return report


def open_report_of_decision(application: Application, by: User, at: datetime.datetime) -> None:
    """The effect of a decision: nothing when no money was granted, or when the report is there."""
    if owes_report(application):
        open_report(application=application, by=by, at=at)


def open_missing_reports(*, contract: Contract, by: User, at: datetime.datetime) -> list[Report]:
    """Those that the applications granted of `contract` owe and that nobody opened yet."""
    require_edit(by, contract)
    rows = applications_without_report().filter(contract=contract)
    return [open_report(application=row, by=by, at=at) for row in rows]


def remind_reports(*, at: datetime.datetime) -> Opened:
    """The daily run: remind what is awaited, and open what no decision opened: applications that
    came decided from elsewhere. Safe to run twice."""
    done = Opened()
    for application in applications_without_report():
        open_report(application=application, by=None, at=at)
        done.opened += 1
    today = timezone.localdate(at)
    for report in awaited_reports().order_by("pk"):
        last = timezone.localdate(report.reminded_at) if report.reminded_at else None
        if is_to_remind(report.due_on, last, today):
            _remind(report, at)
            done.reminded += 1
        done.late += report.is_late_on(today)
    return done


@transaction.atomic
def _remind(report: Report, at: datetime.datetime) -> None:
    today = timezone.localdate(at)
    is_late = report.is_late_on(today)
    text = (
        gettext_lazy("Le bilan du dossier {what} était attendu le {day}\u00a0: il est en retard.")
        if is_late
        else gettext_lazy("Le bilan du dossier {what} est attendu pour le {day}.")
    )
    application, day = report.application, date_format(report.due_on)
    Report.objects.filter(pk=report.pk).update(reminded_at=at)
    people = people_of(application)
    tell(people, kind="report_reminder", text=text, report=report, at=at, day=day)
    if is_late or not people.exists():
        tell(
            team_of(report.contract_id),
            kind="report_late",
            text=gettext_lazy("Relancé\u00a0: le bilan du dossier {what}, attendu le {day}."),
            report=report,
            at=at,
            day=day,
        )
    record(
        action="outcomes.remind_report",
        summary=_("Bilan du dossier %(reference)s\u00a0: relance envoyée.")
        % {"reference": application.reference},
        by=None,
        at=at,
        target=report,
    )
