"""Measure the pages and the hard computations, against their targets.

    python -m benchmarks.run [--quick] [--json] [--scale 450] [--rounds 5] [--only PART…]

Everything stays on this machine: loopback, a scratch folder, processes that end with this one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.drawing import draw_measures
from benchmarks.measures import Measure, median_of
from benchmarks.programming import FUNDERS, ROWS, year_measures
from benchmarks.proofs import proofs
from benchmarks.serving import BIN, ROOT, ask, fetch, serving
from benchmarks.voting import voting_measures

SEEDS = ROOT.parent / "shared" / "seeds"
COMPARED = ("plan", "QPV")
LISTS = ("home", "areas", "search")
PARTS = ("computations", "votes", "draws", "pages", "year", "growth", "proofs")
# What the contracts around the measured one hold in the same year.
ROWS_ELSEWHERE, FUNDERS_ELSEWHERE = 140, 3
# With so many contracts the first page of every list is full.
FULL_LISTS = 60


class Installation:
    """A scratch installation holding the demonstration `scale` times."""

    def __init__(self, folder: Path, scale: int) -> None:
        self.folder, self.scale = folder, scale
        self.environment = {
            **os.environ,
            "ENSEMBLIER_VAR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/ensemblier.sqlite3",
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
        }

    def load(self) -> float:
        start = time.perf_counter()
        command = [BIN / "ensemblier", "demo", "--no-serve", "--scale", str(self.scale)]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return time.perf_counter() - start

    def inside(self, *arguments: object) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.inside", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
        )
        return json.loads(done.stdout)

    def served(self) -> AbstractContextManager[int]:
        return serving("config.wsgi", self.environment)

    def make_bare(self, port: int, name: str, address: str) -> str:
        """The address of a bare page of the same bytes as the page at `address`."""
        (self.folder / "bare").mkdir(exist_ok=True)
        (self.folder / "bare" / name).write_bytes(fetch(port, address))
        return f"/bare/{name}/"


@dataclass
class Place:
    """A running installation and its pages, as a visitor or as the person of `cookie`."""

    port: int
    addresses: dict[str, str]
    queries: dict[str, int]
    cookie: str = ""

    @classmethod
    def of(cls, installation: Installation, port: int) -> Place:
        return cls.described(port, installation.inside("pages"))

    @classmethod
    def of_year(cls, installation: Installation, port: int) -> Place:
        return cls.described(port, installation.inside("year", ROWS, FUNDERS))

    @classmethod
    def described(cls, port: int, told: dict[str, Any]) -> Place:
        pages = told["pages"]
        return cls(
            port,
            {name: page["address"] for name, page in pages.items()},
            {name: page["queries"] for name, page in pages.items()},
            told.get("cookie", ""),
        )

    def ask(self, name: str, seconds: float) -> float:
        """The median time of a page asked by one person, in ms."""
        address = self.addresses[name]
        told = ask(self.port, address, seconds=seconds, threads=1, cookie=self.cookie)
        return told["median_ms"]


def compare(here: Installation, port: int, asked: argparse.Namespace) -> Iterator[Measure]:
    """Our pages against bare ones of the same bytes, in turns: the machine is never quiet."""
    described = here.inside("pages")
    addresses = {name: page["address"] for name, page in described["pages"].items()}
    bare = {name: here.make_bare(port, name, addresses[name]) for name in COMPARED}
    for address in [*addresses.values(), *bare.values()]:
        ask(port, address, seconds=0.5)
    for name in COMPARED:
        ours, theirs = [], []
        for _round in range(asked.rounds):
            ours.append(ask(port, addresses[name], seconds=asked.seconds))
            theirs.append(ask(port, bare[name], seconds=asked.seconds))
        ratios = [one["rate"] / other["rate"] for one, other in zip(ours, theirs, strict=True)]
        detail = f"{described['nodes']} nodes" if name == "plan" else addresses[name]
        yield Measure(f"{name} page", median_of(ours, "rate"), "requests/s", note=detail)
        yield Measure(f"{name} page, p95", median_of(ours, "p95_ms"), "ms")
        yield Measure(
            f"bare page of the same bytes ({name})", median_of(theirs, "rate"), "requests/s"
        )
        yield Measure(f"{name} page against bare", 100 * statistics.median(ratios), "%", target=40)
    for name, page in described["pages"].items():
        weight = ask(port, page["address"], seconds=0.2, threads=1)["bytes"]
        yield Measure(f"{name}: queries", page["queries"], "queries")
        yield Measure(
            f"{name}: weight",
            weight / 1000,
            "kB gzip",
            note=f"{page['bytes_plain'] / 1000:.0f} kB plain",
        )


def compare_scales(
    few: Place, many: Place, names: list[str], *, scales: tuple[int, int], rounds: int
) -> Iterator[Measure]:
    """The time of a page asked by one person, among few contracts and among many."""
    for name in names:
        few.ask(name, 0.5)
        many.ask(name, 0.5)
        ratios, times = [], []
        for _round in range(rounds):
            before, after = few.ask(name, 1), many.ask(name, 1)
            ratios.append(after / before)
            times.append(after)
        yield Measure(
            f"{name}: growth from {scales[0]} to {scales[1]} contracts",
            100 * (statistics.median(ratios) - 1),
            "%",
            target=20,
            at_most=True,
            note=f"{statistics.median(times):.1f} ms",
        )
        yield Measure(
            f"{name}: queries at {scales[1]} contracts",
            many.queries[name],
            "queries",
            target=few.queries[name],
            at_most=True,
        )


def computations(here: Installation) -> Iterator[Measure]:
    points = here.inside("points")
    detail = f"{points['perimeters']} perimeters"
    yield Measure("points located", points["per_second"], "points/s", 500_000, note=detail)
    seeds = sorted(SEEDS.glob("003*.txt"))
    if not seeds:
        yield Measure("plan read", None, "s", 2, True, "skipped: no ../shared/seeds/003*")
        return
    read = here.inside("reading", seeds[0])
    yield Measure("plan read", read["seconds"], "s", 2, True, f"{read['nodes']} nodes")


def measure(asked: argparse.Namespace, folder: Path) -> list[Measure]:
    small = Installation(folder / "one", 1)
    found = [Measure("demonstration loaded", small.load(), "s")]
    if "computations" in asked.only:
        found += computations(small)
    if "votes" in asked.only:
        found += voting_measures()
    if "draws" in asked.only:
        found += draw_measures(quick=asked.quick)
    with small.served() as port:
        if "pages" in asked.only:
            found += compare(small, port, asked)
        if "year" in asked.only:
            found += year_measures(small, port, asked, folder)
        if "growth" in asked.only and asked.scale > FULL_LISTS:
            few, year = Place.of(small, port), Place.of_year(small, port)
            found += measure_growth(few, year, asked, folder)
    if "proofs" in asked.only:
        found += proofs(quick=asked.quick)
    return found


def measure_growth(
    one: Place, year: Place, asked: argparse.Namespace, folder: Path
) -> Iterator[Measure]:
    """Pages about one contract start from one; lists start from where their page is full."""
    some, many = (
        Installation(folder / "some", FULL_LISTS),
        Installation(folder / "many", asked.scale),
    )
    some.load()
    yield Measure(f"demonstration loaded {asked.scale} times", many.load(), "s")
    many.inside("year", ROWS, FUNDERS)
    others = many.inside("years", ROWS_ELSEWHERE, FUNDERS_ELSEWHERE)
    written = f"{others['contracts']} contracts, {ROWS_ELSEWHERE} × {FUNDERS_ELSEWHERE} each"
    yield Measure("years of the other contracts", others["seconds"], "s", note=written)
    with some.served() as some_port, many.served() as many_port:
        full, all_of_them = Place.of(some, some_port), Place.of(many, many_port)
        about_one = [name for name in one.addresses if name not in LISTS]
        rounds = asked.rounds
        yield from compare_scales(
            one, all_of_them, about_one, scales=(1, asked.scale), rounds=rounds
        )
        yield from compare_scales(
            year,
            Place.of_year(many, many_port),
            list(year.addresses),
            scales=(1, asked.scale),
            rounds=rounds,
        )
        yield from compare_scales(
            full, all_of_them, list(LISTS), scales=(FULL_LISTS, asked.scale), rounds=rounds
        )


def table(found: list[Measure]) -> str:
    words = {True: "met", False: "MISSED", None: ""}
    lines = [f"{'measure':52} {'value':>14} {'target':>14}        note", "-" * 100]
    for one in found:
        value = "-" if one.value is None else f"{one.value:,.1f} {one.unit}"
        sign = "≤" if one.at_most else "≥"
        target = "" if one.target is None else f"{sign} {one.target:,.0f}"
        lines.append(f"{one.name:44} {value:>22} {target:>14} {words[one.met]:6} {one.note}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="3 short rounds, 120 contracts")
    parser.add_argument("--scale", type=int, default=450, help="60 or less leaves it out")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some parts")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    asked = parser.parse_args()
    if asked.quick:
        asked.scale, asked.rounds, asked.seconds = min(asked.scale, 120), 3, 1
    with tempfile.TemporaryDirectory(prefix="ensemblier-benchmark-") as folder:
        for name in ("one", "some", "many"):
            (Path(folder) / name).mkdir()
        found = measure(asked, Path(folder))
    if asked.json:
        rows = [{**asdict(one), "met": one.met} for one in found]
        print(json.dumps({"measures": rows}, ensure_ascii=False, indent=2))
    else:
        print(table(found))
    return int(any(one.met is False for one in found))


if __name__ == "__main__":
    sys.exit(main())
