"""One run of Equal Shares: the supporters of projects buy them, one after the other.

Exact, and fast: floating figures only set aside what cannot matter, with a margin wider than
their largest error; everything that decides is compared in whole numbers of any length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ensemblier.fund.voting.election import Election, Purchase

Places = NDArray[np.int64]
ROUNDING = 4e-16
"""Above the error of one operation on floating figures, relative to the share."""
HAIR = 1e-12
"""Above the relative error of a few multiplications."""


class Table:
    """The election as arrays, prepared once for all the runs."""

    def __init__(self, election: Election) -> None:
        self.election = election
        count = len(election.projects)
        self.costs = [project.cost for project in election.projects]
        self.approves = np.zeros((count, len(election.ballots)), dtype=np.uint8)
        for voter, ballot in enumerate(election.ballots):
            for place in ballot:
                self.approves[place, voter] = 1
        self.supporters: list[Places] = [np.flatnonzero(row) for row in self.approves]
        self.rank = {place: rank for rank, place in enumerate(election.order)}
        self.free = [p for p in election.order if election.votes[p] and not self.costs[p]]
        self.sold = [p for p in election.order if election.votes[p] and self.costs[p]]


@dataclass(frozen=True)
class Offer:
    """What a project would cost each of its supporters: `above` / (`scale` of the run × `paying`).

    `effort` = price / cost, the floating figure nearest to it.
    """

    place: int
    above: int
    paying: int
    supporters: Places
    emptied: Places
    effort: float


@dataclass
class Run:
    """`share` is what each voter starts with."""

    table: Table
    share: Fraction
    purchases: list[Offer] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Prices are kept as whole numbers: that of the j-th purchase is above / scale, where
        # scale is multiplied by the number of those who pay at each purchase.
        self.scale = self.share.denominator
        voters = len(self.table.election.ballots)
        self.rounding = ROUNDING * float(self.share)
        self.left = np.full(voters, float(self.share))
        self.has_money = np.full(voters, True)
        self.supporters = list(self.table.supporters)
        votes = self.table.election.votes
        self.bounds = {place: (1 - HAIR) / votes[place] for place in self.table.sold}
        self.waiting = list(self.table.sold)

    @property
    def places(self) -> list[int]:
        return [offer.place for offer in self.purchases]

    def buy_all(self, guesses: Sequence[int], most: int) -> int:
        """Buys until nothing can be bought, or more than `most` is spent; returns what is spent.

        `guesses` are the purchases of a run with a share close to this one: they save time.
        """
        spent = 0
        while spent <= most:
            rank = len(self.purchases)
            best = self._best_offer(guesses[rank] if rank < len(guesses) else None)
            if best is None:
                break
            self._buy(best)
            spent += self.table.costs[best.place]
        return spent

    def _best_offer(self, guess: int | None) -> Offer | None:
        best: Offer | None = None
        for place in self._candidates(guess):
            if best is not None:
                if self.bounds[place] > best.effort * (1 + HAIR):
                    break
                if self._is_dearer(place, best):
                    continue
            offer = self._offer(place)
            if offer is None:
                self._forget(place)
            elif best is None or self._precedes(offer, best):
                best = offer
        return best

    def _candidates(self, guess: int | None) -> list[int]:
        """The guess, then the others by what they cost at least."""
        self.waiting.sort(key=self.bounds.__getitem__)
        if guess not in self.bounds:
            return list(self.waiting)
        return [guess, *(place for place in self.waiting if place != guess)]

    def _is_dearer(self, place: int, best: Offer) -> bool:
        """Whether its supporters, each giving as much for its cost as for `best`, lack money.

        The bound then rises: those who have more left would share what is lacking.
        """
        cost, left = self.table.costs[place], self.left[self.supporters[place]]
        asked = best.effort * cost * (1 + HAIR)
        lacking = cost - np.add.reduce(np.minimum(left, asked)) - self._margin(len(left))
        if lacking <= 0:
            return False
        richer = np.count_nonzero(left > asked)
        price = asked + lacking / richer if richer else np.inf
        self.bounds[place] = float(price) / cost * (1 - 3 * HAIR)
        return True

    def _margin(self, count: int) -> float:
        """Above the error of a sum over `count` voters of what they have left."""
        return self.rounding * count * (count + len(self.purchases) + 1)

    def _precedes(self, one: Offer, other: Offer) -> bool:
        ours = one.above * other.paying * self.table.costs[other.place]
        theirs = other.above * one.paying * self.table.costs[one.place]
        if ours != theirs:
            return ours < theirs
        return self.table.rank[one.place] < self.table.rank[other.place]

    def _offer(self, place: int) -> Offer | None:
        """The exact price of a project, or None when its supporters have too little left."""
        supporters = self.supporters[place] = self._with_money(place)
        count, cost = len(supporters), self.table.costs[place]
        left = self.left[supporters]
        margin = self._margin(count)
        if np.add.reduce(left) < cost - margin:
            return None
        order = left.argsort()
        left, supporters = left[order], supporters[order]
        price = _price(left, cost)
        first, last = np.searchsorted(left, (price - margin, price + margin))
        return self._exact_offer(place, supporters, int(first), int(last))

    def _exact_offer(self, place: int, supporters: Places, first: int, last: int) -> Offer | None:
        """Those before `first` cannot pay the price, those from `last` can; between, we look."""
        cost = self.table.costs[place]
        above = cost * self.scale - self._money_of(supporters[:first])
        paying = len(supporters) - first
        emptied = supporters[:first]
        doubtful = [(self._money_of(supporters[i : i + 1]), i) for i in range(first, last)]
        for money, i in sorted(doubtful):
            if money * paying >= above:
                break
            above -= money
            paying -= 1
            emptied = np.append(emptied, supporters[i])
        if not paying:
            return None
        effort = above / (self.scale * paying * cost)
        self.bounds[place] = effort * (1 - HAIR)
        return Offer(place, above, paying, supporters, emptied, effort)

    def _with_money(self, place: int) -> Places:
        supporters = self.supporters[place]
        keeps = self.has_money[supporters]
        return supporters if keeps.all() else supporters[keeps]

    def _money_of(self, voters: Places) -> int:
        """What voters who never emptied their share have left in all, times `scale`, exactly."""
        if not len(voters):
            return 0
        money = len(voters) * self.share.numerator
        if self.purchases:
            rows = self.table.approves[np.ix_(np.array(self.places), voters)]
            for offer, paid in zip(self.purchases, rows.sum(axis=1).tolist(), strict=True):
                money = money * offer.paying - paid * offer.above
        return money

    def money_left(self, place: int) -> Fraction:
        return Fraction(self._money_of(self._with_money(place)), self.scale)

    def _buy(self, offer: Offer) -> None:
        self.purchases.append(offer)
        self.scale *= offer.paying
        self.left[offer.supporters] -= offer.above / self.scale
        self.left[offer.emptied] = 0
        self.has_money[offer.emptied] = False
        self._forget(offer.place)

    def _forget(self, place: int) -> None:
        self.waiting.remove(place)
        del self.bounds[place]

    def told(self) -> tuple[Purchase, ...]:
        found, scale = [], self.share.denominator
        for offer in self.purchases:
            scale *= offer.paying
            price = Fraction(offer.above, scale)
            cost = self.table.costs[offer.place]
            found.append(
                Purchase(
                    offer.place,
                    price,
                    offer.paying,
                    frozenset(offer.emptied.tolist()),
                    cost - price * offer.paying,
                )
            )
        return tuple(found)


def _price(left: NDArray[np.float64], cost: int) -> float:
    """About what each pays for `cost` when those who have less give all; `left` is sorted."""
    count = len(left)
    before = np.concatenate(([0.0], left[:-1].cumsum()))
    prices = (cost - before) / np.arange(count, 0, -1)
    can_pay = prices <= left
    first = int(can_pay.argmax())
    return float(prices[first] if can_pay[first] else prices[-1])
