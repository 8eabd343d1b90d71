"""Tables as people lay them out: titles, several sheets, headers on two rows, merged cells."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pytest
import xlsxwriter

from ensemblier.core.imports import Report
from ensemblier.funding.operations import past_years as operations
from ensemblier.organizations.models import Organization
from tests import factories
from tests.factories import programming as make

AT = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def funders(contract):
    """A published plan, and three funders."""
    factories.make_node(factories.make_version(factories.make_plan(contract)), code="1.1")
    make.make_funder(name="Préfecture du Gard", short_name="État (préfecture du Gard)")
    make.make_funder(name="Région Occitanie")
    make.make_funder(name="Commune d’Alès", short_name="Alès")


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        fill(book)
    return content.getvalue()


def read(editor, contract, content: bytes, name: str = "annee.xlsx", **mapping: str) -> Report:
    upload = factories.make_upload(name, content)
    prepared = operations.prepare_past_year(contract=contract, uploaded=upload, by=editor, at=AT)
    if mapping:
        prepared = operations.remap_past_year(prepared=prepared, mapping=mapping, by=editor, at=AT)
    return prepared.parsed_report


def entered(report: Report) -> list[str]:
    return [change.label for change in report.created]


def refusals(report: Report) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in report.refused]


def told(report: Report) -> list[str]:
    return [note.replace("\u00a0", " ").replace("\u202f", " ") for note in report.notes]


def two_years(book: xlsxwriter.Workbook) -> None:
    """A cover, then a sheet for each year, headers on two rows under a title."""
    plain = book.add_format()
    book.add_worksheet("Lisez-moi").write(0, 0, "Ce classeur vient du service financier.")
    for year in (2021, 2022):
        sheet = book.add_worksheet(f"Prog {year}")
        sheet.merge_range("A1:F1", "Contrat de ville, tableau de programmation", plain)
        sheet.merge_range("A3:A4", "Porteur", plain)
        sheet.merge_range("B3:B4", "Action", plain)
        sheet.merge_range("C3:D3", "MONTANT DEMANDÉ", plain)
        sheet.merge_range("E3:F3", "Montant accordé", plain)
        sheet.write_row("C4", ["ETAT", "Ville d'Alès", "ETAT", "Ville d'Alès"])
        sheet.merge_range("A5:A6", "La Ronde", plain)
        sheet.write_row("B5", [f"Fête {year}", 3000, 100.1, 2000.0000001, "refusé"])
        sheet.write_row("B6", ["Jardin", None, None, None, 10.5])
        sheet.write_row("B7", ["TOTAL", 3000, 100, 2000, 10.5])


def test_the_sheet_and_the_two_rows_of_headers_are_found(editor, contract):
    report = read(editor, contract, workbook(two_years))
    assert report.sheets == ["Lisez-moi", "Prog 2021", "Prog 2022"]
    assert report.mapping["sheet"] == "Prog 2021"
    assert report.columns == [
        "Porteur",
        "Action",
        "MONTANT DEMANDÉ ETAT",
        "MONTANT DEMANDÉ Ville d'Alès",
        "Montant accordé ETAT",
        "Montant accordé Ville d'Alès",
    ]
    assert refusals(report) == []
    assert entered(report) == ["2021-0001 Fête 2021", "2021-0002 Jardin"]
    assert told(report) == [
        "Les lignes de total sont laissées de côté.",
        "Année de tout le fichier : 2021.",
        "Dossiers : 2. Actions nouvelles : 2. Structures nouvelles : 1.",
        "Demandé : 3 110,60 €. Accordé : 2 010,50 €. Payé : 0 €.",
    ]


def test_another_sheet_is_chosen_and_not_remembered(editor, contract):
    upload = factories.make_upload("annee.xlsx", workbook(two_years))
    prepared = operations.prepare_past_year(contract=contract, uploaded=upload, by=editor, at=AT)
    operations.remap_past_year(prepared=prepared, mapping={"sheet": "Prog 2022"}, by=editor, at=AT)
    done = operations.apply_past_year(prepared=prepared, by=editor, at=AT)
    assert entered(done.parsed_report) == ["2022-0001 Fête 2022", "2022-0002 Jardin"]
    again = read(editor, contract, workbook(two_years))
    assert entered(again) == ["2021-0003 Fête 2021", "2021-0002 Jardin"]


def test_a_merged_amount_counts_once(editor, contract):
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("2022")
        sheet.write_row("A1", ["Porteur", "Action", "Financeur", "Accordé"])
        sheet.write_row("A2", ["La Ronde", "Fête", "Région"])
        sheet.write_row("A3", ["La Ronde", "Jardin", "Région"])
        sheet.merge_range("D2:D3", 500, book.add_format())

    report = read(editor, contract, workbook(fill))
    assert entered(report) == ["2022-0001 Fête"]
    assert refusals(report) == [(3, "Cette ligne ne donne aucun montant.")]


LEFT_EMPTY = (
    "Programmation de l’année 2022\r\nPorteur;Action;Financeur;Montant\r\n"
    "La Ronde;Fête;Région;100\r\n;;Etat;50\r\n;Jardin;Région;7\r\n;;;157\r\nTotal;;;157\r\n"
).encode("cp1252")


def test_cells_left_empty_are_refused_or_repeat_the_one_above(editor, contract):
    report = read(editor, contract, LEFT_EMPTY, "annee.csv")
    assert entered(report) == ["2022-0001 Fête"]
    assert refusals(report) == [(line, "La structure manque.") for line in (4, 5, 6)]
    report = read(editor, contract, LEFT_EMPTY, "annee.csv", repeats="on")
    assert entered(report) == ["2022-0001 Fête", "2022-0002 Jardin"]
    assert refusals(report) == [(6, "La structure manque.")]
    assert told(report)[:3] == [
        "Les lignes de total sont laissées de côté.",
        "Le financeur « Région » est lu comme Région Occitanie.",
        "Le financeur « Etat » est lu comme Préfecture du Gard.",
    ]
    assert told(report)[-1] == "Demandé : 157 €. Accordé : 157 €. Payé : 0 €."


def test_columns_of_one_name_are_told_apart(editor, contract):
    lines = "Porteur;Action;Année;2;Montant;Montant\r\nLa Ronde;Fête;2022;x;1000;800"
    mapping = {
        "organization": "Porteur",
        "action": "Action",
        "year": "Année",
        "asked": "Montant",
        "granted": "Montant (colonne F)",
        "default_funder": str(make.make_funder(name="CAF du Gard").pk),
    }
    report = read(editor, contract, lines.encode(), "annee.csv", **mapping)
    assert told(report)[-1] == "Demandé : 1 000 €. Accordé : 800 €. Payé : 0 €."


def test_a_name_that_two_funders_start_with_is_nobody(editor, contract):
    make.make_funder(name="Région voisine")
    lines = "Porteur;Action;Année;Financeur;Montant\r\nLa Ronde;Fête;2022;Région;1000"
    report = read(editor, contract, lines.encode(), "annee.csv")
    assert refusals(report) == [
        (
            2,
            "Financeur inconnu\u00a0: «\u00a0Région\u00a0». Créez sa structure d’abord, "
            "ou choisissez le financeur de tout le fichier.",
        )
    ]


def test_amounts_that_no_field_takes_are_told(editor, contract):
    lines = (
        "Porteur;Action;Région;Fondation du Pont;Total;Nombre d’enfants;Code postal",
        "La Ronde;Fête;1 000;250,50;1 250,50;12;30100",
        "La Ronde;Jardin;500;;500;8;30100",
        "Le Mas;Jeux;300;100;400;;30110",
    )
    report = read(editor, contract, "\n".join(lines).encode(), "an.csv", default_year="2021")
    assert told(report)[0] == (
        "Une colonne de chiffres n’est pas lue : « Fondation du Pont ». "
        "Si ce sont les montants d’un financeur, dites lequel plus bas."
    )


@pytest.mark.parametrize("head", ["Préfecture", "État", "Prefecture du Gard"])
def test_a_funder_is_known_by_either_part_of_its_name(editor, contract, head):
    state = make.make_funder(name="État – préfecture de la Lozère", short_name="")
    Organization.objects.filter(name="Préfecture du Gard").delete()
    name = head.replace("Gard", "Lozère").replace("du Lozère", "de la Lozère")
    rows = f"Porteur;Action;{name} demandé;{name} accordé\nLa Ronde;Fête;1 000;800\n"
    report = read(editor, contract, rows.encode(), "an.csv", default_year="2021")
    assert report.mapping[f"asked_{state.pk}"] == f"{name} demandé"
    assert report.mapping[f"funder_{state.pk}"] == f"{name} accordé"
