"""What two plans have in common."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ensemblier.plans.models import Alignment, Plan


def alignments_of_plan(plan: Plan) -> QuerySet[Alignment]:
    return Alignment.objects.filter(Q(source__plan=plan) | Q(target__plan=plan)).select_related(
        "source__plan", "target__plan"
    )


def alignments_between(left: Plan, right: Plan) -> QuerySet[Alignment]:
    """In whichever direction they were drawn."""
    return alignments_of_plan(left).filter(Q(source__plan=right) | Q(target__plan=right))
