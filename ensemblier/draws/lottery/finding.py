"""Compositions that weigh the most: quickly and well, or exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ensemblier.draws.lottery.kinds import Kinds, Row
from ensemblier.draws.lottery.solver import Numbers, Programme

NEARLY = 1e-7
# Kinds that may move around a solution with fractions, in turn, before all of them may.
AROUND = (30, 60, 120)


def programme_of(
    rows: Sequence[Row], lower: Numbers, upper: Numbers, *, whole: bool, quick: bool = False
) -> Programme:
    programme = Programme(whole=whole, quick=quick)
    programme.add_columns(lower, upper, np.zeros(len(lower)))
    for row in rows:
        programme.add_row(row.marks, row.lower, row.upper)
    return programme


class Finder:
    """Looks for compositions under the rows and bounds of some kinds, or within a face of them."""

    def __init__(
        self,
        kinds: Kinds,
        rows: Sequence[Row] | None = None,
        bounds: tuple[Numbers, Numbers] | None = None,
    ) -> None:
        rows = kinds.rows if rows is None else rows
        self.lower, self.upper = bounds or (np.zeros(len(kinds.members)), kinds.most)
        self._fractions = programme_of(rows, self.lower, self.upper, whole=False)
        self._quick = programme_of(rows, self.lower, self.upper, whole=True, quick=True)
        self._exact = programme_of(rows, self.lower, self.upper, whole=True)

    def bound(self, upper: Numbers) -> None:
        """No more of each kind than this, in what `heavy` finds from now on."""
        self.upper = upper
        self._fractions.bound_columns(self.lower, upper)

    def heavy(self, weights: Numbers) -> Numbers | None:
        """A composition that weighs much, or None when none was found quickly.

        The best one with fractions is near: most of it is kept, and the kinds that are the
        least sure of their number are chosen again in whole numbers.
        """
        answer = self._fractions.maximize(weights)
        if answer is None:
            return None
        near = np.round(answer.values)
        is_broken = np.abs(answer.values - near) > NEARLY
        if not is_broken.any():
            return near
        doubt = np.where(is_broken, -1.0, np.abs(answer.reduced))
        order = np.argsort(doubt, kind="stable")
        for many in AROUND:
            free = order[: int(is_broken.sum()) + many]
            lower, upper = near.copy(), near.copy()
            lower[free], upper[free] = self.lower[free], self.upper[free]
            self._quick.bound_columns(lower, upper)
            if found := self._quick.maximize(weights):
                return np.round(found.values)
        return None

    def heaviest(self, weights: Numbers) -> tuple[Numbers, float] | None:
        """The heaviest composition and a weight that none exceeds; None when there is none."""
        found = self._exact.maximize(weights)
        return None if found is None else (np.round(found.values), found.bound)
