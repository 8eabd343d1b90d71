"""The co-financing matrix: actions in rows, funders in columns, one cell for each request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from django.db.models import Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from ensemblier.accounts.models import User
from ensemblier.applications.enums import RECEIVED
from ensemblier.applications.models import (
    Application,
    ApplicationArea,
    JointApplicant,
    Request,
)
from ensemblier.appraisal.dispatch import Scope, Subject, committee_of
from ensemblier.appraisal.models import Recusal
from ensemblier.calls.models import Call, Committee, Envelope
from ensemblier.core.text import searchable
from ensemblier.funding.models import Award
from ensemblier.organizations.permissions import organizations_of
from ensemblier.plans.models import Node

Rest = tuple[int | None, int | None, int | None, str, str]


@dataclass(slots=True)
class Line:
    """A request and its amounts, in cents."""

    request_id: int
    funder_id: int
    state: str
    asked: int
    minimum: int
    proposed: int | None
    granted: int | None
    envelope_id: int | None

    @property
    def expected(self) -> int:
        """What it weighs on its envelope: granted once decided, else proposed."""
        return self.granted if self.granted is not None else self.proposed or 0


@dataclass(slots=True)
class Row:
    """An application. `is_closed`: this person has a link to the bearer, so that its amounts
    under discussion are hidden."""

    pk: int
    reference: str
    title: str
    state: str
    nature: str
    bearer_id: int
    bearer: str
    is_closed: bool
    node_id: int | None = None
    node_ids: list[int] = field(default_factory=list)
    areas: list[tuple[int | None, int]] = field(default_factory=list)
    committee_id: int | None = None
    lines: dict[int, Line] = field(default_factory=dict)

    @property
    def main_area(self) -> int | None:
        return self.areas[0][0] if self.areas else None

    def totals(self) -> tuple[int, int, int]:
        """Asked, proposed, granted."""
        lines = self.lines.values()
        return (
            sum(line.asked for line in lines),
            sum(line.proposed or 0 for line in lines),
            sum(line.granted or 0 for line in lines),
        )


@dataclass(slots=True)
class Gauge:
    """An envelope: what it holds, what is granted on it, and what would be once the proposals
    that wait are granted too."""

    pk: int
    funder_id: int
    label: str
    amount: int
    granted: int
    expected: int = 0

    @property
    def granted_share(self) -> int:
        return _thousandths(self.granted, self.amount)

    @property
    def expected_share(self) -> int:
        return _thousandths(self.expected, self.amount)

    @property
    def excess(self) -> int:
        return max(self.expected - self.amount, 0)

    @property
    def left(self) -> int:
        return self.amount - self.granted


def _thousandths(part: int, whole: int) -> int:
    """At most 1 000, for a bar that does not leave its frame."""
    return min(part * 1000 // whole, 1000) if whole else 1000 if part else 0


@dataclass(slots=True)
class Column:
    funder_id: int
    label: str
    gauges: list[Gauge] = field(default_factory=list)


@dataclass
class Matrix:
    call: Call
    columns: list[Column]
    rows: list[Row]
    nodes: dict[int, Node]
    areas: dict[int, str]
    committees: dict[int, str]

    def gauge(self, pk: int | None) -> Gauge | None:
        gauges = (gauge for column in self.columns for gauge in column.gauges)
        return next((gauge for gauge in gauges if gauge.pk == pk), None)


def matrix_of(call: Call, user: User) -> Matrix:
    """All that was received, in seven queries whatever the number of rows."""
    columns = _columns(call)
    rows = _rows(call, user)
    areas = _put_areas(call, rows)
    _put_lines(call, rows, columns)
    nodes = {
        node.pk: node
        for node in Node.objects.filter(version=call.plan_version_id)
        .only("pk", "path", "code", "short_title", "level", "priority", "theme_id")
        .order_by("path")
    }
    matrix = Matrix(call, list(columns.values()), list(rows.values()), nodes, areas, {})
    _put_committees(matrix)
    return matrix


def _columns(call: Call) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for envelope in Envelope.objects.filter(call=call).select_related("funder"):
        funder = envelope.funder
        column = columns.setdefault(funder.pk, Column(funder.pk, funder.label))
        column.gauges.append(
            Gauge(
                envelope.pk,
                funder.pk,
                envelope.budget_line,
                envelope.amount_cents,
                envelope.committed_cents,
            )
        )
    return columns


def _rows(call: Call, user: User) -> dict[int, Row]:
    mine = organizations_of(user)
    declared = Recusal.objects.filter(call=call, user=user, organization=OuterRef("action__bearer"))
    joint = JointApplicant.objects.filter(application=OuterRef("pk"), organization__in=mine)
    is_closed = Exists(declared) | Q(action__bearer__in=mine)
    found = (
        Application.objects.filter(call=call, state__in=RECEIVED)
        .annotate(is_closed=(is_closed | Exists(joint)) if mine else Exists(declared))
        .order_by("reference", "pk", "-nodes__is_main", "nodes__pk")
        .values_list(
            "pk",
            "reference",
            "title",
            "state",
            "nature",
            "action__bearer",
            Coalesce("action__bearer__short_name", Value("")),
            "action__bearer__name",
            "is_closed",
            "nodes__node",
            "nodes__is_main",
        )
    )
    rows: dict[int, Row] = {}
    for pk, *values, short, name, is_closed_, node_id, is_main in found:
        reference, title, state, nature, bearer_id = values
        row = rows.get(pk)
        if row is None:
            row = rows[pk] = Row(
                pk, reference, title, state, nature, bearer_id, short or name, bool(is_closed_)
            )
        if node_id is not None:
            row.node_ids.append(node_id)
            if is_main:
                row.node_id = node_id
    return rows


def _put_areas(call: Call, rows: dict[int, Row]) -> dict[int, str]:
    names: dict[int, str] = {}
    found = (
        ApplicationArea.objects.filter(application__call=call)
        .order_by("application", "-share", "pk")
        .values_list("application", "area", "area__name", "share")
    )
    for application_id, area_id, name, share in found:
        if area_id is not None:
            names[area_id] = name
        if application_id in rows:
            rows[application_id].areas.append((area_id, share))
    return dict(sorted(names.items(), key=lambda item: searchable(item[1])))


def _put_lines(call: Call, rows: dict[int, Row], columns: dict[int, Column]) -> None:
    """Requests to funders without envelope have a column too, after the others."""
    found = (
        Request.objects.filter(application__call=call)
        .order_by("pk")
        .values_list(
            "application",
            "pk",
            "funder",
            "state",
            "amount_cents",
            "minimum_cents",
            "award__proposed_cents",
            "award__granted_cents",
            "award__envelope",
            "funder__short_name",
            "funder__name",
        )
    )
    gauges = {gauge.pk: gauge for column in columns.values() for gauge in column.gauges}
    for application_id, pk, funder_id, state, asked, minimum, *rest in found:
        proposed, granted, envelope_id, short, name = cast(Rest, rest)
        row = rows.get(application_id)
        if row is None:
            continue
        column = columns.get(funder_id)
        if column is None:
            column = columns[funder_id] = Column(funder_id, short or name)
        if envelope_id not in gauges:
            envelope_id = column.gauges[0].pk if column.gauges else None
        line = Line(pk, funder_id, state, asked, minimum or 0, proposed, granted, envelope_id)
        if envelope_id is not None:
            gauges[envelope_id].expected += line.expected
        if row.is_closed:
            line.proposed = line.granted = None
        row.lines[funder_id] = line


def _put_committees(matrix: Matrix) -> None:
    """The committee that examines each row, by its themes and every theme above them."""
    found = (
        Committee.objects.filter(call=matrix.call)
        .order_by("rank", "pk")
        .values_list("pk", "rank", "body__name", "themes", "areas")
    )
    themes: dict[int, set[int]] = defaultdict(set)
    areas: dict[int, set[int]] = defaultdict(set)
    ranks: dict[int, int] = {}
    for pk, rank, name, theme_id, area_id in found:
        matrix.committees[pk], ranks[pk] = name, rank
        themes[pk] |= {theme_id} - {None}
        areas[pk] |= {area_id} - {None}
    scopes = [
        Scope(pk, frozenset(themes[pk]), frozenset(areas[pk]), ranks[pk])
        for pk in matrix.committees
    ]
    above = themes_above(matrix.nodes.values())
    for row in matrix.rows if scopes else ():
        subject = Subject(
            row.pk,
            frozenset().union(*(above.get(pk, frozenset()) for pk in row.node_ids)),
            frozenset(area for area, _share in row.areas if area is not None),
        )
        row.committee_id = committee_of(subject, scopes)


def themes_above(nodes: Iterable[Node]) -> dict[int, frozenset[int]]:
    """{node: its theme and those of the nodes that hold it}"""
    theme_at = {node.path: node.theme_id for node in nodes}
    found = {}
    for node in nodes:
        parts = node.path.split(".")
        paths = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        found[node.pk] = frozenset(theme_at[path] for path in paths if path in theme_at)
    return found


def gauges_of(call: Call, funders: Iterable[int]) -> list[Gauge]:
    """The envelopes of these funders as they are now; what the writing of a cell answers."""
    envelopes = Envelope.objects.filter(call=call, funder__in=set(funders)).order_by("rank", "pk")
    gauges = {
        row.pk: Gauge(row.pk, row.funder_id, row.budget_line, row.amount_cents, row.committed_cents)
        for row in envelopes
    }
    weights = (
        Award.objects.filter(envelope__in=gauges, request__application__state__in=RECEIVED)
        .order_by()
        .values_list("envelope")
        .annotate(total=Sum(Coalesce("granted_cents", "proposed_cents", Value(0))))
    )
    for envelope_id, total in weights:
        gauges[envelope_id].expected = total or 0
    return list(gauges.values())
