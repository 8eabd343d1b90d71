"""A mixture rounded to 1 000 panels that each count the same."""

from __future__ import annotations

import numpy as np

from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.mixture import Mixture
from ensemblier.draws.lottery.outcome import PANELS
from ensemblier.draws.lottery.solver import Numbers

EXCHANGES = 5000
BETTER = 1e-9


def rounded(kinds: Kinds, mixture: Mixture) -> list[Numbers]:
    """1 000 compositions, taken as often as the mixture says and a little more or less.

    Each composition first gets the whole part of its share of 1 000. The others are added one
    by one, then exchanged one for one, as long as the sum over people of the squared change of
    their chance gets smaller.
    """
    gap = _Gap(kinds, mixture)
    while gap.times.sum() < PANELS:
        gap.add(int(np.argmin(gap.after_adding())))
    for _exchange in range(EXCHANGES):
        if not gap.exchange():
            break
    return [
        composition
        for composition, times in zip(mixture.compositions, gap.times, strict=True)
        for _time in range(int(times))
    ]


class _Gap:
    """What the rounded lottery gives more or less than the mixture, in panels and per kind.

    Weighting each kind by 1/size makes the square of a gap a sum over its people, as the times
    of a kind are shared equally among them.
    """

    def __init__(self, kinds: Kinds, mixture: Mixture) -> None:
        self.scaled = mixture.compositions / np.sqrt(kinds.sizes)
        self.times = np.floor(mixture.shares * PANELS + BETTER)
        wanted = PANELS * mixture.expected / np.sqrt(kinds.sizes)
        self.products = self.scaled @ self.scaled.T
        self.slopes = self.scaled @ (self.times @ self.scaled - wanted)

    def after_adding(self) -> Numbers:
        """How much the square of the gap grows with one more of each composition."""
        return 2 * self.slopes + np.diag(self.products)

    def add(self, place: int, sign: int = 1) -> None:
        self.times[place] += sign
        self.slopes = self.slopes + sign * self.products[place]

    def exchange(self) -> bool:
        """Make the best exchange of one panel for another; whether any was worth it."""
        used = np.nonzero(self.times)[0]
        squares = np.diag(self.products)
        change = (
            (2 * self.slopes + squares)[None, :]
            + (squares - 2 * self.slopes)[used, None]
            - 2 * self.products[used]
        )
        place = int(np.argmin(change))
        taken, given = divmod(place, change.shape[1])
        if change[taken, given] > -BETTER:
            return False
        self.add(int(used[taken]), -1)
        self.add(given)
        return True
