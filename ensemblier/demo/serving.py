"""How gunicorn serves the demonstration: the worker of background work begins and ends with it.

On a server the worker is a service of its own: `deploy/ensemblier-worker.service`.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

workers, threads, loglevel = 2, 4, "warning"
PATIENCE = 5
running: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    """The settings in force are in the environment; the worker says nothing of its own."""
    command = [sys.executable, "-m", "django", "db_worker", "--no-reload", "--verbosity", "0"]
    running.append(subprocess.Popen(command))  # noqa: S603


def on_exit(server: Any) -> None:
    for worker in running:
        worker.terminate()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
