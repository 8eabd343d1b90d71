"""Panels made level: people of one kind on as many of them as each other, housemates too."""

from __future__ import annotations

from collections import Counter

from ensemblier.draws.lottery.kinds import Kinds

Panel = tuple[int, ...]
MOST_STEPS = 20_000


class Leveller:
    """Exchanges, in one panel at a time, two people of one kind; under the rule of addresses,
    their whole households, which are made alike. Quotas, seats and addresses hold as before.

    Each exchange lowers the sum of the squares of how many panels people are on.
    """

    def __init__(self, kinds: Kinds, panels: list[Panel]) -> None:
        self.kinds, self.panels = kinds, panels
        self.times = Counter(row for panel in panels for row in panel)
        self.on: dict[int, set[int]] = {}
        for place, panel in enumerate(panels):
            for row in panel:
                self.on.setdefault(row, set()).add(place)
        self.homes: dict[str, list[int]] = {}
        for row, address in enumerate(kinds.problem.addresses or ()):
            if address:
                self.homes.setdefault(address, []).append(row)

    def level(self) -> list[Panel]:
        steps = 0
        moved = True
        while moved and steps < MOST_STEPS:
            moved = False
            for rows in self.kinds.members:
                while steps < MOST_STEPS and self._bring_closer(rows):
                    moved, steps = True, steps + 1
        return self.panels

    def _bring_closer(self, rows: Panel) -> bool:
        """One exchange between whoever of the kind is on most panels and on fewest."""
        most = max(rows, key=lambda row: (self.times[row], row))
        fewest = min(rows, key=lambda row: (self.times[row], row))
        if self.times[most] - self.times[fewest] < 2:
            return False
        swap = self._swap(most, fewest)
        places = sorted(self.on.get(most, set()) - self.on.get(fewest, set()))
        best = min(places, key=lambda place: self._gain(place, swap), default=None)
        if best is None or self._gain(best, swap) >= 0:
            return False
        self._exchange(best, swap)
        return True

    def _swap(self, one: int, other: int) -> dict[int, int]:
        """{row: whose place it takes or gives} for both households, or for the two alone."""
        addresses = self.kinds.problem.addresses
        known = {addresses[one], addresses[other]} - {""} if addresses else set()
        if addresses is None or len(known) < 2:
            return {one: other, other: one}
        ours, theirs = (
            sorted(
                self.homes[addresses[row]],
                key=lambda mate: (self.kinds.problem.category_of(mate), mate != row, mate),
            )
            for row in (one, other)
        )
        pairs = dict(zip(ours, theirs, strict=True))
        return pairs | {mate: row for row, mate in pairs.items()}

    def _gain(self, place: int, swap: dict[int, int]) -> int:
        """By how much the sum of squares changes."""
        panel = self.panels[place]
        leaving = [row for row in panel if row in swap and swap[row] not in panel]
        change = 0
        for row in leaving:
            change += 1 - 2 * self.times[row]
            change += 1 + 2 * self.times[swap[row]]
        return change

    def _exchange(self, place: int, swap: dict[int, int]) -> None:
        old = self.panels[place]
        new = tuple(sorted(swap.get(row, row) for row in old))
        for row in set(old).difference(new):
            self.times[row] -= 1
            self.on[row].remove(place)
        for row in set(new).difference(old):
            self.times[row] += 1
            self.on.setdefault(row, set()).add(place)
        self.panels[place] = new
