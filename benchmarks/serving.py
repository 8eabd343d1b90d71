"""Gunicorn on loopback, the same for everybody, and what its pages answer."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SERVER = "--worker-class gthread --workers 2 --threads 4 --keep-alive 30 --log-level error"


def started(
    application: str,
    environment: Mapping[str, str],
    programs: Path = BIN,
    *,
    own_group: bool = False,
) -> tuple[subprocess.Popen[bytes], int]:
    """Serve a WSGI application with the gunicorn among `programs`: the process and its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    options = [*SERVER.split(), "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [programs / "gunicorn", *options, application],
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        start_new_session=own_group,
    )
    return server, port


@contextmanager
def serving(
    application: str, environment: Mapping[str, str], programs: Path = BIN
) -> Iterator[int]:
    """Served until the end of the block; gives the port."""
    server, port = started(application, environment, programs)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for(port: int) -> None:
    for _attempt in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("gunicorn did not start.")


def fetch(port: int, address: str, *, cookie: str = "") -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Host": "127.0.0.1", "Cookie": cookie})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise SystemExit(f"{address} answered {response.status}.")
    return body


def ask(
    port: int, address: str, *, seconds: float, threads: int = 4, cookie: str = ""
) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.load", str(port), address]
    command += ["--seconds", str(seconds), "--threads", str(threads), "--cookie", cookie]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    answer = json.loads(done.stdout)
    if answer["failures"]:
        raise SystemExit(f"{address}: {answer['failures']} requests failed.")
    return answer
