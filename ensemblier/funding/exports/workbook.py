"""The matrix as a workbook: the layout of the page, what identifies a cell locked."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from ensemblier.applications.enums import ApplicationState
from ensemblier.funding.grid import Sheet
from ensemblier.funding.queries.matrix import Column, Line, Matrix, Row

TABLE, ORIGIN = "Tableau", "Origine"
MARK = "ensemblier"
KEYS, NAMES, HEADERS, FIRST = 1, 2, 3, 4
IDENTITY = 6
TOTALS = 3


@dataclass
class _Formats:
    """One of each look; `open` is the only one that a person may write in."""

    title: Any
    plain: Any
    head: Any
    money: Any
    sum: Any
    open: Any

    @classmethod
    def of(cls, workbook: Any) -> _Formats:
        def add(**properties: Any) -> Any:
            return workbook.add_format({"valign": "top", **properties})

        figure = {"num_format": "#,##0.00"}
        return cls(
            title=add(bold=True, font_size=14),
            plain=add(text_wrap=True),
            head=add(bold=True, text_wrap=True, border=1, bg_color="#e9e2d5"),
            money=add(**figure, font_color="#43494b"),
            sum=add(**figure, bold=True, bg_color="#f6f2ea"),
            open=add(**figure, locked=False, border=1, bg_color="#fffefb"),
        )


def workbook_of(matrix: Matrix, sheet: Sheet, own: set[int]) -> bytes:
    """What is shown, to be written in the columns of `own` and read back.

    The second row names the columns for the machine; the sheet «Origine» keeps each amount as it
    was, so that what another person changes in the meantime is not overwritten.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        _Table(workbook, matrix, sheet, own).fill()
        _fill_origin(workbook.add_worksheet(ORIGIN), sheet)
    return content.getvalue()


class _Table:
    def __init__(self, workbook: Any, matrix: Matrix, sheet: Sheet, own: set[int]) -> None:
        self.matrix, self.sheet, self.own = matrix, sheet, own
        self.formats = _Formats.of(workbook)
        self.page = workbook.add_worksheet(TABLE)
        self.rows = [row for group in sheet.groups for row in group.rows]

    def fill(self) -> None:
        self._heads()
        for line, row in enumerate(self.rows, start=FIRST):
            self._row(line, row)
        self._feet(FIRST + len(self.rows))
        self.page.set_row(KEYS, None, None, {"hidden": True})
        self.page.set_column(0, 0, 12)
        self.page.set_column(1, 2, 32)
        self.page.set_column(3, IDENTITY - 1, 18)
        self.page.set_column(IDENTITY, self._place(len(self.sheet.columns)) - 1, 12)
        self.page.freeze_panes(FIRST, IDENTITY)
        self.page.protect(
            "", {"format_columns": True, "format_rows": True, "sort": False, "autofilter": True}
        )

    def _place(self, rank: int) -> int:
        return IDENTITY + TOTALS + 3 * rank

    def _heads(self) -> None:
        page, formats = self.page, self.formats
        page.write_string(0, 0, self.matrix.call.name, formats.title)
        page.write_string(
            0,
            2,
            _(
                "Écrivez dans les cases encadrées, puis déposez ce fichier dans "
                "«\u00a0Tableur\u00a0»."
            ),
            formats.plain,
        )
        page.write_string(KEYS, 0, f"{MARK}:{self.matrix.call.pk}")
        labels = [_("référence"), _("dossier"), _("porteur"), _("objectif"), _("quartier")]
        words = [_("demandé"), _("proposé"), _("accordé")]
        for place, label in enumerate([*labels, _("état"), *words]):
            page.write_string(HEADERS, place, label, formats.head)
        page.merge_range(NAMES, IDENTITY, NAMES, IDENTITY + TOTALS - 1, _("Total"), formats.head)
        for rank, column in enumerate(self.sheet.columns):
            first = self._place(rank)
            page.merge_range(NAMES, first, NAMES, first + 2, column.label, formats.head)
            for shift, name in enumerate(("asked", "proposed", "granted")):
                page.write_string(KEYS, first + shift, f"{column.funder_id}:{name}")
                page.write_string(HEADERS, first + shift, words[shift], formats.head)

    def _row(self, line: int, row: Row) -> None:
        node = self.matrix.nodes.get(row.node_id or 0)
        texts = [
            row.reference,
            row.title,
            row.bearer,
            f"{node.code} {node.short_title}".strip() if node else "",
            ", ".join(self.matrix.areas[area] for area, _part in row.areas if area is not None),
            str(ApplicationState(row.state).label),
        ]
        for place, text in enumerate(texts):
            self.page.write_string(line, place, text, self.formats.plain)
        for shift, cents in enumerate(self._totals_of(row)):
            cells = "+".join(
                xl_rowcol_to_cell(line, self._place(rank) + shift)
                for rank in range(len(self.sheet.columns))
            )
            self._formula(line, IDENTITY + shift, cells or "0", cents)
        for rank, column in enumerate(self.sheet.columns):
            self._line(line, self._place(rank), row, column)

    def _totals_of(self, row: Row) -> list[int]:
        lines = [line for column in self.sheet.columns if (line := row.lines.get(column.funder_id))]
        return [
            sum(line.asked for line in lines),
            sum(line.proposed or 0 for line in lines),
            sum(line.granted or 0 for line in lines),
        ]

    def _line(self, at: int, place: int, row: Row, column: Column) -> None:
        line = row.lines.get(column.funder_id)
        if line is None:
            return
        self.page.write_number(at, place, line.asked / 100, self.formats.money)
        is_open = column.funder_id in self.own and not row.is_closed
        look = self.formats.open if is_open else self.formats.money
        for shift, cents in enumerate((line.proposed, line.granted), start=1):
            if cents is None:
                self.page.write_blank(at, place + shift, None, look)
            else:
                self.page.write_number(at, place + shift, cents / 100, look)

    def _feet(self, at: int) -> None:
        """Sums, envelopes, and what would be left in them."""
        for shift, label in enumerate((_("Total"), _("Enveloppes"), _("Reste à accorder"))):
            self.page.write_string(at + shift, 1, label, self.formats.head)
        sums = [*self.sheet.sums.total]
        for column in self.sheet.columns:
            sums.extend(self.sheet.sums.of(column.funder_id))
        for place, cents in enumerate(sums, start=IDENTITY):
            name = xl_col_to_name(place)
            rows = f"SUM({name}{FIRST + 1}:{name}{at})" if self.rows else "0"
            self._formula(at, place, rows, cents)
        for rank, column in enumerate(self.sheet.columns):
            place = self._place(rank) + 2
            amount = sum(gauge.amount for gauge in column.gauges)
            self.page.write_number(at + 1, place, amount / 100, self.formats.sum)
            left = f"{xl_rowcol_to_cell(at + 1, place)}-{xl_rowcol_to_cell(at, place)}"
            self._formula(at + 2, place, left, amount - self.sheet.sums.of(column.funder_id)[2])

    def _formula(self, line: int, place: int, text: str, cents: int) -> None:
        self.page.write_formula(line, place, f"={text}", self.formats.sum, cents / 100)


def _fill_origin(page: Any, sheet: Sheet) -> None:
    """Reference, funder, proposed and granted in cents, as they were; hidden."""
    page.write_row(0, 0, ["reference", "funder", "proposed", "granted"])
    at = 1
    for group in sheet.groups:
        for row in group.rows:
            for line in row.lines.values():
                page.write_row(at, 0, [row.reference, *_origin_of(line)])
                at += 1
    page.protect()
    page.hide()


def _origin_of(line: Line) -> list[Any]:
    amounts = ("" if cents is None else cents for cents in (line.proposed, line.granted))
    return [line.funder_id, *amounts]
