"""Check that nobody rewrote the audit trail. Exit code 0 when it is whole, else 1."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from ensemblier.audit.models import Entry
from ensemblier.audit.operations import first_broken_entry
from ensemblier.core.commands import Command as BaseCommand


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        count, broken = Entry.objects.count(), first_broken_entry()
        if options["json"]:
            self.write_json({"entries": count, "whole": broken is None, "broken_at": broken})
        elif broken is None:
            self.stdout.write(f"Le journal est entier\u00a0: {count} entrées.")
        else:
            self.stdout.write(
                f"Le journal a été modifié\u00a0: la chaîne se rompt au rang {broken}."
            )
        if broken is not None:
            raise SystemExit(1)
