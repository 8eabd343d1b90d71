"""What is published passes the script that anyone runs, before the draw and after it."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.draws.models import Draw, Entrant
from ensemblier.draws.operations import ceremony, draws
from ensemblier.draws.queries.draws import drawn_tickets
from ensemblier.workspace.personal_data import enforce
from tests.draws.worlds import ASKED, EVENING, NOW, add, committed, crowd, make_pool

SCRIPT = Path(__file__).parents[2] / "ensemblier/draws/static/draws/verify_draw.py"


@pytest.fixture
def draw(contract: Contract, editor: User) -> Draw:
    pool = make_pool(contract, editor)
    add(pool, editor, *crowd(24))
    return committed(draws.create_draw(pool=pool, values=ASKED, by=editor, at=NOW), editor)


def verify(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def download(client: Client, draw: Draw, name: str, folder: Path) -> Path:
    path = folder / f"{name}.json"
    path.write_bytes(client.get(f"{draw.get_absolute_url()}{name}.json").content)
    return path


def test_files_are_checked_by_anyone_before_and_after(
    draw: Draw, editor: User, visitor_client: Client, tmp_path: Path
) -> None:
    before = download(visitor_client, draw, "engagement", tmp_path)
    assert verify(before).returncode == 0
    missing = visitor_client.get(f"{draw.get_absolute_url()}certificat.json")
    assert missing.status_code == 404

    ceremony.draw_panel(draw=draw, digits="417", witnesses="", by=editor, at=EVENING)
    after = download(visitor_client, draw, "certificat", tmp_path)
    done = verify(after, "--before", before)
    assert done.returncode == 0, done.stdout + done.stderr
    assert draw.fingerprint in after.read_text()

    person = drawn_tickets(draw)[0].entrant
    assert person is not None
    letter = ("--code", person.code, "--name", str(person), "--year", person.birth_year)
    assert verify(after, *letter).returncode == 0
    other = ("--code", "0000-" * 6 + "0000", "--name", str(person), "--year", person.birth_year)
    assert verify(after, *other).returncode == 1


def test_files_pass_when_names_are_long_gone(
    draw: Draw, editor: User, visitor_client: Client, tmp_path: Path
) -> None:
    ceremony.draw_panel(draw=draw, digits="417", witnesses="", by=editor, at=EVENING)
    person = drawn_tickets(draw)[0].entrant
    assert person is not None
    enforce(at=datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC))
    assert not Entrant.objects.exists()
    before = download(visitor_client, draw, "engagement", tmp_path)
    after = download(visitor_client, draw, "certificat", tmp_path)
    letter = ("--code", person.code, "--name", str(person), "--year", person.birth_year)
    done = verify(after, "--before", before, *letter)
    assert done.returncode == 0, done.stdout + done.stderr


def test_one_changed_digit_does_not_pass(
    draw: Draw, editor: User, visitor_client: Client, tmp_path: Path
) -> None:
    ceremony.draw_panel(draw=draw, digits="417", witnesses="", by=editor, at=EVENING)
    path = download(visitor_client, draw, "certificat", tmp_path)
    path.write_text(path.read_text().replace('"digits":"417"', '"digits":"418"'))
    assert verify(path).returncode == 1
