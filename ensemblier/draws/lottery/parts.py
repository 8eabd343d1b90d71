"""One panel per neighborhood, or per value of any feature: a problem for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery.problem import Problem, scaled_quotas


@dataclass(frozen=True)
class Part:
    """`rows[i]` is the row in the whole pool of person i of `problem`."""

    problem: Problem
    rows: tuple[int, ...]


def parts_of(problem: Problem, feature: str, seats: Mapping[str, int]) -> dict[str, Part]:
    """A problem for each value of the feature that gets seats, drawn apart from the others.

    The quotas of the other features apply in proportion: minimums rounded down, maximums up.
    Raises InvalidInput when a value has nobody, or fewer people than seats.
    """
    return {value: _part(problem, feature, value, count) for value, count in seats.items()}


def _part(problem: Problem, feature: str, value: str, seats: int) -> Part:
    rows = tuple(row for row, person in enumerate(problem.people) if person[feature] == value)
    if not rows:
        raise InvalidInput(
            _("Personne n’a «\u00a0{value}\u00a0» dans «\u00a0{feature}\u00a0».").format(
                value=value, feature=feature
            )
        )
    others = [quota for quota in problem.quotas if quota.feature != feature]
    part = Problem(
        tuple(problem.people[row] for row in rows),
        scaled_quotas(others, seats, problem.seats),
        seats,
        problem.addresses and tuple(problem.addresses[row] for row in rows),
    )
    return Part(part, rows)
