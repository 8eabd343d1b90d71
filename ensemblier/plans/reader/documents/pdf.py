"""PDF: characters with their places, put back into lines, columns and titles."""

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
from django.utils.translation import gettext as _
from pypdfium2 import raw

from ..errors import UnreadableDocument
from ..lines import Document, Line
from ..wording import squeeze, tidy
from .columns import Piece, Row, in_reading_order
from .damage import damaged, protected
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
            _("Ce PDF dépasse %(pages)s pages : ne gardez que celles du plan.")
            % {"pages": MAX_PAGES}
        )
    rows = [row for number in range(len(pdf)) for row in _page_rows(pdf, number)]
    if not any(row.text.strip() for row in rows):
        raise UnreadableDocument(
            _("Ce PDF ne contient que des images : il faut un PDF dont le texte peut se copier.")
        )
    return Document(_lines(rows))


def _page_rows(pdf: pdfium.PdfDocument, number: int) -> list[Row]:
    try:
        page = pdf[number]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(damaged()) from error
    return [replace(row, page=number + 1) for row in in_reading_order(list(_pieces(text)))]


@dataclass
class _Character:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool


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


def _pieces(page: pdfium.PdfTextPage) -> Iterator[Piece]:
    """Runs of characters on one line, cut where the space is too wide for a space."""
    run: list[_Character] = []
    for character in _characters(page):
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


def _lines(rows: list[Row]) -> list[Line]:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    body = sizes.most_common(1)[0][0]
    larger = sorted({row.size for row in rows if row.size > 1.12 * body}, reverse=True)
    levels = {size: 1 + at for at, size in enumerate(larger[:7])}
    lines: list[Line] = []
    previous: Row | None = None
    for row in rows:
        heading = levels.get(row.size) or (
            BOLD_HEADING if row.bold and len(row.text) < 160 else None
        )
        line = _line(row, previous, heading, len(lines) + 1)
        if line and lines and previous and _is_wrapped(previous, row, lines[-1], line):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {line.text}")
        elif line:
            lines.append(line)
        previous = row if line else previous
    return lines


def _line(row: Row, previous: Row | None, heading: int | None, number: int) -> Line | None:
    text = squeeze(tidy(row.text))
    if not text:
        return None
    gap = 1
    if previous and previous.page == row.page and previous.column == row.column:
        gap = _blank_lines(previous.bottom - row.top, row.size)
    elif previous:
        gap = 0
    if not re.search(r"[^\W\d_]{2}", text):
        heading = None
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
