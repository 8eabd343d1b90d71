"""Many plans at once: the versions in force and their sizes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from ensemblier.plans.enums import VersionState
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.naming import level_label
from ensemblier.plans.queries.trees import LevelCount, level_name


def versions_in_force(on: datetime.date | None = None) -> QuerySet[PlanVersion]:
    """For each plan that has one, what `current_version` gives."""
    newest = PlanVersion.objects.filter(
        plan=OuterRef("plan"),
        state=VersionState.PUBLISHED,
        effective_on__lte=on or timezone.localdate(),
    ).order_by("-effective_on", "-number")
    return PlanVersion.objects.filter(pk=Subquery(newest.values("pk")[:1])).order_by("plan")


def counts_by_version(versions: Iterable[PlanVersion]) -> dict[int, list[LevelCount]]:
    """What `plan_counts` gives for each version, in one query; their plans are at hand."""
    plans = {version.pk: version.plan for version in versions}
    counts: dict[int, list[LevelCount]] = {pk: [] for pk in plans}
    rows = (
        Node.objects.filter(version__in=plans)
        .order_by("version", "level")
        .values_list("version", "level")
        .annotate(count=Count("pk"))
    )
    for version, level, count in rows:
        label = level_label(level_name(plans[version], level), count)
        counts[version].append(LevelCount(level, label, count))
    return counts
