"""For which councils a person speaks, and who may read and write what a council does."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.permissions import (
    can_edit_contract,
    can_view_contract,
    who_opens_rights,
)
from ensemblier.core.exceptions import NotAllowed
from ensemblier.councils.models import Council, Mandate


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


def sits_in_a_council(user: Any) -> bool:
    return bool(councils_of(user))


def can_view_council(user: Any, council: Council) -> bool:
    """In the workspace: the public page is for everyone."""
    return can_view_contract(user, council.contract) or council.pk in councils_of(user)


def can_write_council(user: Any, council: Council) -> bool:
    """Meetings, minutes and documents: the team, and those who sit in it."""
    return can_edit_contract(user, council.contract) or council.pk in councils_of(user)


def require_write(user: Any, council: Council) -> None:
    if not can_write_council(user, council):
        raise NotAllowed(
            _("Les membres du conseil et l’équipe du contrat écrivent ici. %(who)s")
            % {"who": who_opens_rights(council.contract)}
        )
