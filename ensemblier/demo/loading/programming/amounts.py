"""Amounts that hold together: whole euros in cents, budgets that balance. Knows no model."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

EURO = 100
EXPENSES = {
    "604": 8,
    "602": 10,
    "606": 6,
    "613": 7,
    "616": 2,
    "622": 14,
    "623": 2,
    "625": 5,
    "641": 30,
    "645": 11,
    "indirect-fixed": 5,
}
OTHER_INCOME = {"70": 6, "756": 2, "758": 2, "own": 10}
IN_KIND = (("864", "870"), ("861", "871"))


def split(total: int, weights: Sequence[int], unit: int = EURO) -> list[int]:
    """`total` in parts as `weights`, whole units, the rest to the largest remainders."""
    whole = total // unit
    if not (total_weight := sum(weights)):
        raise ValueError("weights are all zero")
    parts = [whole * weight // total_weight for weight in weights]
    order = sorted(
        range(len(weights)), key=lambda rank: (-(whole * weights[rank] % total_weight), rank)
    )
    for rank in order[: whole - sum(parts)]:
        parts[rank] += 1
    cents = [part * unit for part in parts]
    cents[order[0]] += total - sum(cents)
    return cents


@dataclass(frozen=True)
class Planned:
    """The lines of a budget by account, and what is asked of each funder."""

    lines: dict[str, int]
    asked: tuple[int, ...]


def plan_budget(rng: random.Random, cost: int, weights: Sequence[int]) -> Planned:
    """A balanced budget of `cost` cents; `weights` share what is asked between the funders."""
    asked_in_all = cost * rng.randint(55, 80) // 100 // (100 * EURO) * 100 * EURO
    asked = split(asked_in_all, weights, 50 * EURO)
    lines = _noisy(rng, cost, EXPENSES) | _noisy(rng, cost - asked_in_all, OTHER_INCOME)
    for used, given in IN_KIND:
        if rng.random() < 0.7:
            lines[used] = lines[given] = rng.randint(3, 40) * 100 * EURO
    return Planned(lines, tuple(asked))


def _noisy(rng: random.Random, total: int, weights: Mapping[str, int]) -> dict[str, int]:
    noisy = [weight * rng.randint(50, 150) for weight in weights.values()]
    return {code: cents for code, cents in zip(weights, split(total, noisy), strict=True) if cents}


def actual_budget(rng: random.Random, planned: Mapping[str, int], received: int) -> dict[str, int]:
    """What was spent and earned: still balanced, with `received` cents from the funders."""
    actual = {
        code: cents * rng.randint(75, 115) // 100 // EURO * EURO
        for code, cents in planned.items()
        if code in OTHER_INCOME
    }
    spent = received + sum(actual.values())
    lines = {code: cents for code, cents in planned.items() if code in EXPENSES}
    actual |= dict(
        zip(
            lines,
            split(spent, [cents * rng.randint(80, 120) for cents in lines.values()]),
            strict=True,
        )
    )
    for used, given in IN_KIND:
        if used in planned:
            cents = planned[used] * rng.randint(80, 120) // 100 // EURO * EURO
            actual[used] = actual[given] = cents
    return actual


def granted_of(rng: random.Random, asked: int, minimum: int | None) -> int:
    """Something useful, at most what is asked, in steps of 50 euros."""
    share = rng.choice((40, 50, 60, 60, 70, 80, 100))
    granted = asked * share // 100 // (50 * EURO) * 50 * EURO
    return max(granted, minimum or min(asked, 50 * EURO))


def people_of(rng: random.Random, total: int, cells: Sequence[int]) -> list[int]:
    """`total` persons over cells with these weights."""
    return split(total, [weight * rng.randint(70, 130) for weight in cells], 1)
