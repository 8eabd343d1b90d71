"""The years of one request that stay together."""

from __future__ import annotations

from collections.abc import Sequence

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application
from ensemblier.applications.operations.values import KEEPERS, keeper_of, values_of
from ensemblier.calls.deadlines import year_later

OWN_DATES = ("starts_on", "ends_on")
# What a later year says itself; all the rest is said once, in the first.
OWN_PREFIXES = {"budget", "request", "minimum"}


def later_drafts(first: Application) -> list[Application]:
    if first.series is None or first.series_rank != 1:
        return []
    rows = first.series.applications.filter(
        series_rank__gt=1, state=ApplicationState.DRAFT
    ).select_related("action__bearer", "call", "series", "contract")
    return list(rows.order_by("series_rank"))


def fill_later_years(first: Application, years: Sequence[Application]) -> list[Application]:
    """Write in each later year what it says with the first: all but its money."""
    for year in years:
        _fill(first, year)
    return list(years)


def _fill(first: Application, year: Application) -> None:
    later = year.year - first.year
    shared = {keeper.prefix for keeper in KEEPERS} - OWN_PREFIXES
    for key, value in values_of(first, shared).items():
        box = keeper_of(year, key)
        if box is None:
            continue
        is_date = key in OWN_DATES
        box[0].write(year, box[1], year_later(value, later) if is_date else value)
    year.save()
