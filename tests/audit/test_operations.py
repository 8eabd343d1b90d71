"""One chain, and whatever is done to it is found."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import models, transaction

from ensemblier.accounts.models import User
from ensemblier.audit.models import ChainHead, Entry
from ensemblier.audit.operations import first_broken_entry, record
from ensemblier.audit.queries import shown_head
from ensemblier.contracts.models import Contract

ROOT = Path(__file__).resolve().parent.parent.parent
AT = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.UTC)


def rows() -> models.QuerySet[Entry]:
    """The table as somebody with the database in hand sees it, without our guards."""
    return models.QuerySet(Entry)


@pytest.fixture
def five_entries(editor: User) -> None:
    for rank in range(1, 6):
        record(action="tests.do", summary=f"Fait numéro {rank}.", by=editor, at=AT)


def test_an_entry_says_who_did_what_when_to_what(editor: User, contract: Contract) -> None:
    entry = record(
        action="contracts.rename",
        summary="Contrat renommé.",
        by=editor,
        at=AT,
        target=contract,
        changes={"name": ["avant", "après"]},
    )

    entry.refresh_from_db()
    assert (entry.actor, entry.at, entry.action) == (editor, AT, "contracts.rename")
    assert (entry.object_type, entry.object_id) == ("contracts.contract", str(contract.pk))
    assert entry.contract_id == contract.pk
    assert entry.changes == {"name": ["avant", "après"]}
    assert entry.sequence == 1
    assert first_broken_entry() is None


def test_an_empty_trail_is_whole(db: None) -> None:
    assert first_broken_entry() is None


def test_nothing_is_noted_of_what_was_rolled_back(editor: User) -> None:
    def undone() -> None:
        with transaction.atomic():
            record(action="tests.do", summary="Jamais arrivé.", by=editor)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        undone()

    assert Entry.objects.count() == 0
    record(action="tests.do", summary="Arrivé.", by=editor)
    assert Entry.objects.get().sequence == 1
    assert first_broken_entry() is None


def test_the_code_cannot_rewrite_the_trail(five_entries: None) -> None:
    entry = Entry.objects.all()[0]

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        Entry.objects.all().delete()
    with pytest.raises(TypeError):
        Entry.objects.update(summary="Autre chose.")


def change() -> None:
    rows().filter(sequence=3).update(summary="Autre chose.")


def change_date() -> None:
    rows().filter(sequence=3).update(at=AT + datetime.timedelta(microseconds=1))


def blame_nobody() -> None:
    rows().filter(sequence=3).update(actor=None)


def remove() -> None:
    rows().filter(sequence=3).delete()


def remove_and_close_the_gap() -> None:
    rows().filter(sequence=3).delete()
    rows().filter(sequence=4).update(sequence=3)
    rows().filter(sequence=5).update(sequence=4)


def swap() -> None:
    rows().filter(sequence=3).update(sequence=99)
    rows().filter(sequence=4).update(sequence=3)
    rows().filter(sequence=99).update(sequence=4)


def slip_in() -> None:
    rows().filter(sequence=5).update(sequence=6)
    rows().filter(sequence=4).update(sequence=5)
    rows().filter(sequence=3).update(sequence=4)
    entry = Entry(sequence=3, at=AT, action="x.y", summary="Glissée.", digest="0" * 64)
    entry.save()


@pytest.mark.parametrize(
    "tamper", [change, change_date, blame_nobody, remove, remove_and_close_the_gap, swap, slip_in]
)
def test_whatever_is_done_to_an_entry_is_found(
    five_entries: None, tamper: Callable[[], None]
) -> None:
    tamper()

    assert first_broken_entry() == 3


def test_an_end_cut_off_is_found(five_entries: None) -> None:
    rows().filter(sequence__gte=4).delete()

    assert first_broken_entry() == 4


def test_an_entry_added_by_hand_at_the_end_is_found(five_entries: None) -> None:
    last = Entry.objects.get(sequence=5)
    Entry(
        sequence=6, at=AT, action="x.y", summary="!", digest="0" * 64, previous_digest=last.digest
    ).save()

    assert first_broken_entry() == 6


def test_a_head_changed_or_lost_is_found(five_entries: None) -> None:
    ChainHead.objects.update(digest="0" * 64)
    assert first_broken_entry() == 6

    ChainHead.objects.all().delete()
    assert first_broken_entry() == 6


WRITERS = """
import threading, django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from ensemblier.audit.operations import record
from ensemblier.audit.queries import shown_head
failures = []
def write(name):
    try:
        for rank in range(20):
            record(action="tests.do", summary=f"{name} {rank}", by=None)
    except Exception as failure:
        failures.append(failure)
    finally:
        connection.close()
threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert failures == [], failures
call_command("verify_audit", json=True)
"""


def test_writers_at_once_keep_one_chain(tmp_path: Path) -> None:
    """On a database in a file, as an installation has it: four threads, one connection each."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'audit.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", WRITERS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"entries": 80, "whole": True, "broken_at": None}


def test_what_no_public_page_shows_leaves_the_pages_kept_for_visitors(editor: User) -> None:
    record(action="plans.publish_version", summary="Publié.", by=editor)
    before = shown_head()
    record(action="applications.save_application", summary="Saisi.", by=editor, is_shown=False)
    assert shown_head() == before
    record(action="plans.publish_version", summary="Publié.", by=editor)
    assert shown_head() == Entry.objects.first().digest != before
    assert first_broken_entry() is None
