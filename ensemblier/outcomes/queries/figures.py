"""The pieces that figures are made of, the people reached, and the branches of the plan."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ensemblier.applications.enums import FUNDED, RECEIVED, ApplicationState
from ensemblier.applications.models import ApplicationArea, ApplicationNode, Request
from ensemblier.calls.models import Envelope
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import contracts_for
from ensemblier.funding.models import Payment, Recovery
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.organizations.permissions import funders_served_by
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Reached
from ensemblier.outcomes.sums import Line, Money
from ensemblier.plans.enums import PlanKind
from ensemblier.plans.models import Node, PlanVersion, Succession
from ensemblier.plans.queries import versions_in_force

DECIDED = [ApplicationState.DECIDED, ApplicationState.CLOSED]
WRITTEN = [ReportState.SUBMITTED, ReportState.ACCEPTED]


def contracts_with_figures(user: Any) -> QuerySet[Contract]:
    """Those of one's roles, and those that the funders one serves put money into."""
    served = funders_served_by(user)
    mine = Q(pk__in=contracts_for(user))
    if served:
        mine |= Q(pk__in=Envelope.objects.filter(funder__in=served).values("contract"))
    return Contract.objects.filter(mine).order_by("-ends_on", "name", "pk")


def requests_counted() -> QuerySet[Request]:
    """What the team and the funders count."""
    return Request.objects.filter(application__state__in=RECEIVED)


def public_requests() -> QuerySet[Request]:
    """What everyone may read: decided, and granted."""
    return Request.objects.filter(
        application__state__in=DECIDED,
        state__in=FUNDED,
        award__granted_cents__gt=0,
        contract__is_public=True,
    )


def _sum(rows: QuerySet[Any], column: str) -> Coalesce:
    """Of the rows of the request's award, without joining them to one another."""
    by_award = rows.filter(award__request=OuterRef("pk")).order_by().values("award__request")
    summed = by_award.annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)


def lines_of(requests: QuerySet[Request]) -> list[Line]:
    """In two queries, one when there are none."""
    rows = list(
        requests.annotate(
            theme=Subquery(
                ApplicationNode.objects.filter(
                    application=OuterRef("application"), is_main=True
                ).values("theme")[:1]
            ),
            granted=Coalesce("award__granted_cents", 0),
            paid=_sum(Payment.objects.filter(made_on__isnull=False), "amount_cents"),
            given_back=_sum(Recovery.objects.all(), "received_cents"),
        )
        .order_by("application__year", "application__reference", "pk")
        .values_list(
            "pk",
            "application",
            "application__action",
            "application__year",
            "funder",
            "application__action__bearer",
            "theme",
            "amount_cents",
            "granted",
            "paid",
            "given_back",
        )
    )
    shares = _shares(requests) if rows else {}
    return [Line(*row[:7], shares=shares.get(row[1], ()), money=Money(*row[7:])) for row in rows]


def _shares(requests: QuerySet[Request]) -> dict[int, tuple[tuple[int | None, int], ...]]:
    found: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    wanted = requests.order_by().values("application")
    rows = ApplicationArea.objects.filter(application__in=wanted).order_by("pk")
    for application, area, share in rows.values_list("application", "area", "share"):
        found[application].append((area, share))
    return {application: tuple(shares) for application, shares in found.items()}


@dataclass
class Branches:
    """Where each theme stands in one version of the plan: its nodes from the root down."""

    version: PlanVersion | None
    nodes: dict[int, Node] = field(default_factory=dict)
    paths: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def path(self, theme: int | None) -> tuple[int, ...]:
        """The numbers of the nodes above and of itself; empty outside the plan."""
        return self.paths.get(theme, ()) if theme is not None else ()

    def node_of(self, theme: int) -> Node | None:
        """The node of the version that bears this theme itself."""
        return next((node for node in self.nodes.values() if node.theme_id == theme), None)

    def children(self, node: Node | None) -> list[Node]:
        parent = node.pk if node else None
        return [one for one in self.nodes.values() if one.parent_id == parent]


def version_shown(contract: Contract, on: datetime.date) -> PlanVersion | None:
    """The version in force of the contract's own plan."""
    return (
        versions_in_force(on)
        .filter(contract=contract, plan__kind=PlanKind.CONTRACT)
        .select_related("plan__contract")
        .order_by("plan", "pk")
        .first()
    )


def branches_of(version: PlanVersion | None, themes: Iterable[int | None]) -> Branches:
    """In three queries at most, however many themes there are."""
    branches = Branches(version)
    if version is None:
        return branches
    for node in Node.objects.filter(version=version).order_by("path"):
        branches.nodes[node.pk] = node
        above = branches.paths[_theme_above(branches, node)] if node.parent_id else ()
        branches.paths[node.theme_id] = (*above, node.pk)
    gone = {theme for theme in themes if theme is not None and theme not in branches.paths}
    if gone:
        _place_heirs(branches, version, gone)
    return branches


def _theme_above(branches: Branches, node: Node) -> int:
    return branches.nodes[node.parent_id or 0].theme_id


def _place_heirs(branches: Branches, version: PlanVersion, gone: set[int]) -> None:
    """Merged themes go with their heir, split ones to the closest branch above all heirs."""
    ahead: dict[int, set[int]] = defaultdict(set)
    links = Succession.objects.filter(source__version__plan=version.plan_id, target__isnull=False)
    for source, target in links.values_list("source", "target"):
        ahead[source].add(target)
    held = Node.objects.filter(theme__in=gone, version__plan=version.plan_id)
    for theme, pk in held.order_by("version__number").values_list("theme", "pk"):
        heirs = _walk(ahead, pk) & branches.nodes.keys()
        paths = [branches.paths[branches.nodes[heir].theme_id] for heir in heirs]
        if paths:
            branches.paths[theme] = _common(paths)


def _walk(ahead: dict[int, set[int]], start: int) -> set[int]:
    seen, front = {start}, {start}
    while front:
        front = {target for one in front for target in ahead.get(one, ())} - seen
        seen |= front
    return seen


def _common(paths: list[tuple[int, ...]]) -> tuple[int, ...]:
    kept = []
    for step in zip(*paths, strict=False):
        if len(set(step)) > 1:
            break
        kept.append(step[0])
    return tuple(kept)


@dataclass(frozen=True)
class Headcount:
    """People of one application, area, sex and age."""

    application: int
    area: int | None
    sex: str
    age_band: str
    number: int


@dataclass
class People:
    """People reached, by sex and by age."""

    by_sex: dict[str, int] = field(default_factory=dict)
    by_age: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, heads: Iterable[Headcount]) -> People:
        people = cls(dict.fromkeys(Sex.values, 0), dict.fromkeys(AgeBand.values, 0))
        for head in heads:
            people.by_sex[head.sex] += head.number
            people.by_age[head.age_band] += head.number
        return people

    @property
    def all(self) -> int:
        return sum(self.by_sex.values())

    @property
    def women(self) -> int:
        return self.by_sex.get(Sex.FEMALE, 0)

    @property
    def men(self) -> int:
        return self.by_sex.get(Sex.MALE, 0)

    @property
    def untold(self) -> int:
        return self.by_sex.get(Sex.UNKNOWN, 0)

    @property
    def ages(self) -> list[tuple[str, int]]:
        """Those that have people, youngest first."""
        return [
            (str(AgeBand(band).label), number) for band, number in self.by_age.items() if number
        ]


def people_reached(requests: QuerySet[Request], *, public: bool = False) -> list[Headcount]:
    """Of the applications of these requests, in one query."""
    states = [ReportState.ACCEPTED] if public else WRITTEN
    rows = (
        Reached.objects.filter(
            report__state__in=states,
            report__application__in=requests.order_by().values("application"),
        )
        .order_by()
        .values("report__application", "area", "sex", "age_band")
        .annotate(total=Sum("number"))
        .values_list("report__application", "area", "sex", "age_band", "total")
    )
    return [Headcount(*row) for row in rows]
