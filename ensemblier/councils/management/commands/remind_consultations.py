"""Remind the councils whose answer is due soon, note the silence of the others. Once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ensemblier.core.commands import Command as Base
from ensemblier.councils.operations.clock import keep_time


class Command(Base):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = keep_time(at=timezone.now())
        if options["json"]:
            self.write_json(vars(kept))
            return
        self.stdout.write(
            f"{kept.reminded} consultations rappelées à {kept.people} personnes, "
            f"{kept.unreachable} sans personne à joindre, "
            f"{kept.silent} sans réponse dans le délai."
        )
