"""How far the cells of a workbook reach: its reader makes room for every cell before the last,
and one word typed at the far end of an otherwise small sheet would ask for all the memory."""

from __future__ import annotations

import re
import zipfile
from typing import Any, BinaryIO
from xml.parsers import expat

from ensemblier.core.spreadsheets.formulas import PLACE, path_of, rank_of

MOST_CELLS = 10_000_000
PIECE = 1_048_576
DOCUMENT = "content.xml"
SHEET = re.compile(r"xl/worksheets/[^/]*\.xml$", re.IGNORECASE)


def is_boundless(content: BinaryIO, sheet: str) -> bool:
    """Whether the rows and columns of the sheet, up to its last filled ones, hold too many cells.

    False for what is no XLSX. Raises ExpatError, or one of UNREADABLE, for one that is damaged.
    """
    content.seek(0)
    if not zipfile.is_zipfile(content):
        return False
    with zipfile.ZipFile(content) as archive:
        return any(_is_boundless(archive, path) for path in _paths_of(archive, sheet))


def _is_boundless(archive: zipfile.ZipFile, path: str) -> bool:
    with archive.open(path) as part:
        return _Extent().read(part)


def _paths_of(archive: zipfile.ZipFile, sheet: str) -> list[str]:
    """The part of this sheet; those of all of them when its name leads to none."""
    try:
        path = path_of(archive, sheet)
    except KeyError:
        path = ""
    names = archive.namelist()
    return [path] if path in names else [name for name in names if SHEET.match(name)]


def is_document_boundless(content: BinaryIO) -> bool:
    """The same of an ODS, whose reader opens every sheet at once. False for what is no ODS."""
    content.seek(0)
    with zipfile.ZipFile(content) as archive:
        if DOCUMENT not in archive.namelist():
            return False
        with archive.open(DOCUMENT) as part:
            return _DocumentExtent().read(part)


class _Extent:
    """The last line and column met so far; a cell that says no place follows the one before."""

    def __init__(self) -> None:
        self.line = self.column = 0
        self.lines = self.columns = 0

    def read(self, part: Any) -> bool:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        while piece := part.read(PIECE):
            parser.Parse(piece)
            if self.lines * self.columns > MOST_CELLS:
                return True
        return False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            place = PLACE.fullmatch(attributes.get("r", ""))
            if place:
                self.line, self.column = int(place[2]), rank_of(place[1]) + 1
            else:
                self.column += 1
        elif name == "row":
            said = attributes.get("r", "")
            self.line = int(said) if said.isdecimal() else self.line + 1
            self.column = 0
        elif name in {"v", "is"}:  # a cell that is only colored takes no room
            self.lines = max(self.lines, self.line)
            self.columns = max(self.columns, self.column)


class _DocumentExtent(_Extent):
    """Rows and cells alike are written once, with how many times they are there."""

    rows = cells = 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self.line = self.lines = self.columns = self.rows = 0
        elif name == "table-row":
            self.line += self.rows
            self.rows, self.column, self.cells = _times(attributes, "rows"), 0, 0
        elif name in {"table-cell", "covered-table-cell"}:
            self.column += self.cells
            self.cells = _times(attributes, "columns")
            if any(key.endswith(":value-type") for key in attributes):
                self._fill()
        elif name == "p":
            self._fill()

    def _fill(self) -> None:
        self.lines = max(self.lines, self.line + self.rows)
        self.columns = max(self.columns, self.column + self.cells)


def _times(attributes: dict[str, str], what: str) -> int:
    said = next((v for k, v in attributes.items() if k.endswith(f":number-{what}-repeated")), "")
    return int(said) if said.isdecimal() else 1
