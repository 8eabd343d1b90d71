"""What is read about the councils and their mandates."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, QuerySet

from ensemblier.contracts.permissions import contracts_for
from ensemblier.core.models import held_on
from ensemblier.councils.models import Council, Mandate


def councils_for(user: Any, on: datetime.date) -> QuerySet[Council]:
    """The councils of the contracts that `user` opens, with areas and `member_count` of `on`."""
    return (
        Council.objects.filter(contract__in=contracts_for(user))
        .select_related("contract")
        .prefetch_related("areas")
        .annotate(member_count=Count("mandates", filter=held_on(on, "mandates__"), distinct=True))
        .order_by("contract", "-is_active", "name", "pk")
    )


def council_for(user: Any, pk: int) -> Council | None:
    """The council, if `user` opens its contract in the workspace."""
    return (
        Council.objects.filter(contract__in=contracts_for(user), pk=pk)
        .select_related("contract")
        .prefetch_related("areas")
        .first()
    )


def mandates_of(council: Council) -> QuerySet[Mandate]:
    return (
        Mandate.objects.filter(council=council)
        .select_related("user")
        .order_by("-college", "user__full_name", "pk")
    )
