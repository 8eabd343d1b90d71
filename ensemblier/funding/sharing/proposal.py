"""The best sharing with its reasons, or the rules that cannot all hold."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import Refused
from ensemblier.core.typography import euros, number
from ensemblier.funding.sharing.problem import (
    WHOLE,
    ImpossibleRules,
    Limit,
    Problem,
    Proposal,
    Share,
)
from ensemblier.funding.sharing.programme import (
    Solution,
    best_sharing,
    is_possible,
    most_for,
    without,
)
from ensemblier.funding.sharing.reasons import reasons_of

SECONDS = 20.0


def share(problem: Problem, *, seconds: float = SECONDS) -> Proposal:
    """Raises `ImpossibleRules`. `seconds` bounds the solving; when it ends before, as much again
    may go into asking what each least share that is exactly met costs to the others."""
    solution = best_sharing(problem, seconds)
    if solution is None:
        raise _impossible(problem, seconds)
    amounts, freed = _filled(problem, solution.amounts), []
    if solution.is_proven:
        amounts = solution.amounts
        freed = list(_freed(problem, amounts, seconds))
    return Proposal(
        amounts={line.id: amount for line, amount in zip(problem.lines, amounts, strict=True)},
        reasons=reasons_of(problem, amounts, freed, is_proven=solution.is_proven),
        is_proven=solution.is_proven,
        measures=problem.measures(amounts),
    )


def _filled(problem: Problem, amounts: list[int]) -> list[int]:
    """Give what still can be given, the highest priorities first."""
    filled = list(amounts)
    for place in sorted(range(len(filled)), key=lambda place: -problem.lines[place].priority):
        line = problem.lines[place]
        while filled[place] < line.asked:
            raised = list(filled)
            raised[place] = line.above(filled[place], problem.step)
            if problem.faults(raised):
                break
            filled = raised
    return filled


def _freed(
    problem: Problem, amounts: list[int], seconds: float
) -> Iterator[tuple[Share, list[int]]]:
    """For each least share that is exactly met, the sharing without it, while there is time."""
    deadline = time.monotonic() + seconds
    for place, rule in enumerate(problem.shares):
        limit = _limit_of(problem, rule)
        if limit.lower is None or rule.minimum is None:
            continue
        if limit.total(amounts) - limit.lower < problem.step * WHOLE:
            solution = _in_time(_relaxed(problem, place), deadline - time.monotonic())
            if solution is not None and solution.is_proven:
                yield rule, solution.amounts


def _in_time(problem: Problem, seconds: float) -> Solution | None:
    try:
        return best_sharing(problem, seconds) if seconds > 0 else None
    except Refused:
        return None


def _relaxed(problem: Problem, place: int) -> Problem:
    shares = list(problem.shares)
    shares[place] = replace(shares[place], minimum=None)
    return replace(problem, shares=shares)


def _limit_of(problem: Problem, rule: Share) -> Limit:
    return next(limit for limit in problem.limits if limit.share is rule)


def _impossible(problem: Problem, seconds: float) -> ImpossibleRules:
    """Leave out one rule after another: those that remain conflict, and none is there in vain."""
    reduced = problem
    place = 0
    while place < len(reduced.shares):
        smaller = without(reduced, place)
        if is_possible(smaller, seconds):
            place += 1
        else:
            reduced = smaller
    return ImpossibleRules(_conflict(reduced, seconds), reduced.shares)


def _conflict(problem: Problem, seconds: float) -> str:
    sentences = [
        _("Ces règles ne peuvent pas tenir ensemble\u00a0: %(rules)s.")
        % {"rules": "\u00a0; ".join(said(rule, problem) for rule in problem.shares)}
    ]
    for place, rule in enumerate(problem.shares):
        if rule.minimum is not None:
            limit = _limit_of(problem, rule)
            most = most_for(_relaxed(problem, place), limit, seconds) // WHOLE
            sentences.append(
                _("«\u00a0%(label)s\u00a0» peut recevoir %(most)s au plus.")
                % {"label": rule.label, "most": euros(most)}
            )
    return " ".join(sentences)


def said(rule: Share, problem: Problem) -> str:
    """au moins 30 % pour « Emploi » (120 000 €)"""
    parts = []
    for share_, form in (
        (rule.minimum, _("au moins %(share)s\u00a0%% pour «\u00a0%(label)s\u00a0» (%(amount)s)")),
        (rule.maximum, _("au plus %(share)s\u00a0%% pour «\u00a0%(label)s\u00a0» (%(amount)s)")),
    ):
        if share_ is not None:
            amount = euros(share_ * problem.total // WHOLE)
            parts.append(
                form % {"share": number(share_ / 100), "label": rule.label, "amount": amount}
            )
    return ", ".join(parts)
