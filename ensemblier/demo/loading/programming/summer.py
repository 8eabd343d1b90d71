"""A small call that is open on the day of loading, so that somebody can answer it."""

from __future__ import annotations

import datetime

from ensemblier.applications.enums import ApplicationState as State
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call
from ensemblier.demo.loading.programming.amounts import EURO
from ensemblier.demo.loading.programming.calls import (
    FRAMING_NOTE,
    YearCall,
    add_envelopes,
    add_form,
    add_rules,
    add_themes,
)
from ensemblier.demo.loading.programming.seasons import Season, at
from ensemblier.demo.loading.programming.world import World

AMOUNT = 40_000 * EURO
FUNDERS = 3
STATES = (State.DRAFT, State.DRAFT, State.DRAFT, State.SUBMITTED, State.SUBMITTED, State.SUBMITTED)


def add_summer_call(world: World, season: Season) -> YearCall:
    """Opened last week, for three weeks more; only the first pillar of the plan."""
    opened = season.today - datetime.timedelta(days=8)
    closes = season.today + datetime.timedelta(days=21)
    call = Call.objects.create(
        contract=world.contract,
        plan_version=world.version,
        year=season.year,
        name=f"Quartiers d’été {season.year}",
        slug=f"quartiers-d-ete-{season.year}",
        state=CallState.PUBLISHED,
        summary="Pour les sorties, les séjours et les soirées de l’été, dans les quartiers.",
        framing_note=FRAMING_NOTE,
        opens_at=at(opened),
        closes_at=at(closes, 12),
        opinions_due_on=closes + datetime.timedelta(days=20),
        decided_on=closes + datetime.timedelta(days=50),
        actions_start_on=datetime.date(season.year, 1, 1),
        actions_end_on=datetime.date(season.year, 12, 31),
        published_at=at(opened),
    )
    call.areas.set(world.quarters)
    year = YearCall(call)
    add_rules(world, call, season)
    add_themes(world, call, under="1.")
    add_envelopes(world, year, world.funders[:FUNDERS])
    for _, envelope in year.envelopes:
        envelope.amount_cents = AMOUNT
    add_form(world, year)
    return year
