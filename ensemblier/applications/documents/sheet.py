"""What Cerfa 12156*06 asks, as plain data: its seven sections, all empty by default.

`CerfaDocument()` alone is the blank form. Amounts are cents.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from ensemblier.applications.budget import Budget


@dataclass(frozen=True)
class Person:
    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Bearer:
    """Section 1: who asks."""

    name: str = ""
    acronym: str = ""
    website: str = ""
    siret: str = ""
    rna: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    purpose: str = ""
    representative: Person = Person()
    contact: Person = Person()
    joint_applicants: Sequence[str] = ()


@dataclass(frozen=True)
class Relations:
    """Sections 2 and 3: approvals by the administration, links with other associations."""

    approvals: str = ""
    public_utility: bool | None = None
    commercial_taxes: bool | None = None
    networks: str = ""
    member_bodies: str = ""


@dataclass(frozen=True)
class HumanMeans:
    """Section 4, on 31 December of the year before."""

    members: int | None = None
    volunteers: int | None = None
    civic_volunteers: int | None = None
    employees: int | None = None
    subsidized_jobs: int | None = None
    full_time_equivalents: str = ""
    seconded: int | None = None


@dataclass(frozen=True)
class Subsidy:
    """A line of account 74, by funder."""

    account: str
    funder: str
    cents: int


@dataclass(frozen=True)
class Expected:
    """People of one sex and age band expected."""

    label: str
    women: int = 0
    men: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.women + self.men + self.unknown


@dataclass(frozen=True)
class Place:
    name: str
    share: str = ""


@dataclass(frozen=True)
class Measure:
    label: str
    target: str = ""


@dataclass(frozen=True)
class Project:
    """Section 6 but its budget."""

    title: str = ""
    objectives: str = ""
    needs: str = ""
    description: str = ""
    public_summary: str = ""
    beneficiaries: str = ""
    audience: Sequence[Expected] = ()
    people: int | None = None
    people_in_qpv: int | None = None
    places: Sequence[Place] = ()
    place_detail: str = ""
    means: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    themes: Sequence[str] = ()
    measures: Sequence[Measure] = ()
    evaluation: str = ""
    indirect_costs_rule: str = ""
    answers: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class YearAsked:
    year: int
    cents: int


@dataclass(frozen=True)
class Signing:
    """Section 7. `on` is when the application was submitted."""

    name: str = ""
    role: str = ""
    above_threshold: bool | None = None
    place: str = ""
    on: datetime.date | None = None


@dataclass(frozen=True)
class CerfaDocument:
    """An application as form Cerfa 12156*06 shows it."""

    reference: str = ""
    call: str = ""
    year: int | None = None
    is_renewal: bool | None = None
    is_multi_year: bool | None = None
    in_kind: bool | None = None
    funders: Sequence[str] = ()
    bearer: Bearer = Bearer()
    relations: Relations = Relations()
    human_means: HumanMeans = HumanMeans()
    bearer_budget: Budget | None = None
    bearer_period: tuple[datetime.date, datetime.date] | None = None
    project: Project = Project()
    budget: Budget = field(default_factory=Budget)
    subsidies: Sequence[Subsidy] = ()
    asked: int | None = None
    years: Sequence[YearAsked] = ()
    signing: Signing = Signing()
    is_blank: bool = False


def blank_sheet(*, call: str = "", year: int | None = None) -> CerfaDocument:
    """The form to print and fill by hand."""
    return CerfaDocument(call=call, year=year, is_blank=True)
