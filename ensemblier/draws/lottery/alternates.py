"""Alternates: beside each of the 1 000 panels, people who wait, in the order of their call.

They are chosen with the panels and published with them: the digits that draw a panel draw its
alternates. What is promised is in `docs/rules/draw.md`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery.finding import NEARLY, Finder
from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.outcome import Lottery, number_of
from ensemblier.draws.lottery.problem import Change, Problem, Quota, scaled_quotas
from ensemblier.draws.lottery.solver import INFINITY, Numbers, Programme

Rows = NDArray[np.int_]
# Of so many lists, one is searched anew; the others may take what was found for an earlier one.
SEARCH_EACH = 4
NOISE = 0.01
# How far ahead of the last one somebody may be and still count, in shares of the mean.
AHEAD = 0.1


@dataclass(frozen=True)
class Alternates:
    """`lists[i]` are those of panel i, first called first; every list meets `quotas`. In these
    the `unmet` ones, in proportion of the panel's, had to be widened for some list."""

    lists: tuple[tuple[int, ...], ...]
    seats: int
    quotas: tuple[Quota, ...]
    unmet: tuple[Change, ...]
    people: int

    @cached_property
    def times(self) -> tuple[int, ...]:
        """On how many of the 1 000 lists of alternates each person is."""
        counted = np.bincount(np.array(self.lists, dtype=int).ravel(), minlength=self.people)
        return tuple(int(count) for count in counted)

    def of(self, digits: str) -> tuple[int, ...]:
        return self.lists[number_of(digits)]


def alternates_of(
    problem: Problem, lottery: Lottery, count: int, *, seed: int | str = 0
) -> Alternates:
    """Raises InvalidInput when some panel leaves fewer people than `count`."""
    if count < 1:
        raise InvalidInput(_("Il faut au moins un suppléant, ou aucun tirage de suppléants."))
    waiting = _Waiting(problem, count, seed)
    lists = tuple(waiting.beside(panel) for panel in lottery.panels)
    unmet = tuple(waiting.unmet(lists))
    new = {change.old: change.new for change in unmet}
    quotas = tuple(new.get(quota, quota) for quota in waiting.quotas)
    return Alternates(lists, count, quotas, unmet, len(problem.people))


def check_enough(problem: Problem, count: int) -> None:
    """Before the long work: there must be people left for `count` alternates."""
    most = len(problem.people) - problem.seats
    if count > most:
        raise InvalidInput(_too_many(count, most))


def _too_many(asked: int, most: int) -> str:
    return _(
        "Suppléants demandés\u00a0: %(asked)d\u00a0; personnes qui restent à côté d’une "
        "liste\u00a0: %(most)d. Diminuez les suppléants ou complétez la liste."
    ) % {"asked": asked, "most": most}


class _Waiting:
    """Fills the lists one after another. Each favors whoever is on the fewest lists so far."""

    def __init__(self, problem: Problem, count: int, seed: int | str) -> None:
        self.count = count
        self.quotas = scaled_quotas(problem.quotas, count, problem.seats)
        self.kinds = Kinds.of(replace(problem, quotas=self.quotas, seats=count, addresses=None))
        self.kind = np.empty(len(problem.people), dtype=int)
        for place, rows in enumerate(self.kinds.members):
            self.kind[list(rows)] = place
        self.home = _homes(problem)
        self.times = np.zeros(len(problem.people))
        self.chance = np.random.default_rng(random.Random(f"alternates {seed}").getrandbits(64))  # noqa: S311
        self.compositions = _Compositions(self.kinds, count)
        self.order = _Order(problem, self.kinds, self.kind)

    def beside(self, panel: Sequence[int]) -> tuple[int, ...]:
        turn = self.times + self.chance.random(len(self.times))
        free = self._free(panel, turn)
        if len(free) < self.count:
            raise InvalidInput(_too_many(self.count, len(free)))
        many = np.bincount(self.kind[free], minlength=len(self.kinds.members)).astype(float)
        composition = self.compositions.within(many, self._weights(many))
        chosen = list(self._people(free, composition, turn))
        self.times[chosen] += 1
        return self.order.of(chosen, turn)

    def _free(self, panel: Sequence[int], turn: Numbers) -> Rows:
        """Who is neither on the panel nor at an address of it; one person of each address."""
        is_home_free = np.ones(self.home.max() + 1, dtype=bool)
        is_home_free[self.home[list(panel)]] = False
        rows = np.argsort(turn, kind="stable")
        rows = rows[is_home_free[self.home[rows]]]
        _found, first = np.unique(self.home[rows], return_index=True)
        return rows[np.sort(first)]

    def _weights(self, many: Numbers) -> Numbers:
        """Between 0 and 1. Kinds who are on the fewest lists count for much, others for little:
        so the smallest chances grow first."""
        mean = np.bincount(self.kind, weights=self.times) / self.kinds.sizes
        ahead = mean - mean[many > 0].min()
        late = np.exp(-np.maximum(ahead, 0) / (1 + AHEAD * self.times.mean()))
        return late * (1 - NOISE) + self.chance.random(len(late)) * NOISE

    def _people(self, free: Rows, composition: Numbers, turn: Numbers) -> Iterator[int]:
        for kind in np.nonzero(composition)[0]:
            rows = free[self.kind[free] == kind]
            nearest = rows[np.argsort(turn[rows], kind="stable")]
            yield from (int(row) for row in nearest[: int(composition[kind])])

    def unmet(self, lists: Sequence[Sequence[int]]) -> Iterator[Change]:
        """The quotas in proportion that some list breaks, as far as it must."""
        counts = self.order.has[np.array(lists, dtype=int)].sum(axis=1)
        for place, quota in enumerate(self.quotas):
            least, most = int(counts[:, place].min()), int(counts[:, place].max())
            minimum, maximum = min(quota.minimum, least), max(quota.maximum, most)
            if (minimum, maximum) != (quota.minimum, quota.maximum):
                yield Change(quota, Quota(quota.feature, quota.value, minimum, maximum))


def _homes(problem: Problem) -> Rows:
    """A number per address; one of their own for those who share none."""
    numbers: dict[object, int] = {}
    addresses = problem.addresses or ("",) * len(problem.people)
    found = (
        numbers.setdefault(address or row, len(numbers)) for row, address in enumerate(addresses)
    )
    return np.array(list(found))


class _Compositions:
    """How many alternates of each kind: the quotas in proportion, broken as little as can be."""

    def __init__(self, kinds: Kinds, count: int) -> None:
        self.count, self.rows = count, kinds.rows
        self.finder = Finder(kinds)
        self.known = np.empty((0, len(kinds.members)))
        self.eased = np.empty((0, len(kinds.members)))
        self.asked = 0
        self.elastic = _elastic(kinds, count, whole=True)
        self.bound = _elastic(kinds, count, whole=False)
        # What is broken beside any panel is no fault of this one.
        self.least_broken = self._broken(self._searched(kinds.most, np.zeros(len(kinds.most))))

    def within(self, many: Numbers, weights: Numbers) -> Numbers:
        """No more of a kind than `many`; the heaviest that is quickly found."""
        fitting = self.known[(self.known <= many).all(axis=1)]
        self.asked += 1
        if len(fitting) and self.asked % SEARCH_EACH:
            best: Numbers = fitting[int(np.argmax(fitting @ weights))]
            return best
        found = self._searched(many, weights)
        if self._broken(found) <= self.least_broken:
            self.known = np.vstack([self.known, found])
        return found

    def _searched(self, many: Numbers, weights: Numbers) -> Numbers:
        self.finder.bound(many)
        found = self.finder.heavy(weights)
        return self._elastic_of(many, weights) if found is None else found

    def _elastic_of(self, many: Numbers, weights: Numbers) -> Numbers:
        """Where the quotas cannot be met: one found before, when a bound says that none breaks
        them less; otherwise the best, which takes longer."""
        fitting = self.eased[(self.eased <= many).all(axis=1)]
        if len(fitting):
            self.bound.bound_columns(np.zeros(len(many)), many)
            least = math.ceil(-self.bound.solve().objective / (self.count + 1) - NEARLY)
            broken = np.array([self._broken(composition) for composition in fitting])
            fitting = fitting[broken <= least]
        if len(fitting):
            best: Numbers = fitting[int(np.argmax(fitting @ weights))]
            return best
        self.elastic.bound_columns(np.zeros(len(many)), many)
        self.elastic.price(weights)
        found = np.round(self.elastic.solve().values[: len(many)])
        self.eased = np.vstack([self.eased, found])
        return found

    def _broken(self, composition: Numbers) -> float:
        """By how many people, over all quotas."""
        counts = [float(row.marks @ composition) for row in self.rows]
        return sum(
            max(row.lower - count, count - row.upper, 0.0)
            for row, count in zip(self.rows, counts, strict=True)
        )


def _elastic(kinds: Kinds, count: int, *, whole: bool) -> Programme:
    """Two more columns per quota, by how much it is broken; each such step costs more than all
    weights together."""
    quotas = kinds.rows[1:]
    slack = 2 * len(quotas)
    programme = Programme(whole=whole)
    programme.add_columns(np.zeros(len(kinds.most)), kinds.most, np.zeros(len(kinds.most)))
    programme.add_columns(np.zeros(slack), np.full(slack, float(count)), np.full(slack, -count - 1))
    seats = kinds.rows[0]
    programme.add_row(np.append(seats.marks, np.zeros(slack)), seats.lower, seats.upper)
    for place, row in enumerate(quotas):
        eased = np.zeros(slack)
        eased[place] = 1.0
        programme.add_row(np.append(row.marks, eased), row.lower, INFINITY)
        eased = np.zeros(slack)
        eased[len(quotas) + place] = -1.0
        programme.add_row(np.append(row.marks, eased), -INFINITY, row.upper)
    return programme


class _Order:
    """Who is called first: the first two, three, four… keep the quotas in proportion as far as
    those chosen allow; between equals, whoever is on the fewest lists."""

    def __init__(self, problem: Problem, kinds: Kinds, kind: Rows) -> None:
        marks = np.array([row.marks for row in kinds.rows[1:]])
        self.has = marks.T[kind]
        self.least = np.array([quota.minimum for quota in problem.quotas])
        self.most = np.array([quota.maximum for quota in problem.quotas])
        self.seats = problem.seats

    def of(self, chosen: Sequence[int], turn: Numbers) -> tuple[int, ...]:
        left = sorted(chosen, key=lambda row: float(turn[row]))
        ordered: list[int] = []
        held = np.zeros(len(self.least))
        while left:
            many = len(ordered) + 1
            least, most = self.least * many // self.seats, -(-self.most * many // self.seats)
            counts = held + self.has[left]
            broken = np.maximum(np.maximum(least - counts, counts - most), 0).sum(axis=1)
            row = left.pop(int(np.argmin(broken)))
            held += self.has[row]
            ordered.append(row)
        return tuple(ordered)
