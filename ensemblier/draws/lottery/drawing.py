"""The lottery of a problem."""

from __future__ import annotations

from ensemblier.draws.lottery.conflicts import conflict_of, relaxation_of
from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.leximin import leximin_of
from ensemblier.draws.lottery.mixture import Tell
from ensemblier.draws.lottery.outcome import Lottery
from ensemblier.draws.lottery.panels import panels_of
from ensemblier.draws.lottery.problem import InfeasibleQuotas, Problem
from ensemblier.draws.lottery.rounding import rounded

SHARE_OF_CHANCES = 0.9


def lottery_of(problem: Problem, *, seed: int | str = 0, tell: Tell | None = None) -> Lottery:
    """The fairest lottery. The seed says who comes first among equals and which number each
    panel bears, never anyone's exact chance.

    `tell` is told how much of the work is done, from 0 to 1. Raises InfeasibleQuotas.
    """
    tell = tell or (lambda _done: None)
    kinds = Kinds.of(problem)
    mixture = leximin_of(kinds, lambda done: tell(done * SHARE_OF_CHANCES))
    if mixture is None:
        raise InfeasibleQuotas(conflict_of(problem), relaxation_of(problem))
    tell(SHARE_OF_CHANCES)
    panels = panels_of(kinds, rounded(kinds, mixture), seed)
    tell(1.0)
    return Lottery(kinds.chances_of(mixture.expected), panels)
