"""XLSX and CSV."""

import csv
import io

from python_calamine import CalamineWorkbook

from ..errors import UnreadableDocument
from ..lines import Document, Grid, Line
from ..wording import squeeze, tidy
from .damage import damaged
from .grid import grid_lines
from .text import decode, lines_of

MAX_ROWS = 20_000


def read_workbook(content: bytes) -> Document:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [_grid(workbook, name) for name in workbook.sheet_names]
    except Exception as error:  # the library has no common ancestor for its errors
        raise UnreadableDocument(damaged()) from error
    told = [(grid_lines(grid, table=at), grid) for at, grid in enumerate(sheets, 1)]
    if any(lines for lines, _ in told):
        return Document([line for lines, _ in told for line in lines or []])
    return Document([line for _, grid in told for line in _flat(grid)])


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


def _flat(grid: Grid) -> list[Line]:
    lines: list[Line] = []
    for number, row in enumerate(grid, 1):
        for place, cell in enumerate(row):
            for text in tidy(cell).split("\n"):
                if text.strip():
                    lines.append(Line(number, squeeze(text), gap=1, cell=(1, number, place)))
    return lines


def read_csv(content: bytes) -> Document:
    text = decode(content)
    told = grid_lines(_rows(text))
    return Document(told) if told else Document(lines_of(text))


def _rows(text: str) -> Grid:
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(";,\t|", key=head.count)
    csv.field_size_limit(1_000_000)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))[:MAX_ROWS]
    except csv.Error:
        return []
