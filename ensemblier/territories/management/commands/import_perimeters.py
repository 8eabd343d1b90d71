"""`ensemblier import_perimeters FILE`: perimeters from GeoJSON."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from ensemblier.territories.enums import ImportKind
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.management.importing import ImportCommand, dated_options


class Command(ImportCommand):
    help = "Reads perimeters from a GeoJSON file, in WGS 84 or Lambert-93."
    kind = ImportKind.PERIMETERS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dated", default="", help="the day from which these shapes hold")
        parser.add_argument("--approximate", action="store_true", help="not the official shapes")

    def options_from(self, options: dict[str, Any]) -> ImportOptions:
        return dated_options(super().options_from(options), options)
