"""A table of points in, the same table with its neighbourhoods out, a chunk at a time."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import map_columns
from ensemblier.core.spreadsheets import Row, Table
from ensemblier.territories.enums import LocationStatus
from ensemblier.territories.locating import NOWHERE, Located, Locator

CHUNK = 20_000
DEGREES = {
    "lon": ["lon", "lng", "long", "longitude", "result_longitude"],
    "lat": ["lat", "latitude", "result_latitude"],
}
METRES = {
    "x": ["x", "x_l93", "x_lambert93", "lambert_x", "coord_x", "coordx"],
    "y": ["y", "y_l93", "y_lambert93", "lambert_y", "coord_y", "coordy"],
}
ADDED = [
    "qpv_code",
    "qpv_name",
    "qpv_2015",
    "commune_code",
    "commune",
    "distance_m",
    "nearest_qpv",
    "status",
]
SPACES = str.maketrans("", "", " \u00a0\u202f")


@dataclass
class LocatedTable:
    """The columns of the answer and its rows, read once; `counts` fills as they are."""

    columns: list[str]
    rows: Iterator[list[object]]
    counts: Counter[LocationStatus] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def locate_table(
    table: Table, locator: Locator, *, advance: Callable[[int], object] = lambda _rows: None
) -> LocatedTable:
    """Every column of `table` is kept, ours follow. A row that cannot be placed stays, with
    its reason. `advance` is told how many rows each step has done.

    Raises InvalidInput when no pair of columns holds coordinates.
    """
    first, second, in_metres = _coordinate_columns(table)
    width = len(table.columns)
    counts: Counter[LocationStatus] = Counter()

    def answer() -> Iterator[list[object]]:
        while chunk := list(itertools.islice(table.rows, CHUNK)):
            one, other = _numbers(chunk, first), _numbers(chunk, second)
            located = (locator.locate_metres if in_metres else locator.locate_many)(one, other)
            comma = any("," in _cell(row, first) for row in chunk[:20])
            for row, added in zip(chunk, _added(located, locator, counts, comma), strict=True):
                cells: list[object] = list(row.cells[:width])
                yield cells + [""] * (width - len(cells)) + added
            advance(len(chunk))

    names = [name if name not in table.columns else f"ensemblier_{name}" for name in ADDED]
    return LocatedTable([*table.columns, *names], answer(), counts)


def _coordinate_columns(table: Table) -> tuple[int, int, bool]:
    degrees = map_columns(table.columns, DEGREES)
    if len(degrees) == 2:
        return degrees["lon"], degrees["lat"], False
    metres = map_columns(table.columns, METRES)
    if len(metres) == 2:
        return metres["x"], metres["y"], True
    raise InvalidInput(
        _(
            "Aucune colonne de coordonnées n’est reconnue\u00a0: nommez-les lon et lat (degrés), "
            "ou x et y (Lambert-93). Colonnes lues\u00a0: {columns}."
        ).format(columns=", ".join(table.columns)[:300])
    )


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _numbers(rows: Iterable[Row], place: int) -> list[float]:
    return [_number(_cell(row, place)) for row in rows]


def _number(text: str) -> float:
    try:
        return float(text.translate(SPACES).replace(",", "."))
    except ValueError:
        return math.nan


def _added(
    located: Located, locator: Locator, counts: Counter[LocationStatus], comma: bool
) -> Iterator[list[object]]:
    words = {status.value: str(status.label) for status in LocationStatus}
    # Sentences are put together once per neighbourhood, not once per row.
    reserve = cache(partial(_reserve, locator))
    statuses = located.status.tolist()
    counts.update(LocationStatus(status) for status in statuses)
    columns = zip(
        statuses,
        located.qpv.tolist(),
        located.others.tolist(),
        located.commune.tolist(),
        located.nearest.tolist(),
        located.distance.tolist(),
        strict=True,
    )
    for status, qpv, others, commune, nearest, distance in columns:
        yield [
            *_neighbourhood(locator, qpv),
            *_commune(locator, commune),
            *_gap(locator, nearest, distance, comma),
            words[status] + reserve(qpv if qpv != NOWHERE else nearest, others > 0),
        ]


def _neighbourhood(locator: Locator, place: int) -> tuple[str, str, str]:
    if place == NOWHERE:
        return "", "", ""
    outline = locator.qpvs[place]
    return outline.code, outline.name, " | ".join(outline.ancestors)


def _commune(locator: Locator, place: int) -> tuple[str, str]:
    if place == NOWHERE:
        return "", ""
    return locator.communes[place].code, locator.communes[place].name


def _gap(locator: Locator, place: int, distance: float, comma: bool) -> tuple[str, str]:
    """The distance with the decimal sign of the file's own coordinates."""
    if place == NOWHERE:
        return "", ""
    text = f"{distance:.1f}"
    return text.replace(".", ",") if comma else text, locator.qpvs[place].code


def _reserve(locator: Locator, place: int, is_shared: bool) -> str:
    """What the answer rests on, when it is not the one official perimeter."""
    if place == NOWHERE:
        return ""
    outline = locator.qpvs[place]
    reserves = []
    if outline.is_former:
        reserves.append(_("périmètre de 2015 {code}").format(code=outline.code))
    elif outline.borrowed_from:
        reserves.append(_("périmètre de 2015 {code}").format(code=outline.borrowed_from))
    elif outline.is_approximate:
        reserves.append(_("tracé approché"))
    if is_shared:
        reserves.append(_("plusieurs périmètres se recouvrent"))
    return f" ({', '.join(reserves)})" if reserves else ""
