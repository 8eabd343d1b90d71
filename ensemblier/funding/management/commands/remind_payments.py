"""Tell teams and funders what is late to pay or to publish. Meant for once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ensemblier.core.commands import Command as BaseCommand
from ensemblier.funding.operations.reminders import remind


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        done = remind(at=timezone.now())
        if options["json"]:
            self.write_json(vars(done))
        else:
            self.stdout.write(
                f"{done.people} personnes prévenues\u00a0: {done.payments} versements en retard, "
                f"{done.agreements} conventions à publier."
            )
