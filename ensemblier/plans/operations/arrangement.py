"""The shape of a draft's tree, changed in memory and written at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import Refused
from ensemblier.plans.models import Node, Plan, PlanVersion
from ensemblier.plans.naming import path_of
from ensemblier.plans.operations.drafting import set_aside


@dataclass
class Place:
    parent: int | None
    level: int
    path: str


class Arrangement:
    """Who stands under whom, in which order. Keys are numbers of nodes; None is the root."""

    def __init__(self, version: PlanVersion) -> None:
        self.version = version
        self.nodes = {
            node.pk: node for node in Node.objects.filter(version=version).order_by("path")
        }
        self.children: dict[int | None, list[int]] = {None: []}
        self.parents: dict[int, int | None] = {}
        for pk, node in self.nodes.items():
            self.put(pk, node.parent_id)

    def put(self, pk: int, parent: int | None, rank: int | None = None) -> None:
        """`rank` from 0 among the new siblings; last by default."""
        siblings = self.children.setdefault(parent, [])
        siblings.insert(len(siblings) if rank is None else max(0, rank), pk)
        self.children.setdefault(pk, [])
        self.parents[pk] = parent

    def take(self, pk: int) -> None:
        self.children[self.parents.pop(pk)].remove(pk)

    def rank(self, pk: int) -> int:
        return self.children[self.parents[pk]].index(pk)

    def branch(self, pk: int) -> set[int]:
        found = {pk}
        for child in self.children[pk]:
            found |= self.branch(child)
        return found

    def places(self) -> dict[int, Place]:
        found: dict[int, Place] = {}

        def walk(parent: int | None, ranks: list[int]) -> None:
            for rank, pk in enumerate(self.children.get(parent, []), 1):
                here = [*ranks, rank]
                found[pk] = Place(parent, len(ranks), path_of(here))
                walk(pk, here)

        walk(None, [])
        return found

    def write(self) -> None:
        """Give its place to every node that moved; raises Refused when a branch goes deeper
        than the plan has levels."""
        places = self.places()
        require_depth(self.version.plan, max((place.level for place in places.values()), default=0))
        moved = []
        for pk, place in places.items():
            node = self.nodes[pk]
            if (node.parent_id, node.level, node.path) != (place.parent, place.level, place.path):
                node.parent_id, node.level, node.path = place.parent, place.level, place.path
                moved.append(node)
        if moved:
            # Codes are set aside with places and come back with them.
            set_aside(Node.objects.filter(pk__in=[node.pk for node in moved]))
            fields = ["parent", "level", "path", "code"]
            Node.objects.bulk_update(moved, fields, batch_size=200)


def require_depth(plan: Plan, level: int) -> None:
    if level >= len(plan.level_names):
        raise Refused(
            _(
                "Ce plan a %(count)d niveaux\u00a0: %(names)s. "
                "Rien ne peut se ranger plus bas que le dernier."
            )
            % {"count": len(plan.level_names), "names": ", ".join(plan.level_names)}
        )
