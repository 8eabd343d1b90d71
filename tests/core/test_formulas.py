"""Formulas without a value are told from empty cells."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

from ensemblier.core.spreadsheets import open_table
from ensemblier.core.spreadsheets.formulas import broken_formulas


def book() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        workbook.add_worksheet("Autre").write(0, 0, "rien")
        page = workbook.add_worksheet("Montants & co")
        page.write_row(0, 0, ["nom", 12, True, ""])
        page.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        page.write_formula(1, 1, "=1+1", None, 2)
        page.write_formula(4, 27, "=NA()", None, "#N/A")
    return content.getvalue()


def uncomputed() -> bytes:
    """As saved by a program that writes formulas and computes none."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<f>1+1</f><v>2</v>", b"<f>1+1</f><v></v>"))
    return content.getvalue()


def test_errors_and_what_was_never_computed():
    found = broken_formulas(io.BytesIO(book()), "Montants & co")
    assert found == {(2, 0): "#DIV/0!", (5, 27): "#N/A"}
    found = broken_formulas(io.BytesIO(uncomputed()), "Montants & co")
    assert found == {(2, 0): "#DIV/0!", (2, 1): "=…", (5, 27): "#N/A"}


def test_what_is_no_workbook_has_none():
    for content in (b"", b"nom;montant", book()[:200]):
        assert broken_formulas(io.BytesIO(content), "Montants & co") == {}
    assert broken_formulas(io.BytesIO(book()), "Absente") == {}


def test_a_table_shows_them_where_they_matter():
    for shows, cells in ((True, ["#DIV/0!", "=…"]), (False, ["", ""])):
        table = open_table(
            uncomputed(), sheet="Montants & co", keeps_empty_rows=True, shows_errors=shows
        )
        assert next(row.cells[:2] for row in table.rows) == cells
