"""Public lists as files: what their page shows, for the same people."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client

from ensemblier.contracts.models import Contract
from ensemblier.core.spreadsheets import open_table
from ensemblier.territories.enums import AreaKind, LinkKind
from ensemblier.territories.models import Area, AreaLink
from tests import factories
from tests.portal.conftest import queries_of

AREAS = "/quartiers/"
OF_CONTRACT = ["quartiers", "signataires", "documents"]


def rows_of(response: Any) -> list[list[str]]:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def area_in(commune: str, name: str, code: str) -> Area:
    town = factories.make_area(kind=AreaKind.COMMUNE, name=commune)
    area = factories.make_area(name=name, code=code)
    AreaLink.objects.create(kind=LinkKind.PART_OF, source=area, target=town)
    return area


def document(contract: Contract, title: str, *, is_public: bool = True) -> Any:
    return contract.contractdocuments.create(
        title=title,
        kind="note",
        dated=datetime.date(2024, 4, 9),
        is_public=is_public,
        file=factories.make_stored_file(is_public=is_public),
    )


@pytest.fixture
def filled(contract: Contract) -> Contract:
    """A contract with a neighbourhood, a signatory and a document."""
    contract.contractareas.create(area=area_in("Anduze", "Centre-ville", "QN03001A"))
    contract.signatorys.create(
        organization=factories.make_organization(name="Région", siret="20005379100014"),
        title="Présidente de la Région",
        deliberation="2024-12",
        signed_on=datetime.date(2024, 4, 9),
    )
    document(contract, "Contrat signé")
    return contract


@pytest.mark.django_db
def test_neighbourhoods_with_their_communes(visitor_client: Client) -> None:
    area_in("Anduze", "Centre-ville", "QN03001A")
    area_in("Saint-Ambroix", "L’Écusson", "QN03002B")
    every = rows_of(visitor_client.get(f"{AREAS}export/csv/"))
    assert every == [
        ["code", "nom", "génération", "communes"],
        ["QN03001A", "Centre-ville", "2024", "Anduze"],
        ["QN03002B", "L’Écusson", "2024", "Saint-Ambroix"],
    ]
    found = rows_of(visitor_client.get(f"{AREAS}export/csv/", {"q": "ambroix\x00"}))
    assert found == [every[0], every[2]]


@pytest.mark.django_db
def test_the_list_of_neighbourhoods_leads_to_its_files(visitor_client: Client) -> None:
    assert "export/" not in visitor_client.get(AREAS).text
    area_in("Anduze", "Centre-ville", "QN03001A")
    page = visitor_client.get(AREAS, {"q": "anduze"}).text
    assert 'href="export/xlsx/?q=anduze"' in page
    assert 'href="export/csv/?q=anduze"' in page


@pytest.mark.django_db
def test_the_file_costs_the_same_for_three_and_forty(visitor_client: Client) -> None:
    def add(count: int) -> None:
        for rank in range(count):
            area = area_in("Anduze", "Centre-ville", f"QN{count:03}{rank:02}X")
            factories.make_contract(areas=(area,))

    add(3)
    few = queries_of(visitor_client, f"{AREAS}export/csv/")
    add(37)
    assert queries_of(visitor_client, f"{AREAS}export/csv/") == few


def test_areas_of_a_contract(filled: Contract, visitor_client: Client) -> None:
    assert rows_of(visitor_client.get("/contrats/ici/quartiers/export/csv/")) == [
        ["code", "nom", "sorte", "génération", "au titre de"],
        ["QN03001A", "Centre-ville", "quartier prioritaire (QPV)", "2024", "quartier prioritaire"],
    ]


def test_signatories_by_what_they_sign_for(filled: Contract, visitor_client: Client) -> None:
    assert rows_of(visitor_client.get("/contrats/ici/signataires/export/csv/")) == [
        ["rang", "structure", "SIRET", "en qualité de", "délibération", "signé le"],
        ["1", "Région", "20005379100014", "Présidente de la Région", "2024-12", "2024-04-09"],
    ]


def test_only_public_documents_each_with_its_address(
    filled: Contract, visitor_client: Client, editor_client: Client
) -> None:
    document(filled, "Note interne", is_public=False)
    public = filled.contractdocuments.get(is_public=True)
    for client in (visitor_client, editor_client):
        assert rows_of(client.get("/contrats/ici/documents/export/csv/")) == [
            ["titre", "sorte", "en date du", "adresse"],
            [
                "Contrat signé",
                public.get_kind_display(),
                "2024-04-09",
                f"http://testserver/fichiers/{public.file.key}/",
            ],
        ]


@pytest.mark.parametrize("page", OF_CONTRACT)
def test_a_page_with_rows_leads_to_their_files(
    contract: Contract, visitor_client: Client, page: str, request: pytest.FixtureRequest
) -> None:
    address = f"/contrats/ici/{page}/"
    assert "export/" not in visitor_client.get(f"{address}?sans").text
    request.getfixturevalue("filled")
    assert 'href="export/csv/' in visitor_client.get(f"{address}?avec").text


@pytest.mark.parametrize("page", [AREAS, *(f"/contrats/ici/{page}/" for page in OF_CONTRACT)])
def test_formats(filled: Contract, visitor_client: Client, page: str) -> None:
    workbook = visitor_client.get(f"{page}export/xlsx/")
    assert len(list(open_table(io.BytesIO(workbook.content)).rows)) == 1
    assert visitor_client.get(f"/en{page}export/csv/").status_code == 200
    for unknown in ("json", "pdf", "CSV", "xlsx.exe"):
        assert visitor_client.get(f"{page}export/{unknown}/").status_code == 404


@pytest.mark.parametrize("page", OF_CONTRACT)
def test_a_contract_costs_the_same_for_one_row_and_twenty(
    filled: Contract, visitor_client: Client, page: str
) -> None:
    address = f"/contrats/ici/{page}/export/csv/"
    few = queries_of(visitor_client, address)
    for rank in range(19):
        filled.contractareas.create(area=factories.make_area())
        filled.signatorys.create(organization=factories.make_organization(), title="Membre")
        document(filled, f"Papier {rank}")
    assert queries_of(visitor_client, address) == few
