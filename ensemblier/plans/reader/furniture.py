"""Set aside what belongs to the paper and not to the plan: headers, page numbers, contents."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from .lines import COLUMN, Document, Line
from .markers import read_marker
from .tokens import is_special
from .wording import fold

EDGE = 2
PAGE_NUMBER = re.compile(r"\W*(?:p(?:age|\.)?\s*)?\d{1,4}(?:\s*(?:/|sur|de)\s*\d{1,4})?\W*")
LEADER = re.compile(r"(?:[._·]{4,}|(?:\. ){4,}\.?|…{2,})\s*\d{1,4}$")
NUMBERED_ENTRY = re.compile(r".*[^\W\d_].*\s(\d{1,4})$")
CONTENTS = re.compile(r"(?:sommaire|table des matieres|plan du document|contenu)\W*")


def set_aside(document: Document) -> tuple[list[Line], list[Line]]:
    """The lines to read, and those set aside: one of each header, every entry of the contents."""
    contents = _contents(document.lines)
    contents |= {at for at, line in enumerate(document.lines) if line.is_aside}
    lines = [line for at, line in enumerate(document.lines) if at not in contents]
    aside = [document.lines[at] for at in sorted(contents)] + document.contents
    furniture = _furniture(lines)
    shapes: dict[str, Line] = {}
    for at in sorted(furniture):
        shapes.setdefault(_shape(lines[at]), lines[at])
    kept = [line for at, line in enumerate(lines) if at not in furniture]
    return kept, aside + list(shapes.values())


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", fold(line.text))


def _furniture(lines: list[Line]) -> set[int]:
    pages: dict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        pages[line.page].append(at)
    return _at_edges(lines, pages) if len(pages) > 1 else _before_numbers(lines)


def _at_edges(lines: list[Line], pages: dict[int, list[int]]) -> set[int]:
    edges = [at for page in pages.values() for at in {*page[:EDGE], *page[-EDGE:]}]
    seen = Counter(_shape(lines[at]) for at in edges)
    often = max(2, min(3, len(pages) // 2 + 1))
    found = set()
    for at in edges:
        is_number = PAGE_NUMBER.fullmatch(fold(lines[at].text))
        if is_number or (seen[_shape(lines[at])] >= often and _can_be_furniture(lines[at])):
            found.add(at)
    return found


def _can_be_furniture(line: Line) -> bool:
    marker = read_marker(line.text)
    return (
        not line.bullet
        and (line.heading or 0) < COLUMN
        and not is_special(line.text)
        and not (marker and (marker.stem or marker.title))
    )


def _before_numbers(lines: list[Line]) -> set[int]:
    """Without pages: the same lines found again just before a number alone on its line."""
    before: dict[str, list[int]] = defaultdict(list)
    numbers = [at for at, line in enumerate(lines) if re.fullmatch(r"\d{1,3}", line.text)]
    for number in numbers:
        for at in range(max(0, number - 5), number):
            if _can_be_furniture(lines[at]):
                before[_shape(lines[at])].append(at)
    repeated = [places for places in before.values() if len(set(places)) >= 2]
    if len(repeated) < 2:
        return set()
    found = {at for places in repeated for at in places}
    return found | {number for number in numbers if number - 1 in found}


def _contents(lines: list[Line]) -> set[int]:
    led = [at for at, line in enumerate(lines) if LEADER.search(line.text[-200:])]
    found = set(led)
    for first, second in pairwise(led):
        if second - first == 2:
            found.add(first + 1)
    for at, line in enumerate(lines):
        if CONTENTS.fullmatch(fold(line.text)):
            found.update(_entries(lines, at + 1))
    return found


def _entries(lines: list[Line], start: int) -> list[int]:
    """Lines under «Sommaire» that end with growing page numbers."""
    found: list[int] = []
    page = 0
    for at in range(start, len(lines)):
        entry = NUMBERED_ENTRY.fullmatch(lines[at].text[-200:])
        if not entry or int(entry[1]) < page:
            break
        page = int(entry[1])
        found.append(at)
    return found if len(found) >= 3 else []
