"""Compositions, and mixtures of them: shares that sum to 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ensemblier.draws.lottery.solver import Numbers

# Told how much of the work is done, from 0 to 1.
Tell = Callable[[float], object]


class Compositions:
    """Different compositions, in the order in which they were found."""

    def __init__(self) -> None:
        self._all: list[Numbers] = []
        self._known: set[bytes] = set()

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Numbers]:
        return iter(self._all)

    def since(self, place: int) -> Sequence[Numbers]:
        return self._all[place:]

    def add(self, composition: Numbers) -> bool:
        """Whether it is new."""
        key = (composition + 0.0).tobytes()  # no negative zero
        if key in self._known:
            return False
        self._known.add(key)
        self._all.append(composition)
        return True


@dataclass(frozen=True)
class Mixture:
    """`shares` has one value per row of `compositions`, many of them 0."""

    compositions: Numbers
    shares: Numbers

    @classmethod
    def of(cls, compositions: Compositions, shares: Numbers) -> Mixture:
        shares = np.clip(shares, 0.0, None)
        return cls(np.array(list(compositions)), shares / shares.sum())

    @property
    def expected(self) -> Numbers:
        """The expected number of people of each kind."""
        return self.shares @ self.compositions
