"""For which councils a person speaks."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ensemblier.core.prepared import Prepared
from ensemblier.councils.models import Mandate


def _seats(user: int, day: datetime.date) -> QuerySet[Any, int]:
    rows = Mandate.objects.on(day).filter(user=user).order_by()
    return rows.values_list("council_id", flat=True)


SEATS = Prepared(_seats)


def councils_of(user: Any) -> set[int]:
    """The councils in which `user` sits today; read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return set()
    held = getattr(user, "_councils_held", None)
    if held is None:
        held = set(SEATS(user.pk, timezone.localdate()))
        user._councils_held = held
    return held
