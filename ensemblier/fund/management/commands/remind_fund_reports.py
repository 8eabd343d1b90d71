"""Remind residents of the reports that the fund awaits. Meant for once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ensemblier.core.commands import Command as BaseCommand
from ensemblier.fund.operations.daily import remind_reports


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        done = remind_reports(at=timezone.now())
        if options["json"]:
            self.write_json(vars(done))
            return
        reminded = "relance envoyée" if done.reminded == 1 else "relances envoyées"
        self.stdout.write(
            f"{done.reminded} {reminded}, {done.unreachable} sans adresse électronique, "
            f"{done.late} en retard."
        )
