"""Word documents: styles, automatic numbers (which are not in the text) and tables."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from docx import Document as open_docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ..errors import UnreadableDocument
from ..lines import LIST, Cell, Document, Line
from ..wording import is_capitals, squeeze, tidy
from .damage import MAX_LINES, damaged, too_long
from .grid import grid_lines
from .text import BULLET

BOLD_HEADING = 9
TABLE_OF_CONTENTS = re.compile(r"(?:toc|tm|table des mati.res|table of contents)\b", re.IGNORECASE)


def read_word_document(content: bytes) -> Document:
    try:
        return _Body(open_docx(io.BytesIO(content))).read()
    except UnreadableDocument:
        raise
    except Exception as error:  # damage shows itself anywhere in the library and in the XML
        raise UnreadableDocument(damaged()) from error


class _Body:
    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.numbers = _Numbers(document)
        self.styles = _Styles(document)
        self.lines: list[Line] = []
        self.contents: list[Line] = []
        self.number = self.tables = 0
        self.gap = 0
        self.looks: dict[int, Look | None] = {}

    def read(self) -> Document:
        for element in _blocks(self.document.element.body):
            if element.tag == qn("w:p"):
                self._paragraph(Paragraph(element, self.document._body), None)
            else:
                self._table(Table(element, self.document._body))
        return Document(self._ranked_by_look(), contents=self.contents)

    def _ranked_by_look(self) -> list[Line]:
        """Titles styled by hand: larger type ranks higher, then capitals, then bold."""
        looks = sorted({look for look in self.looks.values() if look})[:7]
        levels = {look: BOLD_HEADING + 1 - len(looks) + at for at, look in enumerate(looks)}
        return [
            replace(line, heading=levels[look])
            if line.heading == BOLD_HEADING and (look := self.looks.get(line.number))
            else line
            for line in self.lines
        ]

    def _paragraph(self, paragraph: Paragraph, cell: Cell | None) -> None:
        self.number += 1
        if self.number > 2 * MAX_LINES or len(self.lines) > MAX_LINES:
            raise UnreadableDocument(too_long())
        texts = [tidy(part) for part in paragraph.text.split("\n")]
        parts = [squeeze(part) for part in texts if part.strip()]
        indents = [len(part) - len(part.lstrip()) for part in texts if part.strip()]
        if not parts:
            self.gap += 1
            return
        style = self.styles.of(paragraph)
        if TABLE_OF_CONTENTS.match(style.name):
            self.contents.append(Line(self.number, " ".join(parts)))
            return
        mark, is_bullet, depth = self.numbers.mark(paragraph, style)
        depth = _depth_of(style, depth)
        heading = _heading(paragraph, style)
        if heading is None:
            self.looks[self.number] = look = self.styles.look(paragraph)
            heading = BOLD_HEADING if look and len(paragraph.text) < 160 else None
        for at, part in enumerate(parts):
            own = _Mark(mark, is_bullet, depth) if at == 0 else _Mark()
            self._line(part, heading, own._replace(spaces=indents[at]), cell)
        self.gap = 0

    def _line(self, text: str, heading: int | None, mark: "_Mark", cell: Cell | None) -> None:
        written, is_bullet, depth, spaces = mark
        bullet = BULLET.match(text)
        if is_bullet or (bullet and not written):
            sign = written if is_bullet else bullet[1] if bullet else ""
            text = text if is_bullet or not bullet else text[bullet.end() :]
            line = Line(
                self.number, text, self.gap, depth * 2 + spaces, bullet=sign or "•", cell=cell
            )
        else:
            text = f"{written} {text}".strip()
            level = heading or (LIST + min(depth, 8) if written else None)
            line = Line(self.number, text, self.gap + 1, heading=level, cell=cell)
        self.lines.append(line)

    def _table(self, table: Table) -> None:
        self.tables += 1
        grid = [_across(row.cells) for row in table.rows]
        told = grid_lines(grid, self.number + 1, self.tables)
        if told:
            self.lines += told
            self.number += len(grid)
            return
        seen: set[object] = set()
        for at, row in enumerate(table.rows):
            for place, cell in enumerate(row.cells):
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    self.gap += 1
                    for paragraph in cell.paragraphs:
                        self._paragraph(paragraph, (self.tables, at, place))


def _across(cells: Sequence[_Cell]) -> list[str]:
    """A cell merged over several columns speaks once; over several rows, in each of them."""
    return [
        "" if at and cell._tc is cells[at - 1]._tc else cell.text for at, cell in enumerate(cells)
    ]


def _blocks(parent) -> Iterator:  # type: ignore[no-untyped-def]  # lxml elements
    for element in parent.iterchildren():
        if element.tag in {qn("w:p"), qn("w:tbl")}:
            yield element
        elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _blocks(element)


class _Mark(NamedTuple):
    """What Word shows before a paragraph, how deep, and the spaces typed before its text."""

    written: str = ""
    is_bullet: bool = False
    depth: int = 0
    spaces: int = 0


Look = tuple[int, bool, bool]
"""Larger first: size, then whether it is not in capitals, not in bold."""


@dataclass(frozen=True)
class _Style:
    name: str = ""
    numbered: tuple[str, int] = ("", 0)


class _Styles:
    """Name and numbering of each style, its ancestors’ included; read once, asked often."""

    def __init__(self, document: WordDocument) -> None:
        self.elements = {style.style_id: style.element for style in document.styles}
        self.known: dict[str, _Style] = {}
        normal = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        size = normal.font.size if normal is not None else None
        self.size = size.pt if size else 11

    def of(self, paragraph: Paragraph) -> _Style:
        properties = paragraph._p.pPr
        own = properties.pStyle if properties is not None else None
        return self._style(own.val) if own is not None else _Style()

    def _style(self, key: str, deep: int = 0) -> _Style:
        if key not in self.known:
            element = self.elements.get(key)
            if element is None or deep > 10:
                return _Style()
            base = self._style(_value(element, "w:basedOn"), deep + 1)
            own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            numbered = base.numbered if own is None else _numbered(own)
            self.known[key] = _Style(_value(element, "w:name"), numbered)
        return self.known[key]

    def look(self, paragraph: Paragraph) -> Look | None:
        """How a paragraph stands out from the text, if all of it does."""
        runs = [run for run in paragraph.runs if run.text.strip()]
        size = min((round(run.font.size.pt) if run.font.size else 0 for run in runs), default=0)
        larger = size > 1.12 * self.size
        bold = all(run.bold for run in runs)
        if not runs or not (larger or bold or all(run.underline for run in runs)):
            return None
        return -max(size, round(self.size)), not is_capitals(paragraph.text), not bold


def _numbered(element) -> tuple[str, int]:  # type: ignore[no-untyped-def]
    return _value(element, "w:numId"), int(_value(element, "w:ilvl") or 0)


def _depth_of(style: _Style, depth: int) -> int:
    """«List Number 2» is a list of its own in Word, yet one level deeper for its reader."""
    named = re.fullmatch(r"list (?:number|bullet)(?: (\d))?|liste .*?(\d)?", style.name.lower())
    return max(depth, int(named[1] or named[2] or 1) - 1) if named else depth


def _heading(paragraph: Paragraph, style: _Style) -> int | None:
    named = re.match(r"(?:heading|titre)\s*(\d)", style.name.lower())
    if named:
        return int(named[1])
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    if outline is not None and int(outline.get(qn("w:val"), 9)) < 9:
        return int(outline.get(qn("w:val"))) + 1
    return None


class _Numbers:
    """Word's automatic numbers, counted as Word does."""

    def __init__(self, document: WordDocument) -> None:
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.abstract: dict[str, str] = {}
        if any(part.partname.endswith("numbering.xml") for part in document.part.package.parts):
            self._read(document.part.numbering_part.element)

    def _read(self, root) -> None:  # type: ignore[no-untyped-def]
        for abstract in root.findall(qn("w:abstractNum")):
            own = self.levels.setdefault(abstract.get(qn("w:abstractNumId")), {})
            for level in abstract.findall(qn("w:lvl")):
                form, text = (_value(level, tag) for tag in ("w:numFmt", "w:lvlText"))
                start = int(_value(level, "w:start") or 1)
                own[int(level.get(qn("w:ilvl")))] = (form, text, start)
        for number in root.findall(qn("w:num")):
            self.abstract[number.get(qn("w:numId"))] = _value(number, "w:abstractNumId")

    def mark(self, paragraph: Paragraph, style: _Style) -> tuple[str, bool, int]:
        """What Word shows before the paragraph, whether it is a bullet, and how deep."""
        own = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number, depth = style.numbered if own is None else _numbered(own)
        levels = self.levels.get(self.abstract.get(number, ""), {})
        if depth not in levels:
            return "", False, 0
        form, text, start = levels[depth]
        if form == "bullet":
            return text, True, depth
        counts = self.counts[self.abstract[number]]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return self._shown(text, levels, counts), False, depth

    def _shown(
        self, text: str, levels: dict[int, tuple[str, str, int]], counts: dict[int, int]
    ) -> str:
        def number(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            form, _, start = levels.get(depth, ("decimal", "", 1))
            return _formatted(counts.get(depth, start), form)

        return squeeze(re.sub(r"%(\d)", number, text))


def _value(element, tag: str) -> str:  # type: ignore[no-untyped-def]
    found = element.find(qn(tag))
    return "" if found is None else found.get(qn("w:val"), "")


def _formatted(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        numeral = _roman(number)
        return numeral if form == "upperRoman" else numeral.lower()
    return str(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        numeral += sign * (number // value)
        number %= value
    return numeral
