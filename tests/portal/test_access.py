"""A contract that is not public exists only for its members."""

import pytest

from tests import factories
from tests.portal.conftest import plan_of


@pytest.fixture
def addresses(contract):
    plan = plan_of(contract, shape=(1, 2))
    node = plan.versions.get().nodes.first()
    base = f"/contrats/{contract.slug}/"
    return [
        base,
        f"{base}quartiers/",
        f"{base}signataires/",
        f"{base}documents/",
        f"{base}plans/contrat/",
        f"{base}plans/contrat/versions/",
        f"{base}plans/contrat/pdf/",
        f"{base}plans/contrat/export/csv/",
        f"{base}plans/contrat/{node.theme_id}/",
        f"/sitemaps/contrats/{contract.slug}.xml",
        *(f"{base}{page}/export/csv/" for page in ("quartiers", "signataires", "documents")),
    ]


def statuses(client, addresses):
    return {client.get(address).status_code for address in addresses}


def test_anyone_reads_a_public_contract(addresses, visitor_client, outsider_client):
    assert statuses(visitor_client, addresses) == {200}
    assert statuses(outsider_client, addresses) == {200}


def test_a_private_contract_does_not_exist_for_others(
    addresses, contract, visitor_client, outsider_client, other_member_client
):
    contract.is_public = False
    contract.save()
    assert statuses(visitor_client, addresses) == {404}
    assert statuses(outsider_client, addresses) == {404}
    assert statuses(other_member_client, addresses) == {404}


def test_a_private_contract_is_read_by_its_members(
    addresses, contract, reader_client, editor_client, administrator_client
):
    contract.is_public = False
    contract.save()
    assert statuses(reader_client, addresses) == {200}
    assert statuses(editor_client, addresses) == {200}
    assert statuses(administrator_client, addresses) == {200}


def test_a_private_contract_read_by_a_member_is_not_kept_for_others(
    addresses, contract, reader_client, visitor_client
):
    contract.is_public = False
    contract.save()
    page = reader_client.get(addresses[4])
    assert page["Cache-Control"] == "private, no-cache"
    assert visitor_client.get(addresses[4]).status_code == 404


def test_a_contract_made_private_disappears_at_once(addresses, contract, visitor_client):
    etag = visitor_client.get(addresses[4])["ETag"]
    contract.is_public = False
    contract.save()
    again = visitor_client.get(addresses[4], headers={"If-None-Match": etag})
    assert again.status_code == 404


def test_private_contracts_are_not_on_the_home_page_nor_in_the_sitemap(contract, visitor_client):
    secret = factories.make_contract(name="Contrat secret", slug="secret", is_public=False)
    home = visitor_client.get("/").content.decode()
    assert contract.name in home
    assert secret.name not in home
    assert "secret" not in visitor_client.get("/sitemap.xml").content.decode()


def test_drafts_are_not_public(contract, visitor_client):
    plan = factories.make_plan(contract, slug="brouillon", name="Plan en cours d’écriture")
    node = factories.make_node(factories.make_version(plan, published=False))
    base = f"/contrats/{contract.slug}/plans/brouillon/"
    assert statuses(visitor_client, [base, f"{base}{node.theme_id}/", f"{base}pdf/"]) == {404}
    assert plan.name not in visitor_client.get(f"/contrats/{contract.slug}/").content.decode()


def test_absurd_addresses_are_not_found(big_plan, visitor_client):
    base = f"/contrats/{big_plan.contract.slug}/plans/contrat/"
    absurd = [
        "/contrats/rien/",
        "/contrats/rien/plans/contrat/",
        f"/contrats/{big_plan.contract.slug}/plans/rien/",
        f"{base}999999999/",
        f"{base}99999999999999999999999999/",
        f"{base}export/exe/",
        f"{base}?version=99",
        f"{base}?version=%00",
        "/quartiers/QN99999Z/",
        "/quartiers/%00/",
        "/quartiers/99999999999999999999999/",
    ]
    assert statuses(visitor_client, absurd) == {404}


def test_writing_to_a_public_page_is_refused(contract, visitor_client):
    assert visitor_client.post(f"/contrats/{contract.slug}/").status_code == 405
