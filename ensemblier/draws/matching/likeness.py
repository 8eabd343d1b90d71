"""How much two names look alike: Jaro and Winkler, made for names typed by hand."""

from __future__ import annotations

PREFIX = 4
PREFIX_WEIGHT = 0.1


def likeness(first: str, second: str) -> float:
    """Between 0 and 1; 1 for the same text.

    Winkler, *String Comparator Metrics*, 1990: the share of letters found at nearly the same
    place, less half of those out of order, more when the first letters agree.
    """
    if first == second:
        return 1.0
    common = _common_letters(first, second)
    if common is None:
        return 0.0
    ours, theirs = common
    moved = sum(a != b for a, b in zip(ours, theirs, strict=True)) / 2
    count = len(ours)
    jaro = (count / len(first) + count / len(second) + (count - moved) / count) / 3
    return jaro + _shared_prefix(first, second) * PREFIX_WEIGHT * (1 - jaro)


def _common_letters(first: str, second: str) -> tuple[list[str], list[str]] | None:
    """The letters of each that the other has near by, in their own order."""
    reach = max(0, max(len(first), len(second)) // 2 - 1)
    taken = [False] * len(second)
    ours: list[str] = []
    for place, letter in enumerate(first):
        for spot in range(max(0, place - reach), min(len(second), place + reach + 1)):
            if not taken[spot] and second[spot] == letter:
                taken[spot] = True
                ours.append(letter)
                break
    if not ours:
        return None
    return ours, [letter for letter, used in zip(second, taken, strict=True) if used]


def _shared_prefix(first: str, second: str) -> int:
    length = 0
    for a, b in zip(first[:PREFIX], second[:PREFIX], strict=False):
        if a != b:
            break
        length += 1
    return length
