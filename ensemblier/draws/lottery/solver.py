"""Linear programmes, in whole numbers or not, solved by HiGHS: one thread, a fixed seed."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
INFINITY = float(highspy.kHighsInf)
Options = dict[str, bool | int | float]
COMMON: Options = {"output_flag": False, "threads": 1, "random_seed": 0}
FRACTIONS: Options = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}
WHOLE: Options = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-7}
# For panels that only have to be good: one of the first found will do, or none.
QUICK: Options = {
    "mip_rel_gap": 0.05,
    "mip_max_nodes": 200,
    "mip_max_improving_sols": 1,
    "mip_detect_symmetry": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
}


@dataclass(frozen=True)
class Answer:
    """`prices` are the duals of the rows, `reduced` those of the columns; both empty for a
    programme in whole numbers. `bound`: no solution has a larger objective."""

    values: Numbers
    objective: float
    bound: float
    prices: Numbers
    reduced: Numbers


class UnsolvedError(RuntimeError):
    """A programme that has a solution was not solved: a fault of ours or of the solver."""


class Programme:
    """A programme to maximize. Rows and columns are added or changed between two runs, and
    what the solver learnt in one run serves in the next."""

    def __init__(self, *, whole: bool = False, quick: bool = False) -> None:
        self.whole = whole
        self.columns = 0
        self.rows = 0
        self._solver = highspy.Highs()
        own = {**WHOLE, **(QUICK if quick else {})} if whole else FRACTIONS
        for name, value in {**COMMON, **own}.items():
            self._solver.setOptionValue(name, value)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def add_columns(
        self, lower: Numbers, upper: Numbers, costs: Numbers, *, whole: bool | None = None
    ) -> None:
        """Columns that are in no row yet."""
        count = len(costs)
        nothing = np.array([], dtype=np.int32)
        starts = np.zeros(count, dtype=np.int32)
        self._solver.addCols(count, costs, lower, upper, 0, starts, nothing, np.array([]))
        if self.whole if whole is None else whole:
            places = np.arange(self.columns, self.columns + count, dtype=np.int32)
            kinds = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
            self._solver.changeColsIntegrality(count, places, kinds)
        self.columns += count

    def add_column(self, cost: float, entries: Numbers) -> None:
        """One column of 0 or more, with its value in every row."""
        places = np.nonzero(entries)[0].astype(np.int32)
        self._solver.addCol(cost, 0.0, INFINITY, len(places), places, entries[places])
        self.columns += 1

    def add_row(self, entries: Numbers, lower: float, upper: float) -> None:
        places = np.nonzero(entries)[0].astype(np.int32)
        self._solver.addRow(lower, upper, len(places), places, entries[places])
        self.rows += 1

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        self._solver.changeRowBounds(row, lower, upper)

    def change(self, row: int, column: int, value: float) -> None:
        self._solver.changeCoeff(row, column, value)

    def bound_columns(self, lower: Numbers, upper: Numbers) -> None:
        """Of the first columns, as many as bounds are given."""
        places = np.arange(len(lower), dtype=np.int32)
        self._solver.changeColsBounds(len(lower), places, lower, upper)

    def price(self, costs: Numbers) -> None:
        places = np.arange(len(costs), dtype=np.int32)
        self._solver.changeColsCost(len(costs), places, costs)

    def maximize(self, costs: Numbers | None = None) -> Answer | None:
        """None when nothing satisfies the rows."""
        if costs is not None:
            self.price(costs)
        self._solver.run()
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kUnknown:
            self._solver.clearSolver()  # what it learnt before misled it
            self._solver.run()
        found = self._solver.getInfo()
        if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        solution = self._solver.getSolution()
        objective = float(found.objective_function_value)
        is_mip = self.whole
        return Answer(
            values=np.array(solution.col_value),
            objective=objective,
            bound=float(found.mip_dual_bound) if is_mip else objective,
            prices=np.array([] if is_mip else solution.row_dual),
            reduced=np.array([] if is_mip else solution.col_dual),
        )

    def solve(self) -> Answer:
        """When a solution is known to exist."""
        answer = self.maximize()
        if answer is None:
            raise UnsolvedError
        return answer
