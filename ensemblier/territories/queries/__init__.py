"""Every read on territories that is more than one row."""

from ensemblier.territories.queries.areas import (
    AreaFilters,
    AreaRow,
    area_rows,
    find_area,
    imports_list,
    valid_on,
)
from ensemblier.territories.queries.cards import AreaCard, Kinship, area_card
from ensemblier.territories.queries.figures import FigureCard, figures_of
from ensemblier.territories.queries.locations import (
    PointCard,
    current_locator,
    locate_point,
)
from ensemblier.territories.queries.shapes import areas_map, perimeter_in_force, shapes_of

__all__ = [
    "AreaCard",
    "AreaFilters",
    "AreaRow",
    "FigureCard",
    "Kinship",
    "PointCard",
    "area_card",
    "area_rows",
    "areas_map",
    "current_locator",
    "figures_of",
    "find_area",
    "imports_list",
    "locate_point",
    "perimeter_in_force",
    "shapes_of",
    "valid_on",
]
