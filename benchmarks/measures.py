"""One figure, and how it is judged."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass
class Measure:
    """One figure; `target` is the least, or the most when `at_most`; None is for information."""

    name: str
    value: float | None
    unit: str
    target: float | None = None
    at_most: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.value is None or self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


def median_of(rounds: list[dict[str, float]], key: str) -> float:
    return statistics.median(one[key] for one in rounds)
