"""What is drawn on a page besides its characters: the rules of tables, the dots of lists."""

import ctypes
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

THIN = 3.0
NEAR = 2.5
SHORTEST = 5.0
DOT = 8.0
MAX_RULES = 2000
MAX_PATHS = 20_000
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line across the page at `at`, from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass
class Drawing:
    horizontals: list[Rule] = field(default_factory=list)
    verticals: list[Rule] = field(default_factory=list)
    dots: list[Point] = field(default_factory=list)


@dataclass
class Ruled:
    """A ruled table: the sides of its columns and rows, and which places are one cell."""

    xs: list[float]
    ys: list[float]
    cells: dict[tuple[int, int], tuple[int, int]]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The first row and column of the cell that holds a point; rows go down the page."""
        column = bisect_right(self.xs, x) - 1
        row = len(self.ys) - 1 - bisect_right(self.ys, y)
        return self.cells.get((row, column))


def drawing_of(page: pdfium.PdfPage) -> Drawing:
    drawing = Drawing()
    for number, shape in enumerate(page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=1)):
        if number > MAX_PATHS:
            return Drawing()
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(shape.raw, ctypes.byref(fill), ctypes.byref(stroke))
        for points in _outlines(shape):
            _note(drawing, points, bool(fill.value), bool(stroke.value))
    drawing.horizontals = _merged(drawing.horizontals)
    drawing.verticals = _merged(drawing.verticals)
    return drawing


def _outlines(shape: pdfium.PdfObject) -> Iterator[list[Point]]:
    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for at in range(raw.FPDFPath_CountSegments(shape.raw)):
        segment = raw.FPDFPath_GetPathSegment(shape.raw, at)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _note(drawing: Drawing, points: list[Point], is_filled: bool, is_stroked: bool) -> None:
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    width, height = right - left, top - bottom
    if is_stroked:
        for (x1, y1), (x2, y2) in pairwise(points):
            _add(drawing, (min(x1, x2), min(y1, y2)), (max(x1, x2), max(y1, y2)))
    elif is_filled and min(width, height) < THIN:
        _add(drawing, (left, bottom), (right, top))
    if 1 < width < DOT and 1 < height < DOT and 0.6 < width / height < 1.6:
        drawing.dots.append(((left + right) / 2, (bottom + top) / 2))


def _add(drawing: Drawing, low: Point, high: Point) -> None:
    width, height = high[0] - low[0], high[1] - low[1]
    if width < THIN <= SHORTEST < height:
        drawing.verticals.append(Rule((low[0] + high[0]) / 2, low[1], high[1]))
    elif height < THIN <= SHORTEST < width:
        drawing.horizontals.append(Rule((low[1] + high[1]) / 2, low[0], high[0]))


def _merged(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line, drawn cell after cell, put together."""
    lines: dict[int, list[Rule]] = defaultdict(list)
    last = key = 0.0
    for rule in sorted(rules, key=lambda r: (r.at, r.start)):
        key = key + 1 if rule.at - last > NEAR else key
        last = rule.at
        lines[int(key)].append(rule)
    found: list[Rule] = []
    for line in lines.values():
        at = line[0].at
        open_rule = None
        for rule in sorted(line, key=lambda r: r.start):
            if open_rule and rule.start <= open_rule.end + NEAR:
                open_rule = Rule(at, open_rule.start, max(open_rule.end, rule.end))
                continue
            found += [open_rule] if open_rule else []
            open_rule = Rule(at, rule.start, rule.end)
        found += [open_rule] if open_rule else []
    return found


def ruled_tables(drawing: Drawing) -> list[Ruled]:
    if not (len(drawing.horizontals) <= MAX_RULES >= len(drawing.verticals)):
        return []
    tables = [_ruled(*group) for group in _groups(drawing)]
    return [table for table in tables if table]


def _groups(drawing: Drawing) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross one another, directly or through others."""
    left = list(drawing.verticals)
    waiting = list(drawing.horizontals)
    groups = []
    while left:
        verticals, horizontals = [left.pop()], list[Rule]()
        grown = True
        while grown:
            met = [h for h in waiting if any(_cross(h, v) for v in verticals)]
            waiting = [h for h in waiting if h not in met]
            horizontals += met
            joined = [v for v in left if any(_cross(h, v) for h in met)]
            left = [v for v in left if v not in joined]
            verticals += joined
            grown = bool(joined)
        groups.append((horizontals, verticals))
    return groups


def _cross(horizontal: Rule, vertical: Rule) -> bool:
    return (
        horizontal.start - NEAR <= vertical.at <= horizontal.end + NEAR
        and vertical.start - NEAR <= horizontal.at <= vertical.end + NEAR
    )


def _ruled(horizontals: list[Rule], verticals: list[Rule]) -> Ruled | None:
    xs, ys = _places(verticals), _places(horizontals)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 2 or columns < 2:
        return None
    first = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while first[place] != place:
            place = first[place]
        return place

    for row in range(rows):
        middle = (ys[rows - row] + ys[rows - row - 1]) / 2
        for column in range(columns):
            center = (xs[column] + xs[column + 1]) / 2
            if column and not _is_ruled(verticals, xs[column], middle):
                _unite(first, root((row, column)), root((row, column - 1)))
            if row and not _is_ruled(horizontals, ys[rows - row], center):
                _unite(first, root((row, column)), root((row - 1, column)))
    return Ruled(xs, ys, {place: root(place) for place in first})


def _unite(
    first: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    first[max(one, other)] = min(one, other)


def _places(rules: Iterable[Rule]) -> list[float]:
    found: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not found or at - found[-1] > NEAR:
            found.append(at)
    return found


def _is_ruled(rules: list[Rule], at: float, across: float) -> bool:
    return any(abs(r.at - at) <= NEAR and r.start - NEAR < across < r.end + NEAR for r in rules)
