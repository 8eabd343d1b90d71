"""The lottery of draws: its time, and its smallest chance, against the reference library.

python -m benchmarks.drawing [--quick]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

from benchmarks.measures import Measure
from benchmarks.peers import sortition
from benchmarks.peers.pretalx import AbsentPeerError
from ensemblier.draws.lottery import Lottery, Problem, lottery_of
from tests.draws.pools import make_pool

PEOPLE, SEATS = 340, 40
MANY_PEOPLE, MANY_SEATS = 2000, 100


def drawn(problem: Problem) -> tuple[Lottery, float]:
    started = time.perf_counter()
    lottery = lottery_of(problem)
    return lottery, time.perf_counter() - started


def draw_measures(*, quick: bool) -> Iterator[Measure]:
    yield from against_the_library(quick=quick)
    lottery, seconds = drawn(make_pool(MANY_PEOPLE, MANY_SEATS, seed=1))
    note = f"smallest chance {lottery.min_chance:.4%}, rounding {lottery.rounding_error:.4f}"
    yield Measure(
        f"lottery of {MANY_PEOPLE} people, {MANY_SEATS} seats", seconds, "s", 120, True, note
    )


def against_the_library(*, quick: bool) -> Iterator[Measure]:
    """Ours goes to the 1 000 panels, the library's to its chances; in turns."""
    name = f"lottery of {PEOPLE} people, {SEATS} seats"
    problem = make_pool(PEOPLE, SEATS, seed=1)
    lottery, seconds = drawn(problem)
    yield Measure(name, seconds, "s", note=f"rounding {lottery.rounding_error:.4f}")
    try:
        sortition.install()
    except AbsentPeerError as why:
        yield Measure(f"{name}, against the library", None, "%", 25, True, str(why))
        return
    theirs = sortition.maximin(problem)
    _lottery, again = drawn(problem)
    share = 100 * (seconds + again) / 2 / theirs.seconds
    note = f"the library: {theirs.seconds:.1f} s"
    yield Measure(f"{name}, against the library", share, "%", 25, True, note)
    exact = theirs if quick else sortition.maximin(problem, exact=True)
    gap = (exact.min_chance - lottery.min_chance) * 1e6
    yield Measure("smallest chance, below the library's", gap, "millionths", 1, True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    for one in draw_measures(quick=parser.parse_args().quick):
        print(f"{one.name}: {one.value} {one.unit}. {one.note}", flush=True)


if __name__ == "__main__":
    main()
