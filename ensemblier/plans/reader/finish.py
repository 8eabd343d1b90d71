"""From what was read to the plan: levels and their names, identifiers, counts checked."""

import re
from collections import Counter, defaultdict

from .details import Reference, Statement, references, takes_flags, without_reference
from .lines import Line
from .markers import read_marker, split_code
from .model import Declared, Group, Level, Node, ParsedPlan, Unread
from .naming import name_levels
from .outline import Draft
from .pruning import prune
from .walk import Reading
from .wording import level_name, level_stem, phrase_priority, squeeze, words

RUN = 4
REPEATS = 50


def finish(reading: Reading, aside: list[Line]) -> ParsedPlan:
    roots = prune(reading)
    drafts = list(_in_order(roots))
    levels = _levels(drafts)
    for draft in drafts:
        _take_details(draft)
    ids = _identifiers(roots)
    names = name_levels(reading, drafts, levels)
    _claim_repeats(reading, drafts)
    nodes = [_node(draft, ids, levels, reading) for draft in drafts]
    _resolve(nodes, drafts, names)
    return ParsedPlan(
        levels=[Level(name, _count(nodes, at)) for at, name in enumerate(names)],
        nodes=nodes,
        groups=_groups(reading, ids),
        declared=_declared(reading, ids, levels, nodes, names),
        unread=_unread(reading, aside, drafts),
    )


def _in_order(nodes: list[Draft]) -> list[Draft]:
    found = []
    for node in nodes:
        found.append(node)
        found += _in_order(node.children)
    return found


def _levels(drafts: list[Draft]) -> dict[Draft, int]:
    """Ranks that are left are the levels, numbered from 0."""
    ranks = sorted({draft.rank for draft in drafts})
    return {draft: ranks.index(draft.rank) for draft in drafts}


def _take_details(draft: Draft) -> None:
    draft.references += [c for c in references(draft.title) if c not in draft.references]
    title, outside, priority = takes_flags(draft.title)
    draft.title = squeeze(without_reference(title)).strip(" :;–-") or _untitled(draft)
    draft.outside_call |= outside
    draft.priority = priority or draft.priority


def _untitled(draft: Draft) -> str:
    """What to call a node whose document gives it a mark and no title: «Axe 2»."""
    return draft.title or f"{level_name(draft.stem).capitalize()} {draft.label}".strip()


def _identifiers(roots: list[Draft]) -> dict[Draft, str]:
    """The path of codes; the place among siblings where a node has none."""
    ids: dict[Draft, str] = {}
    taken: Counter[str] = Counter()

    def name(nodes: list[Draft], prefix: str) -> None:
        for place, node in enumerate(nodes, 1):
            written = split_code(node.label, str)
            own = written[-1] if written else str(place)
            wanted = f"{prefix}.{own}" if prefix else ".".join(written) or own
            taken[wanted] += 1
            ids[node] = wanted if taken[wanted] == 1 else f"{wanted}-{taken[wanted]}"
            name(node.children, ids[node])

    name(roots, "")
    return ids


def _node(draft: Draft, ids: dict[Draft, str], levels: dict[Draft, int], reading: Reading) -> Node:
    return Node(
        id=ids[draft],
        parent=ids[draft.parent] if draft.parent else None,
        level=levels[draft],
        code=draft.label,
        title=draft.title,
        priority=draft.priority,
        outside_call=draft.outside_call,
        specification=draft.specification,
        indicators=draft.indicators,
        lines=_span(reading, draft.first, draft.last),
    )


def _span(reading: Reading, first: int, last: int) -> list[int]:
    return [reading.lines[first].number, reading.lines[last].number]


def _resolve(nodes: list[Node], drafts: list[Draft], names: list[str]) -> None:
    """References become identifiers where exactly one node answers to the code."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for node, draft in zip(nodes, drafts, strict=True):
        code = ".".join(draft.code)
        by_label[code].append(node.id)
        for form in {names[node.level], *names[node.level].split()}:
            by_label[f"{form} {code}"].append(node.id)
    known = {node.id.lower(): node.id for node in nodes}
    for node, draft in zip(nodes, drafts, strict=True):
        found = [_pointed(reference, known, by_label) for reference in draft.references]
        node.see_also = list(dict.fromkeys(found))


def _pointed(reference: Reference, known: dict[str, str], by_label: dict[str, list[str]]) -> str:
    dotted = re.sub(r"^[a-z]{1,3}(?=\d)", "", reference.code.replace("/", ".").replace("-", "."))
    name = level_name(reference.stem)
    for form in [name, *name.split()]:
        exact = by_label.get(f"{form} {dotted}", [])
        if len(exact) == 1:
            return exact[0]
    named = by_label.get(dotted, [])
    return known.get(dotted, named[0] if len(named) == 1 else reference.code)


def _count(nodes: list[Node], level: int) -> int:
    return sum(node.level == level for node in nodes)


def _groups(reading: Reading, ids: dict[Draft, str]) -> list[Group]:
    return [
        Group(
            nodes=[ids[node] for node in group.nodes],
            specification=group.specification,
            indicators=group.indicators,
            lines=_span(reading, group.first, group.last),
        )
        for group in reading.groups
        if all(node in ids for node in group.nodes)
    ]


def _declared(
    reading: Reading,
    ids: dict[Draft, str],
    levels: dict[Draft, int],
    nodes: list[Node],
    names: list[str],
) -> list[Declared]:
    found: dict[tuple[str | None, str, int], Declared] = {}
    totals = _totals(nodes)
    for holder, statement in reading.counts:
        told = [(_level_of(count.phrase, names), count) for count in statement.counts]
        known = [(level, count) for level, count in told if level is not None]
        if not known or (holder and holder not in ids):
            continue
        node = _subject(statement, holder, min(level for level, _ in known), ids, levels)
        for level, count in known:
            number = totals[node, level, phrase_priority(count.phrase)]
            key = (node, level_stem(count.phrase), count.number)
            found.setdefault(
                key, Declared(node, count.phrase, count.number, number, number == count.number)
            )
    return [row for key, row in found.items() if row.ok or not _told_otherwise(key, found)]


def _subject(
    statement: Statement,
    holder: Draft | None,
    highest: int,
    ids: dict[Draft, str],
    levels: dict[Draft, int],
) -> str | None:
    """The node a sentence names, or the open one, or what is above the levels it counts."""
    if statement.about:
        named = [n for n in ids if ".".join(n.code) == statement.about and levels[n] < highest]
        if len(named) == 1:
            return ids[named[0]]
    while holder and levels[holder] >= highest:
        holder = holder.parent
    return ids[holder] if holder else None


def _told_otherwise(
    key: tuple[str | None, str, int], found: dict[tuple[str | None, str, int], Declared]
) -> bool:
    """Beside a count that is confirmed, another one speaks of an older plan or of a part."""
    return any(row.ok and other[:2] == key[:2] for other, row in found.items())


def _level_of(phrase: str, names: list[str]) -> int | None:
    wanted = words(level_stem(phrase))
    stems = [words(level_stem(name)) for name in names]
    if wanted in stems:
        return stems.index(wanted)
    alike = [at for at, stem in enumerate(stems) if stem[:1] == wanted[:1]]
    return alike[0] if len(alike) == 1 else None


def _totals(nodes: list[Node]) -> Counter[tuple[str | None, int, str | None]]:
    """How many nodes lie under each node, by level, all together (None) and by priority."""
    totals: Counter[tuple[str | None, int, str | None]] = Counter()
    parents = {node.id: node.parent for node in nodes}
    for node in nodes:
        above: str | None = node.id
        while above is not None:
            above = parents[above]
            totals[above, node.level, None] += 1
            if node.priority:
                totals[above, node.level, node.priority] += 1
    return totals


def _claim_repeats(reading: Reading, drafts: list[Draft]) -> None:
    """A line that only says a title again, as a summary does, was understood."""
    titles = [" ".join(words(draft.title)) for draft in drafts]
    whole = set(titles)
    starts: dict[str, list[str]] = defaultdict(list)
    for title in titles:
        for start in _runs(title):
            starts[start].append(title)
    for at, line in enumerate(reading.lines):
        if at in reading.claimed:
            continue
        said = " ".join(words(line.text))
        candidates = starts.get(next(iter(_runs(said)), ""), [])[:REPEATS]
        if said in whole or any(f" {said} " in f" {title} " for title in candidates):
            reading.claimed.add(at)


def _runs(text: str) -> list[str]:
    """Every four words in a row."""
    found = text.split()
    return [" ".join(found[at : at + RUN]) for at in range(len(found) - RUN + 1)]


def _unread(reading: Reading, aside: list[Line], drafts: list[Draft]) -> list[Unread]:
    titles = {" ".join(words(draft.title)) for draft in drafts}
    lost = [line for at, line in enumerate(reading.lines) if at not in reading.claimed]
    lost += [line for line in aside if not _repeats(line.text, titles)]
    return [Unread(line.number, line.text) for line in sorted(lost, key=lambda line: line.number)]


def _repeats(text: str, titles: set[str]) -> bool:
    """Whether an entry of the contents only says a title again, with its page."""
    said = re.sub(r"[\s._·…]*\d{1,4}$", "", text)
    marker = read_marker(said)
    return " ".join(words(marker.title if marker else said)) in titles
