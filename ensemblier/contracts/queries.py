"""What is read about contracts. Each function owns its prefetches."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ensemblier.contracts.enums import AreaStanding
from ensemblier.contracts.models import (
    Amendment,
    Contract,
    ContractArea,
    ContractDocument,
    ContractRole,
    Milestone,
    Signatory,
)
from ensemblier.contracts.permissions import contracts_for, sees_contract

NEXT_MILESTONES = 5


def listed_contracts(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """Each with bearer, manager, `area_count` (as priority) and `signatory_count`."""
    return (
        contracts.select_related("bearer", "manager")
        .annotate(
            area_count=Count(
                "contractareas",
                filter=Q(contractareas__standing=AreaStanding.PRIORITY),
                distinct=True,
            ),
            signatory_count=Count("signatorys", distinct=True),
        )
        .order_by("-starts_on", "name", "pk")
    )


def contracts_list(user: Any) -> QuerySet[Contract]:
    """Those that `user` opens in the workspace."""
    return listed_contracts(contracts_for(user))


def public_contracts() -> QuerySet[Contract]:
    return listed_contracts(Contract.objects.filter(is_public=True))


def contract_for(user: Any, slug: str) -> Contract | None:
    """The contract, if `user` opens it in the workspace."""
    return contracts_for(user).select_related("bearer", "manager").filter(slug=slug).first()


@dataclass(frozen=True)
class CalendarEntry:
    """A day of the contract's calendar. `key` names it for good; `milestone` when it is one.

    A whole day, unless `starts_at` says the hour.
    """

    key: str
    day: datetime.date
    title: str
    done_on: datetime.date | None = None
    milestone: Milestone | None = None
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    place: str = ""
    is_cancelled: bool = False

    def is_late_on(self, day: datetime.date) -> bool:
        return self.milestone is not None and self.done_on is None and self.day < day

    def is_past_on(self, day: datetime.date) -> bool:
        return self.done_on is not None or (self.milestone is None and self.day < day)


@dataclass
class ContractCard:
    """What the home page of a contract needs, read in a fixed number of queries.

    Plans are on a higher floor and are not here.
    """

    contract: Contract
    on: datetime.date
    areas: list[ContractArea]
    signatory_count: int
    amendments: list[Amendment]
    milestones: list[Milestone]
    documents: list[ContractDocument]
    sister_contracts: list[Contract]

    @property
    def areas_by_standing(self) -> list[tuple[str, str, list[ContractArea]]]:
        """(standing, its name, its areas), the standings that are used, in their usual order."""
        return [
            (standing.value, str(standing.label), rows)
            for standing in AreaStanding
            if (rows := [row for row in self.areas if row.standing == standing])
        ]

    @property
    def original_end(self) -> datetime.date:
        extensions = [row.previous_end for row in self.amendments if row.previous_end]
        return extensions[0] if extensions else self.contract.ends_on

    @property
    def is_extended(self) -> bool:
        return self.original_end != self.contract.ends_on

    @property
    def is_over(self) -> bool:
        return self.contract.ends_on < self.on

    @property
    def days_left(self) -> int:
        return max(0, (self.contract.ends_on - self.on).days)

    @cached_property
    def calendar(self) -> list[CalendarEntry]:
        return calendar_of(self.contract, self.milestones)

    @property
    def next_entries(self) -> list[CalendarEntry]:
        """What comes, late milestones first because they are oldest."""
        coming = [entry for entry in self.calendar if not entry.is_past_on(self.on)]
        return coming[:NEXT_MILESTONES]

    @property
    def late_entries(self) -> list[CalendarEntry]:
        return [entry for entry in self.calendar if entry.is_late_on(self.on)]


def contract_card(contract: Contract, on: datetime.date, user: Any = None) -> ContractCard:
    """For the public unless `user` is given: then private documents and the other contracts
    that `user` may see are there too."""
    documents = contract.contractdocuments.select_related("file")
    if user is None:
        documents = documents.filter(is_public=True)
    sisters = Contract.objects.filter(manager=contract.manager_id).exclude(pk=contract.pk)
    return ContractCard(
        contract=contract,
        on=on,
        areas=list(areas_of(contract)),
        signatory_count=contract.signatorys.count(),
        amendments=list(contract.amendments.order_by("number")),
        milestones=list(contract.milestones.order_by("due_on", "pk")),
        documents=list(documents.order_by("-dated", "-pk")),
        sister_contracts=[
            sister
            for sister in sisters
            if (sister.is_public if user is None else sees_contract(user, sister))
        ],
    )


def areas_of(contract: Contract) -> QuerySet[ContractArea]:
    return contract.contractareas.select_related("area").order_by("standing", "area__name", "pk")


def signatories_of(contract: Contract) -> QuerySet[Signatory]:
    return contract.signatorys.select_related("organization").order_by("rank", "pk")


def amendments_of(contract: Contract) -> QuerySet[Amendment]:
    return contract.amendments.order_by("number")


def milestones_of(contract: Contract) -> QuerySet[Milestone]:
    return contract.milestones.order_by("due_on", "pk")


def documents_of(contract: Contract) -> QuerySet[ContractDocument]:
    return contract.contractdocuments.select_related("file").order_by("-dated", "-pk")


def team_of(contract: Contract, on: datetime.date) -> QuerySet[ContractRole]:
    """Roles held on that day by people whose account is open."""
    return (
        ContractRole.objects.on(on)
        .filter(contract=contract, user__is_active=True)
        .select_related("user")
        .order_by("user__full_name", "kind", "pk")
    )


def calendar_of(contract: Contract, milestones: list[Milestone]) -> list[CalendarEntry]:
    """The milestones, with the contract's own dates among them."""
    entries = [
        CalendarEntry(f"milestone-{row.pk}", row.due_on, row.title, row.done_on, row)
        for row in milestones
    ]
    own = [
        ("start", contract.starts_on, _("Début du contrat")),
        ("midterm", contract.midterm_on, _("Bilan à mi-parcours")),
        ("end", contract.ends_on, _("Fin du contrat")),
    ]
    entries += [CalendarEntry(f"{key}-{contract.pk}", day, title) for key, day, title in own if day]
    return sorted(entries, key=lambda entry: (entry.day, entry.key))
