"""`ensemblier verify_audit`."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.db import models

from ensemblier.audit.models import Entry
from ensemblier.audit.operations import record


def verify(**options: bool) -> tuple[int, str]:
    output, code = io.StringIO(), 0
    try:
        call_command("verify_audit", stdout=output, **options)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, output.getvalue()


@pytest.fixture
def two_entries(db: None) -> None:
    record(action="tests.do", summary="Un.", by=None)
    record(action="tests.do", summary="Deux.", by=None)


def test_a_whole_trail_says_so(two_entries: None) -> None:
    assert verify() == (0, "Le journal est entier\u00a0: 2 entrées.\n")


def test_a_broken_trail_says_where(two_entries: None) -> None:
    models.QuerySet(Entry).filter(sequence=2).update(summary="Trois.")

    assert verify() == (1, "Le journal a été modifié\u00a0: la chaîne se rompt au rang 2.\n")
    code, output = verify(json=True)
    assert code == 1
    assert json.loads(output) == {"entries": 2, "whole": False, "broken_at": 2}
