"""One node and all that hangs on it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from ensemblier.core.models import matching
from ensemblier.plans.enums import SpecificationKind, VersionState
from ensemblier.plans.models import (
    Alignment,
    Node,
    NodeReference,
    Plan,
    PlannedIndicator,
    PlanVersion,
    Specification,
    Theme,
)
from ensemblier.plans.queries.history import Step, theme_history
from ensemblier.plans.queries.trees import level_name
from ensemblier.territories.models import Area

LIKE_A_CODE = re.compile(r"\w{1,4}([./-]\w{1,4})+")


@dataclass(frozen=True)
class AlignedNode:
    """A node of another plan that serves the same end, in that plan's version in force."""

    alignment: Alignment
    plan: Plan
    node: Node
    note: str


@dataclass(frozen=True)
class NodePage:
    """What the page of a node shows; every list is in the order of the tree."""

    node: Node
    version: PlanVersion
    level_name: str
    child_level_name: str
    ancestors: list[Node]
    siblings: list[Node]
    previous: Node | None
    next: Node | None
    children: list[Node]
    requirements: list[Specification]
    schemes: list[Specification]
    indicators: list[PlannedIndicator]
    areas: list[Area]
    references: list[Node]
    referenced_by: list[Node]
    alignments: list[AlignedNode]
    history: list[Step]


def _around(node: Node) -> dict[str, list[Node]]:
    """Ancestors, siblings (itself included) and children, in one query."""
    parts = node.path.split(".")
    above = [".".join(parts[:depth]) for depth in range(1, len(parts))]
    family = Node.objects.filter(version=node.version_id).filter(
        Q(path__in=above) | Q(parent=node.parent_id) | Q(parent=node.pk)
    )
    if node.parent_id is None:
        family = Node.objects.filter(version=node.version_id).filter(
            Q(parent__isnull=True) | Q(parent=node.pk)
        )
    rows = list(family.order_by("path"))
    return {
        "ancestors": [row for row in rows if row.path in above],
        "siblings": [row for row in rows if row.parent_id == node.parent_id],
        "children": [row for row in rows if row.parent_id == node.pk],
    }


def aligned_nodes(theme: Theme, on: datetime.date, *, public_only: bool) -> list[AlignedNode]:
    """Both directions; a theme absent from its plan's version in force is left out."""
    rows = Alignment.objects.filter(Q(source=theme) | Q(target=theme)).select_related(
        "source__plan__contract", "target__plan__contract"
    )
    others = {(row.target_id if row.source_id == theme.pk else row.source_id): row for row in rows}
    newest_first = (
        Node.objects.filter(
            theme__in=others,
            version__state=VersionState.PUBLISHED,
            version__effective_on__lte=on,
        )
        .select_related("version")
        .order_by("-version__effective_on", "-version__number")
    )
    in_force = _in_force([row.plan_id for row in Theme.objects.filter(pk__in=others)], on)
    found = []
    for node in newest_first:
        if in_force.get(node.version.plan_id) != node.version_id:
            continue
        row = others[node.theme_id]
        plan = row.source.plan if row.source_id == node.theme_id else row.target.plan
        if public_only and not plan.contract.is_public:
            continue
        node.version.plan = plan
        found.append(AlignedNode(row, plan, node, row.note))
    return sorted(found, key=lambda one: (one.plan.kind, one.plan.name, one.node.path))


def _in_force(plans: list[int], on: datetime.date) -> dict[int, int]:
    """The version in force of each plan, by plan."""
    rows = (
        PlanVersion.objects.filter(
            plan__in=plans, state=VersionState.PUBLISHED, effective_on__lte=on
        )
        .order_by("effective_on", "number")
        .values_list("plan", "pk")
    )
    return dict(rows)


def node_page(version: PlanVersion, theme: Theme | int, *, public_only: bool = True) -> NodePage:
    """Raises Node.DoesNotExist when the version has no such theme: see `heirs_of`.

    `public_only` leaves drafts out of the history and contracts that are not public out of
    the alignments.
    """
    details = (
        "areas",
        "specifications",
        "indicators",
        Prefetch(
            "references",
            NodeReference.objects.select_related("target").order_by("target__path"),
        ),
        Prefetch(
            "referenced_by",
            NodeReference.objects.select_related("node").order_by("node__path"),
        ),
    )
    node = (
        Node.objects.select_related("theme")
        .prefetch_related(*details)
        .get(version=version, theme=theme)
    )
    node.version = version
    around = _around(node)
    siblings = around["siblings"]
    place = [row.pk for row in siblings].index(node.pk)
    specifications = list(node.specifications.all())
    return NodePage(
        node=node,
        version=version,
        level_name=level_name(version.plan, node.level),
        child_level_name=level_name(version.plan, node.level + 1),
        ancestors=around["ancestors"],
        siblings=siblings,
        previous=siblings[place - 1] if place else None,
        next=siblings[place + 1] if place + 1 < len(siblings) else None,
        children=around["children"],
        requirements=[s for s in specifications if s.kind == SpecificationKind.REQUIREMENT],
        schemes=[s for s in specifications if s.kind == SpecificationKind.SCHEME],
        indicators=list(node.indicators.all()),
        areas=list(node.areas.all()),
        references=[row.target for row in node.references.all()],
        referenced_by=[row.node for row in node.referenced_by.all()],
        alignments=aligned_nodes(node.theme, timezone.localdate(), public_only=public_only),
        history=theme_history(node, public_only=public_only),
    )


def search_nodes(version: PlanVersion, words: str) -> QuerySet[Node]:
    """The nodes that hold every word, in the order of the tree; none for no words.

    What looks like a code («1.1») finds that node and its branch.
    """
    words = words.strip()
    if not words:
        return Node.objects.none()
    condition = Q(code__istartswith=words) if LIKE_A_CODE.fullmatch(words) else matching(words)
    return Node.objects.filter(condition, version=version).order_by("path")
