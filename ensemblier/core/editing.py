"""Several people on one form: nobody overwrites another unseen.

A form carries the marks of what it showed. What somebody else wrote since then stays, in every
box that was not touched here; a box that both changed is refused, with what it holds now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import Refused

Marks = Mapping[str, str]


class Overtaken(Refused):
    """Somebody else changed these boxes meanwhile: {field: what it holds now, in words}.

    `seen` are the marks of everything as it is now: saved with them, what was typed stays.
    """

    def __init__(self, *, who: object, now: Mapping[str, str], seen: Marks) -> None:
        self.now, self.seen = now, seen
        super().__init__(
            _(
                "%(who)s a modifié cette page pendant que vous écriviez. Comparez, corrigez s’il "
                "le faut, puis enregistrez de nouveau\u00a0: votre version remplacera la sienne."
            )
            % {"who": who or _("Quelqu’un")}
        )


def mark_of(value: Any) -> str:
    """Short, the same for what looks the same in a box. `value` is JSON."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def marks_of(values: Mapping[str, Any]) -> dict[str, str]:
    return {field: mark_of(value) for field, value in values.items()}


def written_elsewhere(
    seen: Marks | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[set[str], set[str]]:
    """Fields that others wrote since they were `seen`: those to leave as they are, and those
    that were changed here too.

    `before` is what is kept now, `after` what would be. Without `seen` nothing is compared.
    """
    changed = {field for field in after if mark_of(before[field]) != mark_of(after[field])}
    theirs = {field for field in changed if _is_other(seen, field, before[field])}
    untouched = {field for field in theirs if not _is_other(seen, field, after[field])}
    return untouched, theirs - untouched


def _is_other(seen: Marks | None, field: str, value: Any) -> bool:
    return seen is not None and field in seen and seen[field] != mark_of(value)
