"""`ensemblier locate POINTS.csv -o OUT.csv`: which neighbourhood each point is in."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.core.commands import Command as BaseCommand
from ensemblier.core.commands import progress
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import (
    CsvWriter,
    Sheet,
    Table,
    open_table,
    write_xlsx,
)
from ensemblier.territories.points import LocatedTable, locate_table
from ensemblier.territories.queries import current_locator

BLOCK = 1 << 20
# A CSV under one of these names would not open.
UNWRITTEN = {".xls", ".xlsm", ".ods", ".pdf", ".docx", ".odt", ".json", ".geojson"}


class Command(BaseCommand):
    help = "Adds to a table of points (lon, lat or x, y) the neighbourhood each one is in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("points", type=Path, help="CSV, XLSX or ODS, with a header")
        parser.add_argument("-o", "--output", type=Path, required=True, help="CSV or XLSX")
        parser.add_argument("--json", action="store_true", help="sum up as JSON on stdout")

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        source, output = options["points"], options["output"]
        if source.resolve() == output.resolve():
            raise InvalidInput(_("Le résultat ne peut pas remplacer le fichier de départ."))
        if output.suffix.lower() in UNWRITTEN:
            raise InvalidInput(_("Donnez au résultat un nom en .csv ou en .xlsx."))
        table = open_table(source, keeps_empty_rows=True)
        total = None if table.is_workbook else _lines_of(source)
        with progress(_("Localisation"), total=total, unit="points") as bar:
            located = locate_table(table, current_locator(timezone.localdate()), advance=bar.update)
            _write(located, table, output)
        self._sum_up(located, output, time.monotonic() - started, as_json=options["json"])

    def _sum_up(
        self, located: LocatedTable, output: Path, seconds: float, *, as_json: bool
    ) -> None:
        counts = {status.name.lower(): count for status, count in located.counts.items()}
        if as_json:
            self.write_json(
                {
                    "points": located.total,
                    "by_status": counts,
                    "output": str(output),
                    "seconds": round(seconds, 2),
                }
            )
            return
        for status, count in sorted(located.counts.items()):
            self.stdout.write(f"{count:>10}  {status.label}")
        self.stdout.write(
            _("{count} points écrits dans {output}, en {seconds} s.").format(
                count=located.total, output=output, seconds=round(seconds, 1)
            )
        )


def _lines_of(path: Path) -> int:
    with path.open("rb") as stream:
        return max(
            0, sum(block.count(b"\n") for block in iter(lambda: stream.read(BLOCK), b"")) - 1
        )


def _write(located: LocatedTable, table: Table, output: Path) -> None:
    """Whole or not at all: a refusal half-way leaves no file behind."""
    partial = output.with_name(f"{output.name}.part")
    try:
        if output.suffix.lower() == ".xlsx":
            partial.write_bytes(write_xlsx(Sheet("points", located.columns, located.rows)))
        else:
            with partial.open("w", encoding="utf-8-sig", newline="") as stream:
                writer = CsvWriter(stream, table.separator or ",")
                writer.write(located.columns)
                for row in located.rows:
                    writer.write(row)
        partial.replace(output)
    except OSError as error:
        raise InvalidInput(
            _("Le fichier {output} ne peut pas être écrit.").format(output=output)
        ) from error
    finally:
        partial.unlink(missing_ok=True)
