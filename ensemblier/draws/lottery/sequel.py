"""After a first panel: replacements of those who leave it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery.drawing import lottery_of
from ensemblier.draws.lottery.mixture import Tell
from ensemblier.draws.lottery.outcome import Lottery
from ensemblier.draws.lottery.problem import Change, InfeasibleQuotas, Problem, Quota


@dataclass(frozen=True)
class Sequel:
    """A lottery among the `eligible` rows. Rows are those of the whole pool everywhere.

    `staying` are the people in place, who count in the quotas and at whose address nobody is
    drawn. `quotas` are those that every panel meets: the `unmet` ones, which nobody
    left could meet, appear in them as they had to be changed.
    """

    lottery: Lottery
    seats: int
    quotas: tuple[Quota, ...]
    unmet: tuple[Change, ...]
    eligible: tuple[int, ...]
    staying: tuple[int, ...]
    leaving: tuple[int, ...] = ()


def replacement_lottery(
    problem: Problem,
    panel: Collection[int],
    leaving: Collection[int],
    *,
    eligible: Collection[int] | None = None,
    gone: Collection[int] = (),
    seed: int | str = 0,
    tell: Tell | None = None,
) -> Sequel:
    """As many people as leave, so that the panel meets its quotas again, as far as possible.

    `eligible` are the rows who may come in, the alternates for instance; everybody in the pool
    unless given. Whoever has `gone` before does not come back. Raises InvalidInput when too few
    people are left.
    """
    if not leaving or not set(leaving) <= set(panel):
        raise InvalidInput(_("Les personnes à remplacer doivent être sur le panel."))
    staying = tuple(sorted(set(panel) - set(leaving)))
    held = {quota: _held(problem, quota, staying) for quota in problem.quotas}
    start = Sequel(
        Lottery((), ()),
        seats=len(set(leaving)),
        quotas=problem.quotas,
        unmet=(),
        eligible=_candidates(problem, staying, {*panel, *gone}, eligible),
        staying=staying,
        leaving=tuple(sorted(set(leaving))),
    )
    return _drawn(problem, start, held, seed, tell)


def _held(problem: Problem, quota: Quota, rows: Collection[int]) -> int:
    return sum(problem.people[row][quota.feature] == quota.value for row in rows)


def _candidates(
    problem: Problem,
    staying: Collection[int],
    excluded: Collection[int],
    eligible: Collection[int] | None,
) -> tuple[int, ...]:
    rows = range(len(problem.people)) if eligible is None else sorted(set(eligible))
    addresses = problem.addresses or ("",) * len(problem.people)
    taken = {addresses[row] for row in staying} - {""}
    out = set(excluded)
    return tuple(row for row in rows if row not in out and addresses[row] not in taken)


def _drawn(
    problem: Problem,
    start: Sequel,
    held: dict[Quota, int],
    seed: int | str,
    tell: Tell | None,
) -> Sequel:
    rows = start.eligible
    if start.seats < 1 or len(rows) < start.seats:
        raise _too_few(len(rows))
    left = Problem(
        tuple(problem.people[row] for row in rows),
        tuple(_left(quota, held[quota]) for quota in start.quotas),
        start.seats,
        problem.addresses and tuple(problem.addresses[row] for row in rows),
    )
    changed: dict[tuple[str, str], Change] = {}
    try:
        lottery = lottery_of(left, seed=seed, tell=tell)
    except InfeasibleQuotas as refusal:
        if refusal.relaxation.seats < start.seats:
            raise _too_few(refusal.relaxation.seats) from refusal
        lottery = lottery_of(refusal.relaxation.applied_to(left), seed=seed, tell=tell)
        changed = {(one.old.feature, one.old.value): one for one in refusal.relaxation.changes}
    unmet = tuple(_unmet(start.quotas, held, changed))
    new = {change.old: change.new for change in unmet}
    return replace(
        start,
        lottery=_in_pool(lottery, rows, len(problem.people)),
        quotas=tuple(new.get(quota, quota) for quota in start.quotas),
        unmet=unmet,
    )


def _too_few(count: int) -> InvalidInput:
    return InvalidInput(
        _("Il ne reste pas assez de personnes à tirer au sort\u00a0: {n} au plus.").format(n=count)
    )


def _left(quota: Quota, held: int) -> Quota:
    """What is left of a quota once some people count in it."""
    bounds = (quota.minimum, quota.maximum, quota.floor, quota.ceiling)
    minimum, maximum, floor, ceiling = (max(0, bound - held) for bound in bounds)
    return Quota(quota.feature, quota.value, minimum, maximum, floor, ceiling)


def _unmet(
    quotas: Sequence[Quota], held: dict[Quota, int], changed: dict[tuple[str, str], Change]
) -> Iterator[Change]:
    """The quotas as they are met once the seats are filled, where they had to change: because
    nobody left could meet them, or because the people in place exceed them already."""
    for quota in quotas:
        minimum, maximum = quota.minimum, max(quota.maximum, held[quota])
        if change := changed.get((quota.feature, quota.value)):
            minimum -= change.old.minimum - change.new.minimum
            maximum += change.new.maximum - change.old.maximum
        if (minimum, maximum) != (quota.minimum, quota.maximum):
            yield Change(quota, Quota(quota.feature, quota.value, minimum, maximum))


def _in_pool(lottery: Lottery, rows: Sequence[int], people: int) -> Lottery:
    """The same lottery in the rows of the whole pool; nobody else has a chance."""
    chances = [0.0] * people
    for row, chance in zip(rows, lottery.chances, strict=True):
        chances[row] = chance
    panels = tuple(tuple(rows[place] for place in panel) for panel in lottery.panels)
    return Lottery(tuple(chances), panels)
