"""Pieces of a page put in reading order, column after column where there are columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MIN_ROWS = 4
MIN_LETTERS = 14
CODE = re.compile(r"\d{1,2}(?:\.\d{1,2})+")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line; `margin` and `limit` are the sides of its column."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    margin: float
    limit: float
    column: int = 0
    page: int = 0
    is_edge: bool = False


TABLE = "\x00"
"""Begins the text that stands on a page for a table read apart."""


def in_reading_order(pieces: list[Piece], columns: bool = True) -> list[Row]:
    lines = _printed_lines(pieces)
    if not columns:
        return _rows(lines, 0)
    found: list[Row] = []
    column = 0
    for block in _blocks(lines):
        for part in block:
            if part:
                column += 1
                found += _rows(part, column)
    return found


def _printed_lines(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -(p.top + p.bottom)):
        middle = (piece.top + piece.bottom) / 2
        if lines and lines[-1][0].bottom <= middle <= lines[-1][0].top:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.left) for line in lines]


def _blocks(lines: list[list[Piece]]) -> Iterator[list[list[list[Piece]]]]:
    """Each block is a list of columns, each column a list of printed lines."""
    gutter = _gutter(lines)
    if gutter is None:
        yield [lines]
        return
    block: list[list[Piece]] = []
    for line in lines:
        crosses = any(p.left < gutter - 1 and p.right > gutter + 1 for p in line)
        if crosses:
            yield _split(block, gutter)
            yield [[line]]
            block = []
        else:
            block.append(line)
    yield _split(block, gutter)


def _split(block: list[list[Piece]], gutter: float) -> list[list[list[Piece]]]:
    left = [[p for p in line if p.right <= gutter + 1] for line in block]
    right = [[p for p in line if p.right > gutter + 1] for line in block]
    left, right = [line for line in left if line], [line for line in right if line]
    return [*_columns(left), *_columns(right)]


def _columns(lines: list[list[Piece]]) -> list[list[list[Piece]]]:
    deeper = _gutter(lines)
    return [lines] if deeper is None else _split(lines, deeper)


def _gutter(lines: list[list[Piece]]) -> float | None:
    """Where a white band separates two columns of text on enough lines."""
    starts = sorted({round(p.left) for line in lines for p in line[1:]})
    best, most = None, 1
    for start in starts:
        x = start - 0.5
        both = [line for line in lines if line[0].right < x < line[-1].left + 1.5]
        split = [line for line in both if not any(p.left < x - 1 < x + 1 < p.right for p in line)]
        crossing = sum(any(p.left < x - 1 and p.right > x + 1 for p in line) for line in lines)
        enough = len(split) >= MIN_ROWS or any(CODE.match(p.text) for p in _after(split, x))
        if len(split) > most and enough and crossing <= len(split) and _are_texts(split, x):
            best, most = x, len(split)
    return best


def _after(lines: list[list[Piece]], x: float) -> list[Piece]:
    """The first piece of the right side of each line."""
    return [piece for line in lines for piece in [p for p in line if p.right > x + 1][:1]]


def _are_texts(lines: list[list[Piece]], x: float) -> bool:
    """Text on both sides, not a number or a bullet before its text."""
    lefts = sum(_letters(p) for line in lines for p in line if p.right <= x + 1)
    rights = sum(_letters(p) for line in lines for p in line if p.right > x + 1)
    return min(lefts, rights) >= MIN_LETTERS * len(lines)


def _letters(piece: Piece) -> int:
    return sum(character not in " ._·…" for character in piece.text)


def _rows(lines: list[list[Piece]], column: int) -> list[Row]:
    inked = [p for line in lines for p in line if not p.text.startswith(TABLE)] or lines[0]
    margin = min(p.left for p in inked)
    limit = max(p.right for p in inked)
    return [_row(line, margin, limit, column) for line in lines]


def _row(line: list[Piece], margin: float, limit: float, column: int) -> Row:
    inked = max(line, key=lambda p: len(p.text))
    return Row(
        "  ".join(p.text for p in line),
        line[0].left,
        line[-1].right,
        min(p.bottom for p in line),
        max(p.top for p in line),
        inked.size,
        inked.bold and all(p.bold for p in line if len(p.text.strip()) > 2),
        margin,
        limit,
        column,
    )
