"""Remind those whose opinion is due soon or late. Meant for once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ensemblier.appraisal.operations.reminders import remind_daily
from ensemblier.core.commands import Command as Base


class Command(Base):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        reminded = remind_daily(at=timezone.now())
        if options["json"]:
            self.write_json(vars(reminded))
        else:
            self.stdout.write(
                f"{reminded.opinions} avis attendus, {reminded.people} personnes relancées, "
                f"{reminded.unreachable} avis sans personne à joindre."
            )
