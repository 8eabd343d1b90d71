"""The list of areas as a table and as a map file; figures of one area as a table."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.territories.models import Area, Statistic
from ensemblier.territories.queries.areas import row_of
from ensemblier.territories.queries.shapes import shapes_of

Table = tuple[list[str], Iterable[list[Any]]]


def export_of_areas(areas: Iterable[Area]) -> Table:
    """Columns that `import_areas` reads back, and what a person wants beside them."""
    columns = [
        _("code"),
        _("nom"),
        _("sorte"),
        _("génération"),
        "insee_com",
        "lib_com",
        _("depuis"),
        _("jusqu_au"),
        _("source"),
        _("périmètre connu"),
        _("statistiques"),
    ]
    return columns, (_line(area) for area in areas)


def _line(area: Area) -> list[Any]:
    row = row_of(area)
    return [
        area.code,
        area.name,
        area.get_kind_display(),
        area.generation,
        "|".join(commune.code for commune in row.communes),
        "; ".join(commune.name for commune in row.communes),
        area.valid_from,
        area.valid_to,
        area.source,
        row.is_drawn,
        row.figures,
    ]


def geojson_of_areas(areas: Iterable[Area], on: datetime.date) -> str:
    """A feature per shape; areas that are not drawn have none, as the format allows."""
    areas = list(areas)
    shapes = shapes_of(areas, on)
    features: list[dict[str, Any]] = []
    for area in areas:
        properties = {
            "code": area.code,
            "nom": area.name,
            "kind": area.kind,
            "generation": area.generation,
        }
        if not shapes[area.pk]:
            features.append({"type": "Feature", "properties": properties, "geometry": None})
        for shape in shapes[area.pk]:
            drawn = {
                "dated": shape.perimeter.dated.isoformat(),
                "source": shape.perimeter.source,
                "approximate": shape.is_approximate,
                "perimeter_of": (shape.borrowed_from or area).code,
            }
            geometry = shape.perimeter.geometry
            features.append(
                {"type": "Feature", "properties": properties | drawn, "geometry": geometry}
            )
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def export_of_statistics(statistics: Iterable[Statistic]) -> Table:
    """The columns of `import_statistics`, one row per figure."""
    columns = ["area_code", "year", "measure", "label", "value", "unit", "source", "note"]
    return columns, (
        [
            row.area.code,
            row.year,
            row.measure.code,
            row.measure.label,
            row.value.normalize(),
            row.measure.unit,
            row.source,
            row.note,
        ]
        for row in statistics
    )
