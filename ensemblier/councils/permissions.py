"""For which councils a person speaks, and who may read and write what a council does."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.permissions import (
    can_edit_contract,
    who_opens_rights,
)
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.prepared import Prepared
from ensemblier.councils.enums import Function
from ensemblier.councils.lifecycle import can_answer, is_recused_from
from ensemblier.councils.models import Consultation, Council, Mandate


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


def sits_in_a_council(user: Any) -> bool:
    return bool(councils_of(user))


def can_write_council(user: Any, council: Council) -> bool:
    """Meetings, minutes and documents: the team, and those who sit in it."""
    return can_edit_contract(user, council.contract) or council.pk in councils_of(user)


def require_write(user: Any, council: Council) -> None:
    if not can_write_council(user, council):
        raise NotAllowed(
            _("Les membres du conseil et l’équipe du contrat écrivent ici. %(who)s")
            % {"who": who_opens_rights(council.contract)}
        )


def require_answer(user: Any, consultation: Consultation) -> None:
    if is_recused_from(user, consultation):
        raise NotAllowed(_("Vous vous êtes retiré de cette consultation (déport)."))
    if not can_answer(user, consultation):
        raise NotAllowed(
            _("L’avis est donné par un membre du conseil, ou noté par l’équipe du contrat.")
        )


def can_publish(user: Any, consultation: Consultation) -> bool:
    """The council's opinion is its own: its members, those with a stake aside, and the team."""
    mine = user.is_authenticated and consultation.council_id in councils_of(user)
    return (mine or can_edit_contract(user, consultation.contract)) and not is_recused_from(
        user, consultation
    )


KEEPERS = (Function.PRESIDENT, Function.CO_PRESIDENT, Function.TREASURER)


def can_write_grant(user: Any, council: Council) -> bool:
    """The accounts: the team, and those who preside over the council or keep its money."""
    if can_edit_contract(user, council.contract):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    seats = Mandate.objects.on(timezone.localdate()).filter(user=user, council=council)
    return seats.filter(function__in=KEEPERS, is_alternate=False).exists()
