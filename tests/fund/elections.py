"""Elections for tests, built in one line or drawn at random."""

from __future__ import annotations

import random

from ensemblier.fund.voting import Election, Project


def election_of(budget: int, costs: dict[str, int], ballots: list[str], unit: int = 1) -> Election:
    """`ballots` are written «a b»: the identifiers approved, parted by spaces."""
    places = {name: place for place, name in enumerate(costs)}
    return Election(
        tuple(Project(name, cost, f"Projet {name}") for name, cost in costs.items()),
        tuple(frozenset(places[name] for name in ballot.split()) for ballot in ballots),
        budget,
        unit,
    )


def drawn_election(
    seed: int, *, projects: int, voters: int, budget: int, dearest: int, unit: int = 1
) -> Election:
    """A few projects please many, most please few; some ballots are blank."""
    chance = random.Random(seed)
    appeal = [chance.paretovariate(1) for _ in range(projects)]
    return Election(
        tuple(
            Project(str(place + 1), chance.randint(1, dearest), f"Projet {place + 1}")
            for place in range(projects)
        ),
        tuple(
            frozenset(chance.choices(range(projects), appeal, k=chance.randint(0, 6)))
            for _voter in range(voters)
        ),
        budget,
        unit,
    )
