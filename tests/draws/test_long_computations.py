"""Thousands of people: the worker computes, the page says how far it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.draws.models import Draw, Entrant
from ensemblier.draws.operations import computing, draws
from ensemblier.draws.words import Progress, progress_of
from tests.draws.worlds import ASKED, NOW, add, crowd, make_pool


@pytest.fixture
def draw(contract: Contract, editor: User) -> Draw:
    pool = make_pool(contract, editor)
    add(pool, editor, *crowd(computing.AT_ONCE + 1))
    return draws.create_draw(pool=pool, values=ASKED, by=editor, at=NOW)


def test_a_large_pool_is_computed_by_the_worker(
    draw: Draw, editor: User, editor_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    url = reverse("draws:draw", args=[draw.pk])
    with django_capture_on_commit_callbacks() as waiting:
        waits = computing.compute_draw(draw=draw, by=editor, at=NOW)
    assert progress_of(waits) == Progress(None, "Le calcul attend son tour.")
    assert "Le calcul attend son tour." in editor_client.get(url).content.decode()

    computing._Progress(waits).tell(0.42)
    page = editor_client.get(url).content.decode()
    assert "42\u00a0% du calcul\u00a0: recherche des 1\u00a0000 listes les plus justes" in page
    assert 'value="42"' in page

    for work in waiting:
        work()
    page = editor_client.get(url).content.decode()
    assert "Ce que dit le calcul" in page
    assert "Le calcul est en cours" not in page


def test_a_computation_that_cannot_end_gives_the_preparation_back(
    draw: Draw, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        computing.compute_draw(draw=draw, by=editor, at=NOW)
    Entrant.objects.all().delete()
    for work in waiting:
        work()
    draw.refresh_from_db()
    assert (draw.state, draw.result) == ("prepared", {})


def test_a_computation_that_was_stopped_writes_nothing(
    draw: Draw, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        started = computing.compute_draw(draw=draw, by=editor, at=NOW)
    computing.reopen_draw(draw=started, by=editor, at=NOW)
    for work in waiting:
        work()
    computing._Progress(started).tell(0.5)
    draw.refresh_from_db()
    assert (draw.state, draw.result) == ("prepared", {})


def test_a_plain_method_that_forms_no_group_is_told_in_words(
    draw: Draw, editor: User, editor_client: Client
) -> None:
    url = reverse("draws:draw", args=[draw.pk])
    words = "la méthode simple n’a réussi à former aucun groupe"
    result = {
        "min_chance": 0.1,
        "plain_min_chance": 0.05,
        "rounding_error": 0.001,
        "profiles": [{"label": "F", "people": 2, "chance": 0.1, "drawn": [99, 101], "plain": 0.05}],
    }
    Draw.objects.filter(pk=draw.pk).update(state="computed", result=result)
    assert words not in editor_client.get(url).content.decode()
    Draw.objects.update(result=result | {"plain_is_searched": True})
    assert words in editor_client.get(url).content.decode()
