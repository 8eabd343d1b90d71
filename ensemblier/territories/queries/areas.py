"""Lists of areas and of imports."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When

from ensemblier.core.models import matching
from ensemblier.core.text import searchable
from ensemblier.territories.enums import AreaKind, Generation, LinkKind
from ensemblier.territories.models import Area, AreaLink, Perimeter, TerritoryImport


@dataclass(frozen=True)
class AreaFilters:
    """What a person asked the list for; blank is everything.

    `department` are the first figures of a commune's code: «30», «2A», «971».
    """

    words: str = ""
    kind: str = ""
    generation: str = ""
    department: str = ""


@dataclass(frozen=True)
class AreaRow:
    area: Area
    communes: list[Area]
    is_drawn: bool
    is_borrowed: bool
    figures: int


def valid_on(on: datetime.date) -> Q:
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def area_rows(filters: AreaFilters) -> QuerySet[Area]:
    """Areas, those of today first, with what `row_of` needs.

    Words are looked for in the area and in the communes that it is part of.
    """
    rows = Area.objects.all()
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.generation:
        rows = rows.filter(generation=filters.generation)
    if filters.words:
        rows = rows.filter(matching(filters.words) | Q(pk__in=_within(filters.words)))
    if filters.department:
        rows = rows.filter(_in_department(filters.department))
    communes = AreaLink.objects.filter(kind=LinkKind.PART_OF, target__kind=AreaKind.COMMUNE)
    return (
        rows.annotate(
            rank=Case(
                When(kind=AreaKind.QPV, generation=Generation.G2024, then=0),
                When(kind=AreaKind.OTHER, then=1),
                When(kind=AreaKind.QPV, then=2),
                When(kind=AreaKind.EPCI, then=3),
                default=4,
            ),
            is_drawn=Exists(Perimeter.objects.filter(area=OuterRef("pk"))),
            is_borrowed=Exists(
                Perimeter.objects.filter(
                    area__links_in__kind=LinkKind.SUCCEEDS, area__links_in__source=OuterRef("pk")
                )
            ),
            figure_count=Count("statistics"),
        )
        .prefetch_related(
            Prefetch(
                "links_out",
                communes.select_related("target").order_by("target__name"),
                to_attr="commune_links",
            )
        )
        .order_by("rank", "name", "code", "pk")
    )


def row_of(area: Area) -> AreaRow:
    """A row of `area_rows` as a page shows it."""
    links = area.commune_links  # type: ignore[attr-defined]
    communes = [link.target for link in links]
    is_borrowed = area.is_borrowed and not area.is_drawn  # type: ignore[attr-defined]
    return AreaRow(
        area,
        communes,
        area.is_drawn,  # type: ignore[attr-defined]
        is_borrowed,
        area.figure_count,  # type: ignore[attr-defined]
    )


def _within(words: str) -> QuerySet[AreaLink, int]:
    condition = Q()
    for word in searchable(words).split():
        condition &= Q(target__search_text__contains=word)
    links = AreaLink.objects.filter(condition, kind=LinkKind.PART_OF)
    return links.filter(target__kind=AreaKind.COMMUNE).values_list("source", flat=True)


def _in_department(department: str) -> Q:
    """A QPV's code holds its department on three characters: QN03001I, QP030010."""
    number = department.strip().upper()
    return (
        Q(kind=AreaKind.COMMUNE, code__startswith=number)
        | Q(kind=AreaKind.QPV, generation="2015", code__startswith=f"QP{number.zfill(3)}")
        | Q(kind=AreaKind.QPV, generation="2024", code__startswith=f"QN{number.zfill(3)}")
    )


def find_area(key: str) -> Area | None:
    """The area that `Area.key` names in an address: by code, or by number when it has none."""
    if "\0" in key:
        return None
    found = Area.objects.filter(code=key).exclude(code="").order_by("-generation", "pk").first()
    if found is None and key.isdecimal() and len(key) < 15:
        found = Area.objects.filter(code="", pk=int(key)).first()
    return found


def imports_list() -> QuerySet[TerritoryImport]:
    return TerritoryImport.objects.select_related("created_by").defer("report", "options")
