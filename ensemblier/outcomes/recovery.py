"""What an action that cost less than agreed gives back to each funder. Knows no model.

The rule, its reasons and an example are in `docs/rules/recovery.md`. Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    """What one funder was asked, granted, and has paid."""

    key: int
    asked: int
    granted: int
    paid: int


@dataclass(frozen=True)
class Settlement:
    """What one funder's grant becomes once the actual cost is known."""

    key: int
    granted: int
    earned: int
    paid: int

    @property
    def to_give_back(self) -> int:
        return max(0, self.paid - self.earned)

    @property
    def still_due(self) -> int:
        """What the funder has yet to pay."""
        return max(0, self.earned - self.paid)

    @property
    def lost(self) -> int:
        """What of the grant the action has not earned, paid or not."""
        return self.granted - self.earned


def agreed_cost(planned: int, grants: Sequence[Grant]) -> int:
    """The cost that the decisions agreed to: the budget less what was asked and not granted.

    Never less than what was granted: the funders agreed to that much at least.
    """
    missing = sum(max(0, grant.asked - grant.granted) for grant in grants)
    granted = sum(grant.granted for grant in grants)
    return max(planned - missing, granted)


def settle(*, planned: int, actual: int, grants: Sequence[Grant]) -> list[Settlement]:
    """Each grant, reduced as the actual cost falls short of the agreed one, to the cent.

    A cent that does not divide stays with the association.
    """
    agreed = agreed_cost(planned, grants)
    return [
        Settlement(grant.key, grant.granted, _earned(grant.granted, actual, agreed), grant.paid)
        for grant in grants
    ]


def _earned(granted: int, actual: int, agreed: int) -> int:
    if actual >= agreed:
        return granted
    return -(-granted * actual // agreed)
