"""Quotas that no panel meets: which of them conflict, and the least that must change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from ensemblier.draws.lottery.finding import programme_of
from ensemblier.draws.lottery.kinds import Kinds, Row
from ensemblier.draws.lottery.problem import (
    Change,
    Limit,
    LimitKind,
    Problem,
    Quota,
    Relaxation,
)
from ensemblier.draws.lottery.solver import INFINITY, Numbers, Programme


def limits_of(problem: Problem) -> tuple[Limit, ...]:
    """Every limit that could be in a conflict: bounds of quotas, seats, addresses."""
    found = [Limit(LimitKind.SEATS)]
    if problem.addresses is not None:
        found.append(Limit(LimitKind.ADDRESS))
    for quota in problem.quotas:
        found += [Limit(LimitKind.MINIMUM, quota), Limit(LimitKind.MAXIMUM, quota)]
    return tuple(found)


def can_be_met(problem: Problem, limits: Collection[Limit]) -> bool:
    """Whether some set of people, of any size unless seats are among them, meets the limits."""
    if problem.addresses is not None and Limit(LimitKind.ADDRESS) not in limits:
        problem = replace(problem, addresses=None)
    kinds = Kinds.of(problem)
    rows = [_kept(row, limits) for row in kinds.rows]
    nothing = np.zeros(len(kinds.members))
    return programme_of(rows, nothing, kinds.most, whole=True).maximize() is not None


def _kept(row: Row, limits: Collection[Limit]) -> Row:
    """The row with the bounds of these limits only."""
    has = {limit.kind for limit in row.limits if limit in limits}
    if row.limits[0].kind in (LimitKind.SEATS, LimitKind.ADDRESS):
        return row if has else replace(row, lower=-INFINITY, upper=INFINITY)
    lower = row.lower if LimitKind.MINIMUM in has else -INFINITY
    return replace(row, lower=lower, upper=row.upper if LimitKind.MAXIMUM in has else INFINITY)


def conflict_of(problem: Problem) -> tuple[Limit, ...]:
    """A smallest conflict in the sense that each of its limits is needed; empty when the
    quotas can be met.

    Each limit is left out in turn; when the others still conflict, it stays out for good.
    """
    kept = list(limits_of(problem))
    if can_be_met(problem, kept):
        return ()
    for limit in reversed(list(kept)):
        others = [other for other in kept if other != limit]
        if not can_be_met(problem, others):
            kept = others
    return tuple(kept)


def relaxation_of(problem: Problem) -> Relaxation:
    """The smallest total change of bounds, within the flexible ones if that is possible."""
    problem = replace(problem, seats=min(problem.seats, _most_seats(problem)))
    changes = _changes(problem, within_flex=True)
    if changes is None:
        changes = _changes(problem, within_flex=False)
    return Relaxation(changes or (), problem.seats)


def _most_seats(problem: Problem) -> int:
    """How many people could sit together without any quota."""
    if problem.addresses is None:
        return len(problem.people)
    known = [address for address in problem.addresses if address]
    return len(set(known)) + len(problem.people) - len(known)


def _changes(problem: Problem, *, within_flex: bool) -> tuple[Change, ...] | None:
    """Two more columns per quota: by how much its minimum goes down and its maximum up."""
    kinds = Kinds.of(problem)
    count, quotas = len(kinds.members), problem.quotas
    programme = Programme(whole=True)
    programme.add_columns(np.zeros(count), kinds.most, np.zeros(count))
    down = np.array([_down(quota, within_flex) for quota in quotas], dtype=float)
    up = np.array([_up(quota, within_flex, problem.seats) for quota in quotas], dtype=float)
    programme.add_columns(np.zeros(2 * len(quotas)), np.append(down, up), -_weights(quotas))
    place = 0
    for row in kinds.rows:
        if row.limits[0].quota is None:
            programme.add_row(row.marks, row.lower, row.upper)
            continue
        eased = np.zeros(2 * len(quotas))
        eased[place] = 1.0
        programme.add_row(np.append(row.marks, eased), row.lower, INFINITY)
        eased[place], eased[place + len(quotas)] = 0.0, -1.0
        programme.add_row(np.append(row.marks, eased), -INFINITY, row.upper)
        place += 1
    answer = programme.maximize()
    if answer is None:
        return None
    return tuple(_read(quotas, np.round(answer.values[count:])))


def _down(quota: Quota, within_flex: bool) -> int:
    return quota.minimum - quota.floor if within_flex else quota.minimum


def _up(quota: Quota, within_flex: bool, seats: int) -> int:
    return quota.ceiling - quota.maximum if within_flex else max(0, seats - quota.maximum)


def _weights(quotas: Collection[Quota]) -> Numbers:
    """One per step, and a trifle more for later quotas: equal relaxations have one answer."""
    steps = 2 * len(quotas)
    return 1 + np.arange(steps) / (steps * 1e6)


def _read(quotas: Collection[Quota], values: Numbers) -> Iterator[Change]:
    for place, quota in enumerate(quotas):
        minimum = quota.minimum - int(values[place])
        maximum = quota.maximum + int(values[place + len(quotas)])
        if (minimum, maximum) != (quota.minimum, quota.maximum):
            new = Quota(quota.feature, quota.value, minimum, maximum)
            yield Change(quota, new)
