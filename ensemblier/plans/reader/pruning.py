"""Take back what turned out not to be a piece of the plan; its lines become unread again."""

from collections import Counter

from .markers import ordinal
from .outline import Draft
from .walk import Reading

COVERAGE = 0.4
CHAPTERS = {"", "partie", "chapitre"}


def prune(reading: Reading) -> list[Draft]:
    nodes = reading.nodes
    if all(node.is_bullet for node in nodes):
        return [node for node in nodes if node.parent is None]
    beside_marks = {None, *(n.parent for n in nodes if not n.is_bullet)}
    _drop(reading, [n for n in nodes if n.is_bullet and n.parent in beside_marks])
    _drop_rare_bullets(reading)
    _drop_late_codes(reading)
    while _unwrap(reading):
        pass
    _drop_title(reading)
    _drop_orphans(reading)
    for node in nodes:
        _sort_codes(node.children)
    return [node for node in nodes if node.parent is None]


def _drop(reading: Reading, nodes: list[Draft]) -> None:
    gone = set(nodes)
    for node in nodes:
        gone.update(_below(node))
    for node in gone:
        reading.claimed.difference_update(range(node.first, node.last + 1))
    for parent in {node.parent for node in gone if node.parent} - gone:
        parent.children = [child for child in parent.children if child not in gone]
    reading.nodes[:] = [node for node in reading.nodes if node not in gone]
    reading.groups[:] = [g for g in reading.groups if not gone & set(g.nodes)]


def _below(node: Draft) -> list[Draft]:
    return [found for child in node.children for found in [child, *_below(child)]]


def _drop_rare_bullets(reading: Reading) -> None:
    """Lists are a level of the plan only where most of the nodes above have one."""
    for rank in sorted({n.rank for n in reading.nodes if n.is_bullet}):
        bullets = [n for n in reading.nodes if n.rank == rank]
        if not bullets:
            continue
        level = Counter(n.parent.rank for n in bullets if n.parent).most_common(1)[0][0]
        holders = [n for n in reading.nodes if n.rank == level]
        with_list = [n for n in holders if any(child.is_bullet for child in n.children)]
        if len(with_list) < COVERAGE * len(holders):
            _drop(reading, bullets)


def _drop_orphans(reading: Reading) -> None:
    """A node without parent must be of the first level, unless its code says where it belongs."""
    if not reading.nodes:
        return
    roots = [n for n in reading.nodes if n.parent is None]
    top = min(node.rank for node in reading.nodes)
    _drop(reading, [n for n in roots if n.rank > top and len(n.code) < 2])


def _drop_late_codes(reading: Reading) -> None:
    """«3.4» read after 4.2 and holding nothing is a chapter of the document, not of the plan."""
    deepest = max((node.rank for node in reading.nodes), default=0)
    furthest: dict[int, list[int]] = {}
    late = []
    for node in sorted(reading.nodes, key=lambda n: n.first):
        if len(node.code) < 2:
            continue
        place = _place(node)
        if node.children:
            furthest[node.rank] = max(place, furthest.get(node.rank, place))
        elif node.rank != deepest and place < furthest.get(node.rank, place):
            late.append(node)
    _drop(reading, late)


def _place(node: Draft) -> list[int]:
    return [ordinal(part) for part in node.code]


def _sort_codes(siblings: list[Draft]) -> None:
    if all(len(node.code) > 1 for node in siblings):
        siblings.sort(key=_place)


def _drop_title(reading: Reading) -> None:
    """An unnumbered first title that holds nothing, where all its like hold something."""
    roots = [node for node in reading.nodes if node.parent is None]
    first, others = roots[:1], roots[1:]
    titles = [n for n in first if not (n.code or n.stem or n.children or n.is_bullet)]
    if titles and len(others) > 1 and all(n.children and not n.code for n in others):
        _drop(reading, titles)


def _unwrap(reading: Reading) -> bool:
    """The title of the document and its chapters: a first level of which one node holds all."""
    roots = [node for node in reading.nodes if node.parent is None]
    holding = [node for node in roots if node.children]
    if (
        len(holding) != 1
        or any(node.stem not in CHAPTERS for node in roots)
        or holding[0].is_bullet
    ):
        return False
    (wrapper,) = holding
    inner = [child for child in wrapper.children if not child.is_bullet]
    if len(inner) < 2 or not any(child.children for child in inner):
        return False
    for child in wrapper.children:
        child.parent = None
    wrapper.children = []
    reading.counts = [(None if node in roots else node, count) for node, count in reading.counts]
    _drop(reading, roots)
    return True
