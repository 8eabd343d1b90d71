"""Warn the teams whose councils no longer hold their composition. Meant for once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ensemblier.core.commands import Command as BaseCommand
from ensemblier.councils.operations import watch_councils


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        warned = watch_councils(at=timezone.now())
        if options["json"]:
            self.write_json({"councils": warned})
            return
        self.stdout.write(f"{warned} conseil(s) à compléter signalé(s).")
