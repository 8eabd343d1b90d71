"""`ensemblier import_areas FILE`: lists of communes, EPCI or neighbourhoods."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from ensemblier.territories.enums import ImportKind
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.imports.statistics import read_year
from ensemblier.territories.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Reads a list of communes, EPCI or neighbourhoods; columns are found by their names."
    kind = ImportKind.AREAS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=read_year, help="the year of the population column")

    def options_from(self, options: dict[str, Any]) -> ImportOptions:
        return replace(super().options_from(options), year=options["year"])
