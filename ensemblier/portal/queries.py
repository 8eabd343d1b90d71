"""What the public pages show, gathered from the rooms below."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.calls.queries import public_calls
from ensemblier.contracts.models import Contract, ContractArea, ContractDocument, Milestone
from ensemblier.contracts.queries import CalendarEntry, ContractCard, documents_of, public_contracts
from ensemblier.core.models import matching
from ensemblier.core.text import searchable
from ensemblier.councils.models import Council, Minutes
from ensemblier.plans.enums import PlanKind, VersionState
from ensemblier.plans.models import Node, Plan, PlanVersion
from ensemblier.plans.queries import LevelCount, counts_by_version, versions_in_force
from ensemblier.territories.enums import AreaKind, LinkKind
from ensemblier.territories.models import Area, AreaLink
from ensemblier.territories.queries import AreaCard, PointCard, area_card, areas_map, valid_on

NODES_OF_AREA = 30
NEXT_DATES = 5
KIND_ORDER = {PlanKind.CONTRACT: 0, PlanKind.NEIGHBOURHOOD: 1, PlanKind.TERRITORY: 2}


@dataclass(frozen=True)
class PlanCard:
    """A plan as it stands today."""

    plan: Plan
    version: PlanVersion
    counts: list[LevelCount]


@dataclass(frozen=True)
class Place:
    row: ContractArea
    communes: list[str]


@dataclass
class Places:
    """Where a contract acts. `features` are the shapes of today's areas, for `area_map`;
    those that nobody has drawn are `undrawn`."""

    today: list[Place] = field(default_factory=list)
    former: list[Place] = field(default_factory=list)
    features: list[dict[str, Any]] = field(default_factory=list)

    @property
    def undrawn(self) -> list[Place]:
        drawn = {feature["url"] for feature in self.features}
        return [one for one in self.today if one.row.area.get_absolute_url() not in drawn]


@dataclass(frozen=True)
class AreaPage:
    """What the public reads of an area: the room below, and what contracts say of it."""

    card: AreaCard
    contracts: list[ContractArea]
    plans: list[PlanCard]
    nodes: list[Node]
    dates: list[Milestone]
    councils: list[Council]


@dataclass
class Shelf:
    """A contract's published plans, read in one query: what the address of a plan leads to."""

    contract: Contract
    plans: list[Plan] = field(default_factory=list)
    versions: dict[int, list[PlanVersion]] = field(default_factory=dict)

    def version_in_force(self, plan: Plan, on: datetime.date) -> PlanVersion | None:
        """Newest first by the day it takes effect, then by number, as `current_version`."""
        in_force = [
            version
            for version in self.versions[plan.pk]
            if version.effective_on and version.effective_on <= on
        ]
        return max(in_force, key=lambda one: (one.effective_on, one.number), default=None)


def shelf_of(contract_slug: str) -> Shelf | None:
    """None when the contract has published nothing, or does not exist."""
    rows = (
        PlanVersion.objects.filter(contract__slug=contract_slug, state=VersionState.PUBLISHED)
        .select_related("contract", "plan__area")
        .order_by("plan__name", "plan", "-number")
    )
    shelf: Shelf | None = None
    for version in rows:
        if shelf is None:
            shelf = Shelf(version.contract)
        plan = version.plan
        if plan.pk not in shelf.versions:
            plan.contract = version.contract = shelf.contract
            shelf.plans.append(plan)
            shelf.versions[plan.pk] = []
        version.plan = next(one for one in shelf.plans if one.pk == plan.pk)
        shelf.versions[plan.pk].append(version)
    if shelf is not None:
        shelf.plans.sort(key=lambda plan: (KIND_ORDER[PlanKind(plan.kind)], plan.name))
    return shelf


def home_contracts() -> QuerySet[Contract]:
    """Public contracts with the areas they cover today, the ones that last longest first."""
    areas = ContractArea.objects.select_related("area").order_by("standing", "area__name")
    return (
        public_contracts()
        .prefetch_related(Prefetch("contractareas", areas))
        .order_by("-ends_on", "name")
    )


def without_doubles(calendar: list[CalendarEntry]) -> list[CalendarEntry]:
    """The contract's own date gives way to the milestone that tells the same day in full."""
    told = {entry.day for entry in calendar if entry.milestone is not None}
    return [entry for entry in calendar if entry.milestone is not None or entry.day not in told]


def plan_cards(contract: Contract) -> list[PlanCard]:
    versions = list(
        versions_in_force().filter(contract=contract).select_related("plan__area", "plan__contract")
    )
    counts = counts_by_version(versions)
    cards = [PlanCard(version.plan, version, counts[version.pk]) for version in versions]
    return sorted(cards, key=lambda card: (KIND_ORDER[PlanKind(card.plan.kind)], card.plan.name))


def places_of(card: ContractCard) -> Places:
    """The contract's areas with their shapes and communes, those of today and those of before."""
    rows = card.areas
    prefetch_related_objects([row.area for row in rows], "links_out__target")
    places = Places()
    for row in rows:
        is_over = row.area.valid_to is not None and row.area.valid_to < card.on
        (places.former if is_over else places.today).append(Place(row, communes_of(row.area)))
    if not places.today:
        places = Places(today=places.former)
    places.features = features_of([place.row.area for place in places.today], card.on)
    return places


def public_documents(contract: Contract) -> QuerySet[ContractDocument]:
    return documents_of(contract).filter(is_public=True)


def neighbourhoods(typed: str, on: datetime.date) -> QuerySet[Area]:
    """Today's neighbourhoods and places without code, found by their name, code or commune."""
    rows = Area.objects.filter(kind__in=[AreaKind.QPV, AreaKind.OTHER])
    if typed:
        commune = Q()
        for word in searchable(typed).split():
            commune &= Q(target__search_text__contains=word)
        within = AreaLink.objects.filter(commune, kind=LinkKind.PART_OF).values("source")
        rows = rows.filter(matching(typed) | Q(pk__in=within))
    else:
        rows = rows.filter(valid_on(on))
    contracts = ContractArea.objects.filter(contract__is_public=True).select_related("contract")
    return rows.prefetch_related(
        "links_out__target", Prefetch("contract_areas", contracts)
    ).order_by("name", "code", "pk")


def features_of(areas: Iterable[Area], on: datetime.date) -> list[dict[str, Any]]:
    """Shapes for `area_map`; `links_out__target` is prefetched. Many neighbourhoods share a
    name: «Centre-ville (Anduze)»."""
    areas = list(areas)
    names = {area.get_absolute_url(): name_with_place(area) for area in areas}
    return [{**one, "name": names[one["url"]]} for one in areas_map(areas, on)]


def name_with_place(area: Area) -> str:
    communes = [name for name in communes_of(area) if searchable(name) not in searchable(area.name)]
    return f"{area.name} ({', '.join(communes)})" if communes else area.name


def communes_of(area: Area) -> list[str]:
    """The names of the communes it is in; `links_out__target` is prefetched."""
    return [
        link.target.name
        for link in area.links_out.all()
        if link.kind == LinkKind.PART_OF and link.target.kind == AreaKind.COMMUNE
    ]


def next_dates(contracts: Iterable[Contract], on: datetime.date) -> QuerySet[Milestone]:
    return (
        Milestone.objects.filter(contract__in=list(contracts), due_on__gte=on, done_on=None)
        .select_related("contract")
        .order_by("due_on", "pk")
    )


def area_page(area: Area, on: datetime.date) -> AreaPage:
    card = area_card(area, on)
    within = [area.pk, *(part.pk for part in card.parts)]
    rows = ContractArea.objects.filter(area__in=within, contract__is_public=True)
    contracts: dict[int, ContractArea] = {}
    for row in rows.select_related("contract", "area").order_by("-contract__ends_on", "pk"):
        contracts.setdefault(row.contract_id, row)
    in_force = versions_in_force(on).filter(contract__is_public=True)
    versions = list(in_force.filter(plan__area=area).select_related("plan__area", "plan__contract"))
    counts = counts_by_version(versions)
    nodes = Node.objects.filter(version__in=in_force, areas=area).select_related(
        "version__plan__contract"
    )
    return AreaPage(
        card=card,
        contracts=list(contracts.values()),
        plans=[PlanCard(version.plan, version, counts[version.pk]) for version in versions],
        nodes=list(nodes.order_by("version", "path")[:NODES_OF_AREA]),
        dates=list(next_dates((row.contract for row in contracts.values()), on)[:NEXT_DATES]),
        councils=list(
            Council.objects.filter(areas=area, is_active=True, contract__is_public=True)
            .select_related("contract")
            .order_by("name", "pk")
        ),
    )


def communes_with_neighbourhoods(on: datetime.date) -> list[Area]:
    """Communes that hold a neighbourhood of today."""
    neighbourhoods = Area.objects.filter(valid_on(on), kind=AreaKind.QPV)
    links = AreaLink.objects.filter(kind=LinkKind.PART_OF, source__in=neighbourhoods)
    communes = Area.objects.filter(kind=AreaKind.COMMUNE, pk__in=links.values("target"))
    return list(communes.order_by("name", "code"))


def public_slugs() -> list[str]:
    return list(Contract.objects.filter(is_public=True).values_list("slug", flat=True))


def site_addresses() -> list[str]:
    """Pages that belong to no contract."""
    names = ("home", "locate", "areas", "calls", "funds", "legal", "accessibility")
    areas = Area.objects.filter(kind__in=[AreaKind.QPV, AreaKind.OTHER]).order_by("pk")
    return [
        *(reverse(f"portal:{name}") for name in names),
        *(area.get_absolute_url() for area in areas),
    ]


def contract_addresses(contract: Contract) -> list[str]:
    pages = ("contract", "contract_areas", "councils", "signatories", "documents")
    addresses = [reverse(f"portal:{page}", args=[contract.slug]) for page in pages]
    councils = list(Council.objects.filter(contract=contract).select_related("contract"))
    minutes = Minutes.objects.filter(contract=contract, published_at__isnull=False)
    told = minutes.select_related("council__contract").defer("text", "search_text")
    calls = public_calls().filter(contract=contract)
    versions = versions_in_force().filter(contract=contract).select_related("plan__contract")
    plans = {version.pk: version.plan.get_absolute_url() for version in versions}
    nodes = Node.objects.filter(version__in=plans).order_by("version", "path")
    return [
        *addresses,
        *(call.get_absolute_url() for call in calls),
        *(council.get_absolute_url() for council in councils),
        *(one.get_absolute_url() for one in told.order_by("-month", "pk")),
        *plans.values(),
        *(f"{plans[v]}{theme}/" for v, theme in nodes.values_list("version", "theme")),
    ]


def map_around(
    point: PointCard | None, commune: Area | None, on: datetime.date
) -> list[dict[str, Any]]:
    """The point and the neighbourhood it is in or near; or a commune and its neighbourhoods."""
    if point is not None:
        areas = [area for area in (point.qpv or point.nearest,) if area]
        here = {
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
            "name": _("Le point demandé"),
            "tone": "no",
        }
        return [*areas_map(areas, on), here] if areas else []
    if commune is not None:
        inside = Area.objects.filter(
            valid_on(on), kind=AreaKind.QPV, links_out__target=commune
        ).order_by("name")
        outline = [{**one, "tone": "context", "url": ""} for one in areas_map([commune], on)]
        return [*outline, *areas_map(inside, on)]
    return []
