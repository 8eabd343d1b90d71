"""Two people grant the last euros of a round at once, in two processes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.installations import ROOT, Installation


def start(installation: Installation, word: str, *numbers: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fund.deciding", word, *map(str, numbers)],
        cwd=ROOT,
        env=installation.environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> Any:
    return json.loads(process.communicate()[0])


def test_two_deciders_never_grant_the_same_euro(installation: Installation):
    people, requests = said(start(installation, "prepare"))

    deciders = [start(installation, "decide", person, *requests) for person in people]
    granted = [said(one) for one in deciders]

    assert said(start(installation, "read")) == [800_00, 800_00]
    assert sum(granted) == 800_00
