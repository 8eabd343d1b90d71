"""What two plans have in common."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from ensemblier.contracts.permissions import contracts_for
from ensemblier.plans.models import Alignment, Plan


def alignments_of_plan(plan: Plan) -> QuerySet[Alignment]:
    return Alignment.objects.filter(Q(source__plan=plan) | Q(target__plan=plan)).select_related(
        "source__plan", "target__plan"
    )


def alignments_between(left: Plan, right: Plan) -> QuerySet[Alignment]:
    """In whichever direction they were drawn."""
    return alignments_of_plan(left).filter(Q(source__plan=right) | Q(target__plan=right))


def alignable_plans(user: Any, plan: Plan) -> QuerySet[Plan]:
    """The other plans that `user` may read, with their contract: those of the same one first."""
    readable = Q(contract__is_public=True) | Q(contract__in=contracts_for(user))
    mine = Case(When(contract=plan.contract_id, then=Value(0)), default=Value(1))
    return (
        Plan.objects.filter(readable)
        .exclude(pk=plan.pk)
        .select_related("contract")
        .annotate(distance=mine)
        .order_by("distance", "contract__name", "kind", "name")
    )
