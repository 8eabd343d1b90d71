"""A mixture rounded to 1 000 panels that each count the same."""

from __future__ import annotations

import numpy as np

from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.mixture import Mixture
from ensemblier.draws.lottery.outcome import PANELS
from ensemblier.draws.lottery.solver import Numbers

ROUNDS = 40
EXCHANGES = 2000
BETTER = 1e-9
# How strongly a round insists on the people whom the rounds before served the worst.
INSISTENCE = 8


def rounded(kinds: Kinds, mixture: Mixture) -> list[Numbers]:
    """1 000 compositions, taken as often as the mixture says and a little more or less.

    Each composition first gets the whole part of its share of 1 000. The others are added one
    by one, then exchanged one for one, as long as the weighted sum of the squared changes gets
    smaller. Each round weighs more what changed the most in the one before; the round whose
    largest change is the smallest is kept.
    """
    gap = _Gap(kinds, mixture)
    best, smallest = gap.times, float("inf")
    for _round in range(ROUNDS):
        gap.settle()
        changes = gap.changes()
        if changes.max() < smallest - BETTER:
            best, smallest = gap.times.copy(), float(changes.max())
        if smallest < 1:
            break
        gap.weigh(gap.weights * (1 + (changes / changes.max()) ** INSISTENCE))
    return [
        composition
        for composition, times in zip(mixture.compositions, best, strict=True)
        for _time in range(int(times))
    ]


class _Gap:
    """What the rounded lottery gives more or less than the mixture, in panels and per kind."""

    def __init__(self, kinds: Kinds, mixture: Mixture) -> None:
        self.compositions, self.sizes = mixture.compositions, kinds.sizes
        self.wanted = PANELS * mixture.expected
        self.times = np.floor(mixture.shares * PANELS + BETTER)
        self.weigh(1 / kinds.sizes)

    def weigh(self, weights: Numbers) -> None:
        self.weights = weights / weights.mean()
        scaled = self.compositions * np.sqrt(self.weights)
        self.products = scaled @ scaled.T
        self.squares = np.diag(self.products)
        gaps = self.times @ self.compositions - self.wanted
        self.slopes = scaled @ (gaps * np.sqrt(self.weights))

    def changes(self) -> Numbers:
        """By how many of the 1 000 panels the worst served person of each kind changes, as
        people of a kind take turns."""
        times, exact = self.times @ self.compositions / self.sizes, self.wanted / self.sizes
        fewer, more = np.floor(times + BETTER), np.ceil(times - BETTER)
        return np.maximum(np.abs(fewer - exact), np.abs(more - exact))

    def settle(self) -> None:
        while self.times.sum() < PANELS:
            self._add(int(np.argmin(2 * self.slopes + self.squares)))
        for _exchange in range(EXCHANGES):
            if not self._exchange():
                break

    def _add(self, place: int, sign: int = 1) -> None:
        self.times[place] += sign
        self.slopes = self.slopes + sign * self.products[place]

    def _exchange(self) -> bool:
        """Make the best exchange of one panel for another; whether any was worth it."""
        used = np.nonzero(self.times)[0]
        change = (
            (2 * self.slopes + self.squares)[None, :]
            + (self.squares - 2 * self.slopes)[used, None]
            - 2 * self.products[used]
        )
        taken, given = divmod(int(np.argmin(change)), change.shape[1])
        if change[taken, given] > -BETTER:
            return False
        self._add(int(used[taken]), -1)
        self._add(given)
        return True
