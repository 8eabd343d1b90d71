"""The applications of a year: which action, where, for how much, in which state."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from ensemblier.applications.enums import ApplicationState as State
from ensemblier.applications.enums import GrantNature, LineState
from ensemblier.applications.models import (
    ALL_OF_IT,
    Action,
    Answer,
    Application,
    ApplicationArea,
    ApplicationNode,
    Audience,
    BudgetLine,
    ExpectedIndicator,
    JointApplicant,
    Request,
    Series,
    StateChange,
)
from ensemblier.calls.enums import QuestionKind
from ensemblier.demo.loading.programming.amounts import EURO, people_of, plan_budget, split
from ensemblier.demo.loading.programming.calls import YearCall
from ensemblier.demo.loading.programming.seasons import Season, at
from ensemblier.demo.loading.programming.world import PUBLICS, Activity, Place, World
from ensemblier.funding.models import Award
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.organizations.models import Organization
from ensemblier.plans.enums import IndicatorKind
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area

NOT_SUBMITTED = (State.DRAFT, State.WITHDRAWN)
Cell = tuple[str, str, Area | None]


@dataclass
class Thread:
    """An action through the years."""

    action: Action
    activity: Activity
    place: Place
    cost: int
    people: int
    series: Series | None = None
    first_reference: str = ""
    previous: Application | None = None


@dataclass
class Line:
    """A request and what became of it."""

    request: Request
    award: Award | None = None
    paid: int = 0
    is_signed: bool = False

    @property
    def granted(self) -> int:
        return (self.award.granted_cents or 0) if self.award else 0


@dataclass
class File:
    """An application with what the next steps need to know of it, in memory."""

    application: Application
    thread: Thread
    areas: list[tuple[Area | None, int]] = field(default_factory=list)
    planned: dict[str, BudgetLine] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    cells: dict[Cell, int] = field(default_factory=dict)
    expected: list[ExpectedIndicator] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.thread.activity.node_code

    @property
    def bearer(self) -> Organization:
        return self.thread.action.bearer

    @property
    def granted(self) -> int:
        return sum(line.granted for line in self.lines)


def add_file(world: World, season: Season, year: YearCall, thread: Thread, state: str) -> File:
    file = File(make_application(world, season, year, thread, state), thread)
    world.batch.add(file.application)
    add_places(world, file)
    add_money(world, year, file)
    add_people(world, file)
    add_expected(world, file)
    add_answers(world, year, file)
    thread.previous = file.application
    return file


def make_application(
    world: World, season: Season, year: YearCall, thread: Thread, state: str
) -> Application:
    rng, activity, bearer = world.rng, thread.activity, thread.action.bearer
    created = season.moment(rng, season.opens_on, season.closes_on - datetime.timedelta(days=5))
    submitted = season.moment(rng, created.date() + datetime.timedelta(days=1), season.closes_on)
    person = world.people[bearer.pk]
    rank = season.year - thread.series.first_year + 1 if thread.series else 1
    reference = f"{season.year}-{thread.action.number:04d}"
    if thread.series:
        reference = f"{thread.series.first_year}-{thread.action.number:04d}-{rank:02d}"
    start = datetime.date(season.year, rng.randint(1, 4), 1)
    return Application(
        contract=world.contract,
        call=year.call,
        action=thread.action,
        year=season.year,
        series=thread.series,
        series_rank=rank,
        reference=reference,
        state=state,
        nature=GrantNature.RENEWAL if thread.previous else GrantNature.FIRST,
        renewed_from=thread.previous,
        edition=rng.randint(3, 40),
        title=thread.action.name,
        objectives=activity.texts["objectives"],
        needs=activity.texts["needs"],
        description=activity.texts["description"],
        public_summary=activity.texts["summary"],
        beneficiaries=f"{thread.people} personnes, surtout des quartiers prioritaires.",
        place=f"L’action a lieu {thread.place.words}.",
        means="Une personne salariée, des bénévoles, une salle et du petit matériel.",
        evaluation="Feuilles de présence, questionnaire court, réunion avec les habitants.",
        indirect_costs_rule="Au prorata du temps passé sur l’action.",
        starts_on=start,
        ends_on=datetime.date(season.year, rng.choice((6, 10, 12)), 30),
        volunteers=rng.randint(1, 20),
        employees=rng.randint(0, 4),
        attested_by="" if state == State.DRAFT else person.full_name,
        attested_as="" if state == State.DRAFT else "présidence",
        attests_accuracy=state != State.DRAFT,
        attests_duties=state != State.DRAFT,
        attests_cer=state != State.DRAFT,
        is_assisted=rng.random() < 0.08,
        created_by=person,
        created_at=created,
        saved_at=submitted,
        submitted_at=None if state in NOT_SUBMITTED else submitted,
        completion_due_on=completion_day(season, state),
        decided_at=at(season.decided_on, 15) if has_decision(season, state) else None,
    )


def completion_day(season: Season, state: str) -> datetime.date | None:
    if state != State.TO_COMPLETE:
        return None
    return season.today + datetime.timedelta(days=10)


def has_decision(season: Season, state: str) -> bool:
    return season.is_past and state in (State.DECIDED, State.CLOSED)


def add_places(world: World, file: File) -> None:
    """The quarters named in the title first, then some people from elsewhere."""
    rng, areas = world.rng, file.thread.place.areas
    elsewhere = rng.choice((0, 0, 1000, 2000, 3000, 3500))
    weights = [rng.randint(3, 9) for _ in areas]
    shares = split(ALL_OF_IT - elsewhere, weights, 500)
    file.areas = list(zip(areas, shares, strict=True))
    if elsewhere:
        file.areas.append((None, elsewhere))
    for area, share in file.areas:
        world.batch.add(ApplicationArea(application=file.application, area=area, share=share))
    node = world.nodes[file.code]
    for rank, one in enumerate([node, *neighbours(world, file)]):
        world.batch.add(
            ApplicationNode(
                application=file.application, node=one, theme_id=one.theme_id, is_main=rank == 0
            )
        )


def neighbours(world: World, file: File) -> list[Node]:
    """One file in four answers a second objective too."""
    if world.rng.random() > 0.25:
        return []
    other = world.rng.choice(world.activities).node_code
    return [world.nodes[other]] if other != file.code else []


def add_money(world: World, year: YearCall, file: File) -> None:
    rng, funders = world.rng, funders_asked(world, year, file)
    cost = file.thread.cost * rng.randint(92, 112) // 100 // (100 * EURO) * 100 * EURO
    planned = plan_budget(rng, cost, [weight for _, weight in funders])
    for account, cents in planned.lines.items():
        line = BudgetLine(application=file.application, account=account, planned_cents=cents)
        file.planned[account] = world.batch.add(line)
    for (funder, _), asked in zip(funders, planned.asked, strict=True):
        if asked:
            request = Request(
                contract=world.contract,
                application=file.application,
                funder=funder,
                amount_cents=asked,
                minimum_cents=asked // 2 // (50 * EURO) * 50 * EURO if rng.random() < 0.5 else None,
                state=LineState.REQUESTED,
            )
            file.lines.append(Line(world.batch.add(request)))


def funders_asked(world: World, year: YearCall, file: File) -> list[tuple[Organization, int]]:
    """The State and the agglomeration nearly always, the others as the public and the place are."""
    rng = world.rng
    chances = dict(zip(range(8), (0.93, 0.75, 0.45, 0.25, 0.3, 0.35, 0.2, 0.25), strict=True))
    open_to = {funder for funder, _ in year.envelopes}
    if file.thread.activity.public in ("children", "youth", "families"):
        chances[4] = 0.7
    if file.code.startswith("2."):
        chances[7] = 0.8
    asked = [
        (funder, (9, 7, 5, 4, 4, 4, 3, 3)[rank])
        for rank, funder in enumerate(world.funders)
        if rng.random() < chances[rank] and funder in open_to
    ]
    return asked or [(world.funders[0], 1)]


def add_people(world: World, file: File) -> None:
    file.cells = spread_people(world, file, file.thread.people)
    for (sex, band, area), number in file.cells.items():
        world.batch.add(
            Audience(application=file.application, sex=sex, age_band=band, area=area, number=number)
        )


def spread_people(world: World, file: File, total: int) -> dict[Cell, int]:
    """As many by area as the shares say, by age and sex as the public of the activity is."""
    bands, women = PUBLICS[file.thread.activity.public]
    kinds: list[tuple[str, str]] = [(sex, band) for band in bands for sex in (Sex.FEMALE, Sex.MALE)]
    weights = [
        bands[AgeBand(band)] * (women if sex == Sex.FEMALE else 100 - women) for sex, band in kinds
    ]
    found: dict[Cell, int] = {}
    by_area = split(total, [share for _, share in file.areas], 1)
    for (area, _), people in zip(file.areas, by_area, strict=True):
        for (sex, band), number in zip(kinds, people_of(world.rng, people, weights), strict=True):
            if number:
                found[sex, band, area] = number
    return found


def add_expected(world: World, file: File) -> None:
    for indicator in world.indicators.get(file.code, [])[:3]:
        in_words = indicator.kind == IndicatorKind.QUALITATIVE
        expected = ExpectedIndicator(
            application=file.application,
            indicator=indicator,
            expected=None if in_words else world.rng.randint(4, 60),
            words="Mieux qu’au début de l’action." if in_words else "",
        )
        file.expected.append(world.batch.add(expected))


def add_answers(world: World, year: YearCall, file: File) -> None:
    for question in year.questions:
        values = {
            QuestionKind.YES_NO: world.rng.random() < 0.8,
            QuestionKind.LONG_TEXT: "Nous invitons d’abord les mères, et nous gardons les enfants.",
            QuestionKind.CHOICE: world.rng.choice(question.options or [""]),
        }
        world.batch.add(
            Answer(
                application=file.application,
                question=question,
                value=values[QuestionKind(question.kind)],
            )
        )
    if world.rng.random() < 0.1:
        others = [one for one in world.associations if one != file.bearer]
        partner = world.rng.choice(others)
        signed = file.application.state != State.DRAFT
        world.batch.add(
            JointApplicant(
                application=file.application,
                organization=partner,
                part="Elle prête sa salle et anime une séance sur deux.",
                signed_by=world.people[partner.pk] if signed else None,
                signed_at=file.application.saved_at if signed else None,
            )
        )


def add_later_years(world: World, file: File, count: int) -> None:
    """The years to come of a series, submitted with the first, without a call as yet."""
    first, thread = file.application, file.thread
    for rank in range(2, count + 1):
        later = Application(
            contract=world.contract,
            action=thread.action,
            year=first.year + rank - 1,
            series=thread.series,
            series_rank=rank,
            reference=f"{first.year}-{thread.action.number:04d}-{rank:02d}",
            state=State.SUBMITTED,
            nature=GrantNature.RENEWAL,
            title=first.title,
            public_summary=first.public_summary,
            objectives=first.objectives,
            created_by=first.created_by,
            created_at=first.created_at,
            submitted_at=first.submitted_at,
        )
        world.batch.add(later)
        world.batch.add(
            StateChange(
                contract=world.contract,
                application=later,
                transition="submit",
                source=State.DRAFT,
                target=State.SUBMITTED,
                by=first.created_by,
                at=first.saved_at or first.created_at,
            )
        )
        node = world.nodes[file.code]
        world.batch.add(
            ApplicationNode(application=later, node=node, theme_id=node.theme_id, is_main=True)
        )
        for area, share in file.areas:
            world.batch.add(ApplicationArea(application=later, area=area, share=share))
        for account, line in file.planned.items():
            world.batch.add(
                BudgetLine(application=later, account=account, planned_cents=line.planned_cents)
            )
        for one in file.lines:
            world.batch.add(
                Request(
                    contract=world.contract,
                    application=later,
                    funder=one.request.funder,
                    amount_cents=one.request.amount_cents,
                )
            )
