"""What the three import commands share."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.core.commands import Command
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Report, parse_date
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.operations import import_file

SHOWN = 20


class ImportCommand(Command):
    kind: ClassVar[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="where the file comes from")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, only")
        parser.add_argument("--refused", type=Path, help="write the refused rows to this CSV")
        parser.add_argument("--json", action="store_true", help="the whole report as JSON")

    def options_from(self, options: dict[str, Any]) -> ImportOptions:
        source = options["source"] or options["file"].name
        return ImportOptions(today=timezone.localdate(), source=source[:300])

    def handle(self, **options: Any) -> None:
        report = import_file(
            kind=self.kind,
            path=options["file"],
            options=self.options_from(options),
            by=None,
            at=timezone.now(),
            write=not options["dry_run"],
        )
        if options["refused"]:
            self._write_refused(report, options["refused"])
        if options["json"]:
            self.write_json(report.as_dict() | {"dry_run": options["dry_run"]})
        else:
            self._tell(report, dry_run=options["dry_run"])

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        for change in report.updated[:SHOWN]:
            fields = "\u00a0; ".join(f"{_word(a)} → {_word(b)}" for a, b in change.fields.values())
            self.stdout.write(f"~ {change.label}\u00a0: {fields}")
        for note in report.notes[:SHOWN]:
            self.stdout.write(f"· {note}")
        for refusal in report.refused[:SHOWN]:
            self.stdout.write(
                _("! ligne {line}\u00a0: {reason}").format(line=refusal.line, reason=refusal.reason)
            )
        sentence = report.sentence()
        self.stdout.write(
            _("À l’essai\u00a0: {report}.").format(report=sentence) if dry_run else sentence
        )

    def _write_refused(self, report: Report, path: Path) -> None:
        try:
            path.write_bytes(report.refused_csv())
        except (OSError, csv.Error) as error:
            raise InvalidInput(
                _("Le fichier {output} ne peut pas être écrit.").format(output=path)
            ) from error


def dated_options(options: ImportOptions, values: dict[str, Any]) -> ImportOptions:
    dated = parse_date(values["dated"]) if values["dated"] else None
    return replace(options, dated=dated, is_approximate=values["approximate"])


def _word(value: object) -> object:
    return "–" if value in (None, "") else value
