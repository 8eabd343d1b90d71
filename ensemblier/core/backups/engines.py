"""Copying a whole database, and putting a whole one in place of another, per engine.

`replace` is one atomic step: killed at any moment, the database is wholly old or wholly new.
"""

# ruff: noqa: S603, S607, S608 – programs, arguments and SQL are made of our own constants.
from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.sqlite3._functions import register as register_functions
from django.utils.translation import gettext as _

from ensemblier.core.backups.archive import chunks_of
from ensemblier.core.commands import progress
from ensemblier.core.exceptions import InvalidInput, Refused

PAGES = 500


class SQLite:
    name = "sqlite"
    member = "database.sqlite3"

    def __init__(self, settings: dict[str, Any]) -> None:
        self.path = str(settings["NAME"])

    def copy_to(self, target: Path) -> None:
        """Readers and writers go on meanwhile: the copy is of the instant when it began."""
        with closing(self._open(self.path)) as source, closing(self._open(target)) as copy:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            self._copy(source, copy, _("Copie de la base"))
            source.rollback()
            copy.execute("PRAGMA journal_mode=DELETE")

    def check(self, snapshot: Path) -> None:
        with closing(self._open(snapshot)) as database:
            try:
                state = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            except sqlite3.DatabaseError as error:
                state = str(error)
        if state != "ok":
            raise InvalidInput(
                _("La base contenue dans la sauvegarde est abîmée (%(state)s).") % {"state": state}
            )

    def replace(self, snapshot: Path) -> None:
        """One write transaction of SQLite itself: other processes see before, then after."""
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open(snapshot)) as source, closing(self._open(self.path)) as database:
            database.execute("PRAGMA synchronous=FULL")
            try:
                self._copy(source, database, _("Remplacement de la base"))
            except sqlite3.OperationalError as error:
                raise Refused(
                    _("La base est occupée (%(error)s). Arrêtez le service et recommencez.")
                    % {"error": error}
                ) from error

    def _open(self, path: str | Path) -> sqlite3.Connection:
        """With Django's own SQL functions: constraints call them, and are checked whole."""
        database = sqlite3.connect(path, timeout=20, isolation_level=None)
        register_functions(database)
        return database

    def _copy(self, source: sqlite3.Connection, target: sqlite3.Connection, label: str) -> None:
        total = source.execute("PRAGMA page_count").fetchone()[0]
        with progress(label, total, unit="p") as bar:

            def step(_status: int, remaining: int, total: int) -> None:
                bar.update(total - remaining - bar.n)

            source.backup(target, pages=PAGES, progress=step)


# Dropping every table takes thousands of locks, making them anew as many, and a server has
# room for so many in one transaction (max_locks_per_transaction): the old tables are only
# moved aside there, which takes few, and dropped one at a time once the new ones are in place.
# Tables alone: Django makes nothing else, and what hangs on a table goes with it.
ASIDE = "ensemblier_replaced"
# Taken by whoever restores: a psql that outlives its killed restore is waited for.
WAIT_FOR_OTHERS = """
SET LOCAL lock_timeout = '60s';
DO $$ BEGIN PERFORM pg_advisory_xact_lock(6647411); END $$;
"""
BEGIN_REPLACING = f"""
BEGIN;{WAIT_FOR_OTHERS}
CREATE SCHEMA {ASIDE};
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE format('ALTER TABLE %I SET SCHEMA {ASIDE}', name);
    END LOOP;
END $$;
"""


class PostgreSQL:
    name = "postgresql"
    member = "database.pgdump"

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def copy_to(self, target: Path) -> None:
        self._require("pg_dump")
        command, environment = self._command(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--exclude-schema={ASIDE}",
        )
        with (
            target.open("wb") as copy,
            tempfile.TemporaryFile() as errors,
            progress(_("Copie de la base")) as bar,
            subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=errors
            ) as dump,
        ):
            if dump.stdout is not None:
                for chunk in chunks_of(dump.stdout, bar):
                    copy.write(chunk)
            if dump.wait():
                raise Refused(self._failure("pg_dump", errors))

    def check(self, snapshot: Path) -> None:
        self._require("pg_restore")
        self._require("psql")
        done = subprocess.run(
            ["pg_restore", "--list", snapshot],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise InvalidInput(
                _("La base contenue dans la sauvegarde est abîmée (%(state)s).")
                % {"state": done.stderr.decode(errors="replace").strip()}
            )

    def replace(self, snapshot: Path) -> None:
        """One transaction. COMMIT is written only once everything before it went through:
        whichever process dies first, the server sees no COMMIT and rolls back. Killed after
        it, the old tables stay aside until the next restore."""
        try:
            self._drop_tables_aside()
        except DatabaseError as error:
            raise Refused(
                _("La base est occupée (%(error)s). Arrêtez le service et recommencez.")
                % {"error": error}
            ) from error
        reader = ["pg_restore", "--file=-", "--no-owner", "--no-privileges", str(snapshot)]
        command, environment = self._command("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1")
        with (
            tempfile.TemporaryFile() as errors,
            progress(_("Remplacement de la base")) as bar,
            subprocess.Popen(reader, stdout=subprocess.PIPE, stderr=errors) as source,
            subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            ) as database,
        ):
            complete = self._pour(source, database, bar)
            if database.wait() or not complete:
                raise Refused(self._failure("pg_restore", errors))
        with suppress(DatabaseError):
            self._drop_tables_aside()

    def _drop_tables_aside(self) -> None:
        with closing(connection), connection.cursor() as cursor:
            with transaction.atomic():
                cursor.execute(WAIT_FOR_OTHERS)
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [ASIDE])
            for (table,) in cursor.fetchall():
                name = connection.ops.quote_name(table)
                cursor.execute(f"DROP TABLE {ASIDE}.{name} CASCADE")
            cursor.execute(f"DROP SCHEMA IF EXISTS {ASIDE}")

    def _pour(self, source: subprocess.Popen, database: subprocess.Popen, bar: Any) -> bool:
        """Whether all of `source` and a COMMIT went into `database`."""
        if source.stdout is None or database.stdin is None:
            return False
        try:
            with database.stdin as sink:
                sink.write(BEGIN_REPLACING.encode())
                for chunk in chunks_of(source.stdout, bar):
                    sink.write(chunk)
                complete = source.wait() == 0
                if complete:
                    sink.write(b"\nCOMMIT;\n")
        except BrokenPipeError:
            source.stdout.close()
            return False
        return complete

    def _command(self, program: str, *options: str) -> tuple[list[str], dict[str, str]]:
        arguments, secrets = DatabaseClient.settings_to_cmd_args_env(self.settings, list(options))
        path = shutil.which(program) or program
        return [path, *arguments[1:]], {**os.environ, **(secrets or {})}

    def _require(self, program: str) -> None:
        """Raises Refused unless `program` is here and at least as recent as the server."""
        if not shutil.which(program):
            raise Refused(
                _("Il manque %(program)s\u00a0: installez le paquet postgresql-client.")
                % {"program": program}
            )
        told = subprocess.run(
            [program, "--version"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = re.search(r"\) (\d+)", told)
        connection.ensure_connection()
        needed = connection.pg_version // 10000  # type: ignore[attr-defined]
        if found is None or int(found[1]) < needed:
            raise Refused(
                _("%(program)s est trop ancien\u00a0: le serveur demande la version %(needed)s.")
                % {"program": program, "needed": needed}
            )

    def _failure(self, program: str, errors: Any) -> str:
        errors.seek(0)
        lines = errors.read().decode(errors="replace").strip().splitlines() or ["?"]
        return _("%(program)s a échoué, la base n’a pas changé\u00a0: %(error)s") % {
            "program": program,
            "error": next((line for line in lines if "error:" in line.lower()), lines[0]),
        }


def engine_of(database: BaseDatabaseWrapper) -> SQLite | PostgreSQL:
    kinds: dict[str, type[SQLite] | type[PostgreSQL]] = {
        "sqlite": SQLite,
        "postgresql": PostgreSQL,
    }
    return kinds[database.vendor](database.settings_dict)
