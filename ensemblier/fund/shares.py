"""Sharing a sum among those who can give, to the cent. Knows no model."""

from __future__ import annotations

from collections.abc import Sequence


def split(amount: int, capacities: Sequence[int]) -> list[int]:
    """`amount` shared in proportion to `capacities`, by the largest remainder; all in cents.

    The parts sum to `amount` and none is above its capacity. Equal fractions: the first wins.
    Raises ValueError when the capacities together are less than `amount`.
    """
    total = sum(capacities)
    if amount < 0 or amount > total or min(capacities, default=0) < 0:
        raise ValueError(f"{amount} cannot be shared among {list(capacities)}")
    if total == 0:
        return [0 for _capacity in capacities]
    parts = [amount * capacity // total for capacity in capacities]
    fractions = [amount * capacity % total for capacity in capacities]
    by_fraction = sorted(range(len(parts)), key=lambda place: (-fractions[place], place))
    for place in by_fraction[: amount - sum(parts)]:
        parts[place] += 1
    return parts
