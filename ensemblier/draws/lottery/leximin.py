"""The fairest mixture of panels: the smallest chance as large as it can be, then the next."""

from __future__ import annotations

import numpy as np

from ensemblier.draws.lottery.finding import Finder
from ensemblier.draws.lottery.ideal import ideal_of
from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.mixing import mixture_of
from ensemblier.draws.lottery.mixture import Compositions, Mixture, Tell
from ensemblier.draws.lottery.solver import INFINITY, Answer, Numbers, Programme

BINDING = 1e-7
# Nothing outweighs the mixture by more than this, in chances.
PRECISION = 1e-9


def leximin_of(kinds: Kinds, tell: Tell) -> Mixture | None:
    """None when no panel meets the quotas."""
    found = Compositions()
    ideal = ideal_of(kinds)
    mixture = None
    if ideal is not None:
        mixture = mixture_of(kinds, ideal, found, lambda done: tell(done / 2))
    return mixture or stepwise(kinds, found, lambda done: tell((1 + done) / 2))


def stepwise(kinds: Kinds, found: Compositions, tell: Tell) -> Mixture | None:
    """Leximin level by level, each one proven by an exact search, whatever was `found` before."""
    finder = Finder(kinds)
    if not len(found):
        first = finder.heaviest(np.ones(len(kinds.members)))
        if first is None:
            return None
        found.add(first[0])
    levels = _Levels(kinds, found)
    while levels.open_kinds.any():
        answer = levels.best(finder)
        levels.settle(answer)
        tell(1 - float(levels.open_kinds.mean()))
    answer = levels.solve()
    return Mixture.of(found, answer.values[1:])


class _Levels:
    """Maximizes the smallest chance of the kinds that are still open; the others keep theirs.

    Column 0 is that chance; then one share per composition.
    """

    def __init__(self, kinds: Kinds, found: Compositions) -> None:
        self.sizes, self.found = kinds.sizes, found
        self.known = 0
        self.open_kinds = np.ones(len(self.sizes), dtype=bool)
        self.kept = np.zeros(len(self.sizes))
        self.programme = Programme()
        self.programme.add_columns(np.zeros(1), np.full(1, INFINITY), np.ones(1))
        for _kind in self.sizes:
            self.programme.add_row(np.array([-1.0]), 0.0, INFINITY)
        self.programme.add_row(np.zeros(1), 1.0, 1.0)

    def solve(self) -> Answer:
        for composition in self.found.since(self.known):
            self.programme.add_column(0.0, np.append(composition / self.sizes, 1.0))
        self.known = len(self.found)
        return self.programme.solve()

    def best(self, finder: Finder) -> Answer:
        """Add compositions until none can raise the smallest chance."""
        while True:
            answer = self.solve()
            weights = self._prices(answer) / self.sizes
            scale = weights.max()
            total = abs(answer.prices[-1])
            quick = finder.heavy(weights / scale)
            if quick is not None and weights @ quick > total + PRECISION and self.found.add(quick):
                continue
            heaviest = finder.heaviest(weights / scale)
            if heaviest is None or heaviest[1] * scale <= total + PRECISION:
                return answer
            if not self.found.add(heaviest[0]):
                return answer

    def _prices(self, answer: Answer) -> Numbers:
        return np.abs(answer.prices[: len(self.sizes)])

    def settle(self, answer: Answer) -> None:
        """The kinds with a price cannot have more in any mixture: theirs is settled."""
        chance = max(0.0, float(answer.values[0]))
        prices = self._prices(answer) * self.open_kinds
        for kind in np.nonzero(prices > min(BINDING, prices.max() / 2))[0]:
            self.open_kinds[kind] = False
            self.programme.change(int(kind), 0, 0.0)
            self.programme.bound_row(int(kind), chance, INFINITY)
        if not self.open_kinds.any():
            self.programme.price(np.zeros(1))
