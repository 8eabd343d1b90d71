"""Invented pools, and what brute force says of the smallest of them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from ensemblier.draws.lottery import Problem, Quota
from ensemblier.draws.lottery.solver import INFINITY, Programme

SIZES = ((2, 2), (2, 3), (2, 2, 2), (3, 3), (2, 2, 3))


def make_pool(
    people: int, seats: int, *, seed: int, sizes: Sequence[int] = (2, 4, 4, 6, 3)
) -> Problem:
    """A pool that resembles the population badly, and quotas that resemble it well."""
    chance = random.Random(seed)
    pool = [[chance.uniform(0.5, 3) for _ in range(size)] for size in sizes]
    town = [[chance.uniform(0.7, 1.6) for _ in range(size)] for size in sizes]
    found = tuple(
        {
            f"feature {place}": str(chance.choices(range(size), pool[place])[0])
            for place, size in enumerate(sizes)
        }
        for _person in range(people)
    )
    quotas = tuple(
        Quota(f"feature {place}", str(value), int(wanted), int(wanted) + 1)
        for place, weights in enumerate(town)
        for value, wanted in enumerate(seats * weight / sum(weights) for weight in weights)
    )
    return Problem(found, quotas, seats)


@st.composite
def small_problems(draw: st.DrawFn, *, feasible: bool | None = True) -> Problem:
    """Up to 9 people; quotas around a panel that exists, or around none."""
    sizes = draw(st.sampled_from(SIZES))
    count = draw(st.integers(4, 9))
    seats = draw(st.integers(2, 4))
    people = tuple(
        {f"f{place}": str(draw(st.integers(0, size - 1))) for place, size in enumerate(sizes)}
        for _person in range(count)
    )
    base = draw(st.permutations(range(count)))[:seats]
    quotas = []
    for place, size in enumerate(sizes):
        for value in range(size):
            held = sum(people[row][f"f{place}"] == str(value) for row in base)
            if not feasible:
                held = draw(st.integers(0, seats))
            lower = max(0, held - draw(st.integers(0, 1)))
            quotas.append(Quota(f"f{place}", str(value), lower, held + draw(st.integers(0, 1))))
    addresses = draw(st.none() | st.tuples(*[st.sampled_from(["", "a", "b", "c"])] * count))
    if addresses and feasible:
        addresses = tuple(
            f"base {row}" if row in base and address else address
            for row, address in enumerate(addresses)
        )
    return Problem(people, tuple(quotas), seats, addresses)


def every_panel(problem: Problem) -> list[tuple[int, ...]]:
    rows = range(len(problem.people))
    chosen = itertools.combinations(rows, problem.seats)
    return [panel for panel in chosen if not list(problem.faults(panel))]


def exact_leximin(problem: Problem) -> tuple[float, ...]:
    """Over all the panels there are: raise the smallest chance, settle those who cannot have
    more (each is asked), and go on."""
    panels = every_panel(problem)
    rows = range(len(problem.people))
    is_on = np.array([[float(row in panel) for panel in panels] for row in rows])
    settled: dict[int, float] = {}
    while len(settled) < len(rows):
        least = _most(is_on, settled, None, 0.0)
        held = [
            row
            for row in rows
            if row not in settled and _most(is_on, settled, row, least) < least + 1e-6
        ]
        assert held
        settled |= dict.fromkeys(held, least)
    return tuple(settled[row] for row in rows)


def _most(is_on: np.ndarray, settled: dict[int, float], raised: int | None, least: float) -> float:
    """The largest smallest chance, or the largest chance of one person."""
    people, panels = is_on.shape
    programme = Programme()
    costs = np.zeros(panels + 1) if raised is None else np.append(0.0, is_on[raised])
    costs[0] = float(raised is None)
    programme.add_columns(np.zeros(panels + 1), np.full(panels + 1, INFINITY), costs)
    programme.add_row(np.append(0.0, np.ones(panels)), 1.0, 1.0)
    for row in range(people):
        own = -1.0 if raised is None and row not in settled else 0.0
        floor = settled.get(row, 0.0 if raised is None else least)
        programme.add_row(np.append(own, is_on[row]), floor - 1e-9, INFINITY)
    answer = programme.maximize()
    assert answer is not None
    return answer.objective
