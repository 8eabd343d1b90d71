"""Scenarios beside the amounts of today: by funder, by objective, by area, by application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ensemblier.calls.models import Call
from ensemblier.funding.grid import shared_out
from ensemblier.funding.models import Scenario, ScenarioAmount
from ensemblier.funding.queries.matrix import Line, Matrix, Row

WAYS = ("funder", "node", "area", "application")
Weighted = list[tuple[object, int]]


@dataclass
class Comparison:
    """One line of the comparison. `amounts` are in the order of the scenarios, today's first;
    `limit` is the envelope of a funder."""

    label: str
    amounts: list[int]
    asked: int = 0
    limit: int | None = None
    url_pk: int | None = None

    @property
    def differs(self) -> bool:
        return len(set(self.amounts)) > 1

    @property
    def cells(self) -> list[tuple[int, int]]:
        """(amount, by how much it exceeds the limit)"""
        return [
            (cents, max(cents - self.limit, 0) if self.limit is not None else 0)
            for cents in self.amounts
        ]


@dataclass
class Beside:
    """Scenarios side by side."""

    scenarios: list[Scenario]
    rows: list[Comparison] = field(default_factory=list)
    total: Comparison | None = None
    helped: list[int] = field(default_factory=list)


def scenarios_of(call: Call) -> list[Scenario]:
    return list(Scenario.objects.filter(call=call).select_related("created_by"))


def beside(matrix: Matrix, way: str) -> Beside:
    """Two queries more than the matrix, however many scenarios there are."""
    scenarios = scenarios_of(matrix.call)
    amounts: dict[int, dict[int, int]] = {scenario.pk: {} for scenario in scenarios}
    found = ScenarioAmount.objects.filter(scenario__call=matrix.call)
    for scenario_id, request_id, cents in found.values_list("scenario", "request", "amount_cents"):
        amounts[scenario_id][request_id] = cents
    tries = [amounts[scenario.pk] for scenario in scenarios]
    way = way if way in WAYS else "funder"
    parts = _ways()[way]
    rows: dict[object, Comparison] = {}
    total = Comparison(_("Total"), [0] * (len(tries) + 1))
    helped: list[set[int]] = [set() for _try in range(len(tries) + 1)]
    for row in matrix.rows:
        if row.is_closed:
            continue
        for line in row.lines.values():
            values = _values(line, tries)
            for place, cents in enumerate(values):
                total.amounts[place] += cents
                if cents:
                    helped[place].add(row.pk)
            total.asked += line.asked
            _spread(rows, parts(row, line), line.asked, values)
    return Beside(scenarios, _named(matrix, way, rows), total, [len(pks) for pks in helped])


def _values(line: Line, tries: Iterable[dict[int, int]]) -> list[int]:
    """Today's amount, then each scenario's; one made before a request keeps today's."""
    return [line.expected, *(amounts.get(line.request_id, line.expected) for amounts in tries)]


def _spread(rows: dict[object, Comparison], parts: Weighted, asked: int, values: list[int]) -> None:
    shares = [share for _key, share in parts]
    pieces = [shared_out(cents, shares) for cents in (asked, *values)]
    for place, (key, _share) in enumerate(parts):
        row = rows.setdefault(key, Comparison("", [0] * len(values)))
        row.asked += pieces[0][place]
        for rank in range(len(values)):
            row.amounts[rank] += pieces[rank + 1][place]


def _ways() -> dict[str, Callable[[Row, Line], Weighted]]:
    return {
        "funder": lambda _row, line: [(line.funder_id, 1)],
        "node": lambda row, _line: [(row.node_id, 1)],
        "area": lambda row, _line: list(row.areas) or [(None, 1)],
        "application": lambda row, _line: [(row.pk, 1)],
    }


def _named(matrix: Matrix, way: str, rows: dict[object, Comparison]) -> list[Comparison]:
    """In the order of the matrix, each with its label and what limits it."""
    limits = {
        column.funder_id: sum(gauge.amount for gauge in column.gauges) for column in matrix.columns
    }
    named: list[Comparison] = []
    for key, label in _labels(matrix, way):
        if key in rows:
            row = rows.pop(key)
            row.label = label
            if way == "funder":
                row.limit = limits[key]
            if way == "application":
                row.url_pk = key
            named.append(row)
    for row in rows.values():
        row.label = _("Ailleurs") if way == "area" else _("Sans indication")
        named.append(row)
    return named


def _labels(matrix: Matrix, way: str) -> list[tuple[int, str]]:
    if way == "node":
        return [
            (pk, f"{node.code} {node.short_title}".strip()) for pk, node in matrix.nodes.items()
        ]
    if way == "area":
        return list(matrix.areas.items())
    if way == "application":
        return [(row.pk, f"{row.reference} {row.title}") for row in matrix.rows]
    return [(column.funder_id, column.label) for column in matrix.columns]


@dataclass
class Tried:
    """A line of a scenario, beside today's amount."""

    row: Row
    line: Line
    funder: str
    amount: int
    reason: str


def lines_of(scenario: Scenario, matrix: Matrix, *, only_reduced: bool = False) -> list[Tried]:
    """In the order of the matrix; `only_reduced` keeps those that get less than they asked."""
    found = {
        amount.request_id: amount for amount in ScenarioAmount.objects.filter(scenario=scenario)
    }
    labels = {column.funder_id: column.label for column in matrix.columns}
    tried = []
    for row in matrix.rows:
        for funder_id, label in labels.items():
            line = row.lines.get(funder_id)
            if line is None or row.is_closed:
                continue
            amount = found.get(line.request_id)
            cents = amount.amount_cents if amount else line.expected
            if not only_reduced or cents < line.asked:
                reason = amount.reason if amount else ""
                tried.append(Tried(row, line, label, cents, reason))
    return tried
