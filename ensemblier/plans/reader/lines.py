"""The only thing a format has to give the reader: typed lines, in reading order."""

from dataclasses import dataclass, field

LIST = 11
"""Heading level of the first depth of an automatically numbered list."""
COLUMN = 20
"""Heading level of the first column of a table; deeper than any title of a format."""
Cell = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, paragraph or cell.

    `gap` is the number of blank lines before it; `indent` is in characters;
    `heading` is the level the format itself gives (1 is the highest);
    `bullet` is the mark of a list item, already taken off `text`;
    `cell` is (table, row, column);
    `is_aside` marks what the format knows to be no part of the tree.
    """

    number: int
    text: str
    gap: int = 0
    indent: int = 0
    heading: int | None = None
    bullet: str = ""
    page: int = 0
    page_edge: bool = False
    cell: Cell | None = None
    is_aside: bool = False


Grid = list[list[str]]


@dataclass(frozen=True)
class Document:
    lines: list[Line]
    contents: list[Line] = field(default_factory=list)
