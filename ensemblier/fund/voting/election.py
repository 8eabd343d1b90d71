"""What is voted on, and what comes of it. Money in the smallest unit that the election uses."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


class Rule(enum.StrEnum):
    EQUAL_SHARES = "equal-shares"
    GREEDY = "greedy"
    MAJORITY = "majority"


class Reason(enum.StrEnum):
    """Why a project is funded or not."""

    SHARES = "shares"
    """Its supporters paid for it."""
    FREE = "free"
    """It costs nothing and somebody wants it."""
    COMPLETION = "completion"
    """The money left over went to it, by number of votes."""
    VOTES = "votes"
    """Its votes, under the greedy or the majority rule."""
    SUPPORTERS_SPENT = "supporters-spent"
    """What its supporters had left was less than its cost, and so was what was left over."""
    NOBODY = "nobody"
    """Nobody supports it, where some support is needed."""
    TOO_DEAR = "too-dear"
    """It did not fit in what was left, under the greedy or the majority rule."""
    NO_MAJORITY = "no-majority"
    """Half of the ballots or fewer support it."""


@dataclass(frozen=True)
class Project:
    id: str
    cost: int
    name: str = ""


@dataclass(frozen=True)
class Election:
    """`ballots` hold the positions of the projects approved; `unit` is what one euro is worth in
    the unit of costs and budget: 100 when they are in cents. With `needs_support`, what nobody
    approves is never funded, even with money left over."""

    projects: tuple[Project, ...]
    ballots: tuple[frozenset[int], ...]
    budget: int
    unit: int = 1
    needs_support: bool = False

    def __post_init__(self) -> None:
        if self.budget < 0 or any(project.cost < 0 for project in self.projects):
            raise ValueError("money below zero")
        if len({project.id for project in self.projects}) != len(self.projects):
            raise ValueError("two projects bear the same identifier")

    @cached_property
    def votes(self) -> tuple[int, ...]:
        counted = Counter(place for ballot in self.ballots for place in ballot)
        return tuple(counted[place] for place in range(len(self.projects)))

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Positions by more votes, then lower cost, then identifier: how every tie is settled."""
        places = range(len(self.projects))
        return tuple(
            sorted(
                places,
                key=lambda place: (
                    -self.votes[place],
                    self.projects[place].cost,
                    self.projects[place].id,
                ),
            )
        )

    def cost_of(self, places: Sequence[int]) -> int:
        return sum(self.projects[place].cost for place in places)


@dataclass(frozen=True)
class Purchase:
    """A project bought by its supporters: each paid `price`, those of `emptied` what they had
    left, which was less. `effort` is the price by unit of cost, by which projects compare."""

    place: int
    price: Fraction
    paying: int
    emptied: frozenset[int] = frozenset()
    paid_by_emptied: Fraction = Fraction(0)


@dataclass(frozen=True)
class Verdict:
    """What became of one project, with the figures that explain it.

    `supporters_left`: what its supporters had left when the rule stopped.
    `left_over`: what was left of the budget when the project was considered without success, or
    before it was funded.
    """

    project: Project
    funded: bool
    reason: Reason
    votes: int
    price: Fraction | None = None
    paying: int = 0
    emptied: int = 0
    supporters_left: Fraction | None = None
    left_over: int | None = None


@dataclass(frozen=True)
class Outcome:
    """`winners`: positions in the order in which they were funded. `share`: what each ballot
    received in the end, of which `raised` times one euro beyond its equal part."""

    rule: Rule
    election: Election
    winners: tuple[int, ...]
    verdicts: tuple[Verdict, ...]
    purchases: tuple[Purchase, ...] = ()
    share: Fraction | None = None
    raised: int = 0

    @property
    def spent(self) -> int:
        return self.election.cost_of(self.winners)

    @property
    def ids(self) -> list[str]:
        return [self.election.projects[place].id for place in self.winners]
