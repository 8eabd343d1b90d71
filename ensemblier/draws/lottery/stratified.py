"""The plain method, for comparison: fill the scarcest quota first, start again when stuck."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery.finding import Finder
from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.panels import Turns
from ensemblier.draws.lottery.problem import Problem

DRAWS = 1000
SEARCHES = 100
TRIES_PER_DRAW = 20


@dataclass(frozen=True)
class Estimate:
    """Chances seen over `draws` panels made by the plain method; `failed` tries met no panel.

    They are estimates: each is within `error` of the truth 19 times out of 20. When the plain
    method met no panel at all, `is_searched`: the panels are those that a solver finds first for
    preferences taken by chance, which is what people do who must have one.
    """

    chances: tuple[float, ...]
    draws: int
    failed: int
    is_searched: bool = False

    @property
    def min_chance(self) -> float:
        return min(self.chances)

    @property
    def error(self) -> float:
        return 0.98 / math.sqrt(self.draws)


def stratified_chances(problem: Problem, *, seed: int = 0, draws: int = DRAWS) -> Estimate:
    """Raises InvalidInput when no panel meets the quotas."""
    method = _PlainMethod(problem, seed)
    times = np.zeros(len(problem.people))
    made = tries = 0
    while made < draws and tries < draws * TRIES_PER_DRAW:
        tries += 1
        panel = list(method.panel())
        if len(panel) == problem.seats and method.is_met(panel):
            times[panel] += 1
            made += 1
        if tries >= 10 * TRIES_PER_DRAW and not made:
            return _searched(problem, seed, min(draws, SEARCHES), tries)
    return _estimate(times, made, tries - made)


def _searched(problem: Problem, seed: int, draws: int, failed: int) -> Estimate:
    kinds = Kinds.of(problem)
    finder, turns = Finder(kinds), Turns(kinds, random.Random(seed))  # noqa: S311 - an estimate
    preferences = np.random.default_rng(seed)
    times = np.zeros(len(problem.people))
    for _draw in range(draws):
        weights = preferences.random(len(kinds.members))
        composition = finder.heavy(weights)
        if composition is None:
            found = finder.heaviest(weights)
            if found is None:
                raise InvalidInput(_("Aucun panel ne respecte tous les quotas à la fois."))
            composition = found[0]
        times[list(turns.fill(composition))] += 1
    return _estimate(times, draws, failed, is_searched=True)


def _estimate(
    times: NDArray[np.float64], made: int, failed: int, *, is_searched: bool = False
) -> Estimate:
    return Estimate(tuple(float(one) for one in times / made), made, failed, is_searched)


class _PlainMethod:
    def __init__(self, problem: Problem, seed: int) -> None:
        self.seats = problem.seats
        self.random = np.random.default_rng(seed)
        self.has = np.array(
            [
                [person[quota.feature] == quota.value for quota in problem.quotas]
                for person in problem.people
            ]
        )
        self.least = np.array([quota.minimum for quota in problem.quotas])
        self.most = np.array([quota.maximum for quota in problem.quotas])
        self.address = _numbered(problem)

    def is_met(self, panel: list[int]) -> bool:
        held = self.has[panel].sum(axis=0)
        return bool((held >= self.least).all() and (held <= self.most).all())

    def panel(self) -> Iterator[int]:
        """Person after person; it stops early when nobody can be added."""
        is_free = np.ones(len(self.has), dtype=bool)
        held = np.zeros_like(self.least)
        for _seat in range(self.seats):
            is_free &= ~self.has[:, held >= self.most].any(axis=1)
            chosen = self._next(is_free, self.least - held)
            if chosen is None:
                return
            held = held + self.has[chosen]
            is_free &= self.address != self.address[chosen]
            yield chosen

    def _next(self, is_free: NDArray[np.bool_], missing: NDArray[np.int_]) -> int | None:
        """Anyone who counts for the quota that has the fewest people per missing seat."""
        available = self.has[is_free].sum(axis=0)
        if (available < missing).any() or not is_free.any():
            return None
        if (missing > 0).any():
            need = np.where(missing > 0, missing / np.maximum(available, 1), -1.0)
            is_free = is_free & self.has[:, int(np.argmax(need))]
        return int(self.random.choice(np.nonzero(is_free)[0]))


def _numbered(problem: Problem) -> NDArray[np.int_]:
    """A number per address; one of their own for those who share none."""
    addresses = problem.addresses or ("",) * len(problem.people)
    numbers: dict[object, int] = {}
    return np.array(
        [numbers.setdefault(address or row, len(numbers)) for row, address in enumerate(addresses)]
    )
