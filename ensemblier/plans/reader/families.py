"""Which marks are believed, and how they gather in families.

The evidence is taken over the whole document: numbers that follow one another,
codes that contain other codes, levels the format gives, order of appearance and
who starts again under whom.
"""

from collections import defaultdict
from dataclasses import replace

from .family import Family
from .markers import Marker, as_roman, ordinal
from .ranking import ranked
from .tokens import Token, looks_like_heading
from .wording import WEAK_NOUNS, hangs, similar

ALIKE = 0.6


def settle(tokens: list[Token]) -> list[Family]:
    """Keep the credible marks (the others become text again) and rank their families.

    Each kept token has its `marker.family` set to the name of its family.
    """
    _settle_romans(tokens)
    _drop_out_of_sequence(tokens)
    families = _gather(tokens)
    _merge_codes(families)
    _merge_styles(families)
    _merge_aliases(families)
    _drop_small(families)
    _add_headings(families, tokens)
    return ranked(list(families.values()))


def _settle_romans(tokens: list[Token]) -> None:
    """«I.», «V.», «C.» are letters where the alphabet expects them, numerals elsewhere."""
    letters: dict[str, int] = defaultdict(int)
    numerals: dict[str, int] = defaultdict(int)
    for token in tokens:
        marker = token.marker
        if token.kind != "mark" or not marker:
            continue
        if marker.family.split()[0] not in {"upper", "lower", "roman", "romanette"}:
            continue
        kind, delimiter = marker.family.split()[0], marker.family.split()[-1]
        place = f"{marker.label.isupper()} {delimiter}"
        part = marker.code[0]
        letter = ordinal(part) if kind in {"upper", "lower"} else 0
        value = ordinal(part, "roman")
        if letter and not (value and value == numerals[place] + 1 and letter != letters[place] + 1):
            letters[place] = letter
        elif value:
            numerals[place] = value
            if letter:
                token.marker = as_roman(marker)


def _drop_out_of_sequence(tokens: list[Token]) -> None:
    """A number is believed when it starts a series or continues one."""
    last: dict[str, int] = defaultdict(int)
    newest: dict[str, int] = defaultdict(int)
    codes = {t.marker.code for t in tokens if t.marker}
    for token in tokens:
        marker = token.marker
        if token.kind != "mark" or not marker or marker.stem:
            continue
        if len(marker.code) > 1:
            believed = _has_neighbor(marker.code, codes)
        else:
            kind = marker.family.rsplit(" ", 1)[0]
            value = ordinal(marker.code[0], kind)
            goes_on = value == newest[kind] + 1 > 1 and last[marker.family] == 0
            believed = value == 1 or 0 <= value - last[marker.family] <= 2 or goes_on
            if believed:
                last[marker.family] = newest[kind] = value
        if not believed:
            _demote(token)


def _has_neighbor(code: tuple[str, ...], codes: set[tuple[str, ...]]) -> bool:
    is_hour = len(code) == 2 and code[-1] == "h"
    if code[-1] in {"1", "a", "i"} or (code[:-1] in codes and not is_hour):
        return True
    return _has_sibling(code, codes)


def _has_sibling(code: tuple[str, ...], codes: set[tuple[str, ...]]) -> bool:
    value = ordinal(code[-1])
    numeric = code[-1].isdigit()
    near = [str(v) if numeric else chr(96 + v) for v in (value - 1, value + 1) if v > 0]
    return any((*code[:-1], part) in codes for part in near)


def _demote(token: Token) -> None:
    token.kind = "heading" if token.heading else "text"
    token.marker = None


def _gather(tokens: list[Token]) -> dict[str, Family]:
    families: dict[str, Family] = {}
    for token in tokens:
        if token.kind == "mark" and token.marker:
            name = token.marker.family
            families.setdefault(name, Family(name)).tokens.append(token)
    return families


def _merge(families: dict[str, Family], source: str, target: str) -> None:
    for token in families[source].tokens:
        if token.marker:
            token.marker = replace(token.marker, family=target)
    moved = families.pop(source).tokens + families[target].tokens
    families[target].tokens = sorted(moved, key=lambda t: t.first)


def _merge_codes(families: dict[str, Family]) -> None:
    """«1.4.1.» and «Objectif opérationnel 1.4.1.» are the same family."""
    for name in [n for n in families if n.startswith("dotted")]:
        own = set(families[name].titles())
        rivals = {
            n: len(own & set(f.titles()))
            for n, f in families.items()
            if n.startswith("word") and f.parts == families[name].parts
        }
        if rivals:
            _merge(families, name, max(rivals, key=lambda n: rivals[n]))


def _merge_styles(families: dict[str, Family]) -> None:
    """«1.» here and «1°» there under marks of one family, never together, play the same part."""
    order = sorted((t.first, name) for name, f in families.items() for t in f.tokens)
    holders: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for name in [n for n, f in families.items() if f.parts == 1 and not n.startswith("word")]:
        for place, holder in _holders_by_order(order, name, families):
            holders[name].add((place, holder))
    for name in sorted(holders, key=lambda n: families[n].first, reverse=True):
        alike = [
            other
            for other in holders
            if other != name
            and other in families
            and name in families
            and other.split()[0] == name.split()[0]
            and len({holder for _, holder in holders[name] | holders[other]}) == 1
            and not holders[name] & holders[other]
        ]
        if len(alike) == 1:
            holders[alike[0]] |= holders[name]
            _merge(families, name, alike[0])


def _holders_by_order(
    order: list[tuple[int, str]], name: str, families: dict[str, Family]
) -> set[tuple[int, str]]:
    """The marks, other than single numbers, under which the marks of a family come."""
    found: set[tuple[int, str]] = set()
    holder = (-1, "")
    for place, other in order:
        if other == name:
            found.add(holder)
        elif other.startswith(("word", "heading")) or families[other].parts > 1:
            holder = (place, other)
    return found


def _merge_aliases(families: dict[str, Family]) -> None:
    """«1. EMPLOI» where «AXE 1 : Emploi» is known says the same thing again."""
    for name in sorted(families, key=lambda n: (n.startswith("word"), len(families[n].tokens))):
        for other in [n for n in families if n.startswith("word") and n != name]:
            if name in families and _is_alias(families[name], families[other]):
                _fold_alias(families, name, other)


def _is_alias(family: Family, other: Family) -> bool:
    if family.parts != other.parts or not family.parts or family.stem == other.stem:
        return False
    mine, theirs = family.titles(), other.titles()
    alike = sum(_told(code, title, theirs) for code, titles in mine.items() for title in titles)
    return alike >= ALIKE * len(family.tokens)


def _told(code: tuple[str, ...], title: str, titles: dict[tuple[str, ...], list[str]]) -> bool:
    return any(similar(title, known) for known in titles.get(code, []))


def _fold_alias(families: dict[str, Family], name: str, other: str) -> None:
    known = families[other].titles()
    for token in families[name].tokens:
        if token.marker and not _told(token.marker.code, token.marker.title, known):
            _demote(token)
    families[name].tokens = [token for token in families[name].tokens if token.marker]
    _merge(families, name, other)


def _drop_small(families: dict[str, Family]) -> None:
    for name in list(families):
        family = families[name]
        told = name.startswith("word") and not name.endswith("capitals")
        lonely = len(family.tokens) < 2 and not told
        bare = " bare" in name and not _roots_of_codes(family, families)
        if lonely or bare or (family.stem in WEAK_NOUNS and len(family.tokens) < 2):
            for token in families.pop(name).tokens:
                _demote(token)


def _roots_of_codes(family: Family, families: dict[str, Family]) -> bool:
    prefixes = {code[:1] for f in families.values() for code in f.titles() if len(code) == 2}
    return len(family.tokens) >= 2 and set(family.titles()) <= prefixes


def _add_headings(families: dict[str, Family], tokens: list[Token]) -> None:
    """Unnumbered titles: levels of the format, else capitals, else lines that open a list."""
    has_codes = any(f.parts > 1 for f in families.values())
    highest = min((f for f in families.values() if f.stem), key=lambda f: f.first, default=None)
    for at, token in enumerate(tokens):
        name = ""
        if token.kind == "heading":
            name = f"heading {token.heading}"
        elif token.kind == "text" and not has_codes:
            name = _visual_heading(tokens, at, highest.name if highest else "")
        if name:
            token.kind = "mark"
            token.marker = Marker(name, (), "", token.text)
            families.setdefault(name, Family(name)).tokens.append(token)
    leads = families.get("plain colon")
    if leads and (len(leads.tokens) < 3 or "plain" in families):
        for token in families.pop("plain colon").tokens:
            _demote(token)


def _visual_heading(tokens: list[Token], at: int, highest: str) -> str:
    token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    previous = tokens[at - 1] if at else None
    stands_alone = token.gap or previous is None or previous.kind == "bullet"
    if following is None or not stands_alone or token.text[:1].islower():
        return ""
    if looks_like_heading(token.text) and following.kind != "counts":
        return "capitals"
    opens = (
        _opens_a_series(previous, following, highest)
        and len(token.text) < 120
        and not hangs(token.text)
    )
    if opens and token.text.endswith(":") and following.kind == "bullet":
        return "plain colon"
    return "plain" if opens and token.text[-1] not in ".:;,!?»" else ""


def _opens_a_series(previous: Token | None, token: Token, highest: str) -> bool:
    """A first item: a bullet, the first number, or between two marks one of a lower level."""
    if token.kind == "bullet":
        return True
    if token.kind == "mark" and token.mark.stem and token.mark.code:
        between = previous is not None and previous.kind == "mark"
        return between and token.mark.family != highest
    is_first = token.kind == "mark" and len(token.mark.code) == 1 and not token.mark.stem
    return is_first and token.mark.code[0] in {"1", "a", "i"}
