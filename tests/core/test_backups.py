"""Real databases on disk, real processes, really killed."""

from __future__ import annotations

import hashlib
import json
import random
import tarfile
from pathlib import Path
from threading import Thread

import pytest

from tests.installations import ON_POSTGRESQL, Installation

MOMENTS = 6


@pytest.fixture
def archive(installation: Installation, tmp_path: Path) -> Path:
    """A backup of a small installation, «then»; the installation has since become «now»."""
    installation.fill("then", rows=3, files=3)
    installation.succeed("backup", tmp_path / "backup.tar")
    installation.fill("now", rows=2, files=1)
    return tmp_path / "backup.tar"


def refusal(installation: Installation, archive: Path) -> str:
    """The sentence that refuses to restore `archive`, once seen that nothing was touched."""
    before = installation.contents(), installation.files()
    done = installation.run("restore", archive, "--yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert (installation.contents(), installation.files()) == before
    return done.stderr.strip()


def rewritten(archive: Path, **changes: object) -> Path:
    """A well-sealed archive whose manifest says something else."""
    from ensemblier.core.backups.archive import Manifest, Reader, Writer

    with Reader(archive) as reader:
        target = archive.with_name("rewritten.tar")
        writer = Writer(target)
        for name, member in reader.manifest.members.items():
            writer.add(name, reader.open(name), member["size"])
        writer.close(Manifest(**{**vars(reader.manifest), **changes}))
    return target


def test_restore_gives_back_every_row_and_every_byte(installation: Installation, tmp_path: Path):
    installation.fill("then", rows=40, files=5)
    then = installation.contents(), installation.files()
    told = json.loads(installation.succeed("backup", tmp_path / "backup.tar", "--json"))
    assert (told["files"], told["missing"]) == (5, [])
    installation.fill("now", rows=2, files=3)
    installation.query("CREATE TABLE left_by_a_later_version (id integer)")

    told = json.loads(installation.succeed("restore", tmp_path / "backup.tar", "--yes", "--json"))

    assert (installation.contents(), installation.files()) == then
    assert (told["files_added"], told["files_removed"], told["migrations_to_apply"]) == (5, 3, [])


def test_backup_is_for_its_owner_alone_and_leaves_nothing_beside(archive: Path):
    assert archive.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in archive.parent.iterdir()) == ["backup.tar", "var"]


def test_manifest_tells_fingerprints_that_any_tool_finds_again(archive: Path):
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        found = {
            name: hashlib.sha256(tar.extractfile(name).read()).hexdigest()
            for name in manifest["members"]
        }
    assert found == {name: member["sha256"] for name, member in manifest["members"].items()}
    assert manifest["format"] == 1
    assert ["core", "0001_cache_table"] in manifest["migrations"]


def test_a_file_cut_by_a_kill_is_written_again(installation: Installation, archive: Path):
    installation.succeed("restore", archive, "--yes")
    whole = installation.files()
    name = min(whole)
    path = installation.folder / "files" / name
    path.write_bytes(path.read_bytes()[:100])
    installation.succeed("restore", archive, "--yes")
    assert installation.files() == whole


def test_any_byte_changed_is_found(installation: Installation, archive: Path):
    whole = archive.read_bytes()
    abridged = "incomplète ou abîmée"
    for position in random.Random(20).sample(range(1024, len(whole)), 4):
        changed = bytearray(whole)
        changed[position] ^= 1
        archive.write_bytes(changed)
        assert abridged in refusal(installation, archive), position


def test_truncated_archive_is_refused(installation: Installation, archive: Path):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    assert "incomplète ou abîmée" in refusal(installation, archive)


def test_another_file_is_refused(installation: Installation, tmp_path: Path):
    other = tmp_path / "other.tar"
    for content in (b"", b"bonjour", b"\0" * 20_000):
        other.write_bytes(content)
        assert "n’est pas une sauvegarde d’Ensemblier" in refusal(installation, other)


def test_absent_file_is_refused(installation: Installation, tmp_path: Path):
    assert "n’est pas une sauvegarde" in refusal(installation, tmp_path / "absent.tar")


def test_archive_of_another_engine_is_refused(installation: Installation, archive: Path):
    assert "vient d’une base oracle" in refusal(installation, rewritten(archive, engine="oracle"))


def test_archive_of_a_later_version_is_refused(installation: Installation, archive: Path):
    later = rewritten(archive, migrations=[["core", "0999_from_the_future"]])
    assert "plus récente d’Ensemblier (core.0999_from_the_future)" in refusal(installation, later)


def test_archive_of_an_earlier_version_says_what_to_run(installation: Installation, archive: Path):
    earlier = rewritten(archive, migrations=[["core", "0001_cache_table"]])
    assert "ensemblier migrate" in installation.succeed("restore", earlier, "--yes")


def test_restore_asks_first(installation: Installation, archive: Path):
    before = installation.contents()
    done = installation.run("restore", archive)
    assert (done.returncode, installation.contents()) == (2, before)
    assert "--yes" in done.stderr


def test_empty_database_is_not_saved(tmp_path: Path):
    if ON_POSTGRESQL:
        pytest.skip("the same path; one engine is enough")
    empty = Installation(tmp_path / "empty", f"sqlite:///{tmp_path}/empty/ensemblier.sqlite3")
    done = empty.run("backup", tmp_path / "backup.tar")
    assert (done.returncode, (tmp_path / "backup.tar").exists()) == (2, False)


def test_backup_into_an_absent_folder_is_one_sentence(installation: Installation, tmp_path: Path):
    done = installation.run("backup", tmp_path / "absent" / "backup.tar")
    assert done.returncode == 2
    assert done.stderr.replace("\u00a0", " ") == (
        f"Impossible d’écrire « {tmp_path}/absent/backup.tar » : ce dossier n’existe pas.\n"
    )


def test_backup_over_a_folder_is_one_sentence(installation: Installation, tmp_path: Path):
    done = installation.run("backup", tmp_path)
    assert done.returncode == 2
    assert done.stderr.replace("\u00a0", " ") == (
        f"Impossible d’écrire « {tmp_path} » : c’est un dossier.\n"
    )


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite needs no other program")
def test_missing_or_old_postgresql_programs_are_named(installation: Installation, tmp_path: Path):
    programs = tmp_path / "programs"
    programs.mkdir()
    done = installation.run("backup", tmp_path / "backup.tar", PATH=str(programs))
    assert (done.returncode, "installez le paquet postgresql-client" in done.stderr) == (2, True)

    (programs / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    (programs / "pg_dump").chmod(0o700)
    done = installation.run("backup", tmp_path / "backup.tar", PATH=str(programs))
    assert (done.returncode, "pg_dump est trop ancien" in done.stderr) == (2, True)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite locks the whole file")
def test_restore_takes_fewer_locks_than_an_ordinary_server_has(
    installation: Installation, archive: Path
):
    ordinary = 64 * 100  # max_locks_per_transaction × max_connections, as shipped
    restoring = Thread(target=installation.succeed, args=("restore", archive, "--yes"))
    restoring.start()
    most = 0
    while restoring.is_alive():
        [(locks,)] = installation.query(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE datname = current_database()"
        )
        most = max(most, locks)
    restoring.join()
    assert 1000 < most < 0.75 * ordinary


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite replaces pages")
def test_tables_left_aside_by_a_killed_restore_are_neither_saved_nor_kept(
    installation: Installation, tmp_path: Path
):
    installation.query("CREATE SCHEMA ensemblier_replaced")
    installation.query("CREATE TABLE ensemblier_replaced.left_aside AS SELECT 'old' AS told")
    installation.succeed("backup", tmp_path / "backup.tar")
    assert b"left_aside" not in (tmp_path / "backup.tar").read_bytes()

    installation.succeed("restore", tmp_path / "backup.tar", "--yes")
    assert installation.query("SELECT 1 FROM pg_namespace WHERE nspname ~ 'ensemblier'") == []


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite replaces pages")
def test_error_of_the_server_is_told_and_nothing_is_lost(installation: Installation, archive: Path):
    index = "django_session_expire_date_a5c62663"
    installation.query(f"DROP INDEX {index}")
    installation.query(f"CREATE VIEW {index} AS SELECT 1")
    rows, files = installation.contents(), installation.files()

    done = installation.run("restore", archive, "--yes")

    assert (done.returncode, done.stdout) == (2, "")
    assert "la base n’a pas changé" in done.stderr
    assert "ERROR:" in done.stderr
    assert index in done.stderr
    assert installation.contents() == rows
    assert files.items() <= installation.files().items()


def moments(count: int) -> list[int]:
    assert count > MOMENTS, "too few movements to choose from"
    return random.sample(range(1, count), MOMENTS)


def test_backup_killed_at_any_moment_leaves_the_archive_before_whole(
    installation: Installation, tmp_path: Path
):
    target = tmp_path / "backup.tar"
    installation.fill("then", rows=2, files=2)
    installation.succeed("backup", target)
    before = target.read_bytes()
    installation.fill("now", rows=2000, files=200)
    count = installation.watched("backup", tmp_path / "other.tar")

    for moment in moments(count):
        installation.watched("backup", target, kill_after=moment)
        assert target.read_bytes() == before, f"killed at {moment} of {count}"

    now = installation.contents(), installation.files()
    installation.succeed("backup", target)
    installation.fill("later", rows=1, files=1)
    installation.succeed("restore", target, "--yes")
    assert (installation.contents(), installation.files()) == now
    assert sorted(path.name for path in tmp_path.glob("*backup*")) == ["backup.tar"]


def test_restore_killed_at_any_moment_leaves_one_state_or_the_other(
    installation: Installation, tmp_path: Path
):
    target, back = tmp_path / "then.tar", tmp_path / "now.tar"
    installation.fill("then", rows=2000, files=200)
    then = installation.contents(), installation.files()
    installation.succeed("backup", target)
    installation.fill("now", rows=1000, files=100)
    now = installation.contents(), installation.files()
    installation.succeed("backup", back)
    count = installation.watched("restore", target, "--yes")
    assert (installation.contents(), installation.files()) == then

    for moment in moments(count):
        installation.succeed("restore", back, "--yes")
        assert (installation.contents(), installation.files()) == now
        installation.watched("restore", target, "--yes", kill_after=moment)
        rows, files = installation.contents(), installation.files()
        assert rows in (then[0], now[0]), f"killed at {moment} of {count}"
        wanted = then[1] if rows == then[0] else now[1]
        assert wanted.items() <= files.items(), f"killed at {moment} of {count}"
        installation.succeed("restore", target, "--yes")
        assert (installation.contents(), installation.files()) == then
