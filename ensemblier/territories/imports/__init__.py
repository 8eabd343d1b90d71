"""Official files become areas, links, perimeters and figures. Each importer writes what it can
inside the caller's transaction and returns a report; the caller keeps the writes or not."""

from __future__ import annotations

from collections.abc import Callable

from ensemblier.core.imports import Report
from ensemblier.core.spreadsheets import Source
from ensemblier.territories.enums import ImportKind
from ensemblier.territories.imports.areas import import_areas
from ensemblier.territories.imports.options import ImportOptions
from ensemblier.territories.imports.perimeters import import_perimeters
from ensemblier.territories.imports.statistics import import_statistics

IMPORTERS: dict[str, Callable[[Source, ImportOptions], Report]] = {
    ImportKind.PERIMETERS: import_perimeters,
    ImportKind.AREAS: import_areas,
    ImportKind.STATISTICS: import_statistics,
}

__all__ = ["IMPORTERS", "ImportOptions", "import_areas", "import_perimeters", "import_statistics"]
