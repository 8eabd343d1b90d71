"""Writing the trail, and checking that nobody rewrote it."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.audit.models import ChainHead, Entry


def digest_of(entry: Entry) -> str:
    """SHA-256 of the entry's columns as canonical JSON; `digest` itself aside."""
    columns = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "action": entry.action,
        "summary": entry.summary,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "contract": entry.contract_id,
        "changes": entry.changes,
        "previous": entry.previous_digest,
    }
    text = json.dumps(columns, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def record(
    *,
    action: str,
    summary: str,
    by: User | None,
    at: datetime.datetime | None = None,
    target: models.Model | None = None,
    contract_id: int | None = None,
    changes: dict[str, Any] | None = None,
    is_shown: bool = True,
) -> Entry:
    """Append one entry, in the transaction of the write that it tells of.

    `action` is «room.verb_object»; `summary` a French sentence for people; `changes` maps
    a field to [before, after], JSON values only. `contract_id` defaults to the target's.
    `is_shown=False` promises that no public page shows what was written: drafts saved as one
    types do not renew the pages kept for visitors.
    """
    ChainHead.objects.get_or_create(pk=1)
    head = ChainHead.objects.select_for_update().get(pk=1)
    entry = Entry(
        sequence=head.sequence + 1,
        at=at or timezone.now(),
        actor=by,
        action=action,
        summary=summary,
        object_type=target._meta.label_lower if target is not None else "",
        object_id=str(target.pk) if target is not None else "",
        contract_id=contract_id or getattr(target, "contract_id", None),
        changes=changes or {},
        previous_digest=head.digest,
    )
    entry.digest = digest_of(entry)
    entry.save()
    head.sequence, head.digest = entry.sequence, entry.digest
    if is_shown:
        head.shown = entry.digest
    head.save()
    return entry


def first_broken_entry() -> int | None:
    """The sequence number where the chain breaks, or None when it is whole.

    Somebody who can rewrite every entry and the head can still lie: keep a copy elsewhere.
    """
    expected, previous = 1, ""
    for entry in Entry.objects.order_by("sequence").iterator():
        whole = (
            entry.sequence == expected
            and entry.previous_digest == previous
            and entry.digest == digest_of(entry)
        )
        if not whole:
            return expected
        expected, previous = expected + 1, entry.digest
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    return None if (head.sequence, head.digest) == (expected - 1, previous) else expected
