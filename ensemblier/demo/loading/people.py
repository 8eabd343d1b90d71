"""Invented people and associations. The seed is fixed: the same names every time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from faker import Faker

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractRole
from ensemblier.organizations.enums import MembershipRole, OrganizationKind
from ensemblier.organizations.identifiers import luhn_holds
from ensemblier.organizations.models import Membership, Organization
from ensemblier.territories.models import Area

PASSWORD = "demonstration"
SEED = 30100
SINCE = datetime.date(2024, 1, 1)
ASSOCIATIONS = 60
KINDS = (
    *("Atelier", "Collectif", "Amicale", "Compagnie", "Jardin", "Café", "Club", "Maison"),
    *("Fabrique", "Ronde", "Passerelle", "Chorale"),
)
EMBLEMS = (
    *("du Héron bleu", "des Trois Loutres", "de la Pie bavarde", "du Castor pressé"),
    *("des Cigales rousses", "du Lézard vert", "de la Truite à pois", "des Hirondelles"),
    *("du Blaireau poli", "de la Fouine savante"),
)


@dataclass(frozen=True)
class Account:
    """One of the accounts that the demonstration prints."""

    email: str
    name: str
    what: str


ACCOUNTS = {
    "administrator": Account(
        "administration@demo.example", "Ada Ministre", "administre toute l’installation"
    ),
    "manager": Account("projet@demo.example", "Chloé Desprojets", "administre les deux contrats"),
    "editor": Account("equipe@demo.example", "Émile Duplan", "écrit dans le contrat d’Alès"),
    "reader": Account("partenaire@demo.example", "Lucie Lecture", "lit le contrat d’Alès"),
    "other": Account(
        "ceze@demo.example", "Aimé Delautre", "écrit dans le contrat de Cèze Cévennes"
    ),
    "outsider": Account("habitante@demo.example", "Odile Dehors", "n’a encore aucun rôle"),
    "team": Account(
        "instruction@demo.example", "Irène Dossier", "suit les dossiers du contrat d’Alès"
    ),
    "delegate": Account("delegue@demo.example", "Denis Délégué", "instruit et décide pour l’État"),
    "department": Account(
        "departement@demo.example", "Diane Gardon", "instruit et décide pour le Département"
    ),
    "treasurer": Account(
        "tresorier@demo.example", "Théo Comptable", "tient les comptes d’une association"
    ),
    "association": Account(
        "association@demo.example", "Assia Projet", "préside une autre association"
    ),
    "council": Account(
        "conseil@demo.example", "Karima Quartier", "siège dans un conseil citoyen d’Alès"
    ),
}


def load_accounts(contracts: dict[str, Contract], manager: Organization) -> dict[str, User]:
    users = {
        key: User.objects.create_user(
            account.email,
            PASSWORD,
            full_name=account.name,
            is_superuser=key == "administrator",
        )
        for key, account in ACCOUNTS.items()
    }
    ales, ceze = contracts["ales-agglomeration"], contracts["de-ceze-cevennes"]
    for key, contract, kind in (
        ("manager", ales, ContractRoleKind.ADMINISTRATOR),
        ("manager", ceze, ContractRoleKind.ADMINISTRATOR),
        ("editor", ales, ContractRoleKind.EDITOR),
        ("team", ales, ContractRoleKind.EDITOR),
        ("reader", ales, ContractRoleKind.READER),
        ("other", ceze, ContractRoleKind.EDITOR),
    ):
        ContractRole.objects.create(
            user=users[key],
            contract=contract,
            kind=kind,
            starts_on=SINCE,
            granted_by=users["administrator"],
        )
    for key in ("manager", "editor", "team"):
        Membership.objects.create(
            user=users[key],
            organization=manager,
            role=MembershipRole.EMPLOYEE,
            title="équipe projet",
            starts_on=SINCE,
        )
    return users


def invented_siret(rank: int) -> str:
    """Passes Luhn, and starts with zeros that no real SIRET has."""
    stem = f"{rank:09d}0001"
    return next(f"{stem}{digit}" for digit in range(10) if luhn_holds(f"{stem}{digit}"))


def load_associations(communes: list[Area]) -> dict[int, User]:
    """The person of each, by organization."""
    faker = Faker("fr_FR")
    faker.seed_instance(SEED)
    names = [f"{kind} {emblem}" for emblem in EMBLEMS for kind in KINDS][: 2 * ASSOCIATIONS : 2]
    people: dict[int, User] = {}
    for rank, name in enumerate(names, start=1):
        association = Organization.objects.create(
            kind=OrganizationKind.ASSOCIATION,
            name=f"{name} (association inventée)",
            short_name=name,
            siret="" if rank % 10 == 0 else invented_siret(rank),
            purpose="Association inventée pour la démonstration.",
            commune=communes[rank % len(communes)],
            email=f"association{rank}@demo.example",
            is_invented=True,
        )
        person = User.objects.create_user(None, None, full_name=faker.name())
        Membership.objects.create(
            user=person,
            organization=association,
            role=MembershipRole.REPRESENTATIVE,
            title="présidence",
            starts_on=SINCE,
        )
        people[association.pk] = person
    return people
