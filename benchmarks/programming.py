"""The programming year: the matrix and an application beside pretalx, edits, a pack."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.measures import Measure, median_of
from benchmarks.peers import pretalx
from benchmarks.serving import ROOT, ask

ROWS, FUNDERS = 500, 8
MOST_QUERIES, LONGEST_EDIT_MS, LONGEST_PACK_S = 12, 50, 10


class Installed(Protocol):
    folder: Path

    def inside(self, *arguments: object) -> dict[str, Any]: ...


def year_measures(
    here: Installed, port: int, asked: argparse.Namespace, folder: Path
) -> Iterator[Measure]:
    """`here` is served on `port`; the peer, where there is one, is asked in turns with it."""
    year = here.inside("year", ROWS, FUNDERS)
    pages, cookie = year["pages"], year["cookie"]
    rows = year["rows"]
    detail = f"{rows} applications × {FUNDERS} funders"
    queries = pages["matrix"]["queries"]
    yield Measure("matrix: queries", queries, "queries", MOST_QUERIES, True, detail)
    for name in ("application", "appraisal"):
        yield Measure(f"{name} page: queries", pages[name]["queries"], "queries")
    for page in pages.values():
        ask(port, page["address"], seconds=0.5, cookie=cookie)
    (folder / "peer").mkdir()
    try:
        with pretalx.served(folder / "peer") as peer:
            yield from beside(peer, Ours(port, pages, cookie, rows), asked)
    except pretalx.AbsentPeerError as why:
        yield Measure("matrix against pretalx's list", None, "times", 10, note=str(why))
        yield Measure("application page against pretalx's", None, "times", 5, note=str(why))
    yield from edits(port, year["people"], folder)
    pack = here.inside("pack")
    yield Measure(
        f"committee pack of {pack['applications']} applications",
        pack["seconds"],
        "s",
        LONGEST_PACK_S,
        True,
        f"{pack['pages']} pages, {pack['bytes'] / 1e6:.1f} MB",
    )


@dataclass
class Ours:
    """Our pages, served; somebody of the team is signed in."""

    port: int
    pages: dict[str, Any]
    cookie: str
    rows: int

    def ask(self, name: str, *, seconds: float) -> dict[str, float]:
        address = self.pages[name]["address"]
        return ask(self.port, address, seconds=seconds, cookie=self.cookie)


def beside(peer: pretalx.Peer, here: Ours, asked: argparse.Namespace) -> Iterator[Measure]:
    """Ours, theirs, ours, theirs… as for the bare pages."""
    peer.ask(peer.list_address, seconds=1)
    peer.ask(peer.submission_address, seconds=1)
    compared = ("matrix", "application", "appraisal")
    ours: dict[str, list[dict[str, float]]] = {name: [] for name in compared}
    lists, submissions = [], []
    for _round in range(asked.rounds):
        for name in compared:
            ours[name].append(here.ask(name, seconds=asked.seconds))
        lists.append(peer.ask(peer.list_address, seconds=asked.seconds))
        submissions.append(peer.ask(peer.submission_address, seconds=asked.seconds))
    by_rows = ratios(ours["matrix"], lists, here.rows / peer.rows)
    by_page = ratios(ours["application"], submissions)
    matrix, listed = median_of(ours["matrix"], "rate"), median_of(lists, "rate")
    yield Measure("matrix", here.rows * matrix, "rows/s", note=f"{matrix:.1f} requests/s")
    shown = f"{peer.rows} rows shown, {listed:.1f} requests/s"
    yield Measure("pretalx's list of submissions", peer.rows * listed, "rows/s", note=shown)
    yield Measure("matrix against pretalx's list", statistics.median(by_rows), "times", 10)
    for name in ("application", "appraisal"):
        yield Measure(f"{name} page", median_of(ours[name], "rate"), "requests/s")
    yield Measure("pretalx's submission page", median_of(submissions, "rate"), "requests/s")
    yield Measure("application page against pretalx's", statistics.median(by_page), "times", 5)


def ratios(
    ours: list[dict[str, float]], theirs: list[dict[str, float]], weight: float = 1
) -> list[float]:
    pairs = zip(ours, theirs, strict=True)
    return [weight * one["rate"] / other["rate"] for one, other in pairs]


def edits(port: int, people: list[dict[str, Any]], folder: Path) -> Iterator[Measure]:
    file = folder / "people.json"
    file.write_text(json.dumps(people))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.editing", str(port), str(file), "--seconds", "10"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    told = json.loads(done.stdout)
    if told["failures"]:
        raise SystemExit(f"{told['failures']} edits failed: {told['first_failure']}")
    note = f"{told['edits']} edits, median {told['median_ms']:.0f} ms"
    name = f"edit of a cell, {told['people']} people, p95"
    yield Measure(name, told["p95_ms"], "ms", LONGEST_EDIT_MS, True, note)
