"""An installation of its own for tests that run, and kill, real processes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pty
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

ENSEMBLIER = Path(sys.executable).parent / "ensemblier"
ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("DATABASE_URL", "")
ON_POSTGRESQL = SERVER.startswith("postgres")


@dataclass
class Installation:
    """An installation of its own: a folder, a database, its files."""

    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "ENSEMBLIER_VAR": str(self.folder),
            "DATABASE_URL": self.database_url,
        }

    def run(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ENSEMBLIER, *map(str, arguments)],
            env={**self.environment, **environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def succeed(self, *arguments: object) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def watched(self, *arguments: object, kill_after: int | None = None) -> int:
        """Run as before a person; SIGKILL at the given movement of the progress bar.

        Returns how many movements were seen.
        """
        master, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 25, 80, 0, 0))
        process = subprocess.Popen(
            [ENSEMBLIER, *map(str, arguments)],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=terminal,
        )
        os.close(terminal)
        seen = 0
        while seen != kill_after:
            try:
                moved = os.read(master, 1 << 16).count(b"\r")
            except OSError:
                break
            seen = seen + moved if kill_after is None else min(kill_after, seen + moved)
        if kill_after is not None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(master)
        return seen

    def query(self, sql: str, rows: list[tuple[Any, ...]] | None = None) -> list[Any]:
        """One statement, or one per row of `rows`, committed."""
        if ON_POSTGRESQL:
            with psycopg.connect(self.database_url) as database, database.cursor() as cursor:
                sql = sql.replace("?", "%s")
                cursor.executemany(sql, rows) if rows else cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.folder / "ensemblier.sqlite3")) as database, database:
            cursor = database.executemany(sql, rows) if rows else database.execute(sql)
            return cursor.fetchall()

    def tables(self) -> list[str]:
        catalogue = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if ON_POSTGRESQL
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        return sorted(name for (name,) in self.query(catalogue))

    def contents(self) -> dict[str, str]:
        """A fingerprint of all the rows of each table."""
        found = {}
        for table in self.tables():
            rows = sorted(map(repr, self.query(f'SELECT * FROM "{table}"')))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found

    def files(self) -> dict[str, str]:
        """A fingerprint of each file: pytest would take hours to tell megabytes apart."""
        folder = self.folder / "files"
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def fill(self, mark: str, *, rows: int, files: int) -> None:
        lives = [(f"{mark}{rank:06d}", f"{mark} " * 800, "2030-01-01") for rank in range(rows)]
        self.query("DELETE FROM django_session")
        self.query(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)",
            lives,
        )
        shutil.rmtree(self.folder / "files", ignore_errors=True)
        for rank in range(files):
            path = self.folder / "files" / f"{rank % 16:02x}" / f"{mark}{rank:06d}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(random.Random(f"{mark}{rank}").randbytes(20_000))


def on_server(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(statement)


def address_of(database: str) -> str:
    parts = {"host": "localhost", "port": 5432, "password": "", **conninfo_to_dict(SERVER)}
    return "postgres://{user}:{password}@{host}:{port}/{0}".format(database, **parts)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An empty installation, from which the others are copied."""
    folder = tmp_path_factory.mktemp("migrated")
    name = f"ensemblier_migrated_{os.getpid()}"
    if ON_POSTGRESQL:
        on_server(f'CREATE DATABASE "{name}"')
    url = address_of(name) if ON_POSTGRESQL else f"sqlite:///{folder}/ensemblier.sqlite3"
    made = Installation(folder, url)
    made.succeed("migrate", "--skip-checks", "--verbosity", "0")
    yield made
    if ON_POSTGRESQL:
        on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def installation(migrated: Installation, tmp_path: Path) -> Iterator[Installation]:
    if not ON_POSTGRESQL:
        folder = tmp_path / "var"
        shutil.copytree(migrated.folder, folder)
        yield Installation(folder, f"sqlite:///{folder}/ensemblier.sqlite3")
        return
    (tmp_path / "var").mkdir()
    name, template = f"ensemblier_copy_{os.getpid()}", migrated.database_url.rpartition("/")[2]
    on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield Installation(tmp_path / "var", address_of(name))
    on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
