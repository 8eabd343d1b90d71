"""What the writes of this room share."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django.db import models

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked
from ensemblier.councils.models import Council
from ensemblier.councils.permissions import require_write

Row = TypeVar("Row", bound=models.Model)


def held(council: Council, by: User) -> Council:
    """The council as it is now, for a write of the team: its contract's writers take turns."""
    contract = locked(council.contract, by)
    fresh = Council.objects.get(pk=council.pk)
    fresh.contract = contract
    return fresh


def held_by_member(council: Council, by: User) -> Council:
    """The council as it is now, for a write of the team or of those who sit in it."""
    require_write(by, council)
    contract = Contract.objects.select_for_update().get(pk=council.contract_id)
    fresh = Council.objects.get(pk=council.pk)
    fresh.contract = contract
    return fresh


def held_row(row: Row, by: User) -> Row:
    """The row as it is now, its council held for a member's write."""
    council = held_by_member(row.council, by)  # type: ignore[attr-defined]
    fresh = type(row)._base_manager.get(pk=row.pk)
    fresh.council, fresh.contract = council, council.contract  # type: ignore[attr-defined]
    return fresh


def note(  # noqa: PLR0917
    action: str,
    summary: str,
    target: models.Model,
    council: Council,
    by: User,
    at: datetime.datetime,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    record(
        action=f"councils.{action}",
        summary=summary,
        by=by,
        at=at,
        target=target,
        contract_id=council.contract_id,
        changes=changes,
    )
