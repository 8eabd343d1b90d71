"""The smallest chance is the optimum of the reference library, where that is installed.

`python -m benchmarks.peers.sortition` installs it, in an environment of its own.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.peers import sortition
from ensemblier.draws.lottery import Problem, lottery_of, problem_of, read_pool, read_quotas
from tests.draws.pools import make_pool

pytestmark = pytest.mark.skipif(
    not sortition.is_installed(),
    reason="the reference library is absent: python -m benchmarks.peers.sortition installs it",
)


def smallest(problem: Problem) -> float:
    return min(chance for chance in lottery_of(problem).chances if chance > 1e-9)


@pytest.mark.parametrize("seats", [22, 23])
def test_on_the_reference_pool(shared: Path, seats: int):
    folder = shared / "data" / "sortition"
    people = read_pool(folder / "sf_candidates.csv")
    problem = problem_of(people, read_quotas(folder / "sf_features.csv"), seats=seats)
    theirs = sortition.maximin(problem, exact=True)
    assert smallest(problem) == pytest.approx(theirs.min_chance, abs=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_generated_pools(seed: int):
    problem = make_pool(80, 12, seed=seed, sizes=(2, 3, 3))
    theirs = sortition.maximin(problem, exact=True)
    assert smallest(problem) == pytest.approx(theirs.min_chance, abs=1e-6)


def test_with_one_person_per_address():
    problem = make_pool(60, 10, seed=4, sizes=(2, 3, 2))
    addresses = tuple(f"street {row // 2}" if row % 3 else "" for row in range(60))
    problem = replace(problem, addresses=addresses)
    theirs = sortition.maximin(problem, exact=True)
    assert smallest(problem) == pytest.approx(theirs.min_chance, abs=1e-6)
