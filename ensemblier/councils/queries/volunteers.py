"""People who offered themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from ensemblier.contracts.models import Contract, ContractRole
from ensemblier.contracts.permissions import WRITING, contracts_for, is_administrator
from ensemblier.core.models import held_on
from ensemblier.councils.enums import VolunteerState
from ensemblier.councils.models import Volunteer


def volunteers_seen_by(user: Any, on: Any) -> QuerySet[Volunteer]:
    """Those of the contracts in which `user` writes; who waits for an answer comes first."""
    contracts = contracts_for(user)
    if not is_administrator(user):
        roles = ContractRole.objects.filter(held_on(on), user=user, kind__in=WRITING)
        contracts = contracts.filter(pk__in=roles.values("contract"))
    first = Case(
        When(state=VolunteerState.RECEIVED, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (
        Volunteer.objects.filter(contract__in=contracts)
        .select_related("contract", "council", "area")
        .order_by(first, "-consented_at", "-pk")
    )


def volunteers_for(contract: Contract) -> QuerySet[Volunteer]:
    """Those kept for a draw: its room adds them to a pool."""
    return (
        Volunteer.objects.filter(contract=contract, state=VolunteerState.POOL)
        .select_related("area", "council")
        .order_by("full_name", "pk")
    )
