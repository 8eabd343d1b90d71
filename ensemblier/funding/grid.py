"""Choosing, grouping and adding up the rows of a matrix. Knows no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ensemblier.applications.enums import ApplicationState, GrantNature
from ensemblier.core.text import searchable
from ensemblier.funding.queries.matrix import Column, Line, Matrix, Row

Amounts = tuple[int, int, int]
NOTHING: Amounts = (0, 0, 0)
GROUPS = ("node", "area", "committee", "state", "nature", "bearer")


@dataclass(frozen=True)
class Choice:
    """What the person chose to see; empty values choose everything."""

    words: str = ""
    node: int | None = None
    area: int | None = None
    committee: int | None = None
    state: str = ""
    nature: str = ""
    line: str = ""
    funder: int | None = None
    group: str = ""

    @property
    def is_everything(self) -> bool:
        return not any(
            (
                self.words,
                self.node,
                self.area,
                self.committee,
                self.state,
                self.nature,
                self.line,
                self.funder,
            )
        )


@dataclass
class Sums:
    """Asked, proposed and granted: by funder, and in all."""

    by_funder: dict[int, list[int]] = field(default_factory=dict)
    total: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, line: Line) -> None:
        sums = self.by_funder.setdefault(line.funder_id, [0, 0, 0])
        for place, cents in enumerate((line.asked, line.proposed or 0, line.granted or 0)):
            sums[place] += cents
            self.total[place] += cents

    def of(self, funder_id: int) -> Sequence[int]:
        return self.by_funder.get(funder_id, NOTHING)


@dataclass
class Group:
    """Rows under one heading, with their sums. Without a title: all of them."""

    title: str
    rows: list[Row]
    sums: Sums


@dataclass
class Sheet:
    """What is shown: columns, groups of rows in order, and the sums of all rows shown."""

    columns: list[Column]
    groups: list[Group]
    sums: Sums
    count: int


def sheet_of(matrix: Matrix, choice: Choice) -> Sheet:
    columns = [
        column
        for column in matrix.columns
        if choice.funder is None or column.funder_id == choice.funder
    ]
    shown = {column.funder_id for column in columns}
    rows = [row for row in matrix.rows if is_chosen(row, matrix, choice)]
    groups = [
        Group(title, members, sums_of(members, shown))
        for title, members in _grouped(matrix, rows, choice.group)
    ]
    return Sheet(columns, groups, sums_of(rows, shown), len(rows))


def sums_of(rows: Iterable[Row], funders: set[int]) -> Sums:
    sums = Sums()
    for row in rows:
        for line in row.lines.values():
            if line.funder_id in funders:
                sums.add(line)
    return sums


@dataclass(frozen=True)
class Heading:
    """The head of a funder's three columns, with the sums of the rows shown."""

    column: Column
    sums: Sequence[int]
    is_own: bool


def headings_of(sheet: Sheet, own: set[int]) -> list[Heading]:
    return [
        Heading(column, sheet.sums.of(column.funder_id), column.funder_id in own)
        for column in sheet.columns
    ]


def is_chosen(row: Row, matrix: Matrix, choice: Choice) -> bool:
    words = searchable(choice.words).split()
    text = searchable(row.reference, row.title, row.bearer) if words else ""
    return (
        all(word in text for word in words)
        and (choice.node is None or _is_under(row, matrix, choice.node))
        and (choice.area is None or any(area == choice.area for area, _part in row.areas))
        and choice.committee in (None, row.committee_id)
        and choice.state in ("", row.state)
        and choice.nature in ("", row.nature)
        and _has_line(row, choice)
    )


def _has_line(row: Row, choice: Choice) -> bool:
    """A request to the funder chosen, in the state chosen."""
    if choice.funder is None and not choice.line:
        return True
    return any(
        choice.funder in (None, line.funder_id) and choice.line in ("", line.state)
        for line in row.lines.values()
    )


def _is_under(row: Row, matrix: Matrix, node_id: int) -> bool:
    node, branch = matrix.nodes.get(row.node_id or 0), matrix.nodes.get(node_id)
    if node is None or branch is None:
        return False
    return node.path == branch.path or node.path.startswith(f"{branch.path}.")


def _grouped(matrix: Matrix, rows: list[Row], by: str) -> list[tuple[str, list[Row]]]:
    """(title, rows) in the order of the plan, of the call, or of the alphabet."""
    if by not in GROUPS:
        return [("", rows)]
    key, titles = _grouping(matrix, by)
    groups: dict[object, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    named = [(titles[name], groups.pop(name)) for name in titles if name in groups]
    others = [row for members in groups.values() for row in members]
    return [*named, *([(_("Sans indication"), others)] if others else [])]


def _grouping(matrix: Matrix, by: str) -> tuple[Callable[[Row], object], Mapping[object, str]]:
    if by == "node":
        return lambda row: row.node_id, {
            pk: f"{node.code} {node.short_title}".strip() for pk, node in matrix.nodes.items()
        }
    if by == "area":
        return lambda row: row.main_area, _titles(matrix.areas.items())
    if by == "committee":
        return lambda row: row.committee_id, _titles(matrix.committees.items())
    if by == "state":
        return lambda row: row.state, _titles(ApplicationState.choices)
    if by == "nature":
        return lambda row: row.nature, _titles(GrantNature.choices)
    bearers = {row.bearer_id: row.bearer for row in matrix.rows}
    return lambda row: row.bearer_id, dict(
        sorted(bearers.items(), key=lambda item: searchable(item[1]))
    )


def _titles(choices: Iterable[tuple[object, object]]) -> dict[object, str]:
    return {value: str(title) for value, title in choices}


def shared_out(cents: int, shares: Sequence[int]) -> list[int]:
    """`cents` in parts of ten-thousandths that sum to it exactly: each is rounded down, then
    the cents left go to the largest remainders, the first among equals."""
    whole = sum(shares)
    if whole == 0:
        return [0] * len(shares)
    parts = [cents * share // whole for share in shares]
    order = sorted(range(len(shares)), key=lambda place: -(cents * shares[place] % whole))
    for place in order[: cents - sum(parts)]:
        parts[place] += 1
    return parts
