"""The programming of the contract of Alès: its funders, councils, places and accounts."""

from __future__ import annotations

import datetime
import random

from faker import Faker

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import College
from ensemblier.councils.models import Mandate
from ensemblier.demo.loading.people import SEED, SINCE
from ensemblier.demo.loading.places import AreaKey
from ensemblier.demo.loading.programming import load_programming
from ensemblier.demo.loading.programming.seasons import seasons
from ensemblier.demo.loading.programming.world import IN_TWO_AREAS, Place, World
from ensemblier.demo.loading.trees import Tree
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership, Organization
from ensemblier.territories.models import Area

STATE, DEPARTMENT = "prefecture-du-gard", "conseil-departemental-du-gard"
FUNDERS = (
    STATE,
    "ales-agglomeration",
    DEPARTMENT,
    "region-occitanie",
    "caf-du-gard",
    "commune-ales",
    "commune-la-grand-combe",
    "logis-cevenols",
)
SERVICES = ("ddets-du-gard", "education-nationale-gard", "ars-occitanie")
QUARTERS = ("QN03001I", "QN03002M", "QN03016M")
# The eighth, that of Saint-Ambroix, is of the other contract: `loading.councils`.
COUNCILS = (
    ("Conseil citoyen d’Alès Près-Saint-Jean", "QN03001I"),
    ("Conseil citoyen d’Alès Cévennes", "QN03001I"),
    ("Conseil citoyen d’Alès Tamaris", "QN03001I"),
    ("Conseil citoyen d’Alès Rive droite", "QN03001I"),
    ("Conseil citoyen d’Alès centre-ville", "QN03001I"),
    ("Conseil citoyen d’Anduze", "QN03002M"),
    ("Conseil citoyen de La Grand-Combe", "QN03016M"),
)
PLACES = (
    ("aux Prés-Saint-Jean", ("QN03001I",)),
    ("aux Cévennes", ("QN03001I",)),
    ("à Tamaris", ("QN03001I",)),
    ("à Rochebelle", ("QN03001I",)),
    ("à la Royale", ("QN03001I",)),
    ("au centre-ville d’Alès", ("QN03001I",)),
    ("à Anduze", ("QN03002M",)),
    ("à Trescol", ("QN03016M",)),
    ("à l’Arboux", ("QN03016M",)),
    ("aux Salles-du-Gardon", ("QN03016M",)),
    (IN_TWO_AREAS, ("QN03001I", "QN03016M")),
    ("dans les trois quartiers", QUARTERS),
)


def load_years_of_ales(
    *,
    contract: Contract,
    tree: Tree,
    areas: dict[AreaKey, Area],
    organizations: dict[str, Organization],
    people: dict[int, User],
    users: dict[str, User],
    today: datetime.date,
) -> None:
    """The first year is chosen so that the last one is under way on `today`."""
    associations = list(Organization.objects.filter(pk__in=people).order_by("pk"))
    known = [association for association in associations if association.can_be_paid][:2]
    add_accounts(organizations, known, users)
    quarters = {code: areas[code, "2024"] for code in QUARTERS}
    world = World(
        contract=contract,
        version=tree.version,
        nodes=tree.nodes,
        funders=[organizations[key] for key in FUNDERS],
        services=[organizations[key] for key in SERVICES],
        associations=associations,
        known=known,
        people=people,
        team=[users["editor"], users["team"], users["manager"]],
        officers={
            organizations[STATE].pk: users["delegate"],
            organizations[DEPARTMENT].pk: users["department"],
        },
        quarters=list(quarters.values()),
        places=[Place(words, tuple(quarters[code] for code in codes)) for words, codes in PLACES],
        rng=random.Random(SEED),  # noqa: S311 - the same years every time
    )
    faker = Faker("fr_FR")
    faker.seed_instance(SEED + 1)
    councils = [(name, quarters[code]) for name, code in COUNCILS]
    load_programming(world, seasons(today), councils, faker)
    Mandate.objects.create(
        council=world.councils[0],
        user=users["council"],
        college=College.RESIDENTS,
        starts_on=SINCE,
    )


def add_accounts(
    organizations: dict[str, Organization], known: list[Organization], users: dict[str, User]
) -> None:
    """Two associations and two funders have somebody who signs in."""
    for key, organization, role, title in (
        ("delegate", organizations[STATE].pk, MembershipRole.OFFICER, "délégué du préfet"),
        ("department", organizations[DEPARTMENT].pk, MembershipRole.OFFICER, "chargée de mission"),
        ("treasurer", known[0].pk, MembershipRole.TREASURER, "trésorier"),
        ("association", known[1].pk, MembershipRole.REPRESENTATIVE, "présidente"),
    ):
        Membership.objects.create(
            user=users[key],
            organization_id=organization,
            role=role,
            title=title,
            starts_on=SINCE,
        )
