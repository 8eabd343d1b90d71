"""Run a command with DATABASE_URL naming a PostgreSQL: the one at hand, or one started for it.

    python -m scripts.with_postgresql COMMAND [ARGUMENT…]

Uses DATABASE_URL when it already names one. Otherwise starts a throw-away cluster from the
system's own PostgreSQL (installing it where apt-get may be run) and stops it at the end.
Without any, says so and exits 0 unless REQUIRE_POSTGRESQL=1.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
# Two restores at once, each of thousands of locks, stay within it.
ROOMY = ["max_connections=60", "max_locks_per_transaction=256"]


def server_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing PostgreSQL for the tests…", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], check=False)
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root: the user to become, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SystemExit("No unprivileged user to run PostgreSQL as.")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """A running server that keeps nothing; yields its address."""
    user, port = unprivileged_user(), free_port()
    with tempfile.TemporaryDirectory(prefix="ensemblier-postgresql-") as folder:
        if user:
            shutil.chown(folder, user)
        data = f"{folder}/data"

        def run(name: str, *arguments: str) -> None:
            subprocess.run(
                [str(binaries / name), *arguments],
                check=True,
                user=user,
                cwd=folder,
                stdout=subprocess.DEVNULL,
            )

        run("initdb", "-D", data, "-U", "ensemblier", "--auth=trust", "-E", "UTF8", "--no-sync")
        settings = " ".join(f"-c {setting}" for setting in [*FAST, *ROOMY])
        options = f"{settings} -p {port} -k {folder} -c listen_addresses=127.0.0.1"
        run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgres://ensemblier@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(command, check=False).returncode
    binaries = server_binaries()
    if binaries is None:
        print("NO POSTGRESQL: none reachable, none to start. The tests ran on SQLite only.")
        return int(os.environ.get("REQUIRE_POSTGRESQL") == "1")
    with cluster(binaries) as address:
        path = f"{binaries}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "DATABASE_URL": address, "PATH": path}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
