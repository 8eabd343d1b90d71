"""A matrix read back from its workbook, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.money import parse_euros
from ensemblier.core.spreadsheets import Row as FileRow
from ensemblier.core.spreadsheets import merged_away, open_table, read_grid, sheet_names
from ensemblier.funding.enums import AmountField
from ensemblier.funding.exports.workbook import HEADERS, KEYS, MARK, ORIGIN
from ensemblier.funding.operations.ledger import Cell
from ensemblier.funding.queries.matrix import Line, Matrix, Row

# A spreadsheet computes with floating point: this far from a cent is that cent.
NOISE = Decimal("0.000001")
Origin = dict[tuple[str, int, str], int | None]


@dataclass
class Read:
    """Cells that the file changes, those that cannot be, and how many stay as they are."""

    cells: list[Cell] = field(default_factory=list)
    lines: dict[Cell, int] = field(default_factory=dict)
    refusals: list[tuple[int, str, str]] = field(default_factory=list)
    unchanged: int = 0
    overtaken: int = 0

    def refuse(self, line: int, what: str, why: object) -> None:
        self.refusals.append((line, what, str(why)))


def read_workbook(content: BinaryIO, matrix: Matrix) -> Read:
    """Compare the workbook with the matrix as it is now. Raises InvalidInput for a file that is
    not the matrix of this call."""
    sheet, rows = _table_of(content)
    keys, *others = rows
    start = next(place for place, text in enumerate(keys.cells) if _is_mark(text))
    if keys.cells[start] != f"{MARK}:{matrix.call.pk}":
        raise InvalidInput(
            _("Ce fichier est le tableau d’un autre appel. Téléchargez celui de cet appel."),
            field="file",
        )
    merged = merged_away(content, sheet, last_line=rows[-1].line, width=len(keys.cells))
    reader = _Reader(matrix, start, _columns_of(keys.cells), _origin_of(content), merged)
    for line, cells in others:
        if line > keys.line + HEADERS - KEYS or not reader.is_heading(cells):
            reader.read(line, cells)
    return reader.found


def _is_mark(text: str) -> bool:
    return text.startswith(f"{MARK}:")


def _table_of(content: BinaryIO) -> tuple[str, list[FileRow]]:
    """The sheet that bears our mark, whatever it is called now; its rows from the mark down."""
    for sheet in sheet_names(content):
        if sheet == ORIGIN:
            continue
        try:
            table = open_table(content, sheet=sheet, keeps_empty_rows=True, shows_errors=True)
        except InvalidInput:  # an empty sheet
            continue
        rows = [FileRow(table.header_line, table.columns), *table.rows]
        for place, row in enumerate(rows):
            if any(map(_is_mark, row.cells)):
                return sheet, rows[place:]
    raise _not_ours()


def _not_ours() -> InvalidInput:
    return InvalidInput(
        _(
            "Ce fichier n’est pas un tableau sorti d’ici\u00a0: téléchargez le tableau, écrivez "
            "dedans, et déposez-le au format XLSX."
        ),
        field="file",
    )


def _columns_of(keys: list[str]) -> dict[int, tuple[int, str]]:
    """{place: (funder, column)}"""
    columns = {}
    for place, key in enumerate(keys):
        funder, _colon, name = key.partition(":")
        if _is_number(funder) and name in {"asked", *AmountField.values}:
            columns[place] = (int(funder), name)
    return columns


def _origin_of(content: BinaryIO) -> Origin:
    """Each amount as it was when the file went out; nothing when the sheet was thrown away."""
    if ORIGIN not in sheet_names(content):
        return {}
    origin: Origin = {}
    for cells in read_grid(content, sheet=ORIGIN)[1:]:
        reference, funder, *amounts = [*cells, "", ""]
        for name, text in zip(AmountField.values, amounts, strict=False):
            if _is_number(funder):
                cents = int(text) if _is_number(text) else None
                origin[reference, int(funder), name] = cents
    return origin


def _is_number(text: str) -> bool:
    """One that we wrote: no longer than the largest amount."""
    return text.isdecimal() and len(text) < 16


class _Reader:
    def __init__(
        self,
        matrix: Matrix,
        start: int,
        columns: Mapping[int, tuple[int, str]],
        origin: Origin,
        merged: set[tuple[int, int]],
    ) -> None:
        self.start, self.columns, self.origin, self.merged = start, columns, origin, merged
        self.rows = {row.reference: row for row in matrix.rows}
        self.labels = {column.funder_id: column.label for column in matrix.columns}
        self.seen: set[str] = set()
        self.found = Read()

    def reference_in(self, cells: list[str]) -> str:
        return cells[self.start] if self.start < len(cells) else ""

    def is_heading(self, cells: list[str]) -> bool:
        """Where headings stand. They may have been taken away: a reference holds a digit."""
        return not any(character.isdecimal() for character in self.reference_in(cells))

    def read(self, line: int, cells: list[str]) -> None:
        reference = self.reference_in(cells)
        if not reference:
            return
        row = self.rows.get(reference)
        if row is None:
            self.found.refuse(line, reference, _("Aucun dossier de cet appel n’a cette référence."))
        elif reference in self.seen:
            self.found.refuse(line, reference, _("Ce dossier est déjà plus haut dans le fichier."))
        else:
            self.seen.add(reference)
            for place, (funder_id, name) in self.columns.items():
                text = cells[place] if place < len(cells) else ""
                is_merged = (line, place) in self.merged
                self._cell(line, row, funder_id, name, None if is_merged else text)

    def _cell(self, at: int, row: Row, funder_id: int, name: str, text: str | None) -> None:
        """`text` is None for a cell that a merge hides: what it held is not known."""
        label = AmountField(name).label if name != "asked" else _("demandé")
        funder = self.labels.get(funder_id, str(funder_id))
        what = f"{row.reference}, {funder}, {label}"
        line = row.lines.get(funder_id)
        try:
            if row.is_closed:
                return
            if line is None:
                if text:
                    raise InvalidInput(_("Rien n’est demandé à ce financeur dans ce dossier."))
                return
            if text is None:
                raise InvalidInput(
                    _("Cette case est fusionnée avec une autre : défaites la fusion.")
                )
            self._compare(at, row, line, name, cents_of(text))
        except InvalidInput as refusal:
            self.found.refuse(at, what, refusal)

    def _compare(self, at: int, row: Row, line: Line, name: str, cents: int | None) -> None:
        if name == "asked":
            if cents != line.asked:
                raise InvalidInput(_("Le montant demandé ne se change pas ici."))
            return
        now = line.granted if name == AmountField.GRANTED else line.proposed
        if cents == now:
            self.found.unchanged += 1
            return
        key = (row.reference, line.funder_id, name)
        before = self.origin.get(key, now)
        if cents == before:
            self.found.overtaken += 1
            return
        cell = Cell(line.request_id, AmountField(name), cents, (before,))
        self.found.cells.append(cell)
        self.found.lines[cell] = at


def cents_of(text: str) -> int | None:
    """An amount of a workbook; a figure computed there is read to the nearest cent when it is
    no further from it than floating point explains. Raises InvalidInput."""
    if not text:
        return None
    whole, _point, decimals = text.partition(".")
    if whole.isdecimal() and decimals.isdecimal() and len(decimals) > 2:
        amount = Decimal(text) * 100
        cents = amount.to_integral_value()
        if abs(amount - cents) < NOISE:
            return int(cents)
    return parse_euros(text)
