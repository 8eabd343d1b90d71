"""Real processes decide at once on one envelope; the benchmark does ten thousand decisions."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.installations import ROOT, Installation


def test_processes_that_compete_never_overspend_nor_lose_a_decision(installation: Installation):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.deciding", "--processes", "8", "--decisions", "400"],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    told = json.loads(done.stdout)
    assert (told["faults"], told["unexplained"]) == ([], [])
    assert told["granted"] + sum(told["refused"].values()) == 400
    assert told["refused"]["more than is left"] > 0, "they did not want the same money"
