"""The text of a ruled table, cell by cell, its wrapped lines put back together."""

from collections import defaultdict
from dataclasses import dataclass, replace

from ..lines import Grid, Line
from ..wording import join, squeeze, tidy
from .columns import Piece, Row, in_reading_order
from .grid import CODE_CELL, find_columns, grid_lines
from .rulings import Ruled
from .text import BULLET

SAME_SIDE = 3.0
Place = tuple[int, int]


@dataclass
class Paragraph:
    text: str
    size: float
    bold: bool
    bullet: str = ""

    @property
    def written(self) -> str:
        return f"{self.bullet} {self.text}".strip()


@dataclass
class PageTable:
    """A table of a page: its sides, and the paragraphs of each of its cells."""

    ruled: Ruled
    cells: dict[Place, list[Paragraph]]

    @property
    def grid(self) -> Grid:
        rows = sorted({row for row, _ in self.cells})
        columns = sorted({column for _, column in self.cells})
        return [[self._text((row, column)) for column in columns] for row in rows]

    def _text(self, place: Place) -> str:
        return "\n".join(paragraph.written for paragraph in self.cells.get(place, []))

    def has_sides_of(self, other: "PageTable") -> bool:
        mine, theirs = self.ruled.xs, other.ruled.xs
        return len(mine) == len(theirs) and all(
            abs(a - b) <= SAME_SIDE for a, b in zip(mine, theirs, strict=True)
        )


def table_of(ruled: Ruled, pieces: dict[Place, list[Piece]], vocabulary: set[str]) -> PageTable:
    found: dict[Place, list[Paragraph]] = {}
    limits: dict[int, float] = defaultdict(float)
    rows = {place: in_reading_order(held, columns=False) for place, held in pieces.items()}
    for (_, column), printed in rows.items():
        limits[column] = max(limits[column], *(row.right for row in printed))
    for place, printed in sorted(rows.items()):
        found[place] = _paragraphs(printed, limits[place[1]], vocabulary)
    return PageTable(ruled, found)


def _paragraphs(rows: list[Row], limit: float, vocabulary: set[str]) -> list[Paragraph]:
    found: list[Paragraph] = []
    above: Row | None = None
    for row in rows:
        text = squeeze(tidy(row.text))
        if not text:
            continue
        bullet = BULLET.match(text)
        if above and not bullet and _goes_on(above, row, limit):
            found[-1].text = join(found[-1].text, text, vocabulary)
        elif bullet and len(text) > bullet.end():
            found.append(Paragraph(text[bullet.end() :], row.size, row.bold, bullet[1]))
        else:
            found.append(Paragraph(text, row.size, row.bold))
        above = row
    return found


def _goes_on(above: Row, below: Row, limit: float) -> bool:
    """Whether a line of a cell was broken only because its first word had no room above."""
    words = below.text.split()
    width = (below.right - below.left) / max(len(below.text), 1) * len(words[0] if words else "")
    return above.right + width + 0.2 * above.size > limit or below.text[:1].islower()


def told_as_plan(table: PageTable, header: list[str] | None, number: int) -> list[Line] | None:
    """The lines of a table whose columns are levels; its head may be on an earlier page."""
    grid = table.grid
    lines = grid_lines(grid, table=number)
    if lines is None and header:
        lines = grid_lines([header, *grid], table=number)
    return lines


def header_of(table: PageTable) -> list[str] | None:
    grid = table.grid
    columns = find_columns(grid)
    return grid[columns.row] if columns else None


def flat_cells(table: PageTable, number: int) -> list[tuple[Line, Paragraph]]:
    """Any other table, cell after cell; a code alone in its cell goes with the cell beside it."""
    found: list[tuple[Line, Paragraph]] = []
    code = ""
    places = sorted(table.cells)
    for place, following in zip(places, [*places[1:], (-1, -1)], strict=True):
        held = table.cells[place]
        is_code = len(held) == 1 and CODE_CELL.fullmatch(held[0].text)
        if is_code and following[0] == place[0]:
            code = f"{code} {held[0].text.rstrip('.')}. ".lstrip()
            continue
        for at, paragraph in enumerate(held):
            text, gap = code + paragraph.text, int(at == 0)
            line = Line(0, text, gap, bullet=paragraph.bullet, cell=(number, *place))
            found.append((line if not code else replace(line, bullet=""), paragraph))
            code = ""
    return found
