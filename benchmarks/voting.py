"""Equal Shares on a vote of 180 projects and 7 000 ballots, as large as a city's.

python -m benchmarks.voting
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.measures import Measure
from ensemblier.fund.voting import Election, Project, equal_shares

PROJECTS, BALLOTS = 180, 7_000
# What each ballot brings decides how long the search is: shares rise euro by euro.
BUDGETS = {"1 M€": 1_000_000, "3 M€": 3_000_000}


def drawn(budget: int) -> Election:
    """A few projects please many, most please few; nearly every ballot is unlike the others."""
    chance = random.Random(2)
    costs = [chance.randrange(2_000, 100_000) for _project in range(PROJECTS)]
    appeal = [chance.paretovariate(1) for _project in range(PROJECTS)]
    places = range(PROJECTS)
    return Election(
        tuple(Project(str(place), cost) for place, cost in enumerate(costs)),
        tuple(
            frozenset(chance.choices(places, appeal, k=chance.randint(1, 10)))
            for _ballot in range(BALLOTS)
        ),
        budget,
    )


def shared_out(budget: int) -> dict[str, Any]:
    election = drawn(budget)
    start = time.perf_counter()
    outcome = equal_shares(election)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "raised": outcome.raised, "funded": len(outcome.winners)}


def voting_measures() -> Iterator[Measure]:
    for name, budget in BUDGETS.items():
        told = shared_out(budget)
        note = f"{told['funded']} funded, shares raised {told['raised']} times"
        yield Measure(f"Equal Shares, 180 × 7 000, {name}", told["seconds"], "s", 10, True, note)


if __name__ == "__main__":
    for measured in voting_measures():
        print(json.dumps({"name": measured.name, "s": measured.value, "note": measured.note}))
