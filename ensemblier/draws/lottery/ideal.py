"""The fairest chances if a panel could hold fractions of people: never less fair than what
panels of whole people allow, and nearly always reached by them."""

from __future__ import annotations

import numpy as np

from ensemblier.draws.lottery.finding import programme_of
from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.solver import INFINITY, Numbers

BINDING = 1e-7


def ideal_of(kinds: Kinds) -> Numbers | None:
    """The expected number of people of each kind; None when there is none.

    The smallest chance is made as large as possible; the kinds that cannot have more, told by
    their price, keep it; then the smallest chance of the others, until all are settled.
    """
    count = len(kinds.members)
    programme = programme_of(kinds.rows, np.zeros(count), kinds.most, whole=False)
    least = programme.columns
    programme.add_columns(np.zeros(1), np.full(1, INFINITY), np.ones(1))
    first = programme.rows
    for kind, size in enumerate(kinds.sizes):
        programme.add_row(_marks(count, kind, 1.0, -size), 0.0, INFINITY)
    open_kinds = np.ones(count, dtype=bool)
    while answer := programme.maximize():
        if not open_kinds.any():
            return answer.values[:count]
        chance = max(0.0, float(answer.values[least]))
        prices = np.abs(answer.prices[first:]) * kinds.sizes * open_kinds
        for settled in np.nonzero(prices > BINDING)[0].tolist():
            open_kinds[settled] = False
            programme.change(first + settled, least, 0.0)
            programme.bound_row(first + settled, chance * kinds.sizes[settled], INFINITY)
        if not open_kinds.any():
            programme.price(np.zeros(count + 1))
    return None


def _marks(count: int, kind: int, value: float, last: float) -> Numbers:
    marks = np.zeros(count + 1)
    marks[kind], marks[-1] = value, last
    return marks
