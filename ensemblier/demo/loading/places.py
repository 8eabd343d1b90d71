"""Real areas, links and figures; approximate shapes."""

from __future__ import annotations

from decimal import Decimal

from ensemblier.demo.loading.tables import day, features, rows
from ensemblier.territories.models import Area, AreaLink, Measure, Perimeter, Statistic
from ensemblier.territories.operations.areas import SENTENCES

AreaKey = tuple[str, str]


def load_areas() -> dict[AreaKey, Area]:
    """Areas by (code or name, generation)."""
    texts = {row["area_code"]: row for row in rows("neighbourhood_texts")}
    areas: dict[AreaKey, Area] = {}
    for row in rows("areas"):
        text = texts.get(row["code"], {})
        areas[row["code"] or row["name"], row["generation"]] = Area.objects.create(
            kind=row["kind"],
            code=row["code"],
            name=row["name"],
            generation=row["generation"],
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            source=row["source"],
            **{name: text.get(name, "") for name in SENTENCES},
        )
    load_links(areas)
    return areas


def load_links(areas: dict[AreaKey, Area]) -> None:
    AreaLink.objects.bulk_create(
        AreaLink(
            kind=row["kind"],
            source=areas[row["from_code"] or row["from_name"], row["from_generation"]],
            target=areas[row["to_code"], row["to_generation"]],
            share=Decimal(row["share"]) if row["share"] else None,
            origin=row["source"],
        )
        for row in rows("area_links")
    )


def load_statistics(areas: dict[AreaKey, Area]) -> None:
    measures = {
        row["code"]: Measure.objects.create(**{name: row[name] for name in row})
        for row in rows("measures")
    }
    Statistic.objects.bulk_create(
        Statistic(
            area=areas[row["area_code"], row["generation"]],
            measure=measures[row["measure"]],
            year=int(row["year"]),
            value=Decimal(row["value"]),
            source=row["source"],
            note=row["note"],
        )
        for row in rows("statistics")
    )


def load_perimeters(areas: dict[AreaKey, Area]) -> None:
    for feature in features("approximate_perimeters"):
        properties = feature["properties"]
        Perimeter.objects.create(
            area=areas[properties["code"], properties["generation"]],
            geometry=feature["geometry"],
            dated=properties["drawn_on"],
            source=properties["source"],
            is_approximate=True,
        )
