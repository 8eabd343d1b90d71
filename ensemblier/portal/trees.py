"""A version's tree ready to be read on screen: links, weights, words found."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

from ensemblier.core.text import highlighted
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.naming import level_label
from ensemblier.plans.queries import LevelCount, Pair, version_tree
from ensemblier.plans.queries.trees import level_name


@dataclass(frozen=True)
class PlanTree:
    """`found` is how many nodes the search found, None without a search.

    Each node carries `url`, `marked` (its title, words found marked), `is_found`, and `weight`:
    how many nodes of the deepest level its branch holds, `share` of the heaviest root's.
    """

    roots: list[Node]
    counts: list[LevelCount]
    size: int
    found: int | None

    @property
    def deepest(self) -> int:
        return self.counts[-1].level if self.counts else 0


def plan_tree(version: PlanVersion, terms: list[str]) -> PlanTree:
    tree = version_tree(version)
    counts = tree.counts()
    deepest = counts[-1].level if counts else 0
    base = f"{version.plan.get_absolute_url()}"
    wanted = found_in(version, terms) if terms else None
    for node in tree.nodes:
        node.url = f"{base}{node.theme_id}/"
        node.weight = 0
        node.is_found = wanted is not None and node.pk in wanted
        node.marked = highlighted(node.short_title, terms) if terms else node.short_title
    weigh(tree.nodes, deepest, version)
    roots = tree.roots if wanted is None else kept_branches(tree.roots)
    return PlanTree(roots, counts, len(tree.nodes), None if wanted is None else len(wanted))


def found_in(version: PlanVersion, terms: list[str]) -> set[int]:
    """The nodes that hold every term at the start of a word of their code, titles or text."""
    rows = Node.objects.filter(version=version).annotate(
        _words=Concat(Value(" "), F("search_text"), output_field=TextField())
    )
    for term in terms:
        rows = rows.filter(_words__contains=f" {term}")
    return set(rows.values_list("pk", flat=True))


def weigh(nodes: list[Node], deepest: int, version: PlanVersion) -> None:
    """Children stand after their parents in the tree's order: read backwards, each adds up."""
    for node in reversed(nodes):
        if node.level == deepest:
            node.weight = 1
        if node.parent_node is not None:
            node.parent_node.weight += node.weight
    heaviest = max((node.weight for node in nodes), default=0) or 1
    unit = level_name(version.plan, deepest)
    for node in nodes:
        node.share = round(100 * node.weight / heaviest)
        node.weight_label = level_label(unit, node.weight)


def kept_branches(nodes: list[Node]) -> list[Node]:
    """Nodes found and those on the way to them."""
    kept = []
    for node in nodes:
        node.subnodes = kept_branches(node.subnodes)
        if node.is_found or node.subnodes:
            kept.append(node)
    return kept


@dataclass(frozen=True)
class Comparison:
    """What changed between two versions; what stayed the same is only counted."""

    changed: list[Pair]
    kept: int
    counts: list[tuple[str, str, int]]


def comparison(pairs: list[Pair]) -> Comparison:
    kinds: dict[str, tuple[str, int]] = {}
    for pair in pairs:
        label, count = kinds.get(pair.kind, (pair.label, 0))
        kinds[pair.kind] = (label, count + 1)
    same = SuccessionKind.KEPT.value
    return Comparison(
        changed=[pair for pair in pairs if pair.kind != same or pair.is_moved],
        kept=kinds.get(same, ("", 0))[1],
        counts=[(kind, label, count) for kind, (label, count) in kinds.items() if kind != same],
    )
