"""The order in which the demonstration is loaded."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from django.db import connection, transaction
from django.utils import timezone

from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.demo.loading.consultations import load_consultations
from ensemblier.demo.loading.copies import load_copies
from ensemblier.demo.loading.councils import load_councils
from ensemblier.demo.loading.draws import load_draws
from ensemblier.demo.loading.fund import load_fund
from ensemblier.demo.loading.fund_vote import load_vote
from ensemblier.demo.loading.institutions import load_contracts, load_organizations
from ensemblier.demo.loading.papers import load_papers
from ensemblier.demo.loading.people import load_accounts, load_associations
from ensemblier.demo.loading.places import (
    AreaKey,
    load_areas,
    load_perimeters,
    load_statistics,
)
from ensemblier.demo.loading.revision import load_revision
from ensemblier.demo.loading.tables import rows
from ensemblier.demo.loading.trees import Tree, add_details, align, load_tree, make_plan, titled
from ensemblier.demo.loading.year_of_ales import load_years_of_ales
from ensemblier.organizations.models import Organization
from ensemblier.plans.enums import PlanKind
from ensemblier.plans.models import Plan
from ensemblier.territories.models import Area

ALES, CEZE = "ales-agglomeration", "de-ceze-cevennes"
CONTRACT_LEVELS = ["pilier", "orientation stratégique", "objectif opérationnel", "action"]


def is_loaded() -> bool:
    return Contract.objects.filter(slug=ALES).exists()


@transaction.atomic
def load_demonstration(
    *,
    scale: int = 1,
    titles: Mapping[str, str] | None = None,
    tell: Callable[[int, int], None] | None = None,
    today: datetime.date | None = None,
) -> None:
    """Load the pilot territory, then `scale` - 1 invented contracts of the same size.

    `titles` gives the official wording of the contract's plan by code; without it the short
    titles stand for it. `tell(done, total)` is called after each contract. The years of
    programming are counted back from `today`. All or nothing.
    """
    today = today or timezone.localdate()
    areas = load_areas()
    load_statistics(areas)
    load_perimeters(areas)
    organizations = load_organizations()
    contracts = load_contracts(organizations, areas)
    people = load_associations([area for area in areas.values() if area.kind == "commune"])
    users = load_accounts(contracts, organizations["gip-politique-de-la-ville"])
    main = load_plans(contracts, areas, titles or {})
    load_years_of_ales(
        contract=contracts[ALES],
        tree=main,
        areas=areas,
        organizations=organizations,
        people=people,
        users=users,
        today=today,
    )
    count_rows()
    associations = list(Organization.objects.filter(pk__in=people).order_by("pk"))
    load_papers(contracts[ALES], associations, users["editor"], today)
    load_councils(
        contract=contracts[ALES],
        neighbour=contracts[CEZE],
        area=areas["QN03014M", "2024"],
        associations=associations,
        by=users["editor"],
        today=today,
    )
    load_consultations(contracts[ALES], users, today)
    fund = load_fund(
        contract=contracts[ALES], organizations=organizations, users=users, today=today
    )
    load_vote(fund=fund, by=users["editor"], today=today)
    load_draws(contracts[ALES], users["editor"], today)
    count_rows()
    record(
        action="demo.load_demonstration",
        summary="Chargement de la démonstration.",
        by=users["administrator"],
    )
    load_copies(
        count=scale - 1,
        by=users["administrator"],
        tell=tell or (lambda *_: None),
        today=today,
    )


def count_rows() -> None:
    """PostgreSQL counts rows by itself, but only committed ones: until then it takes tables of
    thousands of rows for empty ones, and reads them for minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def load_plans(
    contracts: dict[str, Contract], areas: dict[AreaKey, Area], titles: Mapping[str, str]
) -> Tree:
    """Gives the plan of the contract of Alès."""
    main = load_contract_plan(contracts[ALES], titles)
    load_revision(main, titles)
    neighbourhood = make_plan(
        contracts[ALES],
        kind=PlanKind.NEIGHBOURHOOD,
        name="Projet de quartier de La Grand-Combe (inventé)",
        slug="projet-de-quartier-grand-combe",
        area=areas["QN03016M", "2024"],
        level_names=["thématique", "objectif", "action"],
    )
    load_aligned(neighbourhood, "neighbourhood_plan", main, datetime.date(2024, 9, 1))
    territory = make_plan(
        contracts[ALES],
        kind=PlanKind.TERRITORY,
        name="Projet de territoire 2021",
        slug="projet-de-territoire",
        level_names=["axe", "orientation", "programme"],
    )
    load_aligned(territory, "territorial_plan", main, datetime.date(2021, 1, 1))
    ceze = make_plan(
        contracts[CEZE],
        kind=PlanKind.CONTRACT,
        name="Plan du contrat De Cèze Cévennes",
        slug="plan",
        level_names=["thématique", "objectif", "opération"],
    )
    load_tree(
        ceze,
        rows("ceze_plan"),
        source_name="Contrat de ville De Cèze Cévennes 2024-2030",
        since=contracts[CEZE].starts_on,
    )
    spread_areas(main, contracts[ALES])
    return main


def load_contract_plan(contract: Contract, titles: Mapping[str, str]) -> Tree:
    plan = make_plan(
        contract,
        kind=PlanKind.CONTRACT,
        name="Plan d’action 2015-2020",
        slug="plan",
        level_names=CONTRACT_LEVELS,
    )
    tree = load_tree(
        plan,
        titled(rows("contract_plan_2015"), titles),
        source_name="Fiches actions du contrat de ville 2015-2020",
        since=datetime.date(2015, 7, 6),
    )
    add_details(tree)
    return tree


def load_aligned(plan: Plan, table_name: str, reference: Tree, since: datetime.date) -> None:
    table = rows(table_name)
    tree = load_tree(plan, table, source_name=plan.name, since=since)
    align(tree, table, reference)


def spread_areas(tree: Tree, contract: Contract) -> None:
    """The contract's plan concerns each of its neighbourhoods, pillar by pillar."""
    quarters = [link.area for link in contract.contractareas.select_related("area")]
    for node in tree.nodes.values():
        if node.level == 0:
            node.areas.set(quarters)
