import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import (
    Change,
    Report,
    find_table,
    map_columns,
    parse_date,
    parse_number,
)
from ensemblier.core.spreadsheets import Sheet, read_grid, write_xlsx


def test_columns_are_found_under_many_spellings_and_serve_once():
    spellings = {"code": ["code_insee", "CODGEO", "code"], "name": ["nom", "libellé"], "pop": ["x"]}

    assert map_columns(["Libelle", "CODE INSEE", "code"], spellings) == {"code": 1, "name": 0}


def test_the_first_spelling_wins_whatever_the_order_of_columns():
    assert map_columns(["code", "code_qp"], {"code": ["code_qp", "code"]}) == {"code": 1}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,50 €", "1234.50"),
        ("46,6 %", "46.6"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("−3", "-3"),
    ],
)
def test_french_and_english_figures(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "s", "nan", "inf", "2,43E+13", "1,2,3", "1.2.3", "--1", "٣x"])
def test_what_is_no_figure_is_said(text):
    with pytest.raises(InvalidInput, match="n’est pas un nombre"):
        parse_number(text)


@pytest.mark.parametrize("text", ["2024-01-31", "31/01/2024", "31.1.2024", "2024-01-31T00:00:00"])
def test_dates_as_people_write_them(text):
    assert parse_date(text) == datetime.date(2024, 1, 31)


def test_a_year_alone_is_its_first_day():
    assert parse_date("2015") == datetime.date(2015, 1, 1)


@pytest.mark.parametrize("text", ["", "31/02/2024", "hier", "0000", "99/99/9999", "12/2024"])
def test_what_is_no_date_is_said(text):
    with pytest.raises(InvalidInput, match="n’est pas une date"):
        parse_date(text)


def test_a_date_that_a_spreadsheet_turned_into_a_number_is_said():
    with pytest.raises(InvalidInput, match="donnez à cette colonne le format «\u00a0date\u00a0»"):
        parse_date("46115")
    with pytest.raises(InvalidInput, match="Écrivez-la comme"):
        parse_date("461150")


NAMES = {"name": ["nom"], "sex": ["sexe"]}


def found_in(content, **options):
    table, note = find_table(content, NAMES, **options)
    return table.columns, [row.cells for row in table.rows], note


def test_a_table_is_found_under_its_titles_and_without_its_repeated_header():
    text = "Liste du 3 avril;\n;\nNom;Sexe\nAwa;F\nNom;Sexe\nDriss;H\n"
    assert found_in(text.encode()) == (["Nom", "Sexe"], [["Awa", "F"], ["Driss", "H"]], "")


def test_the_sheet_that_is_understood_is_read_and_the_others_are_named():
    content = write_xlsx(
        Sheet("Notice", ["À lire"], [["Une ligne par personne"]]),
        Sheet("Le Mas", ["Nom", "Sexe"], [["Awa", "F"]]),
        Sheet("Les Prés", ["Nom", "Sexe"], [["Driss", "H"]]),
        Sheet("Vide", [], []),
    )
    assert found_in(content) == (
        ["Nom", "Sexe"],
        [["Awa", "F"]],
        "Seule la feuille «\u00a0Le Mas\u00a0» est lue, et non «\u00a0Notice\u00a0» ni "
        "«\u00a0Les Prés\u00a0».",
    )


def test_a_workbook_of_empty_sheets_is_empty():
    with pytest.raises(InvalidInput, match="vide"):
        find_table(write_xlsx(Sheet("Un", [], []), Sheet("Deux", [], [])), NAMES)


def test_more_rows_than_can_be_read_are_refused_in_a_sentence():
    text = "Nom;Sexe\n" + "Awa;F\n" * 3
    assert len(found_in(text.encode(), most=3)[1]) == 3
    with pytest.raises(InvalidInput, match="plus de 2 lignes"):
        found_in(text.encode(), most=2)


@given(st.text())
def test_any_text_is_a_value_or_a_sentence(text):
    for parse in (parse_number, parse_date):
        try:
            parse(text)
        except InvalidInput as refusal:
            assert str(refusal)


def test_a_report_goes_through_json_whole():
    report = Report(columns=["code", "nom"], unchanged=2)
    report.created.append(Change("Alès", 2, {"nom": [None, "Alès"]}, "territories.area", 4))
    report.refuse(3, "code inconnu", ["=1", "x"])
    report.note("une remarque")
    report.note("une remarque")

    again = Report.from_dict(json.loads(json.dumps(report.as_dict())))

    assert again == report
    assert again.notes == ["une remarque"]
    assert again.sentence() == "1 créés, 0 mis à jour, 2 inchangés, 1 refusés"


def test_refused_rows_come_back_with_line_and_reason():
    report = Report(columns=["code", "nom"])
    report.refuse(3, "code inconnu", ["=1", "x"])

    assert read_grid(report.refused_csv()) == [
        ["ligne", "raison", "code", "nom"],
        ["3", "code inconnu", "=1", "x"],
    ]


def test_what_refuses_many_rows_is_told_once_most_rows_first():
    report = Report()
    reasons = ["date illisible", "code inconnu", "code inconnu", "nom vide", "date illisible"]
    for line, reason in enumerate([*reasons, "code inconnu"], start=2):
        report.refuse(line, reason)

    assert report.repeated_reasons == [("code inconnu", 3), ("date illisible", 2)]
