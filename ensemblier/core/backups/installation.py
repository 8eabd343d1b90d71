"""Saving the installation and putting it back: database and stored files.

Files are written once, under keys that are never used again. Hence the order of `restore`,
which may be killed anywhere: add the files that are missing, put the database in place in one
atomic step, then remove the files that it does not know.
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.apps import apps
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from ensemblier.core.backups.archive import FILES, Manifest, Reader, Writer, digest_of
from ensemblier.core.backups.engines import engine_of
from ensemblier.core.commands import progress
from ensemblier.core.exceptions import InvalidInput, Refused


@dataclass(frozen=True)
class Restored:
    """What `restore` did; `pending` are the migrations that remain to be applied."""

    manifest: Manifest
    files_added: int
    files_removed: int
    pending: list[str]


def product_version() -> str:
    try:
        return version("ensemblier")
    except PackageNotFoundError:
        return "0"


def stored_names(folder: str = "") -> Iterator[str]:
    """The names of all files of the storage, whichever it is."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from sorted(f"{prefix}{name}" for name in names)
    for inner in sorted(folders):
        yield from stored_names(f"{prefix}{inner}")


def referenced_names() -> set[str]:
    """The names of the files that rows of the database point to."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._base_manager.values_list(field.name, flat=True)
                names.update(name for name in rows.iterator() if name)
    return names


def applied_migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def known_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations)


@contextlib.contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """A folder beside `target`, for this process alone; what a killed one left is cleared."""
    folder = target.with_name(f".{target.name}.partial")
    folder.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise Refused(_("Une autre sauvegarde écrit déjà ce fichier.")) from error
    try:
        for left in folder.iterdir():
            left.unlink()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def put_in_place(written: Path, target: Path) -> None:
    """Rename once the bytes are on the disk: `target` is the old archive or the new one."""
    written.chmod(0o600)
    for path in (written, target.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if path == written:
            written.replace(target)


def backup(target: Path, *, at: datetime.datetime) -> Manifest:
    """Write the archive `target`. The database first: a file added meanwhile does no harm."""
    migrations = applied_migrations()
    if not migrations:
        raise Refused(_("La base est vide\u00a0: il n’y a rien à sauvegarder."))
    engine = engine_of(connection)
    with work_folder(target) as folder:
        needed = referenced_names()
        snapshot = folder / engine.member
        engine.copy_to(snapshot)
        writer = Writer(folder / "archive")
        with snapshot.open("rb") as stream:
            writer.add(engine.member, stream, snapshot.stat().st_size)
        kept = list(stored_names())
        add_files(writer, kept)
        manifest = Manifest(
            engine=engine.name,
            database=engine.member,
            product_version=product_version(),
            created_at=at.isoformat(),
            migrations=migrations,
            missing=sorted(needed - set(kept)),
        )
        writer.close(manifest)
        put_in_place(folder / "archive", target)
    return manifest


def add_files(writer: Writer, names: list[str]) -> None:
    with progress(_("Copie des fichiers"), len(names), unit="f") as bar:
        for name in names:
            with default_storage.open(name) as stream:
                writer.add(f"{FILES}{name}", stream, stream.size)
            bar.update()


def inspect(reader: Reader) -> list[str]:
    """The migrations of the code that the archive lacks; raises Refused if it cannot be used."""
    manifest = reader.manifest
    if manifest.engine != engine_of(connection).name:
        raise InvalidInput(
            _("Cette sauvegarde vient d’une base %(theirs)s et l’installation utilise %(ours)s.")
            % {"theirs": manifest.engine, "ours": engine_of(connection).name}
        )
    known, theirs = known_migrations(), {(app, name) for app, name in manifest.migrations}
    if newer := sorted(theirs - known):
        raise InvalidInput(
            _("Cette sauvegarde vient d’une version plus récente d’Ensemblier (%(migration)s).")
            % {"migration": ".".join(newer[0])}
        )
    return [".".join(pair) for pair in sorted(known - theirs)]


def restore(source: Path) -> Restored:
    """Make the installation what it was when `source` was written. Every byte of `source`
    is checked before anything is touched."""
    engine = engine_of(connection)
    with Reader(source) as reader, tempfile.TemporaryDirectory(prefix="ensemblier-") as folder:
        pending = inspect(reader)
        snapshot = Path(folder) / engine.member
        reader.extract(reader.manifest.database, snapshot)
        engine.check(snapshot)
        there_before = set(stored_names())
        added = add_missing_files(reader, there_before)
        connection.close()
        engine.replace(snapshot)
        orphans = there_before - set(reader.manifest.file_names())
        remove_files(orphans)
        return Restored(reader.manifest, added, len(orphans), pending)


def add_missing_files(reader: Reader, there: set[str]) -> int:
    """Files of the same name but other bytes were cut by a kill: they are written again."""
    names, added = reader.manifest.file_names(), 0
    with progress(_("Ajout des fichiers"), len(names), unit="f") as bar:
        for name in names:
            if name not in there or not is_intact(name, reader.manifest):
                put_file(reader, name, there)
                added += 1
            bar.update()
    return added


def is_intact(name: str, manifest: Manifest) -> bool:
    member = manifest.members[f"{FILES}{name}"]
    if default_storage.size(name) != member["size"]:
        return False
    with default_storage.open(name) as stream:
        return digest_of(stream) == member["sha256"]


def put_file(reader: Reader, name: str, there: set[str]) -> None:
    if name in there:
        default_storage.delete(name)
    with reader.open(f"{FILES}{name}") as stream:
        saved = default_storage.save(name, File(stream, name=name))
    if saved != name:
        default_storage.delete(saved)
        raise Refused(_("Le fichier %(name)s ne peut pas reprendre sa place.") % {"name": name})


def remove_files(names: set[str]) -> None:
    with progress(_("Retrait des fichiers orphelins"), len(names), unit="f") as bar:
        for name in sorted(names):
            default_storage.delete(name)
            bar.update()
