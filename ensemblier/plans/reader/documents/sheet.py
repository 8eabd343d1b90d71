"""XLSX and CSV."""

import csv
import io
import re

from python_calamine import CalamineWorkbook

from ensemblier.core.spreadsheets.extent import is_boundless

from ..errors import UnreadableDocument
from ..lines import COLUMN, Document, Grid, Line
from ..markers import read_word
from ..wording import squeeze
from .damage import damaged, too_long
from .grid import flat_lines, grid_lines
from .text import decode, lines_of

MAX_ROWS = 20_000
MAX_CELLS = 200_000
ORDINARY_NAME = re.compile(r"(?:feuille?|sheet|table(?:au)?) ?\d*", re.IGNORECASE)


def read_workbook(content: bytes) -> Document:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if any(is_boundless(io.BytesIO(content), name) for name in workbook.sheet_names):
            raise UnreadableDocument(too_long())
        sheets = [_grid(workbook, name) for name in workbook.sheet_names]
        _refuse_too_large(sheets)
    except UnreadableDocument:
        raise
    except Exception as error:  # the library has no common ancestor for its errors
        raise UnreadableDocument(damaged()) from error
    told = [grid_lines(grid, table=at) for at, grid in enumerate(sheets, 1)]
    titles = _sheet_titles(workbook.sheet_names, told)
    lines: list[Line] = []
    for name, grid, found in zip(workbook.sheet_names, sheets, told, strict=True):
        lines += titles.get(name, [])
        lines += flat_lines(grid, is_aside=any(told)) if found is None else found
    return Document(lines)


def _refuse_too_large(sheets: list[Grid]) -> None:
    if sum(sum(map(bool, row)) for grid in sheets for row in grid) > MAX_CELLS:
        raise UnreadableDocument(too_long())


def _sheet_titles(names: list[str], told: list[list[Line] | None]) -> dict[str, list[Line]]:
    """One sheet an axis: its name is a title when nothing above its table gives one."""
    plans = [(name, lines) for name, lines in zip(names, told, strict=True) if lines]
    if len(plans) < 2 or any(ORDINARY_NAME.fullmatch(name) for name, _ in plans):
        return {}
    if any(read_word(line.text) for _, lines in plans for line in lines if line.heading is None):
        return {}
    return {name: [Line(1, squeeze(name), gap=1, heading=COLUMN - 1)] for name, _ in plans}


def _grid(workbook: CalamineWorkbook, name: str) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)[:MAX_ROWS]
    grid = [[_written(cell) for cell in row] for row in rows]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        _unmerge(grid, (top, left), (bottom, right))
    return grid


def _unmerge(grid: Grid, start: tuple[int, int], end: tuple[int, int]) -> None:
    """A merged cell speaks for all the rows it covers, not for the columns."""
    for row in range(start[0] + 1, min(end[0] + 1, len(grid))):
        if start[1] < len(grid[row]):
            grid[row][start[1]] = grid[start[0]][start[1]]


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def read_csv(content: bytes) -> Document:
    text = decode(content)
    rows = _rows(text)
    _refuse_too_large([rows])
    told = grid_lines(rows)
    if told:
        return Document(told)
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    is_table = sum(cells > 1 for cells in filled) > 0.5 * sum(cells > 0 for cells in filled)
    return Document(flat_lines(rows) if is_table else lines_of(text))


def _rows(text: str) -> Grid:
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(";,\t|", key=head.count)
    csv.field_size_limit(1_000_000)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))[:MAX_ROWS]
    except csv.Error:
        return []
