"""Minutes by month, papers, and deposits that wait for a yes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council, CouncilDocument, Minutes, MinutesUpload

LIGHT = ("text", "search_text")
UNDO_DAYS = 30


def minutes_of(council: Council) -> QuerySet[Minutes]:
    """The latest month first, without their words."""
    return (
        Minutes.objects.filter(council=council)
        .select_related("file", "meeting")
        .defer(*LIGHT)
        .order_by("-month", "-pk")
    )


def public_minutes(contracts: Iterable[Contract] | QuerySet[Contract]) -> QuerySet[Minutes]:
    """Those that anyone reads, of these contracts."""
    return Minutes.objects.filter(contract__in=contracts, published_at__isnull=False)


def by_year(rows: Iterable[Minutes]) -> list[tuple[int, list[Minutes]]]:
    years: dict[int, list[Minutes]] = {}
    for row in rows:
        years.setdefault(row.month.year, []).append(row)
    return list(years.items())


def documents_of(council: Council) -> QuerySet[CouncilDocument]:
    return (
        CouncilDocument.objects.filter(council=council)
        .select_related("file")
        .order_by("-dated", "-pk")
    )


def recent_uploads(council: Council, at: datetime.datetime) -> QuerySet[MinutesUpload]:
    """Deposits that may still be undone from the list."""
    since = at - datetime.timedelta(days=UNDO_DAYS)
    return MinutesUpload.objects.filter(council=council, applied_at__gte=since, undone_at=None)


def waiting_uploads(council: Council, user: Any) -> QuerySet[MinutesUpload]:
    """What `user` dropped and has not confirmed."""
    return MinutesUpload.objects.filter(council=council, created_by=user, applied_at=None).defer(
        "items"
    )
