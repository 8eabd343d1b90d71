"""What the writes of this room share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.audit.queries import history_of
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call
from ensemblier.calls.readiness import obstacles
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.changes import differences, values_of
from ensemblier.core.editing import Marks, Overtaken, mark_of, marks_of, written_elsewhere
from ensemblier.core.exceptions import Refused
from ensemblier.core.richtext import plain
from ensemblier.core.typography import euros, long_date, long_moment
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
    seen: Marks | None = None,
) -> dict[str, list[Any]]:
    """Set, check and return {field: [before, after]}; raises InvalidInput. Saves nothing.

    `seen` are the marks of what was read before it was typed: see `core.editing`.
    """
    allowed = tuple(allowed)
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"not fields that may be set: {sorted(unknown)}")
    before = values_of(row, allowed)
    kept = {field: getattr(row, field) for field in values} if seen else {}
    for field, value in values.items():
        setattr(row, field, value.strip() if isinstance(value, str) else value)
    untouched, overtaken = written_elsewhere(seen, before, values_of(row, allowed))
    if overtaken:
        raise overtaken_in(row, overtaken, marks_of(before))
    for field in untouched:
        setattr(row, field, kept[field])
    check_valid(row, exclude=unchecked)
    return differences(before, values_of(row, allowed))


def overtaken_in(row: models.Model, fields: Iterable[str], seen: Marks) -> Overtaken:
    """With what each field holds now and who wrote last."""
    now: Any = type(row)._default_manager.get(pk=row.pk)
    last = history_of(row).first()
    return Overtaken(
        who=last and last.actor, now={field: said(now, field) for field in fields}, seen=seen
    )


def merged_choice(
    row: models.Model, field: str, before: list[int], after: list[int], seen: Marks | None
) -> list[int]:
    """What a relation of `row` comes to hold, `before` being what it holds now."""
    untouched, overtaken = written_elsewhere(seen, {field: before}, {field: after})
    if overtaken:
        raise overtaken_in(row, overtaken, {field: mark_of(before)})
    return before if untouched else after


def said(row: Any, field: str) -> str:
    """What a field holds, as a person reads it."""
    display = getattr(row, f"get_{field}_display", None)
    value = display() if display else getattr(row, field)
    if hasattr(value, "all"):
        value = [str(one) for one in value.all()]
    if value is None or value in ("", []):
        return _("rien")
    if field == "framing_note":
        return plain(value)
    return euros(value) if field.endswith("_cents") else _worded(value)


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, datetime.datetime):
        return long_moment(value)
    if isinstance(value, datetime.date):
        return long_date(value)
    return ", ".join(value) if isinstance(value, list) else str(value)


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
