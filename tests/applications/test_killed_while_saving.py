"""The server is killed while people type; the benchmark kills it two hundred times."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.installations import ROOT, Installation


def test_what_was_acknowledged_is_kept_and_the_trail_is_whole(installation: Installation):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.killing", "--kills", "4"],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    told = json.loads(done.stdout)
    assert (told["kills"], told["faults"]) == (4, []), f"seed {told['seed']}"
    assert told["saves_kept"] > 0
