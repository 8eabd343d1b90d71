"""What our commands share: refusals are one sentence and exit code 2; long work shows a bar."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from ensemblier.core.exceptions import Refused


class Command(BaseCommand):
    """Base of the commands that a person types; `Refused` goes through `call_command`."""

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)

    def write_json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))


def progress(label: object, total: int | None = None, unit: str = "o") -> tqdm:
    """A bar on stderr, silent where nobody watches; bytes unless another `unit` is given."""
    return tqdm(
        desc=str(label),
        total=total,
        unit=unit,
        unit_scale=unit == "o",
        mininterval=0,
        miniters=max(1, (total or 0) // 100),
        leave=False,
        disable=None,
        file=sys.stderr,
    )
