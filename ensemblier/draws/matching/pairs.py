"""Certain duplicates and doubtful ones. Only people who share something are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from ensemblier.draws.matching.likeness import likeness

ALIKE = 0.94
ALIKE_AT_HOME = 0.85
FIRST_LETTERS = 3
# A block that large says nothing: everybody of one tower, or a column that holds one word.
LARGEST_BLOCK = 400


@dataclass(frozen=True)
class Person:
    """What is compared; `key` is the caller's own."""

    key: int
    name: str  # as `words.name_key`
    birth_year: int
    address: str  # as `words.address_key`

    @property
    def words(self) -> str:
        return " ".join(sorted(self.name.replace("|", " ").split()))


@dataclass(frozen=True)
class Doubt:
    """Two keys, the smaller first, and why; `likeness` in percent."""

    first: int
    second: int
    reason: str  # "similar", "moved", "other_year"
    likeness: int


def certain_key(person: Person) -> tuple[str, int, str] | None:
    """The same for the same person without any doubt: name, year of birth and address."""
    if not person.address:
        return None
    return (person.name, person.birth_year, person.address)


def doubts_among(people: Iterable[Person]) -> list[Doubt]:
    """Every doubtful pair once, most alike first.

    People are compared when they were born the same year and share the start of the last name
    or of the first one, or an address; or when they bear the same name at the same address.
    """
    found: dict[tuple[int, int], Doubt] = {}
    for one, other in _neighbors(list(people)):
        pair = (min(one.key, other.key), max(one.key, other.key))
        if pair not in found:
            doubt = _doubt_between(one, other)
            if doubt:
                found[pair] = Doubt(*pair, *doubt)
    return sorted(found.values(), key=lambda row: (-row.likeness, row.first, row.second))


def _neighbors(people: list[Person]) -> Iterator[tuple[Person, Person]]:
    blocks: dict[Hashable, list[Person]] = defaultdict(list)
    for person in people:
        for block in _blocks_of(person):
            blocks[block].append(person)
    for members in blocks.values():
        if len(members) <= LARGEST_BLOCK:
            yield from combinations(members, 2)


def _blocks_of(person: Person) -> Iterator[Hashable]:
    last, _bar, first = person.name.partition("|")
    yield "last", person.birth_year, last[:FIRST_LETTERS]
    yield "first", person.birth_year, first[:FIRST_LETTERS]
    yield "words", person.birth_year, person.words
    if person.address:
        yield "address", person.birth_year, person.address
        yield "home", person.words, person.address


def _doubt_between(one: Person, other: Person) -> tuple[str, int] | None:
    same_name = one.words == other.words
    same_year = one.birth_year == other.birth_year
    if same_name and same_year:
        # The same person without any doubt is merged elsewhere; names may be the other way round.
        return ("similar", 99) if one.address == other.address else ("moved", 95)
    if same_name and one.address == other.address:
        return ("other_year", 90)
    if not same_year:
        return None
    alike = max(likeness(one.name, other.name), likeness(one.words, other.words))
    enough = ALIKE_AT_HOME if one.address == other.address and one.address else ALIKE
    return ("similar", min(98, round(100 * alike))) if alike >= enough else None
