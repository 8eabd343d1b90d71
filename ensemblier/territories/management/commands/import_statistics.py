"""`ensemblier import_statistics FILE`: figures from INSEE's tables."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from ensemblier.territories.enums import ImportKind
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.imports.statistics import read_meanings, read_year
from ensemblier.territories.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Reads figures: one row per area and one column per measure, or one row per figure."
    kind = ImportKind.STATISTICS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=read_year, help="the year of the figures")
        parser.add_argument("--columns", type=Path, help="a CSV that says what the columns mean")

    def options_from(self, options: dict[str, Any]) -> ImportOptions:
        meanings = read_meanings(options["columns"]) if options["columns"] else None
        return replace(super().options_from(options), year=options["year"], meanings=meanings)
