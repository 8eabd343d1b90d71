"""One table of figures: the pieces that were asked for, grouped by what they are compared by."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.applications.models import Action, Application
from ensemblier.contracts.models import Contract
from ensemblier.organizations.models import Organization
from ensemblier.outcomes.queries.figures import (
    Branches,
    Headcount,
    People,
    branches_of,
    lines_of,
    people_reached,
    public_requests,
    requests_counted,
    version_shown,
)
from ensemblier.outcomes.sums import Line, Money, Piece, pieces_of, total
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.territories.models import Area

NOWHERE = "aucun"  # an area or a node that there is none of
GROUPS = ("element", "quartier", "financeur", "porteur", "annee", "action")
Key = Any


@dataclass(frozen=True)
class Choice:
    """What is asked: each filter empty for everything, as words of the address."""

    annee: str = ""
    financeur: str = ""
    quartier: str = ""
    element: str = ""
    porteur: str = ""
    action: str = ""
    par: str = "element"

    def words(self, **changes: str) -> dict[str, str]:
        """The address's parameters, with `changes`, empty ones aside."""
        names = ("annee", "financeur", "quartier", "element", "porteur", "action", "par")
        found = {name: getattr(self, name) for name in names} | changes
        return {name: value for name, value in found.items() if value}


@dataclass
class Row:
    """A group: what it is, what it sums, and the filter that keeps it alone."""

    label: str
    money: Money
    people: People
    actions: int
    filter: dict[str, str]
    code: str = ""
    opens: bool = False


@dataclass
class Table:
    rows: list[Row]
    total: Row
    pieces: list[Piece]
    branches: Branches
    node: Node | None
    years: list[int]
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


@dataclass
class Names:
    """The names of all that the lines speak of, in one query each."""

    organizations: dict[int, Organization]
    areas: dict[int, Area]
    actions: dict[int, Action]

    @classmethod
    def of(cls, pieces: list[Piece], heads: list[Headcount], contract: Contract) -> Names:
        lines = [piece.line for piece in pieces]
        wanted = {line.funder for line in lines} | {line.bearer for line in lines}
        areas = {one for one in {p.area for p in pieces} | {h.area for h in heads} if one}
        return cls(
            organizations={
                row.pk: row for row in Organization.objects.filter(pk__in=wanted).order_by("name")
            },
            areas={row.pk: row for row in Area.objects.filter(pk__in=areas).order_by("name")},
            actions={row.pk: row for row in Action.objects.filter(contract=contract)},
        )


def figures_of(
    contract: Contract,
    choice: Choice,
    on: datetime.date,
    *,
    public: bool = False,
    version: PlanVersion | None = None,
) -> Table:
    """On the plan in force, or on `version`. In ten queries at most, however many applications
    there are. `public` keeps what everyone may read."""
    requests = (public_requests() if public else requests_counted()).filter(contract=contract)
    every = pieces_of(lines_of(requests))
    if not every:
        nothing = Row(_("Total"), Money(), People.of(()), 0, {})
        return Table([], nothing, [], Branches(version), None, [], _choices([], Names({}, {}, {})))
    heads = people_reached(requests, public=public)
    version = version or version_shown(contract, on)
    branches = branches_of(version, {piece.line.theme for piece in every})
    names = Names.of(every, heads, contract)
    node = branches.node_of(int(choice.element)) if choice.element.isdecimal() else None
    kept = [piece for piece in every if _is_wanted(piece.line, choice, branches, node)]
    pieces = [piece for piece in kept if _is_here(piece, choice)]
    applications = {piece.line.application for piece in kept}
    heads = [one for one in heads if one.application in applications and _is_here(one, choice)]
    rows = _Grouping(choice.par, branches, node, names).rows(pieces, heads)
    whole = Row(
        label=_("Total"),
        money=total(pieces),
        people=People.of(heads),
        actions=len({piece.line.action for piece in pieces}),
        filter={},
    )
    table = Table(rows, whole, pieces, branches, node, sorted({p.line.year for p in every}))
    table.choices = _choices(every, names)
    return table


def _is_wanted(line: Line, choice: Choice, branches: Branches, node: Node | None) -> bool:
    wanted = (
        (choice.annee, str(line.year)),
        (choice.financeur, str(line.funder)),
        (choice.porteur, str(line.bearer)),
        (choice.action, str(line.action)),
    )
    if any(asked and asked != found for asked, found in wanted):
        return False
    if not choice.element:
        return True
    path = branches.path(line.theme)
    return not path if choice.element == NOWHERE else node is not None and node.pk in path


def _is_here(one: Piece | Headcount, choice: Choice) -> bool:
    where = str(one.area) if one.area is not None else NOWHERE
    return not choice.quartier or choice.quartier == where


@dataclass(frozen=True)
class _Grouping:
    """How pieces and people are put together, and what each group is called."""

    by: str
    branches: Branches
    node: Node | None
    names: Names

    def rows(self, pieces: list[Piece], heads: list[Headcount]) -> list[Row]:
        groups: dict[Key, list[Piece]] = defaultdict(list)
        for piece in pieces:
            groups[self.key(piece)].append(piece)
        people = self._people(groups, heads)
        rows = []
        for key in groups.keys() | people.keys():
            members = groups.get(key, [])
            row = self._named(key)
            row.money = total(members)
            row.actions = len({piece.line.action for piece in members})
            row.people = People.of(people.get(key, []))
            rows.append((self._rank(key, row), row))
        return [row for _rank, row in sorted(rows, key=lambda pair: pair[0])]

    def key(self, piece: Piece) -> Key:
        line = piece.line
        if self.by == "element":
            path = self.branches.path(line.theme)
            depth = self.node.level + 1 if self.node else 0
            return path[min(depth, len(path) - 1)] if path else None
        return {
            "quartier": piece.area,
            "financeur": line.funder,
            "porteur": line.bearer,
            "annee": line.year,
            "action": line.action,
        }[self.by]

    def _people(
        self, groups: dict[Key, list[Piece]], heads: list[Headcount]
    ) -> dict[Key, list[Headcount]]:
        """By area, where each person lives; else with the application that reached them."""
        found: dict[Key, list[Headcount]] = defaultdict(list)
        if self.by == "quartier":
            for head in heads:
                found[head.area].append(head)
            return found
        by_application: dict[int, list[Headcount]] = defaultdict(list)
        for head in heads:
            by_application[head.application].append(head)
        for key, members in groups.items():
            for application in {piece.line.application for piece in members}:
                found[key] += by_application.get(application, [])
        return found

    def _named(self, key: Key) -> Row:
        row = Row("", Money(), People(), 0, {self.by: str(key)})
        if self.by == "element":
            self._name_node(row, key)
        elif self.by == "quartier":
            row.label = self.names.areas[key].name if key is not None else _("ailleurs")
            row.code = self.names.areas[key].code if key is not None else ""
            row.filter = {self.by: str(key) if key is not None else NOWHERE}
        elif self.by in ("financeur", "porteur"):
            row.label = self.names.organizations[key].label
        else:
            row.label = self.names.actions[key].name if self.by == "action" else str(key)
        return row

    def _name_node(self, row: Row, key: Key) -> None:
        if key is None:
            row.label, row.filter = _("hors du plan en vigueur"), {"element": NOWHERE}
            return
        found = self.branches.nodes[key]
        row.label, row.code = found.short_title, found.code
        row.filter = {"element": str(found.theme_id)}
        row.opens = found != self.node and bool(self.branches.children(found))

    def _rank(self, key: Key, row: Row) -> tuple[Any, ...]:
        """The plan in its order, years in theirs, the rest by what was granted; none is last."""
        if self.by == "element":
            return (key is None, self.branches.nodes[key].path if key is not None else "")
        if self.by == "annee":
            return (key,)
        return (key is None, -row.money.granted, -row.money.asked, row.label, key or 0)


def _choices(pieces: list[Piece], names: Names) -> dict[str, list[tuple[str, str]]]:
    """What each filter may be set to, among what there is."""
    years = sorted({piece.line.year for piece in pieces}, reverse=True)
    funders = {piece.line.funder for piece in pieces}
    bearers = {piece.line.bearer for piece in pieces}
    organizations = names.organizations
    return {
        "annee": [(str(year), str(year)) for year in years],
        "financeur": [(str(pk), one.label) for pk, one in organizations.items() if pk in funders],
        "porteur": [(str(pk), one.label) for pk, one in organizations.items() if pk in bearers],
        "quartier": [
            *((str(pk), _labelled(area)) for pk, area in names.areas.items()),
            (NOWHERE, _("ailleurs")),
        ],
    }


def _labelled(area: Area) -> str:
    return f"{area.name} ({area.code})" if area.code else area.name


@dataclass(frozen=True)
class FigureLine:
    """A row that a figure is the sum of: a request, and the part of it that was asked for."""

    application: Application
    funder: Organization
    node: Node | None
    share: int
    money: Money


def lines_behind(table: Table, start: int, end: int) -> list[FigureLine]:
    """The requests of a table from `start` to `end`, in three queries."""
    merged = merged_pieces(table.pieces)[start:end]
    wanted = {line.application for line, _share, _money in merged}
    applications = {
        row.pk: row
        for row in Application.objects.filter(pk__in=wanted).select_related("action__bearer")
    }
    funders = Organization.objects.in_bulk({line.funder for line, _share, _money in merged})
    found = []
    for line, share, money in merged:
        path = table.branches.path(line.theme)
        node = table.branches.nodes[path[-1]] if path else None
        found.append(
            FigureLine(applications[line.application], funders[line.funder], node, share, money)
        )
    return found


def merged_pieces(pieces: Iterable[Piece]) -> list[tuple[Any, int, Money]]:
    """(line, share in ten-thousandths of what is kept, money) of each request, once."""
    found: dict[int, tuple[Any, int, Money]] = {}
    for piece in pieces:
        shares = dict(piece.line.shares)
        _line, share, money = found.get(piece.line.request, (piece.line, 0, Money()))
        own = shares.get(piece.area, 0 if shares else 10_000)
        found[piece.line.request] = (piece.line, share + own, money + piece.money)
    return list(found.values())
