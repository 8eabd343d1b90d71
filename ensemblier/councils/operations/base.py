"""What the writes of this room share."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.operations.base import locked
from ensemblier.councils.models import Council


def held(council: Council, by: User) -> Council:
    contract = locked(council.contract, by)
    fresh = Council.objects.get(pk=council.pk)
    fresh.contract = contract
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
