"""The locator of a day, kept as long as nothing changes, and what it says of one point."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import shapely
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from ensemblier.territories.enums import AreaKind, Generation, LinkKind, LocationStatus
from ensemblier.territories.geometry import to_metres, to_shape
from ensemblier.territories.locating import NOWHERE, Locator, Outline
from ensemblier.territories.models import Area, AreaLink, Perimeter
from ensemblier.territories.queries.areas import valid_on
from ensemblier.territories.queries.shapes import AreaShape, shapes_of
from ensemblier.territories.wording import distance_text


@dataclass(frozen=True)
class PointCard:
    """What is known of one point. `distance` is in metres, when it is outside."""

    status: LocationStatus
    lon: float
    lat: float
    qpv: Area | None = None
    ancestors: list[Area] = field(default_factory=list)
    commune: Area | None = None
    nearest: Area | None = None
    distance: float | None = None
    is_approximate: bool = False
    borrowed_from: str = ""
    is_former: bool = False
    others: int = 0

    @property
    def is_inside(self) -> bool:
        return self.status == LocationStatus.INSIDE

    @property
    def sentence(self) -> str:
        if self.status == LocationStatus.FORMER and self.qpv is not None:
            return _(
                "Ce point est dans «\u00a0{name}\u00a0», quartier prioritaire de 2015."
            ).format(name=self.qpv.name)
        if self.qpv is not None:
            return _("Ce point est dans le quartier prioritaire «\u00a0{name}\u00a0».").format(
                name=self.qpv.name
            )
        if self.nearest is not None and self.distance is not None:
            return _(
                "Ce point n’est pas dans un quartier prioritaire. Le plus proche, "
                "«\u00a0{name}\u00a0», est {distance}."
            ).format(name=self.nearest.name, distance=distance_text(self.distance))
        return {
            LocationStatus.UNKNOWN: _("Aucun périmètre de quartier n’est encore connu ici."),
            LocationStatus.MISSING: _("Ces coordonnées manquent ou sont illisibles."),
            LocationStatus.SWAPPED: _("La longitude et la latitude semblent inversées."),
            LocationStatus.ELSEWHERE: _("Ce point est hors de la France métropolitaine."),
        }[self.status]

    @property
    def caution(self) -> str:
        """What the answer is worth; blank when it rests on the official perimeter."""
        if self.is_former:
            return _(
                "Réponse indicative\u00a0: seul le périmètre de 2015 est connu ici. Ce que ce "
                "quartier est devenu en 2024 ne l’est pas."
            )
        if self.borrowed_from:
            return _(
                "Réponse indicative\u00a0: le périmètre de 2024 n’est pas connu ici, celui de 2015 "
                "({code}) le remplace."
            ).format(code=self.borrowed_from)
        if self.is_approximate:
            return _("Réponse indicative\u00a0: le tracé utilisé est approché.")
        if self.others:
            return _("Plusieurs périmètres couvrent ce point\u00a0: le plus précis est donné.")
        return ""


def locate_point(lon: float, lat: float, on: datetime.date) -> PointCard:
    """Where a point in degrees is."""
    locator = current_locator(on)
    located = locator.locate_many([lon], [lat])
    qpv, nearest = int(located.qpv[0]), int(located.nearest[0])
    commune = int(located.commune[0])
    outline = locator.qpvs[qpv] if qpv != NOWHERE else None
    reference = outline or (locator.qpvs[nearest] if nearest != NOWHERE else None)
    ids = {
        "qpv": outline.area_id if outline else None,
        "nearest": locator.qpvs[nearest].area_id if nearest != NOWHERE else None,
        "commune": locator.communes[commune].area_id if commune != NOWHERE else None,
    }
    areas = Area.objects.in_bulk([pk for pk in ids.values() if pk])
    codes = outline.ancestors if outline and not outline.is_former else ()
    ancestors = Area.objects.filter(kind=AreaKind.QPV, generation=Generation.G2015, code__in=codes)
    return PointCard(
        status=LocationStatus(int(located.status[0])),
        lon=lon,
        lat=lat,
        qpv=areas.get(ids["qpv"]),
        ancestors=list(ancestors.order_by("code")),
        commune=areas.get(ids["commune"]),
        nearest=areas.get(ids["nearest"]),
        distance=float(located.distance[0]) if nearest != NOWHERE else None,
        is_approximate=bool(reference and reference.is_approximate),
        borrowed_from=reference.borrowed_from if reference else "",
        is_former=bool(reference and reference.is_former),
        others=int(located.others[0]),
    )


def current_locator(on: datetime.date) -> Locator:
    """Built from the perimeters in force on `on`; built again once any of them changes."""
    return built_locator(on, _fingerprint())


def _fingerprint() -> tuple[Any, ...]:
    """What a locator is made of. Perimeters never change: their number and the last one tell."""
    drawn = Perimeter.objects.aggregate(Count("pk"), Max("pk"))
    links = AreaLink.objects.filter(kind=LinkKind.SUCCEEDS).aggregate(Count("pk"), Max("pk"))
    located = Area.objects.filter(kind__in=[AreaKind.QPV, AreaKind.COMMUNE]).order_by("pk")
    names = located.values_list("pk", "code", "name", "valid_from", "valid_to")
    return (*drawn.values(), *links.values(), hash(tuple(names)))


@lru_cache(maxsize=2)
def built_locator(on: datetime.date, _fingerprint: tuple[Any, ...]) -> Locator:
    neighbourhoods = Area.objects.filter(
        valid_on(on), kind=AreaKind.QPV, generation=Generation.G2024
    )
    communes = Area.objects.filter(valid_on(on), kind=AreaKind.COMMUNE)
    drawn = communes.filter(perimeters__isnull=False).distinct()
    current = _outlines(neighbourhoods, on)
    return Locator([*current, *_former_outlines(current, on)], _outlines(drawn, on))


def _former_outlines(current: list[Outline], on: datetime.date) -> list[Outline]:
    """The neighbourhoods of 2015 of which nothing tells what became: no succession, and no
    perimeter of today that meets theirs."""
    areas = Area.objects.filter(kind=AreaKind.QPV, generation=Generation.G2015)
    succeeded = AreaLink.objects.filter(kind=LinkKind.SUCCEEDS).values("target")
    tree = shapely.STRtree([outline.shape for outline in current])
    return [
        replace(outline, is_former=True, ancestors=(outline.code,))
        for outline in _outlines(areas.exclude(pk__in=succeeded), on)
        if not len(tree.query(outline.shape, predicate="intersects"))
    ]


def _outlines(areas: Any, on: datetime.date) -> list[Outline]:
    areas = list(areas)
    ancestors: dict[int, list[str]] = {}
    links = AreaLink.objects.filter(kind=LinkKind.SUCCEEDS)
    for source, code in links.order_by("target__code").values_list("source", "target__code"):
        ancestors.setdefault(source, []).append(code)
    shapes = [shape for found in shapes_of(areas, on).values() for shape in found]
    return [_outline(shape, tuple(ancestors.get(shape.area.pk, ()))) for shape in shapes]


def _outline(shape: AreaShape, ancestors: tuple[str, ...]) -> Outline:
    return Outline(
        area_id=shape.area.pk,
        code=shape.area.code,
        name=shape.area.name,
        shape=to_metres(to_shape(shape.perimeter.geometry)),
        is_approximate=shape.is_approximate,
        borrowed_from=shape.borrowed_from.code if shape.borrowed_from else "",
        ancestors=ancestors,
    )
