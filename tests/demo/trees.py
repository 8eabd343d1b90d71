"""Counting the nodes of an invented plan."""

from __future__ import annotations

from collections import Counter

from ensemblier.plans.enums import VersionState
from ensemblier.plans.models import Plan


def nodes_per_level(plan: Plan) -> list[int]:
    version = plan.versions.get(state=VersionState.PUBLISHED)
    counts = Counter(version.nodes.values_list("level", flat=True))
    return [counts[level] for level in sorted(counts)]
