"""Cells of a workbook whose formula gives no value: a reader of values finds them empty."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, fromstring, iterparse

from ensemblier.core.archives import UNREADABLE

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
NOT_COMPUTED = "=…"


def broken_formulas(content: BinaryIO, sheet: str) -> dict[tuple[int, int], str]:
    """{(line, place): «#DIV/0!»} of the cells in error, «=…» for those never computed.

    Nothing for what is no XLSX; expat, which reads it, expands no entity beyond measure.
    """
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            path = path_of(archive, sheet)
            with archive.open(path) as part:
                return dict(_broken(part))
    except UNREADABLE:
        return {}
    finally:
        content.seek(0)


def path_of(archive: zipfile.ZipFile, sheet: str) -> str:
    book = fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for one in book.iter(f"{MAIN}sheet"):
        if one.get("name") == sheet:
            return posixpath.join("xl", targets[one.get(RELATION)]).lstrip("/")
    raise KeyError(sheet)


def _broken(part: object) -> Iterator[tuple[tuple[int, int], str]]:
    for _event, element in iterparse(part):  # type: ignore[call-overload]  # noqa: S314
        if element.tag == f"{MAIN}c":
            place = PLACE.fullmatch(element.get("r", ""))
            shown = _shown(element)
            if place and shown:
                yield (int(place[2]), rank_of(place[1])), shown
        elif element.tag == f"{MAIN}row":
            element.clear()


def _shown(cell: Element) -> str:
    value = cell.findtext(f"{MAIN}v") or ""
    if cell.get("t") == "e":
        return value or NOT_COMPUTED
    is_formula = cell.find(f"{MAIN}f") is not None
    return NOT_COMPUTED if is_formula and not value and cell.get("t") != "str" else ""


def rank_of(letters: str) -> int:
    """0 for A, 26 for AA."""
    rank = 0
    for letter in letters:
        rank = rank * 26 + ord(letter) - ord("A") + 1
    return rank - 1
