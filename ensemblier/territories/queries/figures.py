"""Figures of areas beside those of the places they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.territories.models import Area, Measure, Statistic
from ensemblier.territories.wording import figure_sentence, figure_text

# What a page shows first, in this order; the rest follows by label.
HEADLINES = [
    "population",
    "poverty_rate",
    "median_income",
    "employment_rate",
    "employment_rate_women",
    "unemployment_rate",
    "insecure_jobs_share",
    "women_share",
    "foreigners_share",
    "youth_index",
    "job_seekers",
    "job_seekers_women",
    "social_housing_share",
    "dwellings",
    "vacant_dwellings",
]

Known = dict[tuple[int, int], list[Statistic]]


@dataclass(frozen=True)
class FigureCard:
    """The latest figure of an area for a measure, and the same elsewhere.

    `former` is the ancestor that the figure is about when the area has none of its own.
    `elsewhere` pairs each commune and EPCI with its figure, None when it is not known: no
    figure is computed from others.
    """

    measure: Measure
    statistic: Statistic
    area: Area
    former: Area | None
    elsewhere: list[tuple[Area, Statistic | None]]

    @property
    def is_headline(self) -> bool:
        return self.measure.code in HEADLINES

    @property
    def display(self) -> str:
        return figure_text(self.statistic.value, self.measure)

    @property
    def known_elsewhere(self) -> list[tuple[Area, Statistic]]:
        return [(area, found) for area, found in self.elsewhere if found is not None]

    @property
    def missing(self) -> list[Area]:
        """The places for which the figure is not known."""
        return [area for area, found in self.elsewhere if found is None]

    @property
    def missing_sentence(self) -> str:
        """Names the places left out of a comparison that has others."""
        if not (self.missing and self.known_elsewhere):
            return ""
        places = ", ".join(area.name for area in self.missing)
        return _("Ce chiffre n’est pas connu ici pour {places}.").format(places=places)

    @property
    def sentence(self) -> str:
        compared = [(area, found.value, found.year) for area, found in self.known_elsewhere]
        year = self.statistic.year
        return figure_sentence(self.measure, self.statistic.value, year, compared, self.former)

    @property
    def bars(self) -> list[dict[str, Any]]:
        """Rows for the component `compare_bars`; empty when there is nothing to compare."""
        rows = [(self.former or self.area, self.statistic), *self.known_elsewhere]
        if len(rows) == 1 or any(found.value < 0 for _area, found in rows):
            return []
        return [
            {
                "label": f"{area.name} ({found.year})",
                "value": found.value,
                "display": figure_text(found.value, self.measure),
                "here": rank == 0,
            }
            for rank, (area, found) in enumerate(rows)
        ]


def statistics_by_area(areas: Iterable[Area]) -> Known:
    """{(area's pk, measure's pk): figures, latest first}. One query."""
    known: Known = {}
    rows = Statistic.objects.filter(area__in=[area.pk for area in areas])
    for statistic in rows.select_related("measure").order_by("-year", "pk"):
        known.setdefault((statistic.area_id, statistic.measure_id), []).append(statistic)
    return known


def figures_of(
    area: Area, ancestors: Sequence[Area], containers: Sequence[Area], known: Known
) -> list[FigureCard]:
    """One card per measure; where the area has no figure, one per ancestor that has one."""
    measures = {
        found[0].measure_id: found[0].measure
        for (area_id, _measure), found in known.items()
        if area_id in {area.pk, *(ancestor.pk for ancestor in ancestors)}
    }
    cards = []
    for measure in sorted(measures.values(), key=_rank):
        own = known.get((area.pk, measure.pk))
        told: list[tuple[Area | None, list[Statistic] | None]] = (
            [(None, own)] if own else [(a, known.get((a.pk, measure.pk))) for a in ancestors]
        )
        cards += [
            FigureCard(measure, found[0], area, former, _elsewhere(found[0], containers, known))
            for former, found in told
            if found
        ]
    return cards


def _elsewhere(
    figure: Statistic, containers: Sequence[Area], known: Known
) -> list[tuple[Area, Statistic | None]]:
    """The figure of the same year where there is one, else the latest."""
    found = []
    for container in containers:
        rows = known.get((container.pk, figure.measure_id), [])
        same_year = [row for row in rows if row.year == figure.year]
        found.append((container, next(iter([*same_year, *rows]), None)))
    return found


def _rank(measure: Measure) -> tuple[int, str]:
    code = measure.code
    return (HEADLINES.index(code) if code in HEADLINES else len(HEADLINES), measure.label)
