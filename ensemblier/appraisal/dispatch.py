"""Which committee examines an application, and who of the team follows it. Knows no model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Scope:
    """What a committee examines: empty themes mean all of them, and so do empty areas.

    `rank` is its place among the committees of the call.
    """

    key: int
    themes: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    rank: int = 0


@dataclass(frozen=True)
class Subject:
    """An application: its themes and every theme above them, the areas of its people."""

    key: int
    themes: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()


def committee_of(subject: Subject, scopes: Iterable[Scope]) -> int | None:
    """The committee that names both its theme and its area, else one of them, else neither;
    among equals, the first in the order of the call."""
    fitting = [(-_named(scope), scope.rank, scope.key) for scope in scopes if _fits(subject, scope)]
    return min(fitting)[2] if fitting else None


def _fits(subject: Subject, scope: Scope) -> bool:
    return (not scope.themes or bool(scope.themes & subject.themes)) and (
        not scope.areas or bool(scope.areas & subject.areas)
    )


def _named(scope: Scope) -> int:
    return bool(scope.themes) + bool(scope.areas)


class Why(Enum):
    """What made somebody the one who follows a file."""

    FORMER = "former"
    SEATED = "seated"
    FREE = "free"


@dataclass(frozen=True)
class Task:
    """A file that nobody follows. `former` followed the same action the year before; `seated`
    are those of the team who sit in its committee."""

    key: int
    former: int | None = None
    seated: frozenset[int] = frozenset()


def share_out(
    tasks: Sequence[Task], team: Sequence[int], load: Mapping[int, int]
) -> dict[int, tuple[int, Why]]:
    """Who gets each file, and why: who knows the action, else who sits in its committee, else
    who has the fewest; `load` counts what each follows already. Nothing without a team."""
    counts = {person: load.get(person, 0) for person in team}
    shared: dict[int, tuple[int, Why]] = {}
    for task in tasks:
        if not counts:
            break
        if task.former in counts:
            person, why = task.former, Why.FORMER
        else:
            seated = [one for one in team if one in task.seated]
            person = min(seated or team, key=lambda one: (counts[one], team.index(one)))
            why = Why.SEATED if seated else Why.FREE
        assert person is not None  # noqa: S101 – a member of `counts`
        counts[person] += 1
        shared[task.key] = (person, why)
    return shared
