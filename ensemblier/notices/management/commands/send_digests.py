"""Send each person, in one e-mail, what they were not told yet. Meant for once a day."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ensemblier.notices.operations import send_digests


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_digests(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(vars(sent)))
        else:
            self.stdout.write(
                f"{sent.people} personnes, {sent.notices} notifications, "
                f"{sent.failures} envois en échec."
            )
        if sent.failures:
            raise SystemExit(1)
