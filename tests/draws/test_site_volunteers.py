"""Those who offered themselves on the site enter a pool as a list does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import NotAllowed
from ensemblier.councils.models import Volunteer
from ensemblier.draws.models import Pool
from ensemblier.draws.operations import lists
from ensemblier.draws.operations.volunteers import prepare_volunteers
from ensemblier.draws.queries.pools import counts_of, people_of
from tests.draws.worlds import NOW, add, make_pool, names

LEA = "Dupont;Léa;1980;F;3 av. de la Gare;;;Les Prés"


@pytest.fixture
def pool(contract: Contract, editor: User) -> Pool:
    return make_pool(contract, editor)


def offered(contract: Contract, name: str, **changes: object) -> Volunteer:
    values = {
        "state": "pool",
        "email": "moi@quartier.test",
        "birth_year": 1980,
        "consented_at": NOW,
        **changes,
    }
    return Volunteer.objects.create(contract=contract, full_name=name, **values)


def test_volunteers_of_the_site_are_seen_then_enter_then_are_taken_back(
    pool: Pool, contract: Contract, editor: User, editor_client: Client
) -> None:
    offered(contract, "DUPONT Léa", sex="female", address="3 avenue de la Gare")
    offered(contract, "Roche Paul", sex="male")
    offered(contract, "Sans Année", birth_year=None)
    offered(contract, "Pas Gardé", state="received")
    offered(contract, "Une Association", college="actors")
    add(pool, editor, LEA)
    page = editor_client.get(reverse("draws:pool", args=[pool.pk])).content.decode()
    assert "3 personnes se sont portées volontaires" in page

    url = reverse("draws:add_volunteers", args=[pool.pk])
    page = editor_client.post(url, follow=True).content.decode()
    assert "Voici ce que cette liste apporterait" in page
    prepared = pool.lists.get(origin="volunteers")
    assert (prepared.row_count, prepared.merged_count, prepared.refused_count) == (1, 1, 1)
    assert prepared.parsed_report.refused[0].reason == "L’année de naissance manque."

    lists.apply_list(prepared=prepared, by=editor, at=NOW)
    assert names(pool) == ["Léa Dupont", "Paul Roche"]
    assert counts_of(pool).volunteers == 1
    assert people_of(pool).get(is_volunteer=True).sex == "H"
    lists.undo_list(prepared=prepared, by=editor, at=NOW)
    assert names(pool) == ["Léa Dupont"]


def test_nobody_who_waits_is_said(pool: Pool, editor_client: Client) -> None:
    page = editor_client.get(reverse("draws:pool", args=[pool.pk])).content.decode()
    assert "Reprendre les volontaires du site" not in page
    url = reverse("draws:add_volunteers", args=[pool.pk])
    page = editor_client.post(url, follow=True).content.decode()
    assert "Aucun volontaire du site n’est gardé pour le tirage" in page


def test_readers_take_nobody_in(pool: Pool, contract: Contract, reader: User) -> None:
    offered(contract, "Roche Paul")
    with pytest.raises(NotAllowed):
        prepare_volunteers(pool=pool, by=reader, at=NOW)
