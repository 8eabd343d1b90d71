"""Invented contracts as large as the pilot's, to see what a region or the country weighs."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.demo.loading.programming.light import load_light_year
from ensemblier.demo.loading.programming.seasons import current_season
from ensemblier.demo.loading.programming.world import activities
from ensemblier.demo.loading.tables import rows
from ensemblier.demo.loading.trees import add_details, load_tree, make_plan
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization
from ensemblier.plans.enums import PlanKind
from ensemblier.territories.enums import AreaKind, Generation, LinkKind
from ensemblier.territories.models import Area, AreaLink, Measure, Perimeter, Statistic

QUARTERS_PER_CONTRACT = 4
FUNDERS = 8
DRAWN_ON = datetime.date(2026, 11, 20)
SOURCE = "Inventé pour la démonstration"


def load_copies(
    *, count: int, by: User, tell: Callable[[int, int], None], today: datetime.date
) -> None:
    table = rows("contract_plan_2015")
    kinds = [OrganizationKind.STATE, OrganizationKind.AUTHORITY, OrganizationKind.SOCIAL]
    funders = list(Organization.objects.filter(kind__in=kinds).order_by("pk")[:FUNDERS])
    bearers = list(Organization.objects.filter(is_invented=True).exclude(siret=""))
    ideas, season = activities(), current_season(today)
    for rank in range(1, count + 1):
        contract = load_copy(rank)
        plan = make_plan(
            contract,
            kind=PlanKind.CONTRACT,
            name=f"Plan d’action de Ville-Inventée {rank}",
            slug="plan",
            level_names=["pilier", "orientation stratégique", "objectif opérationnel", "action"],
        )
        tree = load_tree(plan, table, source_name=SOURCE, since=contract.starts_on)
        add_details(tree)
        load_light_year(
            contract=contract,
            tree=tree,
            season=season,
            funders=funders,
            bearers=bearers,
            areas=[link.area for link in contract.contractareas.select_related("area")],
            activities=ideas,
            rank=rank,
        )
        tell(rank, count)


def load_copy(rank: int) -> Contract:
    town = Organization.objects.create(
        kind=OrganizationKind.AUTHORITY, name=f"Ville-Inventée {rank}", is_invented=True
    )
    contract = Contract.objects.create(
        slug=f"ville-inventee-{rank}",
        name=f"Contrat de ville de Ville-Inventée {rank}",
        generation=Generation.G2024,
        bearer=town,
        manager=town,
        starts_on=datetime.date(2024, 1, 1),
        ends_on=datetime.date(2030, 12, 31),
        summary="Contrat inventé pour la démonstration.",
    )
    commune = Area.objects.create(
        kind=AreaKind.COMMUNE, code=f"X{rank:04d}", name=f"Ville-Inventée {rank}", source=SOURCE
    )
    for quarter in range(QUARTERS_PER_CONTRACT):
        area = load_quarter(rank, quarter, commune)
        ContractArea.objects.create(contract=contract, area=area)
    return contract


def load_quarter(rank: int, quarter: int, commune: Area) -> Area:
    """A square of about half a kilometre on a grid off the coast, where no town stands."""
    area = Area.objects.create(
        kind=AreaKind.QPV,
        generation=Generation.G2024,
        code=f"QNX{rank:04d}{'ABCD'[quarter]}",
        name=f"Quartier inventé {rank}-{quarter + 1}",
        source=SOURCE,
    )
    AreaLink.objects.create(kind=LinkKind.PART_OF, source=area, target=commune, origin=SOURCE)
    west = -9 + 0.02 * (rank % 100) + 0.008 * (quarter % 2)
    south = 45 + 0.02 * (rank // 100) + 0.008 * (quarter // 2)
    ring = [[west, south], [west + 0.006, south], [west + 0.006, south + 0.005]]
    ring += [[west, south + 0.005], [west, south]]
    Perimeter.objects.create(
        area=area,
        geometry={
            "type": "Polygon",
            "coordinates": [[[round(x, 5), round(y, 5)] for x, y in ring]],
        },
        dated=DRAWN_ON,
        source=SOURCE,
        is_approximate=True,
    )
    population = Measure.objects.get(code="population")
    Statistic.objects.create(
        area=area, measure=population, year=2024, value=1000 + 10 * rank, source=SOURCE
    )
    return area
