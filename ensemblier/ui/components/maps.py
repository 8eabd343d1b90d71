"""Maps drawn on the server: shapes of GeoJSON projected to SVG, with their list."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ensemblier.ui.components.base import TONES, Props, component, filled, one_of

WIDTH = 1000
MARGIN = 24
HEIGHTS = {"s": 0.45, "m": 0.65, "l": 0.9}
MAP_TONES = (*TONES, "context")

Position = Sequence[float]


@dataclass(frozen=True)
class Projection:
    """Longitudes shortened by the cosine of the middle latitude: right to the eye for a town.

    `map.js` inverts it, so that the page carries each shape once.
    """

    west: float
    north: float
    cosine: float
    scale: float
    left: float
    top: float

    def point(self, position: Position) -> tuple[float, float]:
        x = self.left + (position[0] - self.west) * self.cosine * self.scale
        y = self.top + (self.north - position[1]) * self.scale
        return round(x, 1), round(y, 1)


@component()
def area_map(features: Iterable[dict[str, Any]], label: str, height: str = "m") -> Props:
    """Areas and their names. Features: {geometry, name, url, approximate, tone}.

    `geometry` is a GeoJSON Polygon, MultiPolygon or Point as a dict, in longitude and latitude.
    Tone «context» draws an outline behind, without a number. JavaScript adds zoom on demand.
    """
    features = list(features)
    size = (WIDTH, round(WIDTH * HEIGHTS[one_of(height, HEIGHTS, "height")]))
    projection = projection_of([position for f in features for position in positions(f)], size)
    shapes = [shape_of(feature, projection) for feature in features]
    shapes.sort(key=lambda shape: shape["tone"] != "context")
    numbered = [shape for shape in shapes if shape["tone"] != "context"]
    for rank, shape in enumerate(numbered, start=1):
        shape["number"] = rank if len(numbered) > 1 else ""
    identifier = f"map-{slugify(filled(label, 'label'))}"
    return {
        "id": identifier,
        "label": label,
        "height": height,
        "view_box": f"0 0 {size[0]} {size[1]}",
        "shapes": shapes,
        "has_approximate": any(shape["approximate"] for shape in shapes),
        "data": {
            "projection": vars(projection),
            "tiles": settings.MAP_TILES_URL,
            "attribution": settings.MAP_TILES_ATTRIBUTION,
            "words": {"zoom_in": _("Agrandir"), "zoom_out": _("Réduire")},
        },
    }


def shape_of(feature: dict[str, Any], projection: Projection) -> dict[str, Any]:
    polygons = projected(polygons_of(feature["geometry"]), projection)
    points = [projection.point(p) for p in points_of(feature["geometry"])]
    largest = max((polygon[0] for polygon in polygons), key=area_of, default=points)
    return {
        "name": filled(feature["name"], "name"),
        "url": feature.get("url", ""),
        "approximate": bool(feature.get("approximate", False)),
        "tone": one_of(feature.get("tone", "plain"), MAP_TONES, "tone"),
        "path": "".join(path_of(ring) for polygon in polygons for ring in polygon),
        "points": points,
        "center": center_of(largest),
    }


def projected(
    polygons: list[list[Sequence[Position]]], projection: Projection
) -> list[list[list[tuple[float, float]]]]:
    return [
        [[projection.point(position) for position in ring] for ring in polygon]
        for polygon in polygons
    ]


def polygons_of(geometry: dict[str, Any]) -> list[list[Sequence[Position]]]:
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["coordinates"])
    one_of(geometry["type"], ("Point", "Polygon", "MultiPolygon"), "geometry type")
    return []


def points_of(geometry: dict[str, Any]) -> list[Position]:
    return [geometry["coordinates"]] if geometry["type"] == "Point" else []


def positions(feature: dict[str, Any]) -> Iterator[Position]:
    geometry = feature["geometry"]
    yield from points_of(geometry)
    for polygon in polygons_of(geometry):
        for ring in polygon:
            yield from ring


def projection_of(found: list[Position], size: tuple[int, int]) -> Projection:
    """Fits everything in the frame; a lone point gets about a kilometer around it."""
    if not found:
        return Projection(0, 0, 1, 1, 0, 0)
    longitudes = [position[0] for position in found]
    latitudes = [position[1] for position in found]
    west, east = min(longitudes), max(longitudes)
    south, north = min(latitudes), max(latitudes)
    cosine = math.cos(math.radians((south + north) / 2))
    width = max((east - west) * cosine, 0.009)
    height = max(north - south, 0.009)
    scale = min((size[0] - 2 * MARGIN) / width, (size[1] - 2 * MARGIN) / height)
    left = (size[0] - (east - west) * cosine * scale) / 2
    top = (size[1] - (north - south) * scale) / 2
    return Projection(west, north, cosine, scale, left, top)


def path_of(ring: list[tuple[float, float]]) -> str:
    """The ring as SVG path data, points that fall together once."""
    kept = [point for i, point in enumerate(ring) if i == 0 or point != ring[i - 1]]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z"


def area_of(ring: Sequence[tuple[float, float]]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def center_of(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The ring's center of mass, where the number stands; a point is its own."""
    twice_area = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        twice_area += cross
        x_sum += (x1 + x2) * cross
        y_sum += (y1 + y2) * cross
    if not twice_area:
        return ring[0]
    return round(x_sum / (3 * twice_area), 1), round(y_sum / (3 * twice_area), 1)
