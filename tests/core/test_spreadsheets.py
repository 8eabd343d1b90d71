import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import (
    Row,
    Sheet,
    open_table,
    read_grid,
    sheet_names,
    table_response,
    write_csv,
    write_xlsx,
)


def rows_of(content: bytes) -> list[list[str]]:
    return read_grid(content)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_separator_and_encoding_reads_the_same(separator, encoding):
    text = separator.join(["code", "nom"]) + "\r\n" + separator.join(["30007", "Alès"]) + "\r\n"

    table = open_table(text.encode(encoding))

    assert table.columns == ["code", "nom"]
    assert list(table.rows) == [Row(2, ["30007", "Alès"])]
    assert table.separator == separator


def test_a_decimal_comma_is_no_separator():
    table = open_table(b"lon;lat;nom\n4,08;44,12;a, b\n4,1;44,2;c\n")

    assert table.columns == ["lon", "lat", "nom"]
    assert [row.cells for row in table.rows] == [["4,08", "44,12", "a, b"], ["4,1", "44,2", "c"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("title", ["Année 2022", "Contrat de ville, programmation 2022"])
def test_a_title_above_the_table_does_not_hide_its_separator(separator, title):
    rows = [["code", "nom", "montant"], ["30007", "Alès", '"1 234,5 €"'], ["30010", "Anduze", "8"]]
    text = "\r\n".join([title, "", *(separator.join(row) for row in rows)])
    table = open_table(text.encode())
    assert table.separator == separator
    assert [row.cells for row in table.rows][1] == ["30007", "Alès", "1 234,5 €"]


def test_the_line_that_names_the_separator_is_not_a_row():
    assert rows_of(b"sep=|\na|b\n1|2\n") == [["a", "b"], ["1", "2"]]


def test_quoted_cells_may_hold_lines_and_lines_are_counted_as_in_the_file():
    table = open_table(b'a,b\n"x\ny",1\n\nz,2\n')

    assert list(table.rows) == [Row(2, ["x\ny", "1"]), Row(5, ["z", "2"])]


def test_a_quote_never_closed_is_said_with_its_line():
    table = open_table(b'a,b\n1,2\n3,"4\n5,6\n')

    with pytest.raises(InvalidInput, match="Ligne 3"):
        list(table.rows)


def test_records_fill_the_missing_cells():
    table = open_table(b"a,b,c\n1,2\n")

    assert list(table.records()) == [(2, {"a": "1", "b": "2", "c": ""})]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\n\n", "vide"),
        (b"\x00\x01\x02", "texte lisible"),
        (b"PK\x03\x04 coupe", "classeur"),
        (b"\xd0\xcf\x11\xe0 faux", "classeur"),
    ],
)
def test_what_is_no_table_gets_one_sentence(content, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        open_table(content)


def test_too_big_is_refused_before_it_is_read():
    with pytest.raises(InvalidInput, match="trop gros"):
        open_table(b"a,b\n" * 1000, max_bytes=100)


def test_a_workbook_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("ensemblier.core.spreadsheets.reading.MAX_UNZIPPED_BYTES", 1000)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000)

    with pytest.raises(InvalidInput, match="trop gros une fois ouvert"):
        open_table(content.getvalue())


def test_a_missing_file_gets_one_sentence(tmp_path):
    with pytest.raises(InvalidInput, match="ne peut pas être ouvert"):
        open_table(tmp_path / "absent.csv")


def test_a_workbook_comes_back_as_it_was_written():
    content = write_xlsx(
        Sheet(
            "Territoires / 2024",
            ["code", "nom", "part", "depuis"],
            [
                ["30007", "=1+1", Decimal("46.6"), datetime.date(2024, 1, 31)],
                ["01004", "", 3, None],
            ],
        ),
        Sheet("Notes", ["a"], [["b"]]),
    )

    assert sheet_names(content) == ["Territoires   2024", "Notes"]
    assert rows_of(content) == [
        ["code", "nom", "part", "depuis"],
        ["30007", "=1+1", "46.6", "2024-01-31"],
        ["01004", "", "3", ""],
    ]
    assert read_grid(content, sheet="Notes") == [["a"], ["b"]]


def test_a_workbook_holds_no_formula_and_no_link():
    content = write_xlsx(Sheet("a", ["=A1"], [["=1+1"], ["https://example.org"], ["@x"]]))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_a_csv_cell_is_never_a_formula_and_numbers_stay_numbers():
    content = write_csv(["a"], [["=1+1"], ["-12,5"], ["- puce"], ["@x"], [None], [-3]])

    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines == ["a", "'=1+1", '"-12,5"', "'- puce", "'@x", '""', "-3", ""]
    assert rows_of(content) == [["a"], ["=1+1"], ["-12,5"], ["- puce"], ["@x"], ["-3"]]


def test_a_cell_longer_than_a_spreadsheet_holds_is_cut_with_a_mark():
    content = write_xlsx(Sheet("a", ["texte"], [["x" * 40_000]]))

    assert rows_of(content)[1][0] == "x" * 32_766 + "…"


def test_downloads_are_attachments_of_a_known_format():
    response = table_response("été / 2024", "csv", ["a"], [["b"]])

    assert response["Content-Disposition"] == 'attachment; filename="ete-2024.csv"'
    with pytest.raises(Http404):
        table_response("a", "exe", [], [])


cells = (
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85"),
        min_size=1,
    )
    .map(str.strip)
    .filter(bool)
)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=5))
def test_csv_and_workbook_bring_back_any_text(rows):
    header = ["a", "b", "c"]

    assert rows_of(write_csv(header, rows)) == [header, *rows]
    assert rows_of(write_xlsx(Sheet("x", header, rows))) == [header, *rows]


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe"])
)
def test_any_bytes_give_rows_or_one_sentence(content, start):
    try:
        grid = read_grid(start + content)
    except InvalidInput as refusal:
        assert str(refusal)
    else:
        assert all(isinstance(cell, str) for row in grid for cell in row)
