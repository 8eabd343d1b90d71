"""Sums by area, added up otherwise than the pages do."""

from __future__ import annotations

from collections.abc import Iterable

from ensemblier.applications.models import ALL_OF_IT
from ensemblier.funding.grid import shared_out
from ensemblier.funding.queries.matrix import Row


def sums_by_area(rows: Iterable[Row]) -> dict[int | None, list[int]]:
    """Asked, proposed, granted by area, by the shares declared; None is elsewhere. Each euro
    is counted once."""
    sums: dict[int | None, list[int]] = {}
    for row in rows:
        areas = row.areas or [(None, ALL_OF_IT)]
        for line in row.lines.values():
            for place, cents in enumerate((line.asked, line.proposed or 0, line.granted or 0)):
                parts = shared_out(cents, [share for _area, share in areas])
                for (area, _share), part in zip(areas, parts, strict=True):
                    sums.setdefault(area, [0, 0, 0])[place] += part
    return sums
