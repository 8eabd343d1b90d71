"""Which shape an area has on a day, and the features of a map."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ensemblier.territories.enums import LinkKind
from ensemblier.territories.models import Area, AreaLink, Perimeter


@dataclass(frozen=True)
class AreaShape:
    """A perimeter to draw for an area: its own, or that of an ancestor which stands in for it."""

    area: Area
    perimeter: Perimeter
    borrowed_from: Area | None = None

    @property
    def is_approximate(self) -> bool:
        return self.perimeter.is_approximate or self.borrowed_from is not None


def perimeter_in_force(perimeters: Iterable[Perimeter], on: datetime.date) -> Perimeter | None:
    """The latest exact shape dated on or before `on`, else the latest approximate one."""
    dated = [perimeter for perimeter in perimeters if perimeter.dated <= on]
    return max(dated, key=lambda one: (not one.is_approximate, one.dated, one.pk), default=None)


def shapes_of(areas: Iterable[Area], on: datetime.date) -> dict[int, list[AreaShape]]:
    """{area's pk: its shapes}: one of its own, or one per ancestor drawn, or none.

    Its own shape comes first, unless it is approximate while its ancestors' are exact.

    Two queries up to ten thousand areas, more beyond: a database bounds what it is asked at once.
    """
    areas = list(areas)
    ancestors: dict[int, list[Area]] = {}
    for some in in_batches(area.pk for area in areas):
        links = AreaLink.objects.filter(kind=LinkKind.SUCCEEDS, source__in=some)
        for link in links.select_related("target").order_by("target__code", "pk"):
            ancestors.setdefault(link.source_id, []).append(link.target)
    wanted = {area.pk for area in areas} | {a.pk for found in ancestors.values() for a in found}
    drawn: dict[int, list[Perimeter]] = {}
    for some in in_batches(wanted):
        for perimeter in Perimeter.objects.filter(area__in=some):
            drawn.setdefault(perimeter.area_id, []).append(perimeter)
    return {area.pk: shapes_of_one(area, ancestors.get(area.pk, []), drawn, on) for area in areas}


def in_batches(ids: Iterable[int], size: int = 10_000) -> Iterator[list[int]]:
    found = sorted(ids)
    for start in range(0, len(found), size):
        yield found[start : start + size]


def shapes_of_one(
    area: Area, ancestors: list[Area], drawn: dict[int, list[Perimeter]], on: datetime.date
) -> list[AreaShape]:
    """As `shapes_of`, from the perimeters `drawn` of the area and its ancestors, by their pk."""
    own = perimeter_in_force(drawn.get(area.pk, []), on)
    inherited = [
        (ancestor, perimeter_in_force(drawn.get(ancestor.pk, []), on)) for ancestor in ancestors
    ]
    borrowed = [AreaShape(area, shape, ancestor) for ancestor, shape in inherited if shape]
    are_exact = all(shape and not shape.is_approximate for _ancestor, shape in inherited)
    if own and not (own.is_approximate and inherited and are_exact):
        return [AreaShape(area, own)]
    return borrowed


def feature_of(
    shapes: Sequence[AreaShape], tone: str = "plain", url: str | None = None
) -> dict[str, Any]:
    """The shapes of one area as one feature of the component `area_map`."""
    area = shapes[0].area
    return {
        "geometry": _gathered([shape.perimeter.geometry for shape in shapes]),
        "name": area.name,
        "url": area.get_absolute_url() if url is None else url,
        "approximate": any(shape.is_approximate for shape in shapes),
        "tone": tone,
    }


def _gathered(geometries: list[dict[str, Any]]) -> dict[str, Any]:
    if len(geometries) == 1:
        return geometries[0]
    polygons: list[Any] = []
    for geometry in geometries:
        is_one = geometry["type"] == "Polygon"
        polygons += [geometry["coordinates"]] if is_one else geometry["coordinates"]
    return {"type": "MultiPolygon", "coordinates": polygons}


def areas_map(areas: Iterable[Area], on: datetime.date) -> list[dict[str, Any]]:
    """Features of the areas that are drawn, in their order; the others have no shape to show."""
    areas = list(areas)
    shapes = shapes_of(areas, on)
    return [feature_of(shapes[area.pk]) for area in areas if shapes[area.pk]]
