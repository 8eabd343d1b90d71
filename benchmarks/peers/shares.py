"""pabutools 1.2.3, the reference library of participatory budgeting: the oracle of our votes.

    python -m benchmarks.peers.shares            makes its environment, once
    python -m benchmarks.peers.shares FILE.pb…   prints the winners of each file as JSON

It depends on a proprietary solver, so it is never installed with us: its environment is its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.pretalx import AbsentPeerError

VERSION = "1.2.3"
HERE = Path(__file__).resolve().parent
HOME = HERE / ".pabutools"
PYTHON = HOME / "bin" / "python"
MARKER = HOME / "installed"
ASKED = HERE / "shares_winners.py"


def is_installed() -> bool:
    return MARKER.exists() and MARKER.read_text() == VERSION


def install() -> None:
    if is_installed():
        return
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    commands = [
        [sys.executable, "-m", "venv", "--clear", HOME],
        [*pip, f"pabutools=={VERSION}"],
    ]
    for command in commands:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
            raise AbsentPeerError(
                f"skipped: pabutools {VERSION} cannot be installed here ({reason})"
            )
    MARKER.write_text(VERSION)


def winners_of(files: Sequence[Path]) -> list[dict[str, object]]:
    """{"winners": identifiers in order, "seconds": of Equal Shares} for each file."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [PYTHON, ASKED, *files], check=True, stdout=subprocess.PIPE, text=True, env=environment
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    install()
    for told in winners_of([Path(name) for name in sys.argv[1:]]):
        print(json.dumps(told))
