"""Which alternate comes in for somebody who leaves: a rule, so that nobody chooses."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ensemblier.draws.lottery.problem import Problem


def alternate_for(
    problem: Problem, in_place: Collection[int], leaver: int, waiting: Sequence[int]
) -> int | None:
    """The first of those who wait with whom the quotas hold as well as with the leaver, and who
    shares no address with those who stay; None when there is none."""
    staying = [row for row in in_place if row != leaver]
    allowed = broken_by(problem, in_place)
    addresses = problem.addresses or ("",) * len(problem.people)
    taken = {addresses[row] for row in staying} - {""}
    fitting = (
        row
        for row in waiting
        if addresses[row] not in taken and broken_by(problem, [*staying, row]) <= allowed
    )
    return next(fitting, None)


def broken_by(problem: Problem, rows: Collection[int]) -> int:
    """By how many people quotas are broken, all together."""
    total = 0
    for quota in problem.quotas:
        count = sum(problem.people[row][quota.feature] == quota.value for row in rows)
        total += max(quota.minimum - count, count - quota.maximum, 0)
    return total
