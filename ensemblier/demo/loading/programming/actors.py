"""Councils with their members, and the bodies that examine the applications."""

from __future__ import annotations

import datetime

from faker import Faker

from ensemblier.accounts.models import User
from ensemblier.councils.enums import College
from ensemblier.councils.models import Council, Mandate
from ensemblier.demo.loading.programming.world import World
from ensemblier.governance.enums import BodyKind
from ensemblier.governance.models import Body, Seat
from ensemblier.indicators.models import Indicator
from ensemblier.organizations.models import Organization
from ensemblier.plans.models import Node, PlannedIndicator
from ensemblier.territories.models import Area

MEMBERS_PER_COUNCIL = 12
RENEWED_ON = datetime.date(2024, 1, 15)
# Orientations of the plan that each thematic committee examines.
THEMATIC = {
    "CTP Lien social et vie associative": ("1.1", "1.2"),
    "CTP Éducation et parentalité": ("1.3",),
    "CTP Santé et prévention": ("1.4", "1.5"),
    "CTP Culture et sport": ("1.6",),
    "CTP Cadre de vie et logement": ("2.1", "2.2", "2.3"),
    "CTP Emploi et citoyenneté": ("3.1", "3.2", "3.3", "4.1", "4.2"),
}


def add_councils(world: World, named: list[tuple[str, Area]], faker: Faker) -> None:
    for name, area in named:
        council = Council(
            contract=world.contract, name=name, email=f"conseil{area.pk}@demo.example"
        )
        council.refresh_search_text()
        council.save()
        council.areas.add(area)
        world.councils.append(council)
        world.council_areas[council.pk] = {area.pk}
        add_members(world, council, faker)


def add_members(world: World, council: Council, faker: Faker) -> None:
    """Two thirds of residents, one third of local actors; a few have left."""
    for rank in range(MEMBERS_PER_COUNCIL):
        person = User(full_name=faker.name())
        person.set_unusable_password()
        world.batch.add(person)
        world.batch.add(
            Mandate(
                council=council,
                user=person,
                college=College.ACTORS if rank % 3 == 2 else College.RESIDENTS,
                starts_on=RENEWED_ON,
                ends_on=datetime.date(2025, 6, 30) if rank == MEMBERS_PER_COUNCIL - 1 else None,
            )
        )


def add_bodies(world: World) -> None:
    """The committees by theme, then those by area."""
    for name, codes in THEMATIC.items():
        nodes = [node for node in world.nodes.values() if under(node, codes)]
        add_body(world, name, nodes, [])
    for area in world.quarters:
        add_body(world, f"CTP territorial {territory_name(area)}", [], [area])


def under(node: Node, codes: tuple[str, ...]) -> bool:
    return node.level == 2 and node.code.startswith(tuple(f"{code}." for code in codes))


def territory_name(area: Area) -> str:
    known = {"QN03001I": "d’Alès", "QN03002M": "d’Anduze", "QN03016M": "de La Grand-Combe"}
    return known.get(area.code, area.name)


def add_body(world: World, name: str, nodes: list[Node], areas: list[Area]) -> None:
    body = Body.objects.create(
        contract=world.contract, kind=BodyKind.PROGRAMMING, name=name, sessions_per_year=1
    )
    world.bodies.append((body, nodes, areas))
    chair = world.contract.manager
    world.seats[body.pk] = [
        world.batch.add(seat(body, organization, chairs=organization == chair))
        for organization in (chair, *world.funders)
    ]


def seat(body: Body, organization: Organization, *, chairs: bool) -> Seat:
    return Seat(
        body=body, organization=organization, chairs=chairs, starts_on=datetime.date(2023, 1, 1)
    )


def add_indicators(world: World) -> None:
    """Those of the objectives that have an activity, now hung on their themes."""
    codes = {activity.node_code for activity in world.activities}
    planned = PlannedIndicator.objects.filter(node__version=world.version, node__code__in=codes)
    for row in planned.select_related("node"):
        world.indicators.setdefault(row.node.code, []).append(
            world.batch.add(
                Indicator(
                    contract=world.contract,
                    theme_id=row.node.theme_id,
                    label=row.label,
                    kind=row.kind,
                    unit=row.unit,
                    breakdowns=row.breakdowns,
                )
            )
        )
