"""PDF: characters with their places, put back into lines, columns and titles."""

import ctypes
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
from django.utils.translation import gettext as _
from pypdfium2 import raw

from ..errors import UnreadableDocument
from ..lines import Document, Line
from ..wording import is_capitals, join, squeeze, tidy, vocabulary
from .cells import PageTable, Place, flat_cells, header_of, table_of, told_as_plan
from .columns import TABLE, Piece, Row, in_reading_order
from .damage import damaged, protected
from .rulings import Drawing, Point, Ruled, drawing_of, ruled_tables
from .text import BULLET

MAX_PAGES = 1000
BOLD_HEADING = 9


def read_pdf(content: bytes) -> Document:
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        sentence = protected() if "assword" in str(error) else damaged()
        raise UnreadableDocument(sentence) from error
    try:
        return _read(pdf)
    finally:
        pdf.close()


def _read(pdf: pdfium.PdfDocument) -> Document:
    if len(pdf) > MAX_PAGES:
        raise UnreadableDocument(
            _("Ce PDF dépasse %(pages)s pages\u00a0: ne gardez que celles du plan.")
            % {"pages": MAX_PAGES}
        )
    pages = [_page(pdf, number) for number in range(len(pdf))]
    if not any(page.characters for page in pages):
        raise UnreadableDocument(
            _(
                "Ce PDF ne contient que des images\u00a0: il faut un PDF dont le texte "
                "peut se copier."
            )
        )
    return Document(_Reader(pages).lines)


def _page(pdf: pdfium.PdfDocument, number: int) -> "_Page":
    try:
        page = pdf[number]
        characters = list(_characters(page.get_textpage()))
        drawing = drawing_of(page)
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(damaged()) from error
    return _Page(number + 1, characters, drawing)


@dataclass
class _Character:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool


@dataclass
class _Page:
    number: int
    characters: list[_Character]
    drawing: Drawing


def _characters(page: pdfium.PdfTextPage) -> Iterator[_Character]:
    box = raw.FS_RECTF()
    for at in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, at)
        if not raw.FPDFText_GetLooseCharBox(page, at, ctypes.byref(box)) or (
            code < 32 and code != 2
        ):
            continue
        character = "-" if code in {2, 0xFFFE} else chr(code) if code < 0x110000 else ""
        size = round(raw.FPDFText_GetFontSize(page, at), 1)
        height = abs(box.top - box.bottom)
        bold = raw.FPDFText_GetFontWeight(page, at) >= 600
        yield _Character(character, box.left, box.right, box.bottom, box.top, height or size, bold)


def _pieces(characters: Iterable[_Character]) -> Iterator[Piece]:
    """Runs of characters on one line, cut where the space is too wide for a space."""
    run: list[_Character] = []
    for character in characters:
        if run and not _goes_on(run[-1], character):
            yield _piece(run)
            run = []
        if run or character.text.strip():
            run.append(character)
    if run:
        yield _piece(run)


def _goes_on(last: _Character, new: _Character) -> bool:
    middle = (new.bottom + new.top) / 2
    same_line = last.bottom - 0.1 * last.size <= middle <= last.top + 0.1 * last.size
    return same_line and -last.size <= new.left - last.right <= 0.9 * max(last.size, new.size)


def _piece(run: list[_Character]) -> Piece:
    inked = [c for c in run if c.text.strip()] or run
    size = statistics.median(c.size for c in inked)
    bold = sum(c.bold for c in inked) > 0.8 * len(inked)
    text = ""
    for at, character in enumerate(run):
        gap = at and character.left - run[at - 1].right > 0.2 * size
        text += (" " if gap and not text.endswith(" ") else "") + character.text
    return Piece(
        text, inked[0].left, inked[-1].right, inked[0].bottom, inked[0].top, round(size, 1), bold
    )


class _Reader:
    """Puts the pages together: what flows, and the ruled tables where they stand."""

    def __init__(self, pages: list[_Page]) -> None:
        self.lines: list[Line] = []
        self.tables: list[PageTable] = []
        self.header: tuple[PageTable, list[str]] | None = None
        self.vocabulary: set[str] = set()
        rows = [row for page in pages for row in self._rows(page)]
        self.vocabulary |= vocabulary(row.text for row in rows)
        self.levels = self._looks(rows)
        self._read(rows)

    def _rows(self, page: _Page) -> list[Row]:
        """The printed lines of a page in reading order, with one to stand for each table."""
        ruled = ruled_tables(page.drawing)
        held: list[dict[Place, list[_Character]]] = [defaultdict(list) for _ in ruled]
        flowing: list[_Character] = []
        for character in page.characters:
            x, y = (character.left + character.right) / 2, (character.bottom + character.top) / 2
            at, place = next(
                ((at, place) for at, one in enumerate(ruled) if (place := one.cell_at(x, y))),
                (0, None),
            )
            (held[at][place] if place else flowing).append(character)
        pieces = list(_pieces(flowing))
        pieces += _dotted(pieces, page.drawing.dots)
        for one, cells in zip(ruled, held, strict=True):
            inside = {place: list(_pieces(found)) for place, found in cells.items()}
            inside = {
                place: found + _dotted(found, page.drawing.dots)
                for place, found in inside.items()
                if found
            }
            if len({row for row, _ in inside}) < 2 or len({column for _, column in inside}) < 2:
                pieces += [piece for found in inside.values() for piece in found]
                continue
            pieces.append(_stand_in(one, len(self.tables)))
            self.vocabulary |= vocabulary(p.text for found in inside.values() for p in found)
            self.tables.append(table_of(one, inside, self.vocabulary))
        return [replace(row, page=page.number) for row in in_reading_order(pieces)]

    def _looks(self, rows: list[Row]) -> dict[tuple[float, bool], int]:
        """Heading levels of the type larger than the body: by size, then capitals first."""
        flowing = [(row.text, row.size) for row in rows if TABLE not in row.text]
        held = [p for table in self.tables for found in table.cells.values() for p in found]
        sizes: Counter[float] = Counter()
        for text, size in [*flowing, *((p.text, p.size) for p in held)]:
            sizes[size] += len(text)
        body = sizes.most_common(1)[0][0] if sizes else 0
        larger = {(size, is_capitals(text)) for text, size in flowing if size > 1.12 * body}
        larger |= {(p.size, is_capitals(p.text)) for p in held if p.size > 1.12 * body}
        ranked = sorted(larger, reverse=True)[: BOLD_HEADING - 2]
        return {look: 1 + at for at, look in enumerate(ranked)}

    def _heading(self, text: str, size: float, bold: bool) -> int | None:
        if not re.search(r"[^\W\d_]{2}", text):
            return None
        by_look = BOLD_HEADING - is_capitals(text) if bold and len(text) < 160 else None
        return self.levels.get((size, is_capitals(text))) or by_look

    def _read(self, rows: list[Row]) -> None:
        previous: Row | None = None
        for row in rows:
            if TABLE in row.text:
                text, _, number = row.text.partition(TABLE)
                self._add(replace(row, text=text), previous)
                self._table(self.tables[int(number.partition(TABLE)[0])], row.page)
                previous = None
            elif self._add(row, previous):
                previous = row

    def _add(self, row: Row, previous: Row | None) -> bool:
        heading = self._heading(row.text, row.size, row.bold)
        line = _line(row, previous, heading, len(self.lines) + 1)
        if line is None:
            return False
        if previous and _is_wrapped(previous, row, self.lines[-1], line):
            whole = join(self.lines[-1].text, line.text, self.vocabulary)
            self.lines[-1] = replace(self.lines[-1], text=whole)
        else:
            self.lines.append(line)
        return True

    def _table(self, table: PageTable, page: int) -> None:
        number = len(self.lines) + 1
        known = self.header
        inherited = known[1] if known and table.has_sides_of(known[0]) else None
        told = told_as_plan(table, inherited, number)
        if told is not None:
            own = header_of(table)
            self.header = (table, own) if own else known
            found = told
        else:
            found = [
                replace(line, heading=self._heading(line.text, paragraph.size, paragraph.bold))
                for line, paragraph in flat_cells(table, number)
            ]
        self.lines += [replace(line, number=at, page=page) for at, line in enumerate(found, number)]


def _stand_in(ruled: Ruled, number: int) -> Piece:
    left, right, top = ruled.xs[0], ruled.xs[-1], ruled.ys[-1]
    return Piece(f"{TABLE}{number}{TABLE}", left, right, top - 1, top, 1, False)


def _dotted(pieces: list[Piece], dots: list[Point]) -> list[Piece]:
    """Bullets that a page draws instead of writing them."""
    found = []
    for x, y in dots:
        beside = [p for p in pieces if p.bottom < y < p.top and p.left - 3 * p.size < x < p.left]
        first = min(beside, key=lambda p: p.left, default=None)
        if first and not BULLET.match(first.text):
            found.append(Piece("•", x - 1, x + 1, first.bottom, first.top, first.size, False))
    return found


def _line(row: Row, previous: Row | None, heading: int | None, number: int) -> Line | None:
    text = squeeze(tidy(row.text))
    if not text:
        return None
    gap = 1
    if previous and previous.page == row.page and previous.column == row.column:
        gap = _blank_lines(previous.bottom - row.top, row.size)
    elif previous:
        gap = 0
    indent = max(0, round((row.left - row.margin) / max(row.size / 2, 1)))
    bullet = BULLET.match(text)
    if bullet and len(text) > bullet.end():
        return Line(number, text[bullet.end() :], gap, indent, bullet=bullet[1], page=row.page)
    return Line(number, text, gap, indent, heading=heading, page=row.page, page_edge=row.is_edge)


def _blank_lines(distance: float, size: float) -> int:
    return 0 if distance <= 0.55 * size else 1 + int((distance - 0.55 * size) / max(size, 1))


def _is_wrapped(above: Row, below: Row, first: Line, second: Line) -> bool:
    """A title in large type that goes on below because its line was full."""
    if not (first.heading and first.heading == second.heading) or second.gap or second.bullet:
        return False
    if above.page != below.page or above.column != below.column or above.size != below.size:
        return False
    word = re.match(r"\S+", second.text)
    width = (below.right - below.left) / max(len(below.text), 1) * len(word[0] if word else "")
    return above.right + width + 0.3 * above.size > above.limit
