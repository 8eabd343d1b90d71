"""What the team answers to a report."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.applications.enums import FUNDED, ApplicationState, LineState
from ensemblier.applications.models import Application
from ensemblier.applications.operations.states import move_application, move_request
from ensemblier.applications.queries.people import people_of
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.operations.base import locked_report, step, tell
from ensemblier.outcomes.permissions import is_examiner

WHO = gettext_lazy("Un bilan est examiné par l’équipe du contrat.")


@transaction.atomic
def accept_report(*, report: Report, by: User, at: datetime.datetime) -> Report:
    """What was paid is justified; the file is closed when nothing is left to pay."""
    report = _of_team(report, by)
    step(report, "accept", by=by, at=at, summary=_("Bilan du dossier %(reference)s accepté."))
    _settle(report.application, by, at)
    tell(
        people_of(report.application),
        kind="report_accepted",
        text=gettext_lazy("Le bilan du dossier {what} est accepté."),
        report=report,
        at=at,
        but=by,
    )
    return report


def _settle(application: Application, by: User, at: datetime.datetime) -> None:
    for request in application.requests.filter(state=LineState.PAID).order_by("pk"):
        move_request(request=request, transition="justify", by=by, at=at)
    unpaid = [state for state in FUNDED if state != LineState.JUSTIFIED]
    is_over = not application.requests.filter(state__in=unpaid).exists()
    if is_over and application.state == ApplicationState.DECIDED:
        move_application(application=application, transition="close", by=by, at=at)


@transaction.atomic
def ask_completion(
    *, report: Report, text: str, due_on: datetime.date, by: User, at: datetime.datetime
) -> Report:
    """Give the report back until `due_on`, saying what is missing."""
    report = _of_team(report, by)
    if not text.strip():
        raise InvalidInput(_("Dites ce qui manque."), field="text")
    if due_on <= timezone.localdate(at):
        raise InvalidInput(_("Choisissez un jour à venir."), field="due_on")
    step(
        report,
        "ask_completion",
        by=by,
        at=at,
        reason=text.strip(),
        summary=_("Bilan du dossier %(reference)s\u00a0: complément demandé."),
    )
    # A report that came in time is not late because something was asked again.
    report.completion_due_on = due_on
    report.due_on = max(report.due_on, due_on)
    report.save(update_fields=["completion_due_on", "due_on"])
    tell(
        people_of(report.application),
        kind="report_completion",
        text=gettext_lazy("Le bilan du dossier {what} est à compléter avant le {day}."),
        report=report,
        at=at,
        but=by,
        day=date_format(due_on),
    )
    return report


@transaction.atomic
def reopen_report(*, report: Report, reason: str, by: User, at: datetime.datetime) -> Report:
    """Accepted too soon. Lines that were justified stay so: their payment did not change."""
    report = _of_team(report, by)
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi vous revenez sur l’acceptation."), field="reason")
    step(
        report,
        "reopen",
        by=by,
        at=at,
        reason=reason.strip(),
        summary=_("Bilan du dossier %(reference)s\u00a0: acceptation retirée."),
    )
    return report


def _of_team(report: Report, by: User) -> Report:
    report = locked_report(report)
    if not is_examiner(by, report):
        raise NotAllowed(WHO)
    return report
