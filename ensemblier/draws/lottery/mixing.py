"""An ideal written as a mixture of panels of whole people, when that is possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from ensemblier.draws.lottery.finding import NEARLY, Finder
from ensemblier.draws.lottery.kinds import Kinds, Row
from ensemblier.draws.lottery.mixture import Compositions, Mixture, Tell
from ensemblier.draws.lottery.solver import INFINITY, Answer, Numbers, Programme

REACHED = 1e-9
TIGHT = 1e-6
NOISE = 0.5
TRIES = 24
ROUNDS = 200


def mixture_of(kinds: Kinds, ideal: Numbers, found: Compositions, tell: Tell) -> Mixture | None:
    """A mixture whose expected numbers are the ideal's, or None when none was found: then the
    whole people of this pool cannot be as equal. What was found on the way goes to `found`."""
    mixer = _Mixer(kinds, ideal, found)
    blend = _Blend(kinds, ideal)
    needed = mixer.dimensions + 1
    mixer.follow(2 * needed, until=needed + needed // 8, tell=tell)
    for _round in range(ROUNDS):
        if not found and not mixer.search_exactly(1 / kinds.sizes):
            return None
        answer = blend.of(found)
        if answer.objective > -REACHED:
            return Mixture.of(found, answer.values[1:])
        prices = np.abs(answer.prices[: len(ideal)]) / kinds.sizes
        if not mixer.gather(prices, needed // 4):
            return None
    return None


class _Mixer:
    """Gathers compositions around an ideal.

    Every panel of a mixture that is the ideal lies on the ideal's face: a quota that the ideal
    meets exactly is met exactly by each panel. Panels are searched on this face alone, and near:
    each holds of a kind the whole number just below or just above the ideal's.
    """

    def __init__(self, kinds: Kinds, ideal: Numbers, found: Compositions) -> None:
        self.kinds, self.ideal, self.found = kinds, ideal, found
        nearest = np.round(ideal)
        is_whole = np.abs(ideal - nearest) < NEARLY
        lower = np.where(is_whole, nearest, np.floor(ideal))
        upper = np.where(is_whole, nearest, np.ceil(ideal))
        face = list(_face(kinds.rows, ideal))
        self.finder = Finder(kinds, face, (lower, upper))
        self.whole_face = Finder(kinds, face)
        self.dimensions = int((~is_whole).sum())
        self.random = np.random.default_rng(0)
        self.late = np.zeros(len(ideal))
        self.is_barren = False

    def follow(self, searches: int, *, until: int | None = None, tell: Tell | None = None) -> int:
        """Each search favors the kinds that the earlier ones left behind. Returns how many new
        compositions were found; ends early when there are hardly any."""
        before = len(self.found)
        for search in range(searches):
            if until and len(self.found) >= until:
                break
            self.is_barren = search >= TRIES and len(self.found) - before < search / 4
            if self.is_barren:
                break
            due = (self.late + self.ideal) / self.kinds.sizes
            noise = self.random.normal(size=len(due)) * NOISE
            composition = self.finder.heavy(due + due**3 + noise)
            if composition is not None:
                self.late += self.ideal - composition
                self.found.add(composition)
            if until and tell:
                tell(min(1.0, len(self.found) / until))
        return len(self.found) - before

    def gather(self, prices: Numbers, searches: int) -> bool:
        """Look for what the mixture lacks; whether there may be something to add."""
        added = 0
        if not self.is_barren:
            added = self.follow(searches) + self._search(self.finder, prices, searches // 2 + 4)
        if added and not self.is_barren:
            return True
        self._search(self.whole_face, prices, TRIES // 4)
        return self.search_exactly(prices)

    def _search(self, finder: Finder, prices: Numbers, searches: int) -> int:
        """Move away from what was just found."""
        before = len(self.found)
        weights = prices
        for search in range(searches):
            composition = finder.heavy(weights)
            if composition is None or search % 16 == 15:
                weights = prices * (1 + NOISE * self.random.random(len(prices)))
                continue
            self.found.add(composition)
            weights = weights * np.where(composition > self.ideal, 0.6, 1.0)
        return len(self.found) - before

    def search_exactly(self, prices: Numbers) -> bool:
        """Whether the heaviest composition of the face weighs as much as the ideal and is new:
        otherwise no mixture is the ideal."""
        scale = prices.max()
        best = self.whole_face.heaviest(prices / scale)
        if best is None or best[1] * scale < prices @ self.ideal - REACHED:
            return False
        return self.found.add(best[0])


def _face(rows: Sequence[Row], ideal: Numbers) -> Iterator[Row]:
    for row in rows:
        value = float(row.marks @ ideal)
        if abs(value - row.upper) < TIGHT:
            yield replace(row, lower=row.upper)
        elif abs(value - row.lower) < TIGHT:
            yield replace(row, upper=row.lower)
        else:
            yield row


class _Blend:
    """Shares that bring everyone's chance as near to the ideal's as the compositions allow.

    The objective is what the worst served lacks, negative; column 0 holds it.
    """

    def __init__(self, kinds: Kinds, ideal: Numbers) -> None:
        self.sizes = kinds.sizes
        self.known = 0
        self.programme = Programme()
        self.programme.add_columns(np.array([-INFINITY]), np.zeros(1), np.ones(1))
        for chance in ideal / kinds.sizes:
            self.programme.add_row(np.array([-1.0]), float(chance), INFINITY)
        self.programme.add_row(np.zeros(1), 1.0, 1.0)

    def of(self, found: Compositions) -> Answer:
        for composition in found.since(self.known):
            self.programme.add_column(0.0, np.append(composition / self.sizes, 1.0))
        self.known = len(found)
        return self.programme.solve()
