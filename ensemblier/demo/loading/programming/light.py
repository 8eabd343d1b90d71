"""A year of applications without their story, to see what hundreds of contracts weigh."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import (
    ALL_OF_IT,
    Action,
    Application,
    ApplicationArea,
    ApplicationNode,
    BudgetLine,
    Request,
)
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call, CallTheme, Envelope
from ensemblier.contracts.models import Contract
from ensemblier.demo.loading.programming.amounts import EURO
from ensemblier.demo.loading.programming.batch import Batch
from ensemblier.demo.loading.programming.seasons import Season, at
from ensemblier.demo.loading.programming.world import Activity
from ensemblier.demo.loading.trees import Tree
from ensemblier.funding.models import Award
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area

PER_YEAR = 140
REQUESTS = 3
STATES = (
    ApplicationState.SUBMITTED,
    ApplicationState.ADMISSIBLE,
    ApplicationState.IN_APPRAISAL,
    ApplicationState.DECIDED,
)


def load_light_year(
    *,
    contract: Contract,
    tree: Tree,
    season: Season,
    funders: Sequence[Organization],
    bearers: Sequence[Organization],
    areas: Sequence[Area],
    activities: Sequence[Activity],
    rank: int,
) -> None:
    """As many applications as in the pilot's year, in four states, each with its requests."""
    rng, batch = random.Random(rank), Batch()  # noqa: S311 - the same year every time
    call = batch.add(make_call(contract, tree, season))
    for activity in {one.node_code: one for one in activities}.values():
        node = tree.nodes[activity.node_code]
        batch.add(CallTheme(call=call, node=node, theme_id=node.theme_id))
    envelopes = [
        batch.add(
            Envelope(
                contract=contract,
                call=call,
                funder=funder,
                budget_line="Politique de la ville",
                amount_cents=0,
                rank=place,
            )
        )
        for place, funder in enumerate(funders)
    ]
    for number in range(1, PER_YEAR + 1):
        activity = activities[number % len(activities)]
        application = make_application(call, season, rng.choice(bearers), number, activity)
        batch.add(application.action)
        batch.add(application)
        node = tree.nodes[activity.node_code]
        batch.add(
            ApplicationNode(
                application=application, node=node, theme_id=node.theme_id, is_main=True
            )
        )
        batch.add(ApplicationArea(application=application, area=rng.choice(areas), share=ALL_OF_IT))
        add_money(batch, season, application, rng.sample(envelopes, REQUESTS))
    for envelope in envelopes:
        envelope.amount_cents = envelope.committed_cents + 10_000 * EURO
    batch.save()


def make_call(contract: Contract, tree: Tree, season: Season) -> Call:
    return Call(
        contract=contract,
        plan_version=tree.version,
        year=season.year,
        name=f"Appel à projets {season.year}",
        slug=f"appel-{season.year}",
        state=CallState.PUBLISHED,
        opens_at=at(season.opens_on),
        closes_at=at(season.closes_on, 12),
        actions_start_on=datetime.date(season.year, 1, 1),
        actions_end_on=datetime.date(season.year, 12, 31),
        published_at=at(season.opens_on),
    )


def make_application(
    call: Call, season: Season, bearer: Organization, number: int, activity: Activity
) -> Application:
    action = Action(
        contract=call.contract,
        bearer=bearer,
        number=number,
        name=f"{activity.name} n°\u00a0{number}",
        is_invented=True,
    )
    return Application(
        contract=call.contract,
        action=action,
        call=call,
        year=call.year,
        reference=f"{call.year}-{number:04d}",
        state=STATES[number % len(STATES)],
        title=action.name,
        public_summary=activity.texts["summary"],
        created_at=at(season.opens_on),
        submitted_at=at(season.closes_on, 9),
    )


def add_money(
    batch: Batch, season: Season, application: Application, envelopes: Sequence[Envelope]
) -> None:
    """A budget of two lines that balances, a request to each funder, the money when decided."""
    decided = application.state == ApplicationState.DECIDED
    asked_in_all = 0
    for envelope in envelopes:
        asked = (10 + application.action.number % 80) * 100 * EURO
        asked_in_all += asked
        request = Request(
            contract=application.contract,
            application=application,
            funder=envelope.funder,
            amount_cents=asked,
            state=LineState.GRANTED if decided else LineState.REQUESTED,
        )
        batch.add(request)
        if decided:
            envelope.committed_cents += asked // 2
            batch.add(
                Award(
                    contract=application.contract,
                    request=request,
                    envelope=envelope,
                    asked_cents=asked,
                    proposed_cents=asked // 2,
                    granted_cents=asked // 2,
                    decided_on=season.today,
                )
            )
    own = 500 * EURO
    for account, cents in (("641", asked_in_all + own), ("own", own)):
        batch.add(BudgetLine(application=application, account=account, planned_cents=cents))
