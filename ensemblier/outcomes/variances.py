"""Where what happened is far from what was planned, line by line. Knows no model."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ensemblier.applications.budget import percentage


@dataclass(frozen=True)
class Compared:
    """One line of the budget: planned and actual, in cents; None is not told yet."""

    planned: int
    actual: int | None

    @property
    def gap(self) -> int:
        return (self.actual or 0) - self.planned

    @property
    def percent(self) -> Decimal | None:
        """The actual as a share of the planned, as form Cerfa 15059 prints it."""
        return None if self.actual is None else percentage(self.actual, self.planned)

    def is_far(self, threshold: int) -> bool:
        """Whether the gap is more than `threshold` percent of what was planned.

        Money that was not planned at all is always far.
        """
        if self.actual is None:
            return False
        return abs(self.gap) * 100 > threshold * self.planned
