"""What members of councils were trained in, kept by the team."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked, locked_row, set_values
from ensemblier.core.exceptions import InvalidInput
from ensemblier.councils.models import Mandate, Training

FIELDS = ("theme", "held_on", "minutes", "trainer", "place")


@transaction.atomic
def add_training(
    *,
    contract: Contract,
    values: Mapping[str, Any],
    attendees: Collection[Mandate],
    by: User,
    at: datetime.datetime,
) -> Training:
    """`attendees` are mandates of the councils of the contract, held on the day."""
    training = Training(contract=locked(contract, by))
    set_values(training, values, FIELDS)
    _require_seats(training, attendees)
    training.save()
    training.attendees.set(attendees)
    _note("add_training", _("Formation ajoutée\u00a0: %(what)s"), training, by, at)
    return training


@transaction.atomic
def update_training(
    *,
    training: Training,
    values: Mapping[str, Any],
    attendees: Collection[Mandate],
    by: User,
    at: datetime.datetime,
) -> Training:
    training = locked_row(training, by)
    changes = set_values(training, values, FIELDS)
    _require_seats(training, attendees)
    before = sorted(training.attendees.values_list("pk", flat=True))
    after = sorted(mandate.pk for mandate in attendees)
    if before != after:
        changes["attendees"] = [before, after]
    if changes:
        training.save()
        training.attendees.set(after)
        summary = _("Formation modifiée\u00a0: %(what)s")
        _note("update_training", summary, training, by, at, changes)
    return training


@transaction.atomic
def remove_training(*, training: Training, by: User, at: datetime.datetime) -> None:
    training = locked_row(training, by)
    _note("remove_training", _("Formation supprimée\u00a0: %(what)s"), training, by, at)
    training.delete()


def _require_seats(training: Training, attendees: Collection[Mandate]) -> None:
    keys = [mandate.pk for mandate in attendees]
    held = Mandate.objects.on(training.held_on).filter(
        pk__in=keys, council__contract=training.contract_id
    )
    known = set(held.values_list("pk", flat=True))
    absent = [str(mandate.user) for mandate in attendees if mandate.pk not in known]
    if absent:
        raise InvalidInput(
            _("%(names)s ne siégeait pas ce jour-là.") % {"names": ", ".join(absent)},
            field="attendees",
        )


def _note(  # noqa: PLR0917
    action: str,
    summary: str,
    training: Training,
    by: User,
    at: datetime.datetime,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    record(
        action=f"councils.{action}",
        summary=summary % {"what": training},
        by=by,
        at=at,
        target=training,
        changes=changes,
    )
