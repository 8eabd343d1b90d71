"""Admitting a file, refusing it, opening its appraisal; and its checklist."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application
from ensemblier.applications.operations.states import move_application
from ensemblier.appraisal.enums import CheckResult
from ensemblier.appraisal.models import Check
from ensemblier.appraisal.operations.base import Outcome, each, require_manage
from ensemblier.appraisal.operations.opinions import ask_usual_opinions
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput


@transaction.atomic
def admit_application(
    *, application: Application, by: User, at: datetime.datetime, reason: str = ""
) -> Application:
    """Its applicants are told. Raises Refused, NotAllowed."""
    require_manage(by, application)
    move_application(application=application, transition="admit", by=by, at=at, reason=reason)
    return application


@transaction.atomic
def reject_application(
    *, application: Application, reason: str, by: User, at: datetime.datetime
) -> Application:
    """Never without a reason, which its applicants read. Raises Refused, NotAllowed."""
    require_manage(by, application)
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi\u00a0: le porteur lira ce motif."), field="reason")
    move_application(
        application=application, transition="reject", by=by, at=at, reason=reason.strip()
    )
    return application


@transaction.atomic
def appraise_application(
    *, application: Application, by: User, at: datetime.datetime, reason: str = ""
) -> Application:
    """Open the appraisal and ask the usual opinions; a file just received is admitted first."""
    require_manage(by, application)
    application.refresh_from_db(fields=["state"])
    if application.state in {ApplicationState.SUBMITTED, ApplicationState.RESUBMITTED}:
        admit_application(application=application, by=by, at=at, reason=reason)
    move_application(application=application, transition="appraise", by=by, at=at, reason=reason)
    ask_usual_opinions(application=application, by=by, at=at)
    return application


def appraise_applications(
    *, applications: Sequence[Application], by: User, at: datetime.datetime
) -> Outcome[Application]:
    """Each that can be; the refusals come back with their reasons."""
    return each(
        applications,
        lambda application: appraise_application(application=application, by=by, at=at),
    )


@transaction.atomic
def save_checks(
    *,
    application: Application,
    results: Mapping[int, tuple[str, str]],
    by: User,
    at: datetime.datetime,
) -> dict[str, list[str]]:
    """What was found for points of the call's checklist: {item: (result, note)}.

    An empty result takes the point back. Returns what changed, as recorded. Raises NotAllowed,
    InvalidInput.
    """
    require_manage(by, application)
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    items = application.call.checklist.in_bulk() if application.call else {}
    kept = {check.item_id: check for check in application.checks.all()}
    changes: dict[str, list[str]] = {}
    for pk, (result, note) in results.items():
        if pk not in items or result not in ("", *CheckResult.values):
            raise InvalidInput(_("Ce point n’est pas dans la liste de l’appel. Rechargez la page."))
        before, after = _words(kept.get(pk)), _words_of(result, note)
        if before == after:
            continue
        changes[items[pk].label] = [before, after]
        if not result:
            Check.objects.filter(application=application, item=pk).delete()
            continue
        Check.objects.update_or_create(
            application=application,
            item=items[pk],
            defaults={
                "result": result,
                "note": note.strip()[:300],
                "checked_by": by,
                "checked_at": at,
            },
        )
    if changes:
        record(
            action="appraisal.save_checks",
            summary=_("Vérifications du dossier %s.") % application.reference,
            by=by,
            at=at,
            target=application,
            changes=changes,
        )
    return changes


def _words(check: Check | None) -> str:
    return _words_of(check.result, check.note) if check else ""


def _words_of(result: str, note: str) -> str:
    if not result:
        return ""
    parts = (str(CheckResult(result).label), note.strip()[:300])
    return " – ".join(part for part in parts if part)
