"""Which neighbourhood a point is in, for one point or a million. Knows no database.

The rules and their guarantees are in `docs/rules/locating.md`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ensemblier.territories.enums import LocationStatus
from ensemblier.territories.lambert93 import BOUNDS, to_lambert93, to_wgs84

Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]
NOWHERE = -1

# A point this close to a limit is on it: coordinates are seldom better than that.
ON_THE_LIMIT = 0.01
# Measured: short pieces of outline in a narrow tree answer more than twice as fast.
EDGES_PER_PIECE = 4
BRANCHES = 3
BLOCK = 50_000


@dataclass(frozen=True)
class Outline:
    """A shape to look for, in metres (Lambert-93).

    `borrowed_from` is the code of the ancestor of 2015 whose perimeter stands in for a missing
    one. `ancestors` are the codes of 2015 of the area. `is_former`: a neighbourhood of 2015
    searched for want of knowing what became of it.
    """

    area_id: int
    code: str
    name: str
    shape: shapely.Geometry
    is_approximate: bool = False
    borrowed_from: str = ""
    ancestors: tuple[str, ...] = ()
    is_former: bool = False

    @property
    def precedence(self) -> tuple[bool, bool, float, str, str]:
        """Where two outlines overlap the first of this order wins: the exact one, the area's
        own, the smallest, then the code that comes first."""
        borrowed = bool(self.borrowed_from)
        return (self.is_approximate, borrowed, self.shape.area, self.code, self.borrowed_from)


@dataclass(frozen=True)
class Located:
    """One row per point. Places are positions in `Locator.qpvs` and `Locator.communes`."""

    status: NDArray[np.int8]
    qpv: Indexes
    others: NDArray[np.int16]
    commune: Indexes
    nearest: Indexes
    distance: Floats

    def __len__(self) -> int:
        return len(self.status)


class Locator:
    """Built once from the outlines of a day, then asked as often as one likes."""

    def __init__(self, qpvs: Sequence[Outline], communes: Sequence[Outline] = ()) -> None:
        self.qpvs = sorted(qpvs, key=lambda outline: outline.precedence)
        self.communes = sorted(communes, key=lambda outline: outline.precedence)
        self._qpv_finder = _Finder([outline.shape for outline in self.qpvs])
        self._commune_finder = _Finder([outline.shape for outline in self.communes])
        pieces, owners = _pieces_of([outline.shape for outline in self.qpvs])
        self._pieces, self._owners = pieces, owners
        self._piece_tree = shapely.STRtree(pieces, node_capacity=BRANCHES)
        former = [
            LocationStatus.FORMER if one.is_former else LocationStatus.INSIDE for one in self.qpvs
        ]
        self._status_inside = np.array(former, dtype=np.int8)

    def locate_many(self, lon: object, lat: object) -> Located:
        """Points in degrees. NaN and absurd coordinates get a status, never an error."""
        lon, lat = _as_floats(lon), _as_floats(lat)
        status = _status_of(lon, lat)
        usable = status == LocationStatus.OUTSIDE
        x, y = np.full_like(lon, np.nan), np.full_like(lat, np.nan)
        x[usable], y[usable] = to_lambert93(lon[usable], lat[usable])
        return self._locate(x, y, status)

    def locate_metres(self, x: object, y: object) -> Located:
        """Points in metres, Lambert-93."""
        x, y = _as_floats(x), _as_floats(y)
        with np.errstate(all="ignore"):
            lon, lat = to_wgs84(x, y)
        status = _status_of(lon, lat)
        status[~(np.isfinite(x) & np.isfinite(y))] = LocationStatus.MISSING
        status[status == LocationStatus.SWAPPED] = LocationStatus.ELSEWHERE
        return self._locate(x, y, status)

    def _locate(self, x: Floats, y: Floats, status: NDArray[np.int8]) -> Located:
        count = len(x)
        located = Located(
            status=status,
            qpv=np.full(count, NOWHERE),
            others=np.zeros(count, dtype=np.int16),
            commune=np.full(count, NOWHERE),
            nearest=np.full(count, NOWHERE),
            distance=np.full(count, np.nan),
        )
        usable = np.flatnonzero(status == LocationStatus.OUTSIDE)
        # Neighbours in space, asked one after the other, meet the same branches of the trees.
        ordered = usable[np.argsort(_morton(x[usable], y[usable]))]
        blocks = [ordered[start : start + BLOCK] for start in range(0, len(ordered), BLOCK)]
        if len(blocks) < 2:
            for block in blocks:
                self._locate_block(located, x, y, block)
        else:
            # The geometry library works outside the interpreter's lock.
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                list(pool.map(lambda block: self._locate_block(located, x, y, block), blocks))
        return located

    def _locate_block(self, located: Located, x: Floats, y: Floats, block: Indexes) -> None:
        points = shapely.points(x[block], y[block])
        located.commune[block] = self._commune_finder.find(points, x[block], y[block])[0]
        if not self.qpvs:
            located.status[block] = LocationStatus.UNKNOWN
            return
        found, hits = self._qpv_finder.find(points, x[block], y[block])
        located.qpv[block] = found
        located.others[block] = np.maximum(hits - 1, 0)
        is_inside = found != NOWHERE
        located.status[block[is_inside]] = self._status_inside[found[is_inside]]
        self._measure(located, points[found == NOWHERE], block[found == NOWHERE])

    def _measure(self, located: Located, points: NDArray[np.object_], block: Indexes) -> None:
        """The nearest limit of points outside; one that they touch takes them in."""
        if not len(points):
            return
        pieces = self._piece_tree.query_nearest(points, all_matches=False)[1]
        distance = shapely.distance(points, self._pieces[pieces])
        owners = self._owners[pieces]
        touching = distance < ON_THE_LIMIT
        located.nearest[block] = np.where(touching, NOWHERE, owners)
        located.distance[block] = np.where(touching, np.nan, distance)
        located.qpv[block[touching]] = owners[touching]
        located.status[block[touching]] = self._status_inside[owners[touching]]


class _Finder:
    """The first of some shapes that holds each point, and how many do; limits are inside."""

    def __init__(self, shapes: list[shapely.Geometry]) -> None:
        self.shapes = shapes
        shapely.prepare(np.array(shapes, dtype=object))
        self.tree = shapely.STRtree(shapes)

    def find(
        self, points: NDArray[np.object_], x: Floats, y: Floats
    ) -> tuple[Indexes, NDArray[np.int16]]:
        found = np.full(len(points), NOWHERE)
        hits = np.zeros(len(points), dtype=np.int16)
        if not self.shapes:
            return found, hits
        asked, boxes = self.tree.query(points)
        order = np.argsort(boxes, kind="stable")
        asked, boxes = asked[order], boxes[order]
        cuts = np.searchsorted(boxes, np.arange(len(self.shapes) + 1))
        # Last first, so that the first in precedence is written over the others.
        for rank in reversed(np.unique(boxes)):
            candidates = asked[cuts[rank] : cuts[rank + 1]]
            inside = shapely.intersects_xy(self.shapes[rank], x[candidates], y[candidates])
            found[candidates[inside]] = rank
            hits[candidates[inside]] += 1
        return found, hits


def _pieces_of(shapes: list[shapely.Geometry]) -> tuple[NDArray[np.object_], Indexes]:
    """The outlines cut in short lines, and the rank of the shape that each belongs to."""
    pieces: list[shapely.LineString] = []
    owners: list[int] = []
    for rank, shape in enumerate(shapes):
        for line in shapely.get_parts(shapely.boundary(shape)):
            places = shapely.get_coordinates(line)
            for start in range(0, len(places) - 1, EDGES_PER_PIECE):
                pieces.append(shapely.LineString(places[start : start + EDGES_PER_PIECE + 1]))
                owners.append(rank)
    return np.array(pieces, dtype=object), np.array(owners, dtype=np.intp)


def _as_floats(values: object) -> Floats:
    return np.atleast_1d(np.array(values, dtype=np.float64))


def _status_of(lon: Floats, lat: Floats) -> NDArray[np.int8]:
    """OUTSIDE stands for «usable» until the point is looked for."""
    west, south, east, north = BOUNDS
    status = np.full(len(lon), LocationStatus.OUTSIDE, dtype=np.int8)
    with np.errstate(invalid="ignore"):
        away = ~((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))
        turned = away & (lon >= 41) & (lon <= 52) & (lat >= -6) & (lat <= 10)
    status[away] = LocationStatus.ELSEWHERE
    status[turned] = LocationStatus.SWAPPED
    status[~(np.isfinite(lon) & np.isfinite(lat))] = LocationStatus.MISSING
    return status


def _morton(x: Floats, y: Floats) -> NDArray[np.uint64]:
    """Z-order of the points at 16 m: close in the plane, close in the order."""
    if not len(x):
        return np.zeros(0, dtype=np.uint64)
    return _spread((x - x.min()) / 16) | (_spread((y - y.min()) / 16) << np.uint64(1))


def _spread(values: Floats) -> NDArray[np.uint64]:
    bits = values.astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits
