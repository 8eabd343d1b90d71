"""Delete the personal data that was kept long enough, as the register says. For once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ensemblier.core.commands import Command as BaseCommand
from ensemblier.workspace.personal_data import enforce


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = enforce(at=timezone.now())
        if options["json"]:
            self.write_json(deleted)
            return
        for name, count in deleted.items():
            self.stdout.write(f"{name}\u00a0: {count}")
