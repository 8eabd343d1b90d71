"""pretalx 2025.2.2, which gathers and judges proposals for events: the peer of our applications.

    python -m benchmarks.peers.pretalx       its figures alone

Its own environment is made once beside this file; its data live in a scratch folder.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving import ask, fetch, serving

VERSION = "2025.2.2"
HERE = Path(__file__).resolve().parent
HOME = HERE / ".pretalx"
PROGRAMS = HOME / "bin"
PYTHON = PROGRAMS / "python"
LINK = re.compile(rb"/submissions/(?!new/|feed/|tags/)([A-Z0-9]{6})/")


class AbsentPeerError(Exception):
    """Why the peer cannot be measured here, in a sentence."""


@dataclass
class Peer:
    """A running pretalx, its organizer signed in."""

    port: int
    cookie: str
    list_address: str
    submission_address: str
    rows: int

    def ask(self, address: str, *, seconds: float) -> dict[str, float]:
        return ask(self.port, address, seconds=seconds, cookie=self.cookie)


def install() -> None:
    """Its environment: pretalx and the very gunicorn that serves us."""
    marker = HOME / "installed"
    gunicorn = f"gunicorn=={importlib.metadata.version('gunicorn')}"
    wanted = f"pretalx=={VERSION} {gunicorn}"
    if marker.exists() and marker.read_text() == wanted:
        return
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    commands = [
        [sys.executable, "-m", "venv", "--clear", HOME],
        [PYTHON, *pip, *wanted.split()],
    ]
    for command in commands:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
            raise AbsentPeerError(f"skipped: pretalx {VERSION} cannot be installed here ({reason})")
    marker.write_text(wanted)


def environment_in(folder: Path) -> dict[str, str]:
    ours = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONPATH", "ENSEMBLIER_VAR")
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "DJANGO_SETTINGS_MODULE": "pretalx.settings",
        "PRETALX_DATA_DIR": str(folder),
        "PRETALX_FILESYSTEM_STATIC": str(folder / "static"),
        "PRETALX_SITE_URL": "http://127.0.0.1",
        "PYTHONWARNINGS": "ignore",
    }


def fill(environment: dict[str, str]) -> dict[str, str]:
    """Its tables, its static files and the event; where the pages are.

    The editor of its timetable, which needs node, is on neither page and is not built.
    """
    steps: list[list[str | Path]] = [
        ["-m", "pretalx", "migrate", "-v0"],
        ["-m", "pretalx", "collectstatic", "--noinput", "-v0"],
        ["-P", HERE / "pretalx_event.py"],
    ]
    for step in steps:
        done = subprocess.run(
            [PYTHON, *step], env=environment, check=False, capture_output=True, text=True
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise AbsentPeerError(f"skipped: pretalx cannot be set up here ({reason})")
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def served(folder: Path) -> Iterator[Peer]:
    """pretalx with 250 submissions, served like us; AbsentPeerError says why not."""
    install()
    environment = environment_in(folder)
    made = fill(environment)
    with serving("pretalx.wsgi", environment, PROGRAMS) as port:
        # The size of its pages is kept for this person, as by its own menu.
        fetch(port, f"{made['list']}?page_size=250", cookie=made["cookie"])
        shown = fetch(port, made["list"], cookie=made["cookie"])
        rows = len(set(LINK.findall(shown)))
        yield Peer(port, made["cookie"], made["list"], made["submission"], rows)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ensemblier-peer-") as folder:
        try:
            with served(Path(folder)) as peer:
                listed = peer.ask(peer.list_address, seconds=5)
                one = peer.ask(peer.submission_address, seconds=5)
        except AbsentPeerError as why:
            raise SystemExit(str(why)) from None
    figures = {
        "rows_shown": peer.rows,
        "list_requests_per_second": listed["rate"],
        "rows_per_second": listed["rate"] * peer.rows,
        "submission_requests_per_second": one["rate"],
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
