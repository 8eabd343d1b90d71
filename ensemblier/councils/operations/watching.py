"""Warning the team, once, when the composition of a council no longer holds."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy

from ensemblier.accounts.models import User
from ensemblier.contracts.models import ContractRole
from ensemblier.contracts.permissions import WRITING
from ensemblier.councils.composition import Composition
from ensemblier.councils.models import Council
from ensemblier.councils.queries import composition_of, compositions_of
from ensemblier.notices.operations import notify


@transaction.atomic
def watch_composition(*, council: Council, at: datetime.datetime) -> list[str]:
    """Tell what has stopped holding since people were last told; the new codes."""
    council = Council.objects.select_for_update().get(pk=council.pk)
    today = timezone.localdate(at)
    composition = composition_of(council, today)
    problems = composition.problems if council.is_active else []
    fresh = [code for code in problems if code not in council.told_problems]
    for code in fresh:
        _warn(council, composition, code, today, at)
    if problems != council.told_problems:
        council.told_problems = problems
        council.save(update_fields=["told_problems"])
    return fresh


def watch_councils(*, at: datetime.datetime) -> int:
    """The councils whose composition time alone has changed; how many people were warned of."""
    councils = list(Council.objects.filter(is_active=True).order_by("pk"))
    compositions = compositions_of(councils, timezone.localdate(at))
    changed = [one for one in councils if compositions[one.pk].problems != one.told_problems]
    return sum(1 for council in changed if watch_composition(council=council, at=at))


def team_members(contract_id: int, on: datetime.date) -> list[User]:
    """Those who write in the contract on that day."""
    roles = ContractRole.objects.on(on).filter(contract=contract_id, kind__in=WRITING)
    return list(
        User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("full_name", "pk")
    )


def _warn(
    council: Council,
    composition: Composition,
    code: str,
    today: datetime.date,
    at: datetime.datetime,
) -> None:
    sentence = lazy(lambda: f"{council}\u00a0: {composition.told(code)}", str)()
    for person in team_members(council.contract_id, today):
        notify(
            user=person,
            kind="councils.composition",
            text=sentence,
            url=reverse("councils:council", args=[council.pk]),
            at=at,
        )
