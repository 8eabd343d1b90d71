"""A version's tree ready to be read on screen: links, weights, words found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

from ensemblier.core.text import highlighted
from ensemblier.core.typography import euros
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.naming import level_label
from ensemblier.plans.queries import LevelCount, Pair, version_tree
from ensemblier.plans.queries.trees import level_name


@dataclass
class Branch:
    """A node and what hangs under it.

    `weight` is what was granted to the actions of the branch, in cents, or, while nothing was,
    how many nodes of the deepest level it holds; `share` its percentage of the heaviest branch.
    """

    node: Node
    url: str
    title: str
    is_found: bool
    branches: list[Branch] = field(default_factory=list)
    weight: int = 0
    weight_text: str = ""
    share: int = 0


@dataclass(frozen=True)
class PlanTree:
    """`found` is how many nodes the search found, None without a search."""

    roots: list[Branch]
    counts: list[LevelCount]
    size: int
    found: int | None
    weighs_money: bool = False

    @property
    def deepest(self) -> int:
        return self.counts[-1].level if self.counts else 0


def plan_tree(
    version: PlanVersion, terms: list[str], granted: dict[int, int] | None = None
) -> PlanTree:
    """Without terms the whole tree, in one query; with terms, in two, what holds them all.
    `granted` gives the cents of each node, those below it included."""
    tree = version_tree(version)
    wanted = found_in(version, terms) if terms else None
    base = version.plan.get_absolute_url()
    branches = {
        node.pk: Branch(
            node=node,
            url=f"{base}{node.theme_id}/",
            title=highlighted(node.short_title, terms) if terms else node.short_title,
            is_found=wanted is not None and node.pk in wanted,
        )
        for node in tree.nodes
    }
    for node in tree.nodes:
        if node.parent_id:
            branches[node.parent_id].branches.append(branches[node.pk])
    roots = [branches[node.pk] for node in tree.roots]
    counts = tree.counts()
    if granted:
        weigh_money(branches.values(), granted)
    else:
        weigh(roots, version, counts[-1].level if counts else 0)
    if wanted is not None:
        roots = kept_branches(roots)
    return PlanTree(
        roots, counts, len(tree.nodes), None if wanted is None else len(wanted), bool(granted)
    )


def found_in(version: PlanVersion, terms: list[str]) -> set[int]:
    """The nodes that hold every term at the start of a word of their code, titles or text."""
    rows = Node.objects.filter(version=version).annotate(
        _words=Concat(Value(" "), F("search_text"), output_field=TextField())
    )
    for term in terms:
        rows = rows.filter(_words__contains=f" {term}")
    return set(rows.values_list("pk", flat=True))


def weigh_money(branches: Iterable[Branch], granted: dict[int, int]) -> None:
    heaviest = max(granted.values(), default=0) or 1
    for branch in branches:
        branch.weight = granted.get(branch.node.pk, 0)
        branch.weight_text = whole_euros(branch.weight)
        branch.share = round(100 * branch.weight / heaviest)


def whole_euros(cents: int) -> str:
    """A tree is read at a glance: without the cents."""
    return euros(cents // 100 * 100)


def weigh(roots: list[Branch], version: PlanVersion, deepest: int) -> None:
    unit = level_name(version.plan, deepest)
    weighed: list[Branch] = []

    def weight_of(branch: Branch) -> int:
        below = sum(weight_of(one) for one in branch.branches)
        branch.weight = below + (branch.node.level == deepest)
        branch.weight_text = f"{branch.weight} {level_label(unit, branch.weight)}"
        weighed.append(branch)
        return branch.weight

    heaviest = max((weight_of(root) for root in roots), default=0) or 1
    for branch in weighed:
        branch.share = round(100 * branch.weight / heaviest)


def kept_branches(branches: list[Branch]) -> list[Branch]:
    """Nodes found and those on the way to them."""
    kept = []
    for branch in branches:
        branch.branches = kept_branches(branch.branches)
        if branch.is_found or branch.branches:
            kept.append(branch)
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
        changed=[pair for pair in pairs if pair.kind != same],
        kept=kinds.get(same, ("", 0))[1],
        counts=[(kind, label, count) for kind, (label, count) in kinds.items() if kind != same],
    )
