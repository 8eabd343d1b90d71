"""The one way to move an application or a request along its life-cycle."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ensemblier.accounts.models import User
from ensemblier.applications.effects import follow_decision
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.lifecycle import APPLICATION, LINE
from ensemblier.applications.models import Application, Request, StateChange
from ensemblier.applications.operations.telling import tell_applicants
from ensemblier.audit.operations import record
from ensemblier.core.lifecycle import Lifecycle


@transaction.atomic
def move_application(
    *,
    application: Application,
    transition: str,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    is_told: bool = True,
    **dates: datetime.date,
) -> Application:
    """`dates` are columns written with the state («completion_due_on»), beyond those that the
    life-cycle writes. Raises Refused, NotAllowed.

    The people of the application are told what the life-cycle says, unless `is_told` is False.
    A decision opens the report that is owed for its money.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    change = _change(APPLICATION, locked, transition, by=by, at=at, reason=reason)
    change.application = locked
    arrow = APPLICATION.transitions[transition]
    written = [*APPLICATION.apply(arrow, locked, at), *dates]
    for name, value in dates.items():
        setattr(locked, name, value)
    locked.save(update_fields=written)
    change.save()
    with override("fr"):
        label = arrow.label
        summary = _("Dossier %(reference)s\u00a0: %(label)s.") % {
            "reference": locked.reference,
            "label": label,
        }
    _record("applications", transition, summary, locked, change)
    if is_told:
        tell_applicants(application=locked, change=change)
    if change.target == ApplicationState.DECIDED:
        follow_decision(locked, by, at)
    for name in written:
        setattr(application, name, getattr(locked, name))
    return application


@transaction.atomic
def move_request(
    *, request: Request, transition: str, by: User, at: datetime.datetime, reason: str = ""
) -> Request:
    """The line of one funder. Raises Refused, NotAllowed."""
    locked = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    change = _change(LINE, locked, transition, by=by, at=at, reason=reason)
    change.application, change.request = locked.application, locked
    locked.save(update_fields=LINE.apply(LINE.transitions[transition], locked, at))
    change.save()
    with override("fr"):
        summary = _("Dossier %(reference)s, %(funder)s\u00a0: %(label)s.") % {
            "reference": locked.application.reference,
            "funder": locked.funder.label,
            "label": LINE.transitions[transition].label,
        }
    _record("applications", f"{transition}_line", summary, locked, change)
    request.state = locked.state
    return request


def _change(
    lifecycle: Lifecycle,
    thing: Application | Request,
    transition: str,
    *,
    by: User,
    at: datetime.datetime,
    reason: str,
) -> StateChange:
    arrow = lifecycle.check(transition, thing, by)
    return StateChange(
        contract_id=thing.contract_id,
        transition=transition,
        source=thing.state,
        target=arrow.target,
        reason=reason,
        by=by,
        at=at,
    )


def _record(
    room: str,
    transition: str,
    summary: str,
    target: Application | Request,
    change: StateChange,
) -> None:
    record(
        action=f"{room}.{transition}",
        summary=summary,
        by=change.by,
        at=change.at,
        target=target,
        changes={"state": [change.source, change.target], "reason": ["", change.reason]},
    )
