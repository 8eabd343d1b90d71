"""A scenario computed from the agreed priorities. It proposes; people decide."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.db.models import Q

from ensemblier.accounts.models import User
from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.budget import budget_of
from ensemblier.applications.models import BudgetLine
from ensemblier.appraisal.enums import OpinionValue
from ensemblier.appraisal.models import Opinion
from ensemblier.calls.models import Call
from ensemblier.funding.models import Scenario
from ensemblier.funding.operations.scenarios import (
    keep_scenario,
    lines_seen,
    open_lines,
    require_try,
)
from ensemblier.funding.permissions import columns_of
from ensemblier.funding.queries.matrix import Line as MatrixLine
from ensemblier.funding.queries.matrix import Matrix, matrix_of, themes_above
from ensemblier.funding.sharing import Action, Dimension, Envelope, Line, Problem, Share, share
from ensemblier.funding.sharing.problem import STEP
from ensemblier.plans.enums import Priority

POINTS = {
    OpinionValue.FAVOURABLE: 30,
    OpinionValue.RESERVED: 20,
    OpinionValue.REWORK: 10,
    OpinionValue.UNFAVOURABLE: 0,
}
WITHOUT_OPINION = 20
OF_NODE = {Priority.PRIORITY: 10, Priority.COMPLEMENTARY: 0, "": 5}
SECONDS = 6.0


@dataclass(frozen=True)
class Rules:
    """What a person asks of the sharing: shares of nodes and areas in ten-thousandths, the step
    in cents, and the most that an action may get, in percent of its expenses."""

    shares: tuple[Share, ...] = ()
    step: int = STEP
    ceiling_percent: int | None = None

    def as_dict(self) -> dict[str, object]:
        return {
            "shares": [asdict(rule) for rule in self.shares],
            "step": self.step,
            "ceiling_percent": self.ceiling_percent,
        }


def compute_scenario(
    *, call: Call, name: str, rules: Rules, by: User, at: datetime.datetime
) -> Scenario:
    """Share what is left in the envelopes of the columns that `by` may write among the lines not
    decided yet; the other lines keep today's amounts. Raises Refused, with the rules in conflict.

    The solver works outside any transaction: nobody waits for it.
    """
    require_try(by, call)
    matrix = matrix_of(call, by)
    problem = problem_of(matrix, rules, by)
    proposal = share(problem, seconds=SECONDS)
    amounts = {line.request_id: line.expected for line in lines_seen(matrix)} | proposal.amounts
    reasons = {
        pk: " ".join(reason.text for reason in found) for pk, found in proposal.reasons.items()
    }
    told = {**rules.as_dict(), "is_proven": proposal.is_proven}
    with transaction.atomic():
        return keep_scenario(
            call=call, name=name, amounts=amounts, by=by, at=at, rules=told, reasons=reasons
        )


def problem_of(matrix: Matrix, rules: Rules, by: User) -> Problem:
    """Lines in the order of the matrix: applications, then funders."""
    columns = columns_of(by, matrix.call)
    lines = {line.request_id: line for line in open_lines(matrix, columns)}
    priorities = priorities_of(matrix)
    above = themes_above(matrix.nodes.values())
    ceilings = _ceilings(matrix, rules.ceiling_percent, lines)
    envelopes = [
        Envelope(gauge.pk, f"{column.label}, {gauge.label}", gauge.left)
        for column in matrix.columns
        for gauge in column.gauges
        if columns is None or column.funder_id in columns
    ]
    actions: list[Action] = []
    shared: list[Line] = []
    for row in matrix.rows:
        own = [line for line in row.lines.values() if line.request_id in lines and line.envelope_id]
        if not own:
            continue
        label = f"{row.reference} {row.title}"
        actions.append(Action(row.pk, label, ceiling=ceilings.get(row.pk)))
        themes = tuple(str(pk) for pk in sorted(above.get(row.node_id or 0, ())))
        areas = tuple((str(pk), part) for pk, part in row.areas if pk is not None)
        shared.extend(
            Line(
                line.request_id,
                row.pk,
                line.envelope_id or 0,
                line.asked,
                line.minimum,
                priorities[line.request_id],
                themes,
                areas,
            )
            for line in own
        )
    return Problem(envelopes, actions, shared, rules.shares, rules.step)


def node_share(matrix: Matrix, node_id: int, minimum: int | None, maximum: int | None) -> Share:
    """A rule on a node and all that it holds."""
    node = matrix.nodes[node_id]
    label = f"{node.code} {node.short_title}".strip()
    return Share(Dimension.THEME, str(node.theme_id), label, minimum, maximum)


def area_share(matrix: Matrix, area_id: int, minimum: int | None, maximum: int | None) -> Share:
    return Share(Dimension.AREA, str(area_id), matrix.areas[area_id], minimum, maximum)


@dataclass
class _Given:
    """Opinions on one application."""

    points: list[int] = field(default_factory=list)
    against: set[int] = field(default_factory=set)

    @property
    def mean(self) -> int:
        """Rounded down; whole, so that every figure after it is."""
        return sum(self.points) // len(self.points) if self.points else WITHOUT_OPINION


def priorities_of(matrix: Matrix) -> dict[int, int]:
    """{request: its priority}, as `docs/rules/sharing.md` says."""
    given: dict[int, _Given] = defaultdict(_Given)
    found = Opinion.objects.filter(application__call=matrix.call).exclude(Q(value=""))
    for application_id, value, funder_id in found.values_list(
        "application", "value", "organization"
    ):
        opinions = given[application_id]
        opinions.points.append(POINTS[OpinionValue(value)])
        if value == OpinionValue.UNFAVOURABLE and funder_id is not None:
            opinions.against.add(funder_id)
    return {
        line.request_id: _priority(matrix, row.node_id, given[row.pk], line)
        for row in matrix.rows
        for line in row.lines.values()
    }


def _priority(matrix: Matrix, node_id: int | None, given: _Given, line: MatrixLine) -> int:
    if given.mean == 0 or line.funder_id in given.against:
        return 0
    node = matrix.nodes.get(node_id or 0)
    return given.mean + OF_NODE[Priority(node.priority) if node and node.priority else ""]


def _ceilings(
    matrix: Matrix, percent: int | None, shared: Mapping[int, MatrixLine]
) -> dict[int, int]:
    """{application: the most that the lines shared may still bring it}; none without budget."""
    if percent is None:
        return {}
    budgets = _expenses(
        BudgetLine.objects.filter(application__call=matrix.call).values_list(
            "application", "account", "planned_cents"
        )
    )
    ceilings = {}
    for row in matrix.rows:
        if budgets.get(row.pk):
            kept = sum(
                line.expected for line in row.lines.values() if line.request_id not in shared
            )
            ceilings[row.pk] = max(budgets[row.pk] * percent // 100 - kept, 0)
    return ceilings


def _expenses(rows: Iterable[tuple[int, str, int]]) -> dict[int, int]:
    lines: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for application_id, account, cents in rows:
        if account in ACCOUNTS:
            lines[application_id].append((account, cents))
    return {pk: budget_of(found).expenses for pk, found in lines.items()}
