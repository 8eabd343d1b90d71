"""People who are interchangeable, and what a panel may hold of each kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ensemblier.draws.lottery.problem import Limit, LimitKind, Problem

Numbers = NDArray[np.float64]
Category = tuple[str, ...]
Household = tuple[Category, ...]


@dataclass(frozen=True)
class Row:
    """lower ≤ sum of the kinds marked 1 ≤ upper; `limits` are what makes each bound."""

    marks: Numbers
    lower: float
    upper: float
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Kinds:
    """Two people are of one kind when they have the same category and, under the rule of one
    person per address, households made alike. A panel is then, for the computation, how many
    it holds of each kind: its **composition**.
    """

    problem: Problem
    members: tuple[tuple[int, ...], ...]
    categories: tuple[Category, ...]
    households: tuple[Household, ...]

    @classmethod
    def of(cls, problem: Problem) -> Kinds:
        found: dict[tuple[Category, Household], list[int]] = defaultdict(list)
        made = _households(problem)
        for row in range(len(problem.people)):
            found[problem.category_of(row), made[row]].append(row)
        keys = sorted(found)
        return cls(
            problem,
            members=tuple(tuple(found[key]) for key in keys),
            categories=tuple(category for category, _household in keys),
            households=tuple(household for _category, household in keys),
        )

    @cached_property
    def sizes(self) -> Numbers:
        return np.array([len(rows) for rows in self.members], dtype=float)

    @cached_property
    def most(self) -> Numbers:
        """The most of each kind that a panel may hold: one per household."""
        return self.sizes / [
            household.count(category) if household else 1
            for category, household in zip(self.categories, self.households, strict=True)
        ]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Seats first, then quotas in their order, then households made alike."""
        seats = float(self.problem.seats)
        whole = Row(np.ones(len(self.members)), seats, seats, (Limit(LimitKind.SEATS),))
        return (whole, *self._quota_rows(), *self._household_rows())

    def _quota_rows(self) -> Iterator[Row]:
        places = {feature: place for place, feature in enumerate(self.problem.features)}
        for quota in self.problem.quotas:
            place = places[quota.feature]
            marks = [float(category[place] == quota.value) for category in self.categories]
            limits = (Limit(LimitKind.MINIMUM, quota), Limit(LimitKind.MAXIMUM, quota))
            yield Row(np.array(marks), quota.minimum, quota.maximum, limits)

    def _household_rows(self) -> Iterator[Row]:
        for household, many in sorted(Counter(self.households).items()):
            if household and many > 1:
                marks = np.array([float(other == household) for other in self.households])
                capacity = float(self.most[marks > 0][0])
                yield Row(marks, 0, capacity, (Limit(LimitKind.ADDRESS),))

    def composition_of(self, panel: Sequence[int]) -> Numbers:
        chosen = set(panel)
        return np.array([float(len(chosen.intersection(rows))) for rows in self.members])

    def chances_of(self, expected: Numbers) -> tuple[float, ...]:
        """The chance of each person, from the expected number of people of each kind."""
        chances = [0.0] * len(self.problem.people)
        for rows, chance in zip(self.members, expected / self.sizes, strict=True):
            for row in rows:
                chances[row] = float(chance)
        return tuple(chances)


def _households(problem: Problem) -> list[Household]:
    """For each person, the categories at their address in order; empty when nobody shares it."""
    if problem.addresses is None:
        return [()] * len(problem.people)
    together: dict[str, list[int]] = defaultdict(list)
    for row, address in enumerate(problem.addresses):
        if address:
            together[address].append(row)
    found: list[Household] = [()] * len(problem.people)
    for rows in together.values():
        if len(rows) > 1:
            household = tuple(sorted(problem.category_of(row) for row in rows))
            for row in rows:
                found[row] = household
    return found
