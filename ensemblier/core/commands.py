"""What our commands share: refusals are one sentence and exit code 2; long work shows a bar."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.utils.translation import gettext as _
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
        except (OperationalError, ProgrammingError) as error:
            sentence = _what_the_database_lacks()
            if not sentence:
                raise
            self.stderr.write(sentence)
            raise SystemExit(2) from error

    def write_json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))


def _what_the_database_lacks() -> str:
    """A sentence for a database that is away or not prepared; blank when the fault is ours."""
    try:
        if "django_migrations" in connection.introspection.table_names():
            return ""
    except DatabaseError:
        return _("La base de données ne répond pas. Vérifiez DATABASE_URL.")
    finally:
        connection.close()
    return _("La base de données est vide. Lancez d’abord «\u00a0ensemblier migrate\u00a0».")


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
