"""sortition-algorithms, the reference library of draws by lot: the peer of our lottery.

    python -m benchmarks.peers.sortition       makes its environment, once

423 MB, beside this file; never part of our own environment.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.pretalx import AbsentPeerError
from ensemblier.draws.lottery import Problem

PACKAGE = "sortition-algorithms==0.12.15"
HERE = Path(__file__).resolve().parent
HOME = HERE / ".sortition"
PYTHON = HOME / "bin" / "python"
MARKER = HOME / "installed"


@dataclass(frozen=True)
class Answer:
    seconds: float
    chances: list[float]

    @property
    def min_chance(self) -> float:
        """The smallest chance of those who can be on a panel at all, which it maximizes."""
        return min(chance for chance in self.chances if chance > 0)


def is_installed() -> bool:
    return MARKER.exists() and MARKER.read_text() == PACKAGE


def install() -> None:
    if is_installed():
        return
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in ([sys.executable, "-m", "venv", "--clear", HOME], [PYTHON, *pip, PACKAGE]):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
            raise AbsentPeerError(f"skipped: {PACKAGE} cannot be installed here ({reason})")
    MARKER.write_text(PACKAGE)


def maximin(problem: Problem, *, exact: bool = False) -> Answer:
    """Its lottery before rounding; `exact` asks it for our precision and is slower."""
    addresses = problem.addresses or ("",) * len(problem.people)
    asked = {
        "seats": problem.seats,
        "same_address": problem.addresses is not None,
        "people": [
            {
                "id": f"p{row}",
                "address": address or f"alone {row}",
                **{feature: person[feature] for feature in problem.features},
            }
            for row, (person, address) in enumerate(zip(problem.people, addresses, strict=True))
        ],
        "quotas": [
            {
                "feature": quota.feature,
                "value": quota.value,
                "min": str(quota.minimum),
                "max": str(quota.maximum),
            }
            for quota in problem.quotas
        ],
    }
    done = subprocess.run(
        [PYTHON, HERE / "sortition_maximin.py", *(["--exact"] if exact else [])],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Answer(**json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    install()
