"""Plans, versions and their trees."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.plans.enums import VersionState
from ensemblier.plans.models import Node, NodeReference, Plan, PlanVersion
from ensemblier.plans.naming import level_label


@dataclass(frozen=True)
class LevelCount:
    """How many nodes a level has; `label` is the level's name, in the plural when it must."""

    level: int
    label: str
    count: int


@dataclass
class Tree:
    """A version's nodes in order. Each carries what the database did not: its `subnodes`
    (list of nodes), its `parent_node` (node or None) and its `level_name`."""

    version: PlanVersion
    nodes: list[Node] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    by_pk: dict[int, Node] = field(default_factory=dict)
    by_theme: dict[int, Node] = field(default_factory=dict)

    def counts(self) -> list[LevelCount]:
        found: dict[int, int] = {}
        for node in self.nodes:
            found[node.level] = found.get(node.level, 0) + 1
        return _labelled(self.version.plan, found)


def level_name(plan: Plan, level: int) -> str:
    if level < len(plan.level_names):
        return plan.level_names[level]
    return _("niveau %(rank)d") % {"rank": level + 1}


def _labelled(plan: Plan, counts: dict[int, int]) -> list[LevelCount]:
    return [
        LevelCount(level, level_label(level_name(plan, level), count), count)
        for level, count in sorted(counts.items())
    ]


def plans_of(contract: Contract) -> QuerySet[Plan]:
    """The plans of a contract with their versions, newest first, and each version's size."""
    versions = PlanVersion.objects.order_by("-number").annotate(size=Count("nodes"))
    return (
        Plan.objects.filter(contract=contract)
        .select_related("area", "contract")
        .prefetch_related(Prefetch("versions", queryset=versions))
        .order_by("kind", "name", "pk")
    )


def public_versions(plan: Plan) -> QuerySet[PlanVersion]:
    """The published versions, newest first."""
    return plan.versions.filter(state=VersionState.PUBLISHED).order_by("-number")


def latest_published(plan: Plan) -> PlanVersion | None:
    """The newest published version, in force or to come: what a revision starts from."""
    return public_versions(plan).first()


def current_version(plan: Plan, on: datetime.date | None = None) -> PlanVersion | None:
    """The published version in force on a day, today by default."""
    version = (
        public_versions(plan)
        .filter(effective_on__lte=on or timezone.localdate())
        .order_by("-effective_on", "-number")
        .first()
    )
    if version is not None:
        version.plan = plan
    return version


def draft_of(plan: Plan) -> PlanVersion | None:
    return plan.versions.filter(state=VersionState.DRAFT).first()


def version_tree(version: PlanVersion, *, with_details: bool = False) -> Tree:
    """The whole tree in one query; four more `with_details` (areas, specifications,
    indicators and references, read by `node.areas.all()` and the like)."""
    rows = Node.objects.filter(version=version).order_by("path")
    if with_details:
        references = NodeReference.objects.select_related("target").order_by("target__path")
        rows = rows.prefetch_related(
            "areas", "specifications", "indicators", Prefetch("references", queryset=references)
        )
    tree = Tree(version)
    for node in rows:
        node.version = version
        node.subnodes = []
        node.level_name = level_name(version.plan, node.level)
        node.parent_node = tree.by_pk.get(node.parent_id) if node.parent_id else None
        siblings = node.parent_node.subnodes if node.parent_node else tree.roots
        siblings.append(node)
        tree.nodes.append(node)
        tree.by_pk[node.pk] = node
        tree.by_theme[node.theme_id] = node
    return tree


def plan_counts(version: PlanVersion) -> list[LevelCount]:
    """How many nodes at each level."""
    rows = (
        Node.objects.filter(version=version)
        .order_by("level")
        .values_list("level")
        .annotate(count=Count("pk"))
    )
    return _labelled(version.plan, dict(rows))
