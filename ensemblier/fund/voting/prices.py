"""Whether an outcome of Equal Shares is priceable: somebody's money stands behind each purchase.

Conditions of Peters and Skowron, *Proportionality and the limits of welfarism* (EC 2020), C1 to
C5, for the projects that were bought.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ensemblier.fund.voting.election import Election, Outcome


@dataclass(frozen=True)
class PriceSystem:
    """`payments[voter]`: {position of the project: what the voter paid for it}."""

    share: Fraction
    payments: tuple[dict[int, Fraction], ...]


def price_system(outcome: Outcome) -> PriceSystem:
    """Who paid what, computed anew from the prices that the outcome declares."""
    election = outcome.election
    share = Fraction(outcome.share or 0)
    left = [share] * len(election.ballots)
    payments: list[dict[int, Fraction]] = [{} for _ballot in election.ballots]
    for purchase in outcome.purchases:
        for voter, ballot in enumerate(election.ballots):
            if purchase.place in ballot:
                paid = min(purchase.price, left[voter])
                left[voter] -= paid
                payments[voter][purchase.place] = paid
    return PriceSystem(share, tuple(payments))


def faults_of_prices(outcome: Outcome, system: PriceSystem) -> list[str]:
    """The conditions that do not hold, in words for a programmer; none for a priceable outcome."""
    election, bought = outcome.election, {one.place for one in outcome.purchases}
    left = [system.share - sum(paid.values()) for paid in system.payments]
    faults = []
    for voter, (paid, ballot) in enumerate(zip(system.payments, election.ballots, strict=True)):
        if not set(paid) <= ballot or any(amount < 0 for amount in paid.values()):
            faults.append(f"C1: voter {voter} pays for what was not approved")
        if left[voter] < 0:
            faults.append(f"C2: voter {voter} pays more than the share")
    for place, project in enumerate(election.projects):
        paid_for = sum(paid.get(place, Fraction(0)) for paid in system.payments)
        if paid_for != (project.cost if place in bought else 0):
            faults.append(f"C3-C4: {project.id} costs {project.cost} and {paid_for} was paid")
    return faults + _unbought_within_reach(election, bought, left)


def _unbought_within_reach(election: Election, bought: set[int], left: list[Fraction]) -> list[str]:
    """C5: the supporters of what was not bought have less left than it costs, or just enough."""
    faults = []
    for place, project in enumerate(election.projects):
        money = sum(
            (left[voter] for voter, ballot in enumerate(election.ballots) if place in ballot),
            Fraction(0),
        )
        if place not in bought and project.cost and money >= project.cost:
            faults.append(f"C5: the supporters of {project.id} could buy it with {money}")
    return faults
