"""Real institutions and contracts: what the founding documents state as facts."""

from __future__ import annotations

import datetime

from ensemblier.contracts.models import Amendment, Contract, ContractArea, Milestone, Signatory
from ensemblier.demo.loading.places import AreaKey
from ensemblier.demo.loading.tables import day, rows
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area


def load_organizations() -> dict[str, Organization]:
    return {
        row["key"]: Organization.objects.create(
            kind=row["kind"],
            name=row["name"],
            short_name=row["short_name"],
            siren=row["siren"],
            siret=row["siret"],
        )
        for row in rows("organizations")
    }


def load_contracts(
    organizations: dict[str, Organization], areas: dict[AreaKey, Area]
) -> dict[str, Contract]:
    contracts = {row["slug"]: load_contract(row, organizations) for row in rows("contracts")}
    for row in rows("contract_areas"):
        ContractArea.objects.create(
            contract=contracts[row["contract_slug"]],
            area=areas[row["area_code"] or row["area_name"], row["area_generation"]],
            standing=row["standing"],
        )
    load_signatories(contracts, organizations)
    load_milestones(contracts)
    return contracts


def load_contract(row: dict[str, str], organizations: dict[str, Organization]) -> Contract:
    contract = Contract.objects.create(
        slug=row["slug"],
        name=row["name"],
        generation=row["generation"],
        bearer=organizations[row["bearer"]],
        manager=organizations[row["manager"]],
        starts_on=row["starts_on"],
        ends_on=row["demonstration_to"] or row["extended_to"] or row["ends_on"],
        midterm_on=day(row["mid_term_on"]),
        summary=row["summary"],
    )
    if row["extended_to"]:
        Amendment.objects.create(
            contract=contract,
            number=1,
            title="Prolongation du contrat",
            summary="Le contrat, prévu jusqu’à la fin de 2020, est prolongé par la loi.",
            previous_end=row["ends_on"],
            new_end=row["extended_to"],
        )
    if row["demonstration_to"]:
        Amendment.objects.create(
            contract=contract,
            number=2,
            title="Prolongation inventée pour la démonstration",
            summary="Les années de programmation inventées tiennent ainsi dans le contrat.",
            previous_end=row["extended_to"],
            new_end=row["demonstration_to"],
        )
    return contract


def load_signatories(
    contracts: dict[str, Contract], organizations: dict[str, Organization]
) -> None:
    for rank, row in enumerate(rows("signatories"), start=1):
        Signatory.objects.create(
            contract=contracts[row["contract_slug"]],
            organization=organizations[row["organization"]],
            title=row["title"],
            deliberation=row["deliberation_on"],
            signed_on=day(row["signed_on"]),
            rank=rank,
        )


def load_milestones(contracts: dict[str, Contract]) -> None:
    """What is past on the day of the data files counts as done."""
    drawn_on = datetime.date(2026, 11, 20)
    for row in rows("milestones"):
        due_on = datetime.date.fromisoformat(row["on"])
        Milestone.objects.create(
            contract=contracts[row["contract_slug"]],
            title=row["title"],
            due_on=due_on,
            done_on=due_on if due_on < drawn_on else None,
        )
