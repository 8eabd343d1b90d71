"""The order in which the invented years are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from faker import Faker

from ensemblier.applications.enums import ApplicationState as State
from ensemblier.applications.models import Action, Series
from ensemblier.calls.models import Call
from ensemblier.demo.loading.programming.actors import add_bodies, add_councils, add_indicators
from ensemblier.demo.loading.programming.amounts import EURO
from ensemblier.demo.loading.programming.appraisal import add_agenda, add_appraisal
from ensemblier.demo.loading.programming.bearers import add_bearers
from ensemblier.demo.loading.programming.calls import add_call
from ensemblier.demo.loading.programming.decisions import decide, follow, set_envelopes
from ensemblier.demo.loading.programming.files import File, Thread, add_file, add_later_years
from ensemblier.demo.loading.programming.history import add_history
from ensemblier.demo.loading.programming.reports import add_report, add_values
from ensemblier.demo.loading.programming.seasons import Season, Stage, at
from ensemblier.demo.loading.programming.summer import STATES, add_summer_call
from ensemblier.demo.loading.programming.world import Activity, Place, World
from ensemblier.organizations.models import Organization
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Report, Waiver
from ensemblier.territories.models import Area

PER_YEAR = 140
SERIES_PER_START = 5
KEPT_EACH = 3
RENEWED = 0.68
SIZES = (1, 1, 1, 1, 1, 2)  # one action in six is twice as large
# The states of the applications of a year, and how many of each.
DECKS: dict[Stage, dict[str, int]] = {
    Stage.JUSTIFIED: {State.CLOSED: 128, State.INADMISSIBLE: 7, State.WITHDRAWN: 5},
    Stage.REPORTED: {
        State.CLOSED: 92,
        State.DECIDED: 36,
        State.INADMISSIBLE: 7,
        State.WITHDRAWN: 5,
    },
    Stage.RUNNING: {
        State.CLOSED: 24,
        State.DECIDED: 104,
        State.INADMISSIBLE: 7,
        State.WITHDRAWN: 5,
    },
    Stage.CURRENT: {
        State.DRAFT: 11,
        State.SUBMITTED: 20,
        State.TO_COMPLETE: 8,
        State.RESUBMITTED: 6,
        State.ADMISSIBLE: 24,
        State.IN_APPRAISAL: 45,
        State.DECIDED: 14,
        State.INADMISSIBLE: 8,
        State.WITHDRAWN: 4,
    },
}
HOPELESS = (State.INADMISSIBLE, State.WITHDRAWN, State.DRAFT)


def load_programming(
    world: World, years: list[Season], councils: list[tuple[str, Area]], faker: Faker
) -> None:
    add_councils(world, councils, faker)
    add_bodies(world)
    add_indicators(world)
    world.batch.save()
    ideas = shuffled_ideas(world)
    threads: list[Thread] = []
    call: Call | None = None
    for season in years:
        threads = threads_of(world, season, threads, ideas)
        call = load_year(world, season, threads, call)
        threads = [thread for thread in threads if thread.previous]
    load_summer(world, years[-1], ideas)
    waive_one(world, years[-1])


def waive_one(world: World, season: Season) -> None:
    """One association whose report is late may ask again all the same."""
    late = Report.objects.filter(
        contract=world.contract, state=ReportState.DUE, due_on__lt=season.today
    ).order_by("pk")
    for report in late.select_related("application__action")[:1]:
        Waiver.objects.create(
            contract=world.contract,
            organization=report.application.action.bearer,
            year=season.year,
            reason="La trésorière a été malade\u00a0: le bilan viendra en décembre.",
            given_by=world.writer,
            given_at=at(season.opens_on, 15),
        )


def shuffled_ideas(world: World) -> Iterator[tuple[Activity, Place]]:
    ideas = [(activity, place) for activity in world.activities for place in world.places]
    world.rng.shuffle(ideas)
    return iter(ideas)


def threads_of(
    world: World,
    season: Season,
    last_year: list[Thread],
    ideas: Iterator[tuple[Activity, Place]],
) -> list[Thread]:
    """Those of last year that go on, then new ones; a few for three years."""
    kept = [thread for thread in last_year if goes_on(world, season, thread)]
    payable = [one for one in world.associations if one.can_be_paid]
    others = [one for one in world.associations if not one.can_be_paid]
    number = Action.objects.filter(contract=world.contract).count()
    bearers = [*others]
    if season.stage is Stage.JUSTIFIED:
        bearers += list(world.known) * KEPT_EACH
    fresh: list[Thread] = []
    while len(kept) + len(fresh) < PER_YEAR:
        bearer = bearers.pop(0) if bearers else world.rng.choice(payable)
        number += 1
        fresh.append(new_thread(world, bearer, number, *next(ideas)))
    if season.stage in (Stage.REPORTED, Stage.CURRENT):
        paid = [thread for thread in fresh if thread.action.bearer.can_be_paid]
        for thread in paid[:SERIES_PER_START]:
            thread.series = Series(
                contract=world.contract, action=thread.action, first_year=season.year
            )
            world.batch.add(thread.series)
    return [*kept, *fresh]


def goes_on(world: World, season: Season, thread: Thread) -> bool:
    if thread.series and season.year < thread.series.first_year + thread.series.years:
        return True
    previous = thread.previous
    if thread.series or previous is None or previous.state in HOPELESS:
        return False
    return thread.action.bearer in world.known or world.rng.random() < RENEWED


def new_thread(
    world: World, bearer: Organization, number: int, activity: Activity, place: Place
) -> Thread:
    low, high = activity.costs
    action = Action(
        contract=world.contract,
        bearer=bearer,
        number=number,
        name=f"{activity.name} {place.words}",
        is_invented=True,
    )
    return Thread(
        action=world.batch.add(action),
        activity=activity,
        place=place,
        cost=world.rng.randint(low, high) // 100 * 100 * EURO * world.rng.choice(SIZES),
        people=world.rng.randint(18, 160),
    )


def load_year(world: World, season: Season, threads: list[Thread], last_call: Call | None) -> Call:
    add_bearers(world, season)
    year = add_call(world, season, last_call)
    states = deal_states(world, season, threads)
    files = [
        add_file(world, season, year, thread, state)
        for thread, state in zip(threads, states, strict=True)
    ]
    for file in files:
        decide(world, season, year, file)
    set_envelopes(world, season, year, files)
    reports = []
    for file in files:
        follow(world, season, file)
        reports.append((file, add_report(world, season, file)))
        add_appraisal(world, season, year, file)
        add_history(world, season, file)
        if file.thread.series and season.stage is Stage.CURRENT and starts(file):
            add_later_years(world, file, file.thread.series.years)
    add_agenda(world, year, files)
    world.batch.save()
    add_values(world, season, [(file, report) for file, report in reports if report])
    world.batch.save()
    return year.call


def load_summer(world: World, season: Season, ideas: Iterator[tuple[Activity, Place]]) -> None:
    """A few applications to the call that is open; the known associations hold the first two."""
    year = add_summer_call(world, season)
    open_season = replace(season, opens_on=season.today - timedelta(days=8), closes_on=season.today)
    number = Action.objects.filter(contract=world.contract).count()
    payable = [one for one in world.associations if one.can_be_paid]
    for rank, state in enumerate(STATES):
        idea = next(idea for idea in ideas if idea[0].node_code.startswith("1."))
        bearer = payable[rank * 3] if rank >= len(world.known) else world.known[rank]
        thread = new_thread(world, bearer, number + rank + 1, *idea)
        file = add_file(world, open_season, year, thread, state)
        add_history(world, open_season, file)
    world.batch.save()


def starts(file: File) -> bool:
    return file.application.series_rank == 1


def deal_states(world: World, season: Season, threads: list[Thread]) -> list[str]:
    """The deck of the year, shuffled; bearers that cannot be paid come to nothing and the
    years of a series hold together."""
    deck = [state for state, count in DECKS[season.stage].items() for _ in range(count)]
    world.rng.shuffle(deck)
    states: list[str] = ["" for _ in threads]
    wishes = sorted(range(len(threads)), key=lambda rank: wish(world, threads[rank]))
    for rank in wishes:
        states[rank] = draw(world, deck, threads[rank])
    return states


def wish(world: World, thread: Thread) -> int:
    """Who chooses first."""
    if not thread.action.bearer.can_be_paid:
        return 0
    return 1 if thread.series or thread.action.bearer in world.known else 2


def draw(world: World, deck: list[str], thread: Thread) -> str:
    wanted: tuple[str, ...] = tuple(deck)
    if not thread.action.bearer.can_be_paid:
        wanted = HOPELESS
    elif thread.series or (thread.action.bearer in world.known and State.CLOSED in deck):
        wanted = (State.DECIDED, State.CLOSED, State.IN_APPRAISAL)
    for rank, state in enumerate(deck):
        if state in wanted:
            return deck.pop(rank)
    return deck.pop()
