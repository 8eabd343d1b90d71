"""From how many people of each kind to which people: everyone of a kind in turn."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.levelling import Leveller
from ensemblier.draws.lottery.solver import Numbers


class Turns:
    """Fills panels so that people of one kind are on as many as each other, or one more or less.

    Each place goes to whoever of the kind has been on the fewest panels, nobody of whose address
    is on this one; the order between equals is shuffled once by the seed.
    """

    def __init__(self, kinds: Kinds, shuffle: random.Random) -> None:
        self.kinds, self.shuffle = kinds, shuffle
        self.times: dict[int, int] = defaultdict(int)
        self.addresses = kinds.problem.addresses

    def fill(self, composition: Numbers) -> tuple[int, ...]:
        panel: list[int] = []
        taken: set[str] = set()
        for kind in self._most_bound_first(composition):
            for _place in range(int(composition[kind])):
                row = self._next(kind, taken, panel)
                panel.append(row)
                self.times[row] += 1
                taken.add(self._address(row))
        return tuple(sorted(panel))

    def _most_bound_first(self, composition: Numbers) -> Sequence[int]:
        held = [kind for kind, count in enumerate(composition) if count]
        return sorted(held, key=lambda kind: (self.kinds.most[kind] - composition[kind], kind))

    def _next(self, kind: int, taken: set[str], panel: Sequence[int]) -> int:
        free = [
            row
            for row in self.kinds.members[kind]
            if row not in panel and self._address(row) not in taken
        ]
        fewest = min(self.times[row] for row in free)
        return self.shuffle.choice([row for row in free if self.times[row] == fewest])

    def _address(self, row: int) -> str:
        shared = self.addresses[row] if self.addresses else ""
        return shared or f"\0{row}"


def panels_of(
    kinds: Kinds, compositions: Sequence[Numbers], seed: int | str
) -> tuple[tuple[int, ...], ...]:
    """In an order shuffled by the seed: a number says nothing of the panel it stands for."""
    shuffle = random.Random(f"{seed}")  # noqa: S311 - chance is drawn in public, not here
    order = list(compositions)
    shuffle.shuffle(order)
    turns = Turns(kinds, shuffle)
    return tuple(Leveller(kinds, [turns.fill(composition) for composition in order]).level())
