"""The dates that the contract gives itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract, Milestone
from ensemblier.contracts.operations.base import locked, locked_row, set_values
from ensemblier.core.exceptions import InvalidInput, Refused

EDITABLE_FIELDS = ("title", "due_on")


@transaction.atomic
def add_milestone(
    *,
    contract: Contract,
    title: str,
    due_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> Milestone:
    milestone = Milestone(contract=locked(contract, by))
    set_values(milestone, {"title": title, "due_on": due_on}, EDITABLE_FIELDS)
    milestone.save()
    _record("add_milestone", _("Étape ajoutée\u00a0: %(title)s"), milestone, by, at)
    return milestone


@transaction.atomic
def update_milestone(
    *, milestone: Milestone, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Milestone:
    milestone = locked_row(milestone, by)
    changes = set_values(milestone, values, EDITABLE_FIELDS)
    if changes:
        milestone.save()
        _record(
            "update_milestone",
            _("Étape modifiée\u00a0: %(title)s"),
            milestone,
            by,
            at,
            changes=changes,
        )
    return milestone


@transaction.atomic
def complete_milestone(
    *, milestone: Milestone, on: datetime.date, by: User, at: datetime.datetime
) -> Milestone:
    """`on` may be before the day it was due, not after `at`: what is done is past."""
    milestone = locked_row(milestone, by)
    if milestone.done_on:
        raise Refused(_("Cette étape est déjà faite."))
    if on > timezone.localdate(at):
        raise InvalidInput(_("Ce jour n’est pas encore venu."), field="on")
    milestone.done_on = on
    milestone.save()
    changes = {"done_on": [None, on.isoformat()]}
    _record(
        "complete_milestone", _("Étape faite\u00a0: %(title)s"), milestone, by, at, changes=changes
    )
    return milestone


@transaction.atomic
def reopen_milestone(*, milestone: Milestone, by: User, at: datetime.datetime) -> Milestone:
    milestone = locked_row(milestone, by)
    if not milestone.done_on:
        raise Refused(_("Cette étape n’est pas encore faite."))
    changes = {"done_on": [milestone.done_on.isoformat(), None]}
    milestone.done_on = None
    milestone.save()
    _record(
        "reopen_milestone",
        _("Étape à refaire\u00a0: %(title)s"),
        milestone,
        by,
        at,
        changes=changes,
    )
    return milestone


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: User, at: datetime.datetime) -> None:
    milestone = locked_row(milestone, by)
    changes = {"due_on": [milestone.due_on.isoformat(), None]}
    _record(
        "remove_milestone",
        _("Étape supprimée\u00a0: %(title)s"),
        milestone,
        by,
        at,
        changes=changes,
    )
    milestone.delete()


def _record(
    action: str,
    sentence: str,
    milestone: Milestone,
    by: User,
    at: datetime.datetime,
    *,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    record(
        action=f"contracts.{action}",
        summary=sentence % {"title": milestone.title},
        by=by,
        at=at,
        target=milestone,
        changes=changes,
    )
