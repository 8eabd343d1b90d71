"""What is proved by trying, on both engines: no euro given twice, nothing lost that was kept.

python -m benchmarks.proofs [--quick]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measures import Measure
from benchmarks.serving import BIN, ROOT
from scripts.with_postgresql import cluster, server_binaries

PROCESSES, DECISIONS, FEW_DECISIONS = 16, 10_000, 800
KILLS, FEW_KILLS = 200, 10


def databases(folder: Path) -> Iterator[tuple[str, str | None]]:
    """An empty database of each engine, by name; None where there is none."""
    yield "SQLite", f"sqlite:///{folder}/ensemblier.sqlite3"
    binaries = server_binaries()
    if binaries is None:
        yield "PostgreSQL", None
        return
    with cluster(binaries) as address:
        yield "PostgreSQL", address


def tried(folder: Path, database: str, *command: object) -> dict[str, Any]:
    environment = {
        **os.environ,
        "ENSEMBLIER_VAR": str(folder),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }
    migrate = [BIN / "ensemblier", "migrate", "--skip-checks", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
    )
    if not done.stdout:
        raise SystemExit(f"{command[0]} failed.")
    return json.loads(done.stdout)


def each(name: str, *command: object) -> Iterator[Measure]:
    """The number of faults found by a command, on each engine."""
    with tempfile.TemporaryDirectory(prefix="ensemblier-proof-") as folder:
        for engine, database in databases(Path(folder)):
            if database is None:
                yield Measure(f"{name}, {engine}", None, "faults", 0, True, "skipped: absent")
                continue
            told = tried(Path(folder), database, *command)
            faults = [*told.pop("faults"), *told.pop("unexplained", [])]
            note = "; ".join(faults[:3]) or ", ".join(f"{key} {told[key]}" for key in told)
            yield Measure(f"{name}, {engine}", len(faults), "faults", 0, True, note)


def proofs(*, quick: bool) -> Iterator[Measure]:
    decisions, kills = (FEW_DECISIONS, FEW_KILLS) if quick else (DECISIONS, KILLS)
    competing = ("--processes", PROCESSES, "--decisions", decisions)
    yield from each(f"{decisions} competing decisions", "benchmarks.deciding", *competing)
    yield from each(f"{kills} kills during saves", "benchmarks.killing", "--kills", kills)
    yield from each(f"{kills} kills during a vote", "benchmarks.ballots", "--kills", kills)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    missed = 0
    for one in proofs(quick=parser.parse_args().quick):
        print(f"{one.name}: {one.value} {one.unit}. {one.note}", flush=True)
        missed += one.met is False
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
