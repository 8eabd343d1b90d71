"""Equal Shares as its definition reads, in fractions, without any of our shortcuts."""

from __future__ import annotations

from fractions import Fraction

from ensemblier.fund.voting import Election


def naive_winners(election: Election, *, keep_raising: bool = False) -> list[str]:
    """The identifiers in the order in which they are funded."""
    places = range(len(election.projects))
    cost = [project.cost for project in election.projects]
    supporters = [[v for v, ballot in enumerate(election.ballots) if p in ballot] for p in places]
    order = sorted(places, key=lambda p: (-len(supporters[p]), cost[p], election.projects[p].id))
    free = [p for p in order if supporters[p] and not cost[p]]
    sold = [p for p in order if supporters[p] and cost[p]]
    kept: list[int] = []
    raised = 0
    while election.ballots:
        share = Fraction(election.budget, len(election.ballots)) + raised * election.unit
        bought = _bought(sold, cost, supporters, [share] * len(election.ballots))
        spent = sum(cost[p] for p in bought)
        if spent > election.budget:
            break
        kept = bought
        missing = [p for p in sold if p not in bought]
        fits = [p for p in missing if cost[p] <= election.budget - spent]
        if not missing or not (fits or keep_raising):
            break
        raised += 1
    funded = [*free, *kept]
    for p in order:
        if p not in funded and sum(cost[q] for q in funded) + cost[p] <= election.budget:
            funded.append(p)
    return [election.projects[p].id for p in funded]


def _bought(sold, cost, supporters, left):
    bought = []
    while True:
        efforts = {}
        for p in sold:
            if p not in bought:
                price = _price(cost[p], sorted(left[v] for v in supporters[p]))
                if price is not None:
                    efforts[p] = price / cost[p]
        if not efforts:
            return bought
        least = min(efforts.values())
        chosen = next(p for p in sold if efforts.get(p) == least)
        bought.append(chosen)
        for v in supporters[chosen]:
            left[v] -= min(left[v], least * cost[chosen])


def _price(cost, left):
    """What each pays at most for `cost` when those who have less give all they have."""
    missing = Fraction(cost)
    for paid, money in enumerate(left):
        equal = missing / (len(left) - paid)
        if equal <= money:
            return equal
        missing -= money
    return None
