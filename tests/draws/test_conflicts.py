"""Quotas that cannot be met: the conflict is minimal, the relaxation the smallest."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from ensemblier.draws.lottery import (
    Change,
    InfeasibleQuotas,
    Limit,
    LimitKind,
    Problem,
    Quota,
    Relaxation,
    conflict_of,
    lottery_of,
    problem_of,
    read_pool,
    read_quotas,
    relaxation_of,
)
from tests.draws.pools import every_panel, small_problems

few = settings(max_examples=40, deadline=None)


def meets(problem: Problem, limits: tuple[Limit, ...]) -> bool:
    """Whether some set of people meets these limits, by trying every one."""
    sizes = [problem.seats] if Limit(LimitKind.SEATS) in limits else range(len(problem.people) + 1)
    for size in sizes:
        for rows in itertools.combinations(range(len(problem.people)), size):
            broken = set(replace(problem, seats=max(1, size)).faults(rows))
            if not broken.intersection(limits) - ({Limit(LimitKind.SEATS)} if not size else set()):
                return True
    return False


@few
@given(small_problems(feasible=False))
def test_conflicts_are_minimal(problem: Problem):
    conflict = conflict_of(problem)
    assert bool(conflict) == (not every_panel(problem))
    assume(conflict)
    assert not meets(problem, conflict)
    for limit in conflict:
        others = tuple(other for other in conflict if other != limit)
        assert meets(problem, others), limit


def relaxed(problem: Problem, size: int) -> Iterator[Problem]:
    """Every problem at this total change of bounds."""
    bounds = 2 * len(problem.quotas)
    for where in itertools.combinations_with_replacement(range(bounds), size):
        quotas = list(problem.quotas)
        for place in where:
            quota = quotas[place // 2]
            if place % 2:
                quotas[place // 2] = replace(quota, maximum=quota.maximum + 1)
            elif quota.minimum:
                quotas[place // 2] = replace(quota, minimum=quota.minimum - 1)
        yield replace(problem, quotas=tuple(quotas))


@few
@given(small_problems(feasible=False))
def test_relaxations_are_feasible_and_the_smallest(problem: Problem):
    assume(not every_panel(problem))
    relaxation = relaxation_of(problem)
    assert every_panel(relaxation.applied_to(problem))
    if relaxation.seats == problem.seats and 1 <= relaxation.size <= 3:
        smaller = relaxed(problem, relaxation.size - 1)
        assert not any(every_panel(other) for other in smaller)


def test_the_conflict_and_the_relaxation_come_with_the_refusal():
    people = tuple({"sexe": sexe} for sexe in "FFFH")
    women, men = Quota("sexe", "F", 0, 2), Quota("sexe", "H", 2, 3)
    with pytest.raises(InfeasibleQuotas) as refusal:
        lottery_of(Problem(people, (women, men), 3))
    assert str(refusal.value) == "Aucun panel ne respecte tous les quotas à la fois."
    assert refusal.value.conflict == (Limit(LimitKind.MINIMUM, men),)
    assert refusal.value.relaxation == Relaxation((Change(men, Quota("sexe", "H", 1, 3)),), 3)


def test_flexible_bounds_are_kept_when_they_suffice():
    people = tuple({"sexe": sexe} for sexe in "FFFF" + "HH")
    women = Quota("sexe", "F", 2, 2, flex_minimum=2, flex_maximum=4)
    men = Quota("sexe", "H", 3, 3, flex_minimum=0, flex_maximum=3)
    assert relaxation_of(Problem(people, (women, men), 5)) == Relaxation(
        (Change(women, Quota("sexe", "F", 2, 3)), Change(men, Quota("sexe", "H", 2, 3))), 5
    )


def test_beyond_the_flexible_bounds_is_said():
    people = tuple({"sexe": sexe} for sexe in "FF")
    quotas = (Quota("sexe", "F", 1, 1, 1, 1), Quota("sexe", "H", 1, 1, 1, 1))
    relaxation = relaxation_of(Problem(people, quotas, 2))
    assert [change.is_beyond_flex for change in relaxation.changes] == [True, True]
    assert relaxation.size == 2


def test_addresses_that_leave_too_few_people_lower_the_seats():
    people = tuple({"sexe": "F"} for _ in range(3))
    problem = Problem(people, (Quota("sexe", "F", 0, 3),), 3, ("a", "a", ""))
    with pytest.raises(InfeasibleQuotas) as refusal:
        lottery_of(problem)
    assert refusal.value.conflict == (Limit(LimitKind.SEATS), Limit(LimitKind.ADDRESS))
    assert refusal.value.relaxation == Relaxation((), 2)


def test_the_reference_quotas_do_not_fit_24_seats(shared: Path):
    folder = shared / "data" / "sortition"
    people = read_pool(folder / "sf_candidates.csv")
    problem = problem_of(people, read_quotas(folder / "sf_features.csv"), seats=24)
    conflict = [
        (limit.kind, limit.quota and (limit.quota.value, limit.quota.maximum))
        for limit in conflict_of(problem)
    ]
    assert conflict == [
        (LimitKind.SEATS, None),
        (LimitKind.MAXIMUM, ("Female", 12)),
        (LimitKind.MAXIMUM, ("Male", 11)),
    ]
    (change,) = relaxation_of(problem).changes
    assert (change.old.value, change.new.maximum) == ("Male", 12)
