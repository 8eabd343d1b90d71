"""The money that everyone may read: what was granted, by whom, for whom."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ensemblier.applications.models import (
    Action,
    Application,
    ApplicationArea,
    ApplicationNode,
)
from ensemblier.contracts.models import Contract
from ensemblier.core.typography import euros
from ensemblier.organizations.models import Organization
from ensemblier.outcomes.queries.figure_tables import Choice, Table, figures_of
from ensemblier.outcomes.queries.figures import (
    DECIDED,
    People,
    branches_of,
    lines_of,
    people_reached,
    public_requests,
)
from ensemblier.outcomes.sums import Money, Piece, pieces_of, total
from ensemblier.plans.models import Node, PlanVersion

NAMED_FUNDERS = 5  # the chart has six colors: the others share the last one
SHOWN_ACTIONS = 6


@dataclass(frozen=True)
class ActionCard:
    """An action as the public lists show it: its last application, all its money."""

    action: Action
    last: Application
    years: list[int]
    granted: int

    @property
    def url(self) -> str:
        return action_url(self.last.contract.slug, self.action.number)


@dataclass
class PublicMoney:
    """What was granted to one place of the site, by year and funder, and what became of it."""

    money: Money = field(default_factory=Money)
    people: People = field(default_factory=People)
    action_count: int = 0
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    actions: list[ActionCard] = field(default_factory=list)
    more_url: str = ""

    def __bool__(self) -> bool:
        return bool(self.money)


def action_url(contract_slug: str, number: int) -> str:
    return reverse("portal:action", args=[contract_slug, number])


def actions_url(contract: Contract, **words: int) -> str:
    address = reverse("portal:actions", args=[contract.slug])
    return f"{address}?{urlencode(words)}" if words else address


def money_of_contract(contract: Contract, on: datetime.date) -> PublicMoney:
    return _told(figures_of(contract, Choice(), on, public=True), actions_url(contract))


def money_of_node(node: Node, version: PlanVersion, on: datetime.date) -> PublicMoney:
    choice = Choice(element=str(node.theme_id))
    table = figures_of(version.contract, choice, on, public=True, version=version)
    return _told(table, actions_url(version.contract, element=node.theme_id))


def money_of_areas(areas: set[int]) -> PublicMoney:
    """The parts of these areas, in every contract."""
    here = ApplicationArea.objects.filter(area__in=areas)
    # Named one by one: otherwise the requests of the whole country are gone through.
    contracts = list(here.order_by().values_list("application__contract", flat=True).distinct())
    requests = public_requests().filter(
        contract__in=contracts, application__in=here.values("application")
    )
    pieces = [piece for piece in pieces_of(lines_of(requests)) if piece.area in areas]
    if not pieces:
        return PublicMoney()
    heads = [head for head in people_reached(requests, public=True) if head.area in areas]
    return _summed(pieces, People.of(heads), "")


def _told(table: Table, more_url: str) -> PublicMoney:
    return _summed(table.pieces, table.total.people, more_url)


def _summed(pieces: list[Piece], people: People, more_url: str) -> PublicMoney:
    if not pieces:
        return PublicMoney()
    columns, rows = by_year_and_funder(pieces)
    cards = cards_of(pieces)
    return PublicMoney(
        money=total(pieces),
        people=people,
        action_count=len(cards),
        columns=columns,
        rows=rows,
        actions=cards[:SHOWN_ACTIONS],
        more_url=more_url or _first_list(cards),
    )


def _first_list(cards: list[ActionCard]) -> str:
    return actions_url(cards[0].last.contract) if cards else ""


def by_year_and_funder(pieces: list[Piece]) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows for `stacked_rows`; the smaller funders are put together."""
    granted: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    by_funder: dict[int, int] = defaultdict(int)
    for piece in pieces:
        granted[piece.line.year][piece.line.funder] += piece.money.granted
        by_funder[piece.line.funder] += piece.money.granted
    order = sorted(by_funder, key=lambda pk: (-by_funder[pk], pk))
    few = NAMED_FUNDERS + 1
    named = order if len(order) <= few else order[:NAMED_FUNDERS]
    organizations = Organization.objects.in_bulk(named)
    columns = [organizations[pk].label for pk in named]
    columns += [_("autres financeurs")] if len(order) > few else []
    rows = []
    for year in sorted(granted):
        values = [granted[year].get(pk, 0) for pk in named]
        if len(order) > few:
            values.append(sum(granted[year].values()) - sum(values))
        rows.append(
            {
                "label": str(year),
                "values": values,
                "displays": [euros(value) if value else "–" for value in values],
                "display": euros(sum(values)),
            }
        )
    return columns, rows


def cards_of(pieces: Iterable[Piece]) -> list[ActionCard]:
    """The last year first, then by what was granted that year. In one query."""
    years: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for piece in pieces:
        years[piece.line.action][piece.line.year] += piece.money.granted
    rows = Application.objects.filter(action__in=years).select_related("action__bearer", "contract")
    last: dict[int, Application] = {}
    for row in rows.order_by("year", "pk"):
        if row.state in DECIDED and row.year in years[row.action_id]:
            last[row.action_id] = row
    cards = [
        ActionCard(last[pk].action, last[pk], sorted(own, reverse=True), sum(own.values()))
        for pk, own in years.items()
    ]
    return sorted(cards, key=lambda card: (-card.years[0], -card.granted, card.action.number))


def granted_by_node(version: PlanVersion) -> dict[int, int]:
    """What was granted under each node of a version, in cents, by number of node."""
    main = ApplicationNode.objects.filter(application=OuterRef("application"), is_main=True)
    rows = (
        public_requests()
        .filter(contract=version.contract_id)
        .annotate(theme=Subquery(main.values("theme")[:1]))
        .order_by()
        .values("theme")
        .annotate(granted=Sum("award__granted_cents"))
        .values_list("theme", "granted")
    )
    by_theme = {theme: granted for theme, granted in rows if theme is not None}
    if not by_theme:
        return {}
    branches = branches_of(version, by_theme)
    found: dict[int, int] = defaultdict(int)
    for theme, granted in by_theme.items():
        for pk in branches.path(theme):
            found[pk] += granted
    return dict(found)


@dataclass
class ActionYear:
    """One year of an action: each funder's money, the people it reached, where and for what."""

    application: Application
    funders: list[tuple[str, Money]]
    money: Money
    people: People
    areas: list[tuple[Any, int]]
    nodes: list[Any]


def public_action(contract: Contract, number: int) -> Action | None:
    """None when nothing of it was granted yet: then it does not exist for the public."""
    granted = public_requests().filter(contract=contract).values("application__action")
    return (
        Action.objects.filter(contract=contract, number=number, pk__in=granted)
        .select_related("bearer", "contract")
        .first()
    )


def years_of(action: Action) -> list[ActionYear]:
    """The last year first, in seven queries."""
    requests = public_requests().filter(application__action=action)
    lines = lines_of(requests)
    heads = people_reached(requests, public=True)
    applications = (
        Application.objects.filter(pk__in={line.application for line in lines})
        .prefetch_related("areas__area", "nodes__node__version__plan__contract")
        .order_by("-year")
    )
    funders = Organization.objects.in_bulk({line.funder for line in lines})
    years = []
    for application in applications:
        mine = [line for line in lines if line.application == application.pk]
        mine.sort(key=lambda line: -line.money.granted)
        years.append(
            ActionYear(
                application=application,
                funders=[(funders[line.funder].label, line.money) for line in mine],
                money=sum((line.money for line in mine), Money()),
                people=People.of(one for one in heads if one.application == application.pk),
                areas=[(row.area, row.share) for row in application.areas.all()],
                nodes=[row.node for row in application.nodes.all()],
            )
        )
    return years
