"""What is read about trainings."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import contracts_for
from ensemblier.councils.models import Council, Mandate, Training
from ensemblier.councils.permissions import councils_of


def trainings_for(user: Any) -> QuerySet[Training]:
    """Those of the contracts that `user` opens, or of the councils in which they sit; with
    `attendee_count`."""
    contracts = Council.objects.filter(pk__in=councils_of(user)).values("contract")
    attendees = Mandate.objects.select_related("user", "council").order_by("council", "pk")
    return (
        Training.objects.filter(
            Q(contract__in=contracts_for(user).values("pk")) | Q(contract__in=contracts)
        )
        .select_related("contract")
        .prefetch_related(Prefetch("attendees", attendees))
        .annotate(attendee_count=Count("attendees", distinct=True))
        .order_by("-held_on", "pk")
    )


def training_for(user: Any, pk: int) -> Training | None:
    return trainings_for(user).filter(pk=pk).first()


def who_may_attend(contract: Contract) -> QuerySet[Mandate]:
    """The members of the councils of the contract, council by council."""
    return (
        Mandate.objects.filter(council__contract=contract)
        .select_related("user", "council")
        .order_by("council__name", "user__full_name", "pk")
    )
