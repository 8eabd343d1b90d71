"""What is read about the councils and their mandates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from ensemblier.contracts.permissions import contracts_for
from ensemblier.core.models import held_on
from ensemblier.councils.composition import Composition, Seats, composition_on, history
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.permissions import councils_of


def opened_councils(user: Any) -> QuerySet[Council]:
    """Those of the contracts that `user` opens, and those in which they sit."""
    return Council.objects.filter(Q(contract__in=contracts_for(user)) | Q(pk__in=councils_of(user)))


def councils_for(user: Any) -> QuerySet[Council]:
    """The councils that `user` opens, with their areas."""
    return (
        opened_councils(user)
        .select_related("contract")
        .prefetch_related("areas")
        .order_by("contract", "-is_active", "-is_wide", "name", "pk")
    )


def council_for(user: Any, pk: int) -> Council | None:
    """The council, if `user` opens its contract in the workspace or sits in it."""
    return (
        opened_councils(user)
        .filter(pk=pk)
        .select_related("contract")
        .prefetch_related("areas")
        .first()
    )


def mandates_of(council: Council) -> QuerySet[Mandate]:
    return (
        Mandate.objects.filter(council=council)
        .select_related("user", "organization", "replaces__user", "replaced_by__user")
        .order_by("-college", "is_alternate", "user__full_name", "pk")
    )


def seats_of(council: Council) -> Seats:
    return Seats(council.residents_seats, council.actors_seats)


def composition_of(council: Council, on: datetime.date) -> Composition:
    held = Mandate.objects.filter(council=council).filter(held_on(on))
    return composition_on(on, held, seats_of(council))


def compositions_of(councils: Iterable[Council], on: datetime.date) -> dict[int, Composition]:
    """The composition of each on that day, in one query."""
    councils = list(councils)
    held: dict[int, list[Mandate]] = {council.pk: [] for council in councils}
    for mandate in Mandate.objects.filter(held_on(on), council__in=held):
        held[mandate.council_id].append(mandate)
    return {one.pk: composition_on(on, held[one.pk], seats_of(one)) for one in councils}


def history_of(
    council: Council, mandates: Iterable[Mandate], until: datetime.date
) -> list[Composition]:
    return history(list(mandates), seats_of(council), until)
