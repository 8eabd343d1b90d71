"""Plain text and Markdown."""

import re
from dataclasses import replace
from itertools import pairwise

from ..lines import Document, Line
from ..wording import squeeze, tidy
from .columns import MIN_ROWS, Piece, in_reading_order
from .grid import grid_lines

BULLET = re.compile(r"([-–—•*◦▪▫■□●○➢➤►▶→⇒✓✔❖◆♦‣⁃·\ue000-\uf8ff]|o(?=\s)|§(?=\s))\s*(?=\S)")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
EMPHASIS = re.compile(r"(?<!\w)(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\w)")
UNDERLINE = re.compile(r"\s*([=\-~_*^])\1{2,}\s*$")
WIDE_SPACE = re.compile(r"\S(?: {3,}|\t+ *)\S")
RUN = re.compile(r"\S+(?: {1,2}\S+)*")
TABLE_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$")


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else the usual Windows code page."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_text(content: bytes) -> Document:
    return Document(_with_tables(decode(content)))


def _with_tables(text: str) -> list[Line]:
    """Markdown tables whose columns are levels, among ordinary lines."""
    rows = re.split(r"\r\n|\r|\n", text)
    for table in [t for t in _tables(rows) if t[1] - t[0] > 2]:
        grid = [
            [plain(cell) for cell in row.strip().strip("|").split("|")]
            for row in rows[slice(*table)]
        ]
        told = grid_lines([row for at, row in enumerate(grid) if at != 1], table[0] + 1)
        if told:
            before, after = rows[: table[0]], rows[table[1] :]
            return [
                *lines_of("\n".join(before)),
                *told,
                *(
                    replace(line, number=line.number + table[1])
                    for line in _with_tables("\n".join(after))
                ),
            ]
    return lines_of(text)


def _tables(rows: list[str]) -> list[tuple[int, int]]:
    found = []
    start = None
    for at, row in enumerate([*rows, ""]):
        is_row = row.strip().startswith("|")
        if is_row and start is None:
            start = at
        elif not is_row and start is not None:
            found.append((start, at))
            start = None
    return found


def lines_of(text: str) -> list[Line]:
    lines: list[Line] = []
    gap = page = 0
    for number, raw in _column_after_column(re.split(r"\r\n|\r|\n", text)):
        page += raw.count("\f")
        led = re.sub(r"\t\s*(\d{1,4})\s*$", r" ........ \1", raw)
        row = tidy(led.replace("\f", " ")).rstrip()
        if not row.strip() or (TABLE_RULE.match(row) and "|" in row):
            gap += 1
        elif UNDERLINE.match(row) and len(row.strip()) >= 3:
            _underline(lines, row.strip()[0], gap)
            gap = 1
        else:
            lines.append(line_of(row, number, gap, page))
            gap = 0
    return lines


def _column_after_column(rows: list[str]) -> list[tuple[int, str]]:
    """Numbered rows; two columns laid out side by side with spaces come one after the other."""
    numbered = list(enumerate(rows, 1))
    breaks = [at for at, row in numbered if "\f" in row]
    found: list[tuple[int, str]] = []
    for start, end in pairwise([0, *breaks, len(rows)]):
        found += _page_in_order(numbered[start:end])
    return found


def _page_in_order(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    printed = [row for row in rows if row[1].strip()]
    wide = [row for row in printed if WIDE_SPACE.search(row[1].strip())]
    if len(wide) < MIN_ROWS or 3 * len(wide) < len(printed):
        return rows
    pieces = [
        Piece(found[0], found.start(), found.end(), -number - 0.9, -number, 2, False)
        for number, row in printed
        for found in RUN.finditer(row.replace("\f", " ").expandtabs())
    ]
    ordered: list[tuple[int, str]] = []
    column = last = 0
    for line in in_reading_order(pieces):
        number = round(-line.top)
        if line.column != column or number > last + 1:
            ordered.append((number, ""))
        indent = " " * round(line.left - line.margin)
        ordered.append((number, indent + line.text))
        column, last = line.column, number
    return ordered if column > 1 else rows


def _underline(lines: list[Line], mark: str, gap: int) -> None:
    if gap == 0 and lines and not lines[-1].bullet and not lines[-1].heading:
        lines[-1] = replace(lines[-1], heading=7 + "=-~_*^".index(mark))


def line_of(row: str, number: int, gap: int = 0, page: int = 0) -> Line:
    text = row.strip()
    indent = len(row) - len(row.lstrip())
    heading = HEADING.match(text)
    if heading:
        return Line(number, plain(heading[2]), gap, heading=len(heading[1]), page=page)
    text = EMPHASIS.sub(r"\2", text)
    bullet = BULLET.match(text)
    if bullet and len(text) > 1:
        rest = plain(text[bullet.end() :])
        return Line(number, rest, gap, indent, bullet=bullet[1], page=page)
    return Line(number, plain(text), gap, indent, page=page)


def plain(text: str) -> str:
    text = EMPHASIS.sub(r"\2", text).replace("**", "")
    return squeeze(re.sub(r"</?(?:b|i|u|strong|em|sup|sub|br)\s*/?>", "", text))
