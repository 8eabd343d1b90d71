"""Which level each family of marks stands for, and which families are none."""

from collections import Counter
from itertools import pairwise

from .family import Family
from .lines import COLUMN
from .markers import ordinal


def ranked(families: list[Family]) -> list[Family]:
    _drop_beside_words(families)
    _drop_occasional(families)
    order = sorted(
        families, key=lambda f: (f.place or COLUMN - 1 if _uses_headings(families) else 0, f.first)
    )
    _sort_codes(order)
    for _ in order:
        for at in range(len(order) - 1):
            if _restarts_under(order[at], order[at + 1]):
                order[at], order[at + 1] = order[at + 1], order[at]
    return order


def _uses_headings(families: list[Family]) -> bool:
    return sum(f.place is not None for f in families) >= 2


def _drop_beside_words(families: list[Family]) -> None:
    """Unnumbered chapters beside or above «Axe 1», «Axe 2» are not part of the plan."""
    marked = [f.heading for f in families if f.heading and f.name.startswith(("word", "dotted"))]
    for family in [f for f in families if f.name.startswith("heading")]:
        if _hold_marks(family, families):
            continue
        if marked and family.heading and family.heading <= min(marked):
            families.remove(family)
            for token in family.tokens:
                token.kind, token.marker = "chapter", None


def _hold_marks(family: Family, families: list[Family]) -> bool:
    """Whether nearly each title is followed by a mark that is not of the highest family."""
    marked = [f for f in families if f.name.startswith("word")]
    if len(marked) < 2:
        return False
    highest = min(marked, key=lambda f: f.first)
    places = sorted(
        (t.first, f.name) for f in {id(f): f for f in [*marked, family]}.values() for t in f.tokens
    )
    following = [b for (_, a), (_, b) in pairwise(places) if a == family.name]
    holding = sum(name not in {family.name, highest.name} for name in following)
    return holding >= 2 and holding >= 0.8 * len(family.tokens)


def _drop_occasional(families: list[Family]) -> None:
    """Beside numbered marks, unnumbered titles are a level only if most marks hold some."""
    marked = [f for f in families if f.name.startswith(("word", "dotted"))]
    for family in [f for f in families if not f.parts and not f.name.startswith("word")]:
        if not marked or (family.heading or 0) >= COLUMN:
            continue
        above = [f for f in marked if f.heading and f.heading < (family.heading or 0)] or marked
        held = Counter(name for name, _ in _holders(family, above))
        if not any(held[f.name] >= 0.5 * len(f.tokens) for f in above):
            families.remove(family)
            for token in family.tokens:
                token.kind, token.marker = "text", None


def _holders(family: Family, marked: list[Family]) -> set[tuple[str, int]]:
    """The marks right after which a title of the family comes."""
    places = sorted((token.first, f.name) for f in marked for token in f.tokens)
    found = set()
    for token in family.tokens:
        before = [(name, first) for first, name in places if first < token.first]
        if before:
            found.add(before[-1])
    return found


def _sort_codes(order: list[Family]) -> None:
    """Codes of more parts lie deeper, wherever they first appear."""
    _raise_roots(order)
    places = [at for at, family in enumerate(order) if family.parts]
    coded = [order[at] for at in places]
    if any(family.parts > 1 for family in coded):
        compound = [at for at in places if order[at].parts > 1]
        ranked = sorted((order[at] for at in compound), key=lambda f: f.parts)
        for at, family in zip(compound, ranked, strict=True):
            order[at] = family


def _raise_roots(order: list[Family]) -> None:
    """«2.» that most of the time opens «2.1» lies above it, though «1.1» may come first."""
    compound = next((f for f in order if f.parts == 2), None)
    if compound is None:
        return
    roots = {code[:1] for code in compound.titles()}
    for family in [f for f in order[order.index(compound) :] if f.parts == 1]:
        marks = sorted(family.tokens + compound.tokens, key=lambda t: t.first)
        opened = {
            a.mark.code
            for a, b in pairwise(marks)
            if len(a.mark.code) == 1 and b.mark.code[:1] == a.mark.code and len(b.mark.code) == 2
        }
        if len(opened) > 1 and len(opened) >= 0.5 * len(roots):
            order.remove(family)
            order.insert(order.index(compound), family)


def _restarts_under(above: Family, below: Family) -> bool:
    """Whether the first family in fact counts from one again under the second."""
    if not (above.parts == 1 and below.parts == 1):
        return False
    if above.heading != below.heading:
        return False
    merged = sorted(above.tokens + below.tokens, key=lambda t: t.first)
    names = [t.marker.family if t.marker else "" for t in merged]
    values = [
        ordinal(t.marker.code[0], t.marker.family.split()[0]) if t.marker else 0 for t in merged
    ]
    after = [
        values[i] == 1
        for i in range(1, len(merged))
        if (names[i - 1], names[i]) == (below.name, above.name)
    ]
    back = [
        values[i] == 1
        for i in range(1, len(merged))
        if (names[i - 1], names[i]) == (above.name, below.name)
    ]
    return (
        len(after) >= 2 and sum(after) >= 0.8 * len(after) and sum(back) < 0.5 * max(len(back), 1)
    )
