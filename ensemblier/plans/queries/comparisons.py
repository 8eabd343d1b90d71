"""Two versions side by side."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.core.text import searchable
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.models import Node, PlanVersion, Succession
from ensemblier.plans.naming import bare_code
from ensemblier.plans.queries.trees import Tree, version_tree

ADDED, MOVED = "added", "moved"
LABELS = {
    **{kind.value: kind.label for kind in SuccessionKind},
    ADDED: gettext_lazy("ajouté"),
    MOVED: gettext_lazy("déplacé"),
}
# Two titles that share this part of their words are proposed as one thing reworded.
SIMILAR_ENOUGH = 0.5

Link = tuple[int, int]


@dataclass(frozen=True)
class Change:
    """A field that differs, as people read it."""

    label: str
    before: str
    after: str


@dataclass
class Pair:
    """A row of the comparison: `before` and `after` face each other.

    `kind` is kept, reworded, moved, merged, split, dropped or added. A suggestion is what
    the texts let guess and nobody declared.
    """

    kind: str
    before: list[Node] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    is_moved: bool = False
    is_suggestion: bool = False

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])


def _areas(node: Node) -> str:
    return ", ".join(sorted(area.name for area in node.areas.all()))


def _lines(texts: list[str]) -> str:
    return "\n".join(texts)


def _items(node: Node) -> str:
    return _lines(
        [f"{one.get_kind_display()}\u00a0: {one.text}" for one in node.specifications.all()]
    )


def _measures(node: Node) -> str:
    texts = []
    for one in node.indicators.all():
        parts = [str(one.get_kind_display()), one.unit, *one.breakdowns]
        texts.append(f"{one.label} ({', '.join(part for part in parts if part)})")
    return _lines(texts)


def changes_between(old: Node, new: Node) -> list[Change]:
    """What differs in what the nodes say; both come from `version_tree(with_details=True)`.

    The place in the tree is not a change of wording: see `Pair.is_moved`.
    """
    yes_no = {True: _("oui"), False: _("non")}
    fields = [
        (_("code"), old.code, new.code),
        (_("titre complet"), old.title, new.title),
        (_("titre court"), old.short_title, new.short_title),
        (_("explication"), old.description, new.description),
        (_("priorité"), old.get_priority_display(), new.get_priority_display()),
        (
            _("hors appel à projets"),
            yes_no[old.is_outside_call],
            yes_no[new.is_outside_call],
        ),
        (_("territoires"), _areas(old), _areas(new)),
        (_("cahier des charges"), _items(old), _items(new)),
        (_("indicateurs"), _measures(old), _measures(new)),
    ]
    return [
        Change(str(label), str(before), str(after))
        for label, before, after in fields
        if str(before) != str(after)
    ]


def _chain(old: PlanVersion, new: PlanVersion) -> list[int] | None:
    """The versions from `old` to `new` by way of what each is based on; None when unrelated."""
    based_on = dict(PlanVersion.objects.filter(plan=new.plan_id).values_list("pk", "based_on"))
    path, here = [new.pk], based_on.get(new.pk)
    while here is not None:
        path.append(here)
        if here == old.pk:
            return path[::-1]
        here = based_on.get(here)
    return None


def _declared(old: PlanVersion, new: PlanVersion, olds: Tree) -> tuple[set[Link], set[int]]:
    """The declared links from old nodes to new ones, followed through the versions between,
    and the old nodes of which something was declared."""
    chain = _chain(old, new)
    if chain is None:
        return set(), set()
    ahead: dict[int, list[int | None]] = {}
    rows = Succession.objects.filter(source__version__in=chain[:-1])
    for source, target in rows.values_list("source", "target"):
        ahead.setdefault(source, []).append(target)
    links, spoken_of = set(), set()
    for node in olds.nodes:
        if node.pk in ahead:
            spoken_of.add(node.pk)
        reached: set[int] = {node.pk}
        for _step in chain[1:]:
            reached = {
                target for one in reached for target in ahead.get(one, []) if target is not None
            }
        links |= {(node.pk, target) for target in reached}
    return links, spoken_of


def _matched_by(olds: list[Node], news: list[Node], key: Callable[[Node], Hashable]) -> set[Link]:
    """Links between nodes of the same key, an empty key aside; the first of each is taken."""
    found = {key(node): node for node in reversed(news) if key(node)}
    links = set()
    for node in olds:
        if other := found.pop(key(node), None):
            links.add((node.pk, other.pk))
    return links


def _left(nodes: list[Node], links: set[Link], side: int) -> list[Node]:
    taken = {link[side] for link in links}
    return [node for node in nodes if node.pk not in taken]


def _guessed(olds: list[Node], news: list[Node]) -> tuple[set[Link], set[Link]]:
    """Links by theme, which are certain, and suggestions by code, then by likeness of titles."""
    sure = _matched_by(olds, news, lambda node: node.theme_id)
    olds, news = _left(olds, sure, 0), _left(news, sure, 1)
    likely = _matched_by(olds, news, lambda node: bare_code(node.code))
    olds, news = _left(olds, likely, 0), _left(news, likely, 1)
    taken: set[int] = set()
    for score, old, new in _alike(olds, news):
        if score >= SIMILAR_ENOUGH and not taken & {old.pk, new.pk}:
            likely.add((old.pk, new.pk))
            taken |= {old.pk, new.pk}
    return sure, likely


def _alike(left: list[Node], right: list[Node]) -> list[tuple[float, Node, Node]]:
    """Pairs whose titles share words, the most alike first."""
    words = {id(node): set(searchable(node.title).split()) for node in [*left, *right]}
    scored = []
    for old in left:
        for new in right:
            mine, theirs = words[id(old)], words[id(new)]
            common = len(mine & theirs)
            if common:
                scored.append((common / len(mine | theirs), old, new))
    return sorted(scored, key=lambda one: (-one[0], one[1].path, one[2].path))


def _groups(links: set[Link]) -> list[tuple[set[int], set[int]]]:
    """The links gathered into what touches: old nodes, new nodes."""
    by_old: dict[int, tuple[set[int], set[int]]] = {}
    by_new: dict[int, tuple[set[int], set[int]]] = {}
    for old, new in sorted(links):
        left, right = by_old.get(old, ({old}, set())), by_new.get(new, (set(), {new}))
        group = (left[0] | right[0], left[1] | right[1])
        by_old.update(dict.fromkeys(group[0], group))
        by_new.update(dict.fromkeys(group[1], group))
    return list({id(group): group for group in by_old.values()}.values())


def _kind(before: list[Node], after: list[Node], changes: list[Change], is_moved: bool) -> str:
    if len(before) > 1:
        return SuccessionKind.MERGED.value
    if len(after) > 1:
        return SuccessionKind.SPLIT.value
    if changes:
        return SuccessionKind.REWORDED.value
    return MOVED if is_moved else SuccessionKind.KEPT.value


def _moved(old: Node, new: Node, links: set[Link]) -> bool:
    if old.parent_id is None or new.parent_id is None:
        return (old.parent_id is None) != (new.parent_id is None)
    return (old.parent_id, new.parent_id) not in links


def compare_versions(old: PlanVersion, new: PlanVersion) -> list[Pair]:
    """Every node of both versions once, in the order of the new one; what was dropped stands
    where it stood. Declared successions first, then themes, then suggestions.
    """
    olds, news = version_tree(old, with_details=True), version_tree(new, with_details=True)
    links, spoken_of = _declared(old, new, olds)
    reached = {target for _source, target in links}
    sure, likely = _guessed(
        [node for node in olds.nodes if node.pk not in spoken_of],
        [node for node in news.nodes if node.pk not in reached],
    )
    links |= sure | likely
    pairs = []
    for before_pks, after_pks in _groups(links):
        before = sorted((olds.by_pk[pk] for pk in before_pks), key=lambda node: node.path)
        after = sorted((news.by_pk[pk] for pk in after_pks), key=lambda node: node.path)
        single = len(before) == len(after) == 1
        changes = changes_between(before[0], after[0]) if single else []
        moved = single and _moved(before[0], after[0], links)
        suggested = any((one.pk, two.pk) in likely for one in before for two in after)
        kind = _kind(before, after, changes, moved)
        pairs.append(Pair(kind, before, after, changes, moved, suggested))
    pairs += [Pair(SuccessionKind.DROPPED.value, [node]) for node in _alone(olds, pairs, "before")]
    pairs += [Pair(ADDED, [], [node]) for node in _alone(news, pairs, "after")]
    return sorted(pairs, key=lambda pair: (pair.after or pair.before)[0].path)


def _alone(tree: Tree, pairs: list[Pair], side: str) -> list[Node]:
    taken = {node.pk for pair in pairs for node in getattr(pair, side)}
    return [node for node in tree.nodes if node.pk not in taken]


def kind_counts(pairs: list[Pair]) -> list[tuple[str, str, int]]:
    """(kind, label, how many rows), only those met, in the order of `LABELS`."""
    found = {kind: sum(pair.kind == kind for pair in pairs) for kind in LABELS}
    return [(kind, str(LABELS[kind]), count) for kind, count in found.items() if count]
