import datetime
import io
import random
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import (
    Row,
    Sheet,
    merged_downwards,
    open_table,
    read_grid,
    sheet_names,
    table_response,
    write_csv,
    write_xlsx,
)

OPEN = "urn:oasis:names:tc:opendocument:xmlns"


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


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_quote_left_open_on_the_last_line_is_said_too(end):
    with pytest.raises(InvalidInput, match=r"Ligne 2.*jamais refermé"):
        rows_of(f'nom;ville\n"Les Jardins;Alès{end}'.encode())
    assert rows_of(f'nom;taille\ntube;12" de long{end}'.encode())[1] == ["tube", '12" de long']


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


def far_away(*, ods: bool = False) -> bytes:
    """A small table and one word at the end of a sheet, 17 billion cells further."""
    content = io.BytesIO()
    if ods:
        far = "<table:table-row table:number-rows-repeated='1048574'/><table:table-row>"
        far += "<table:table-cell table:number-columns-repeated='16383'/>"
        far += "<table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>"
        spaces = " ".join(
            f"xmlns:{name}='{OPEN}:{name}:1.0'" for name in ("office", "table", "text")
        )
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", f"<manifest xmlns='{OPEN}:manifest:1.0'/>")
            archive.writestr(
                "content.xml",
                f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table "
                f"table:name='Un'>{far}</table:table-row></table:table></office:spreadsheet>"
                "</office:body></office:document-content>",
            )
        return content.getvalue()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Sexe"])
        sheet.write(1_048_575, 16_383, "x")
    return content.getvalue()


@pytest.mark.parametrize("ods", [False, True])
def test_a_word_at_the_far_end_of_a_sheet_does_not_ask_for_all_the_memory(ods):
    with pytest.raises(InvalidInput, match="remplie très loin du tableau"):
        open_table(far_away(ods=ods)).rows.__next__()


def test_cells_that_are_only_colored_reach_nowhere():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Sexe"])
        sheet.write_row(1, 0, ["Awa", "F"])
        sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bg_color": "red"}))
    assert rows_of(content.getvalue()) == [["Nom", "Sexe"], ["Awa", "F"]]


def test_cells_that_do_not_say_their_place_are_counted():
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(far_away())) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, tail = part.split(b"<sheetData>")
                row = b"<row><c t='str'><v>1</v></c><c/></row>"
                part = (
                    head
                    + b"<sheetData>"
                    + row * 3
                    + b"</sheetData>"
                    + tail.split(b"</sheetData>")[1]
                )
            new.writestr(name, part)
    assert rows_of(content.getvalue()) == [["1"]] * 3


def test_a_damaged_workbook_gets_one_sentence_wherever_it_is_damaged():
    whole = write_xlsx(Sheet("Un", ["Nom"], [[f"personne {rank}"] for rank in range(200)]))
    chance = random.Random(0)
    for _time in range(150):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
        try:
            for name in sheet_names(bytes(content)):
                merged_downwards(bytes(content), name)
            list(open_table(bytes(content), shows_errors=True).rows)
        except InvalidInput as refusal:
            assert str(refusal).endswith(".")


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
