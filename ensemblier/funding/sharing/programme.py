"""The sharing as a programme in whole numbers, solved by HiGHS."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import highspy
import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from ensemblier.core.exceptions import Refused
from ensemblier.funding.sharing.problem import Limit, Line, Problem

Terms = dict[int, int]
INFINITY = highspy.kHighsInf
FEASIBLE = highspy.SolutionStatus.kSolutionStatusFeasible
# Every column is bounded, so «unbounded or infeasible» can only be the latter.
IMPOSSIBLE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
# Measures are whole numbers: less than one apart is equal.
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.9,
    "mip_feasibility_tolerance": 1e-9,
}


@dataclass
class _Rows:
    """Inequalities, in the compressed form that the solver reads."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, terms: Mapping[int, int], lower: float, upper: float) -> None:
        divisor = math.gcd(*terms.values()) or 1
        self.columns.extend(terms)
        self.values.extend(value // divisor for value in terms.values())
        self.lower.append(lower if lower == -INFINITY else -(-lower // divisor))
        self.upper.append(upper if upper == INFINITY else upper // divisor)
        self.starts.append(len(self.columns))


@dataclass(frozen=True)
class Solution:
    """Cents per line, in the order of the lines. `is_proven`: nothing better exists."""

    amounts: list[int]
    is_proven: bool = True


class Programme:
    """Columns are whole numbers; `money` gives each line's amount in `unit` cents as terms."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.unit = math.gcd(problem.step, *(line.asked for line in problem.lines))
        self.uppers: list[int] = []
        self.rows = _Rows()
        self.money: list[Terms] = []
        self.served: list[Terms] = []
        for line in problem.lines:
            self._add_line(line)
        self.helped = {action.id: self._column(1) for action in problem.actions}
        for action, places in problem.places_of_action.items():
            self._add_action(action, places)
        for limit in problem.limits:
            self._add_limit(limit)

    def _column(self, upper: int) -> int:
        self.uppers.append(upper)
        return len(self.uppers) - 1

    def _add_line(self, line: Line) -> None:
        step = self.problem.step
        whole, rest = divmod(line.asked, step)
        least = line.least(step)
        if not line.asked or not line.priority:
            self.money.append({})
            self.served.append({})
        elif least == line.asked:
            column = self._column(1)
            self.money.append({column: line.asked // self.unit})
            self.served.append({column: 1})
        else:
            steps = self._column(whole)
            terms = {steps: step // self.unit}
            if rest:
                full = self._column(1)
                terms[full] = rest // self.unit
                self.rows.add({steps: 1, full: -whole}, 0, INFINITY)
            served = steps
            if least > step:
                served = self._column(1)
                self.rows.add({steps: 1, served: -whole}, -INFINITY, 0)
                self.rows.add({steps: 1, served: -(least // step)}, 0, INFINITY)
            self.money.append(terms)
            self.served.append({served: 1})

    def _add_action(self, action_id: int, places: Sequence[int]) -> None:
        helped = self.helped[action_id]
        minimum = self.problem.action_of[action_id].minimum
        served = [column for place in places for column in self.served[place]]
        self.rows.add({helped: -1, **dict.fromkeys(served, 1)}, 0, INFINITY)
        if minimum:
            for column in served:
                self.rows.add({column: 1, helped: -self.uppers[column]}, -INFINITY, 0)
            total = self.total(dict.fromkeys(places, 1))
            self.rows.add({**total, helped: minimum // -self.unit}, 0, INFINITY)

    def _add_limit(self, limit: Limit) -> None:
        lower = -INFINITY if limit.lower is None else -(-limit.lower // self.unit)
        upper = INFINITY if limit.upper is None else limit.upper // self.unit
        terms = self.total(limit.weights)
        if terms or lower > 0:
            self.rows.add(terms, lower, upper)

    def total(self, weights: Mapping[int, int]) -> Terms:
        """Σ weight × amount over the lines at these positions, in `unit` cents."""
        return {
            column: weight * value
            for place, weight in weights.items()
            for column, value in self.money[place].items()
        }

    def measures(self) -> list[Terms]:
        """What is maximized, in order; the same three as `Problem.measures`."""
        lines = self.problem.lines
        count = len(lines)
        return [
            self.total({place: line.priority for place, line in enumerate(lines)}),
            dict.fromkeys(self.helped.values(), 1),
            self.total({place: count - place for place in range(count)}),
        ]

    def maximize(self, measures: Sequence[Terms], seconds: float) -> Solution | None:
        """The best by each measure in turn, or None when nothing meets the rules."""
        deadline = time.monotonic() + seconds
        best: list[int] | None = None
        is_proven = True
        for measure in filter(None, measures):
            values, is_proven = self._run(measure, best, deadline)
            if values is None and best is None and is_proven:
                return None
            best = values or best
            if best is None or not is_proven:
                break
            reached = sum(value * best[column] for column, value in measure.items())
            self.rows.add(measure, reached, INFINITY)
        return Solution(self._checked(best or [0] * len(self.uppers)), is_proven)

    def _run(
        self, measure: Terms, start: list[int] | None, deadline: float
    ) -> tuple[list[int] | None, bool]:
        """The best values found, if any, and whether that is certain."""
        solver = self._solver(measure, max(deadline - time.monotonic(), 0.1))
        columns = np.arange(len(self.uppers), dtype=np.int32)
        if start is not None:
            solver.setSolution(len(start), columns, np.array(start, dtype=np.float64))
        solver.run()
        status = solver.getModelStatus()
        if status in IMPOSSIBLE:
            return None, True
        found = solver.getInfo().primal_solution_status == FEASIBLE
        values = [round(value) for value in solver.getSolution().col_value] if found else None
        return values, found and status == highspy.HighsModelStatus.kOptimal

    def _solver(self, measure: Terms, seconds: float) -> highspy.Highs:
        solver = highspy.Highs()
        for name, value in OPTIONS.items():
            solver.setOptionValue(name, value)
        solver.setOptionValue("time_limit", seconds)
        divisor = math.gcd(*measure.values())
        costs = np.zeros(len(self.uppers))
        for column, value in measure.items():
            costs[column] = value // divisor
        solver.passModel(self._model(costs))
        return solver

    def _model(self, costs: NDArray[np.float64]) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(costs), len(self.rows.lower)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = costs
        model.col_lower_ = np.zeros(len(costs))
        model.col_upper_ = np.array(self.uppers, dtype=np.float64)
        model.row_lower_ = np.array(self.rows.lower, dtype=np.float64)
        model.row_upper_ = np.array(self.rows.upper, dtype=np.float64)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self.rows.starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self.rows.columns, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self.rows.values, dtype=np.float64)
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
        return model

    def _checked(self, values: Sequence[int]) -> list[int]:
        """In cents, each rule checked again in whole numbers."""
        amounts = self._amounts(values)
        if self.problem.faults(amounts):
            raise Refused(_("Le calcul n’a pas trouvé de partage à temps. Simplifiez les règles."))
        return amounts

    def _amounts(self, values: Sequence[int]) -> list[int]:
        return [
            self.unit * sum(value * values[column] for column, value in terms.items())
            for terms in self.money
        ]


def best_sharing(problem: Problem, seconds: float) -> Solution | None:
    programme = Programme(problem)
    return programme.maximize(programme.measures(), seconds)


def most_for(problem: Problem, limit: Limit, seconds: float) -> int:
    """The most that Σ weight × cents of `limit` can reach under the rules of `problem`."""
    programme = Programme(problem)
    solution = programme.maximize([programme.total(limit.weights)], seconds)
    return limit.total(solution.amounts) if solution else 0


def is_possible(problem: Problem, seconds: float) -> bool:
    programme = Programme(problem)
    return programme.maximize([programme.measures()[1]], seconds) is not None


def without(problem: Problem, place: int) -> Problem:
    """The same problem, less one of its shares."""
    kept = [share for index, share in enumerate(problem.shares) if index != place]
    return replace(problem, shares=kept)
