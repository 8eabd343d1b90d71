"""The trail as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.audit.models import Entry


def columns() -> list[str]:
    return [_("rang"), _("le"), _("par"), _("ce qui s’est passé"), _("action"), _("empreinte")]


def rows(entries: Iterable[Entry]) -> Iterable[list[Any]]:
    for entry in entries:
        yield [
            entry.sequence,
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            str(entry.actor or ""),
            entry.summary,
            entry.action,
            entry.digest,
        ]
