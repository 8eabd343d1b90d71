"""Shapes: GeoJSON read with suspicion, mended, compared, and laid flat in metres."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.territories.lambert93 import looks_like_lambert93, to_lambert93, to_wgs84

# Edges are cut to about 100 m before they are projected: a straight edge in degrees and the
# same edge in metres are then less than a millimetre apart.
STEP_IN_DEGREES = 0.001
SAME_PLACE_IN_DEGREES = 1e-7
MAX_POSITIONS = 500_000
DECIMALS = 7


@dataclass
class ReadShape:
    """A shape in WGS 84, and what had to be done to get it, in sentences."""

    geometry: dict[str, Any]
    notes: list[str] = field(default_factory=list)


def read_shape(raw: object) -> ReadShape:
    """A GeoJSON Polygon or MultiPolygon of any of the two systems, mended when it can be.

    Raises InvalidInput with a sentence.
    """
    notes: list[str] = []
    polygons = [_checked_rings(rings) for rings in _polygons_of(raw)]
    positions = np.array([place for rings in polygons for ring in rings for place in ring])
    if len(positions) > MAX_POSITIONS:
        raise InvalidInput(_("Ce tracé a trop de points."))
    if _is_lambert93(positions):
        notes.append(_("coordonnées Lambert-93 converties en WGS 84"))
        polygons = [[_to_degrees(ring) for ring in rings] for rings in polygons]
    else:
        _refuse_absurd(positions)
    shape = shapely.MultiPolygon([shapely.Polygon(r[0], r[1:]) for r in polygons])
    if not shape.is_valid:
        shape = _mended(shape)
        notes.append(_("tracé mal fermé ou croisé, réparé"))
    if shape.is_empty or shape.area == 0:
        raise InvalidInput(_("Ce tracé n’entoure aucune surface."))
    return ReadShape(as_geojson(shape), notes)


def as_geojson(shape: shapely.MultiPolygon) -> dict[str, Any]:
    """A plain dict, rounded to a centimetre; a single part is a Polygon."""
    whole = shape.geoms[0] if len(shape.geoms) == 1 else shape
    found = json.loads(shapely.to_geojson(whole))
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return round(value, DECIMALS)


def _polygons_of(raw: object) -> list[Any]:
    kind = raw.get("type") if isinstance(raw, dict) else None
    coordinates = raw.get("coordinates") if isinstance(raw, dict) else None
    if kind == "Polygon" and isinstance(coordinates, list) and coordinates:
        return [coordinates]
    if kind == "MultiPolygon" and isinstance(coordinates, list) and coordinates:
        return coordinates
    raise InvalidInput(
        _("Ce n’est pas une surface\u00a0: un Polygon ou un MultiPolygon est attendu.")
    )


def _checked_rings(rings: object) -> list[list[tuple[float, float]]]:
    if not isinstance(rings, list) or not rings:
        raise _broken()
    return [_checked_ring(ring) for ring in rings]


def _checked_ring(ring: object) -> list[tuple[float, float]]:
    if not isinstance(ring, list):
        raise _broken()
    places = [_checked_position(position) for position in ring]
    if places and places[0] != places[-1]:
        places.append(places[0])
    if len(places) < 4:
        raise _broken()
    return places


def _checked_position(position: object) -> tuple[float, float]:
    if not isinstance(position, list) or len(position) < 2:
        raise _broken()
    pair = position[:2]
    if not all(isinstance(value, int | float) and abs(value) < 1e9 for value in pair):
        raise _broken()
    return (float(pair[0]), float(pair[1]))


def _broken() -> InvalidInput:
    return InvalidInput(_("Les coordonnées de ce tracé sont incomplètes ou illisibles."))


def _is_lambert93(positions: np.ndarray) -> bool:
    low, high = positions.min(axis=0), positions.max(axis=0)
    return looks_like_lambert93(*low) and looks_like_lambert93(*high)


def _to_degrees(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    lon, lat = to_wgs84(*np.array(ring).T)
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _refuse_absurd(positions: np.ndarray) -> None:
    lon, lat = positions[:, 0], positions[:, 1]
    if np.abs(lon).max() > 180 or np.abs(lat).max() > 90:
        raise InvalidInput(_("Ces coordonnées ne sont ni en degrés (WGS 84) ni en Lambert-93."))
    if are_swapped(float(lon[0]), float(lat[0])):
        raise InvalidInput(_("La longitude et la latitude semblent inversées."))


def are_swapped(lon: float, lat: float) -> bool:
    """Whether these degrees fall in metropolitan France once turned round, and not as they are."""
    return 41 <= lon <= 52 and -6 <= lat <= 10


def _mended(shape: shapely.Geometry) -> shapely.MultiPolygon:
    parts = shapely.get_parts(shapely.make_valid(shape))
    kept = [polygon for part in parts for polygon in _polygon_parts(part)]
    return shapely.MultiPolygon(kept)


def _polygon_parts(part: shapely.Geometry) -> Iterator[shapely.Polygon]:
    if isinstance(part, shapely.Polygon):
        yield part
    elif isinstance(part, shapely.MultiPolygon | shapely.GeometryCollection):
        for inner in part.geoms:
            yield from _polygon_parts(inner)


def to_shape(geometry: dict[str, Any]) -> shapely.Geometry:
    """The stored GeoJSON as a shape, in degrees."""
    return shapely.from_geojson(json.dumps(geometry))


def to_metres(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape in Lambert-93, its long edges following the ground."""
    cut = shapely.segmentize(shape, STEP_IN_DEGREES)
    return shapely.transform(cut, lambda places: np.column_stack(to_lambert93(*places.T)))


def is_same_shape(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two outlines go through the same places, wherever they start and turn."""
    first, second = (shapely.normalize(to_shape(geometry)) for geometry in (one, other))
    if shapely.equals_exact(first, second, SAME_PLACE_IN_DEGREES):
        return True
    return bool(shapely.equals(first, second))
