"""A real server is killed while people vote; the proofs do it two hundred times."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.installations import ROOT, Installation


def test_ballots_survive_a_killed_server(installation: Installation):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ballots", "--kills", "4"],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    told = json.loads(done.stdout)
    assert told["faults"] == []
    assert told["ballots_kept"] > 0, "nobody had time to vote"
