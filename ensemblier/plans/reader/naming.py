"""What the plan calls its levels: the word before a code, a column's head, a count."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from .details import Count
from .outline import Draft
from .walk import Reading
from .wording import LEVEL_PHRASE, fold, level_name, level_stem

DECLENSION = re.compile(
    rf"declin\w+ en (?:\w+ )?({LEVEL_PHRASE}(?:(?:,| et|,? puis) (?:en )?{LEVEL_PHRASE})*)"
)


def name_levels(reading: Reading, drafts: list[Draft], levels: dict[Draft, int]) -> list[str]:
    number = max(levels.values(), default=-1) + 1
    names: list[str | None] = [_own(drafts, levels, at) for at in range(number)]
    _from_headers(reading, names)
    _from_counts(reading, levels, names)
    _from_labels(reading, levels, names)
    _from_prose(reading, names)
    _by_elimination(reading, names)
    return [
        level_name(n) if n else _("niveau %(number)s") % {"number": at}
        for at, n in enumerate(names, 1)
    ]


def _counts(reading: Reading) -> list[tuple[Draft | None, Count]]:
    return [(draft, count) for draft, said in reading.counts for count in said.counts]


def _own(drafts: list[Draft], levels: dict[Draft, int], level: int) -> str | None:
    members = [draft for draft in drafts if levels[draft] == level]
    stems = Counter(draft.stem for draft in members if draft.stem)
    if not stems:
        return None
    stem, number = stems.most_common(1)[0]
    return stem if number * 3 >= len(members) else None


def _from_headers(reading: Reading, names: list[str | None]) -> None:
    for text in reading.headers:
        stems = [level_stem(found) for found in re.findall(LEVEL_PHRASE, fold(text))]
        if len(stems) > len(names):
            continue
        start = _start(stems, names)
        for at, stem in enumerate(stems, start):
            names[at] = names[at] or stem


def _start(stems: list[str], names: list[str | None]) -> int:
    """Where a header's columns fit: by a level already named, else from the first without."""
    for at, stem in enumerate(stems):
        if stem in names and 0 <= names.index(stem) - at <= len(names) - len(stems):
            return names.index(stem) - at
    unnamed = names.index(None) if None in names else 0
    return min(unnamed, len(names) - len(stems))


def _from_counts(reading: Reading, levels: dict[Draft, int], names: list[str | None]) -> None:
    """«4 objectifs» under a node that holds four nodes of a level without a name."""
    votes: dict[int, Counter[str]] = {at: Counter() for at, name in enumerate(names) if not name}
    totals = Counter(
        (above, level) for node, level in levels.items() for above in [None, *node.ancestors()]
    )
    for draft, count in _counts(reading):
        stem = level_stem(count.phrase)
        for at, found in votes.items():
            if stem not in names and totals[draft, at] == count.number:
                found[stem] += 1
    for at, found in votes.items():
        free = [stem for stem, _ in found.most_common() if stem not in names]
        names[at] = free[0] if free else None


def _from_labels(reading: Reading, levels: dict[Draft, int], names: list[str | None]) -> None:
    for draft, stem in reading.stems:
        below = levels[draft] + 1 if draft in levels and draft else None
        if below is not None and below < len(names) and not names[below] and stem not in names:
            names[below] = stem


def _from_prose(reading: Reading, names: list[str | None]) -> None:
    """«… axes, déclinés en programmes»: a level word of the text that no level bears yet."""
    gaps = [at for at, name in enumerate(names) if not name]
    for line in reading.lines:
        found = DECLENSION.search(fold(line.text))
        stems = [level_stem(p) for p in re.findall(LEVEL_PHRASE, found[1])] if found else []
        for stem in stems:
            if gaps and stem not in names:
                names[gaps.pop(0)] = stem


def _by_elimination(reading: Reading, names: list[str | None]) -> None:
    """Counts declared for the whole document name the levels that are left, in order."""
    stems = [level_stem(count.phrase) for draft, count in _counts(reading) if draft is None]
    left = list(dict.fromkeys(stem for stem in stems if stem not in names))
    gaps = [at for at, name in enumerate(names) if not name]
    if len(left) == len(gaps):
        for at, stem in zip(gaps, left, strict=True):
            names[at] = stem
