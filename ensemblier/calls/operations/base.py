"""What the writes of this room share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call
from ensemblier.calls.readiness import obstacles
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.changes import differences, values_of
from ensemblier.core.exceptions import Refused
from ensemblier.core.validation import check_valid


def locked(call: Call, by: User) -> Call:
    """The call as it is now, held until the transaction ends: its writers take turns."""
    fresh = Call.objects.select_for_update(of=("self",)).select_related("contract").get(pk=call.pk)
    require_edit(by, fresh.contract)
    return fresh


def to_change(call: Call, by: User) -> Call:
    """As `locked`; an archived call does not change any more."""
    call = locked(call, by)
    if call.state == CallState.ARCHIVED:
        raise Refused(_("Cet appel est archivé : désarchivez-le pour le modifier."))
    return call


def changed(call: Call, section: str) -> None:
    """After a write in `section`: it has been looked at, and a public call stays complete."""
    if section in call.needs_review:
        call.needs_review = [one for one in call.needs_review if one != section]
        call.save(update_fields=["needs_review"])
    if call.state == CallState.PUBLISHED and (left := obstacles(call)):
        raise Refused(
            _("L’appel est publié et doit rester complet. %(reason)s")
            % {"reason": left[0].sentence}
        )


def set_values(
    row: models.Model,
    values: Mapping[str, Any],
    allowed: Iterable[str],
    *,
    unchecked: Iterable[str] = (),
) -> dict[str, list[Any]]:
    """Set, check and return {field: [before, after]}; raises InvalidInput. Saves nothing."""
    allowed = tuple(allowed)
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"not fields that may be set: {sorted(unknown)}")
    before = values_of(row, allowed)
    for field, value in values.items():
        setattr(row, field, value.strip() if isinstance(value, str) else value)
    check_valid(row, exclude=unchecked)
    return differences(before, values_of(row, allowed))


def note(
    action: str,
    summary: object,
    call: Call,
    by: User,
    at: datetime.datetime,
    *,
    target: models.Model | None = None,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    """One entry of the trail; `target` is a row of the call, the call itself by default."""
    record(
        action=f"calls.{action}",
        summary=str(summary),
        by=by,
        at=at,
        target=target or call,
        contract_id=call.contract_id,
        changes=changes,
    )
