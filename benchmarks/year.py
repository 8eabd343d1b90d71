"""A programming year as heavy as asked, written in bulk: what the pages of the year weigh on.

Everything is invented and the same each time: no chance, no date of today but the deadlines.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.enums import ApplicationState, LineState, MessageKind
from ensemblier.applications.models import (
    Action,
    Application,
    ApplicationArea,
    ApplicationNode,
    Audience,
    BudgetLine,
    Message,
    Request,
    StateChange,
)
from ensemblier.appraisal.enums import OpinionSource, OpinionValue
from ensemblier.appraisal.models import Opinion, SheetNote
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call, CallTheme, Committee, Envelope
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractArea, ContractRole
from ensemblier.funding.models import Award
from ensemblier.governance.enums import BodyKind
from ensemblier.governance.models import Body, Session
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.organizations.enums import MembershipRole, OrganizationKind
from ensemblier.organizations.models import Membership, Organization
from ensemblier.plans.enums import PlanKind, VersionState
from ensemblier.plans.models import Node, Plan, PlanVersion, Theme
from ensemblier.territories.enums import AreaKind, Generation
from ensemblier.territories.models import Area

YEAR = 2031
SINCE = datetime.date(2024, 1, 1)
TEXT = "Un atelier ouvert aux familles du quartier, chaque mercredi, avec un goûter. " * 6
SPENT_ON = [code for code, account in ACCOUNTS.items() if account.side == "expense"][:14]
AUDIENCE = [
    (sex, band) for sex in (Sex.FEMALE, Sex.MALE) for band in AgeBand if band != AgeBand.UNKNOWN
]
BATCH = 2000


@dataclass(frozen=True)
class Year:
    """What was written, for whoever measures it."""

    call: Call
    session: Session
    funders: list[Organization]
    officers: list[User]
    applications: list[Application]


def bulk(rows: Iterable[Any]) -> list[Any]:
    made = list(rows)
    return type(made[0])._default_manager.bulk_create(made, batch_size=BATCH) if made else []


def searchable(rows: list[Any]) -> list[Any]:
    for row in rows:
        row.refresh_search_text()
    return rows


def funders(count: int) -> list[Organization]:
    return [
        Organization.objects.get_or_create(
            name=f"Financeur d’essai {rank + 1}",
            defaults={"kind": OrganizationKind.AUTHORITY, "is_invented": True},
        )[0]
        for rank in range(count)
    ]


def officers(paying: list[Organization]) -> list[User]:
    """One person for each funder."""
    found = []
    for rank, funder in enumerate(paying):
        email = f"financeur{rank + 1}@essai.example"
        person = User.objects.filter(email=email).first() or User.objects.create_user(
            email, None, full_name=f"Agente {rank + 1}"
        )
        Membership.objects.get_or_create(
            organization=funder,
            user=person,
            role=MembershipRole.OFFICER,
            defaults={"starts_on": SINCE},
        )
        found.append(person)
    return found


def small_contract(editor: User) -> Contract:
    """A contract with a plan of four actions, two neighbourhoods and six associations."""
    town = Organization.objects.create(name="Ville d’essai", kind=OrganizationKind.AUTHORITY)
    contract = Contract.objects.create(
        slug="essai",
        name="Contrat d’essai",
        generation=Generation.G2024,
        bearer=town,
        manager=town,
        starts_on=SINCE,
        ends_on=datetime.date(YEAR, 12, 31),
    )
    ContractRole.objects.create(
        contract=contract, user=editor, kind=ContractRoleKind.EDITOR, starts_on=SINCE
    )
    plan = Plan.objects.create(
        contract=contract, kind=PlanKind.CONTRACT, name="Plan", slug="plan", level_names=["action"]
    )
    version = PlanVersion.objects.create(
        contract=contract,
        plan=plan,
        number=1,
        state=VersionState.PUBLISHED,
        published_at=timezone.now(),
        effective_on=SINCE,
    )
    for rank in range(1, 5):
        Node.objects.create(
            contract=contract,
            version=version,
            theme=Theme.objects.create(contract=contract, plan=plan),
            code=str(rank),
            path=f"{rank:04d}",
            level=0,
            title=f"Action {rank}",
            short_title=f"Action {rank}",
        )
    for rank in range(2):
        area = Area.objects.create(
            kind=AreaKind.QPV,
            generation=Generation.G2024,
            code=f"QNZ{rank:05d}",
            name=f"Quartier d’essai {rank + 1}",
            source="essai",
        )
        ContractArea.objects.create(contract=contract, area=area)
    for rank in range(6):
        Organization.objects.create(
            name=f"Association d’essai {rank + 1}", kind=OrganizationKind.ASSOCIATION
        )
    return contract


def add_year(contract: Contract, *, by: User, applications: int, funders_count: int) -> Year:
    """A call of `contract` in appraisal; each application asks something of each funder."""
    version = published_version(contract)
    paying = funders(funders_count)
    call = make_call(contract, version, paying, applications)
    session = make_session(call)
    themes = list(call.themes.select_related("node"))
    areas = [link.area for link in contract.contractareas.select_related("area")]
    bearers = list(Organization.objects.filter(kind=OrganizationKind.ASSOCIATION).order_by("pk"))
    made = write_applications(call, bearers[:60], count=applications, by=by)
    write_content(made, themes, areas, by=by)
    write_money(made, call, paying)
    bulk(
        SheetNote(contract=contract, session=session, application=one, rank=rank)
        for rank, one in enumerate(made[:140], start=1)
    )
    return Year(call, session, paying, officers(paying), made)


def heavy_call(contract: Contract) -> Call | None:
    """The call that `add_year` wrote, if it did."""
    return Call.objects.filter(contract=contract, year=YEAR).first()


def published_version(contract: Contract) -> PlanVersion:
    versions = PlanVersion.objects.filter(contract=contract, state=VersionState.PUBLISHED)
    version = versions.annotate(size=models.Count("nodes")).order_by("-size", "pk").first()
    if version is None:
        raise SystemExit(f"{contract}: no published plan.")
    return version


def make_call(
    contract: Contract, version: PlanVersion, paying: list[Organization], applications: int
) -> Call:
    now = timezone.now()
    call = Call.objects.create(
        contract=contract,
        plan_version=version,
        year=YEAR,
        name=f"Appel à projets {YEAR}",
        slug=f"appel-{YEAR}",
        state=CallState.PUBLISHED,
        summary=TEXT,
        opens_at=now - datetime.timedelta(days=60),
        closes_at=now - datetime.timedelta(days=10),
        published_at=now - datetime.timedelta(days=70),
        opinions_due_on=now.date() + datetime.timedelta(days=20),
        actions_start_on=datetime.date(YEAR, 1, 1),
        actions_end_on=datetime.date(YEAR, 12, 31),
    )
    deepest = version.nodes.aggregate(level=models.Max("level"))["level"]
    leaves = version.nodes.filter(level=deepest).order_by("path")[:30]
    bulk(CallTheme(call=call, node=node, theme_id=node.theme_id) for node in leaves)
    bulk(
        Envelope(
            contract=contract,
            call=call,
            funder=funder,
            budget_line="Programme 147",
            amount_cents=applications * 250_000,
            rank=rank,
        )
        for rank, funder in enumerate(paying)
    )
    return call


def make_session(call: Call) -> Session:
    body = Body.objects.create(
        contract=call.contract, kind=BodyKind.PROGRAMMING, name=f"Comité technique {YEAR}"
    )
    Committee.objects.create(contract=call.contract, call=call, body=body)
    return Session.objects.create(
        contract=call.contract, body=body, starts_at=timezone.now() + datetime.timedelta(days=30)
    )


def write_applications(
    call: Call, bearers: list[Organization], *, count: int, by: User
) -> list[Application]:
    now, contract = timezone.now(), call.contract
    first = (
        Action.objects.filter(contract=contract).aggregate(last=models.Max("number"))["last"] or 0
    )
    actions = bulk(
        searchable(
            [
                Action(
                    contract=contract,
                    bearer=bearers[rank % len(bearers)],
                    number=first + rank + 1,
                    name=f"Rencontrer ses voisins, atelier {rank + 1}",
                    is_invented=True,
                )
                for rank in range(count)
            ]
        )
    )
    texts = dict.fromkeys(("objectives", "needs", "description", "means", "evaluation"), TEXT)
    rows = [
        Application(
            contract=contract,
            action=action,
            call=call,
            year=YEAR,
            reference=f"{YEAR}-{action.number:04d}",
            state=ApplicationState.IN_APPRAISAL,
            title=action.name,
            public_summary=TEXT[:200],
            starts_on=call.actions_start_on,
            ends_on=call.actions_end_on,
            created_by=by,
            created_at=now,
            submitted_at=now - datetime.timedelta(days=12),
            **texts,
        )
        for action in actions
    ]
    return bulk(searchable(rows))


def write_content(
    made: list[Application], themes: list[CallTheme], areas: list[Any], *, by: User
) -> None:
    now = timezone.now()
    bulk(
        ApplicationNode(
            application=one,
            node=themes[rank % len(themes)].node,
            theme_id=themes[rank % len(themes)].theme_id,
            is_main=True,
        )
        for rank, one in enumerate(made)
    )
    bulk(
        ApplicationArea(application=one, area=area, share=share)
        for rank, one in enumerate(made)
        for area, share in ((areas[rank % len(areas)], 7_000), (None, 3_000))
    )
    bulk(
        BudgetLine(application=one, account=account, planned_cents=1_000 * (rank % 90 + 10))
        for rank, one in enumerate(made)
        for account in SPENT_ON
    )
    bulk(
        Audience(
            application=one,
            sex=sex,
            age_band=band,
            area=areas[rank % len(areas)],
            number=rank % 9 + 1,
        )
        for rank, one in enumerate(made)
        for sex, band in AUDIENCE
    )
    bulk(
        Message(contract=one.contract, application=one, text=TEXT[:150], kind=kind, by=by, at=now)
        for one in made
        for kind in (MessageKind.MESSAGE, MessageKind.INTERNAL)
    )
    bulk(
        StateChange(
            contract=one.contract,
            application=one,
            transition=transition,
            source=source,
            target=target,
            by=by,
            at=now,
        )
        for one in made
        for transition, source, target in (
            ("submit", "draft", "submitted"),
            ("admit", "submitted", "admissible"),
            ("appraise", "admissible", "in_appraisal"),
        )
    )


def write_money(made: list[Application], call: Call, paying: list[Organization]) -> None:
    """Two thirds of the requests have a proposal, and an opinion goes with each."""
    now, envelopes = timezone.now(), {one.funder_id: one for one in call.envelopes.all()}
    requests = bulk(
        Request(
            contract=call.contract,
            application=one,
            funder=funder,
            amount_cents=100_000 * ((rank + place) % 40 + 5),
            state=LineState.PROPOSED if (rank + place) % 3 else LineState.REQUESTED,
        )
        for rank, one in enumerate(made)
        for place, funder in enumerate(paying)
    )
    proposed = [one for one in requests if one.state == LineState.PROPOSED]
    bulk(
        Award(
            contract=call.contract,
            request=one,
            envelope=envelopes[one.funder_id],
            asked_cents=one.amount_cents,
            proposed_cents=one.amount_cents // 2,
            changed_at=now,
        )
        for one in proposed
    )
    bulk(
        Opinion(
            contract=call.contract,
            application_id=one.application_id,
            source=OpinionSource.FUNDER,
            organization_id=one.funder_id,
            value=OpinionValue.FAVOURABLE,
            comment=TEXT[:120],
            asked_at=now,
            given_at=now,
        )
        for one in proposed
    )
