"""For which councils a person speaks."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ensemblier.councils.models import Mandate


def councils_of(user: Any) -> set[int]:
    """The councils in which `user` sits today; read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return set()
    held = getattr(user, "_councils_held", None)
    if held is None:
        rows = Mandate.objects.on(timezone.localdate()).filter(user=user)
        held = set(rows.values_list("council_id", flat=True))
        user._councils_held = held
    return held
