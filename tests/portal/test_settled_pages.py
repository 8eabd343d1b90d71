"""Pages kept for visitors until anything is written."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations import update_contract
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area
from tests import factories
from tests.portal.conftest import queries_of


@pytest.fixture
def area(contract: Contract) -> Area:
    return factories.make_area(name="Les Aires", code="QN00001A")


@pytest.fixture
def node(contract: Contract) -> Node:
    return factories.make_node(factories.make_version(factories.make_plan(contract, slug="plan")))


def addresses(area: Area, node: Node) -> list[str]:
    return [
        "/",
        "/quartiers/",
        area.get_absolute_url(),
        "/contrats/ici/",
        "/contrats/ici/quartiers/",
        "/contrats/ici/signataires/",
        "/contrats/ici/documents/",
        f"/contrats/ici/plans/plan/{node.theme_id}/",
    ]


def test_the_second_visitor_costs_one_query(visitor_client: Client, area: Area, node: Node):
    for address in addresses(area, node):
        assert visitor_client.get(address).status_code == 200
        assert queries_of(visitor_client, address, kept=True) == 1, address


def test_a_write_renews_the_page(visitor_client: Client, contract: Contract, editor: User):
    before = visitor_client.get("/contrats/ici/")
    values = {"name": "Contrat d’à côté"}
    update_contract(contract=contract, values=values, by=editor, at=timezone.now())
    after = visitor_client.get("/contrats/ici/")
    assert "Contrat d’ici" in before.text
    assert "Contrat d’à côté" in after.text
    assert before["ETag"] != after["ETag"]


def test_a_browser_that_has_the_page_is_told_so(visitor_client: Client, contract: Contract):
    etag = visitor_client.get("/contrats/ici/")["ETag"]
    assert visitor_client.get("/contrats/ici/", headers={"If-None-Match": etag}).status_code == 304


def test_someone_signed_in_has_a_page_of_their_own(
    visitor_client: Client, editor_client: Client, contract: Contract
):
    visitor_client.get("/contrats/ici/")
    page = editor_client.get("/contrats/ici/")
    assert "Me déconnecter" in page.text
    assert page["Cache-Control"] == "private, no-cache"
    assert "Me déconnecter" not in visitor_client.get("/contrats/ici/").text


def test_languages_are_kept_apart(visitor_client: Client, contract: Contract):
    assert '<html lang="fr"' in visitor_client.get("/contrats/ici/").text
    assert '<html lang="en"' in visitor_client.get("/en/contrats/ici/").text
