"""What was done, for whom, at what cost."""

from __future__ import annotations

import datetime

from ensemblier.applications.enums import ApplicationState as State
from ensemblier.applications.models import ExpectedIndicator
from ensemblier.demo.loading.programming.amounts import EURO, actual_budget, split
from ensemblier.demo.loading.programming.files import File, spread_people
from ensemblier.demo.loading.programming.seasons import Season, Stage, at
from ensemblier.demo.loading.programming.world import World
from ensemblier.funding.models import Receipt, Recovery
from ensemblier.indicators.enums import Sex
from ensemblier.indicators.models import Value
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Reached, Report
from ensemblier.plans.enums import Breakdown, IndicatorKind

# The reports of the year that was due this year, for applications that are not closed.
WAITING = {
    ReportState.DUE: 30,
    ReportState.DRAFT: 20,
    ReportState.SUBMITTED: 35,
    ReportState.TO_COMPLETE: 15,
}
WRITTEN = (ReportState.SUBMITTED, ReportState.TO_COMPLETE, ReportState.ACCEPTED)
WHY = "Le budget a été ramené à ce qui a été accordé."
NARRATIVE = (
    "L’action a eu lieu comme prévu. {people} personnes sont venues, dont beaucoup pour la "
    "première fois. Les habitants ont choisi une partie du programme."
)
DIFFICULTIES = "Trouver une salle le soir a pris du temps. Nous continuerons l’an prochain."


def add_report(world: World, season: Season, file: File) -> Report | None:
    if not season.is_past or not file.granted:
        return None
    state = draw_state(world, season, file)
    report = Report(
        contract=world.contract,
        application=file.application,
        state=state,
        due_on=season.report_due_on,
    )
    world.batch.add(report)
    if state in WRITTEN:
        write(world, season, file, report)
    return report


def draw_state(world: World, season: Season, file: File) -> ReportState:
    if file.application.state == State.CLOSED:
        return ReportState.ACCEPTED
    if season.stage is Stage.RUNNING:
        return ReportState.DRAFT if world.rng.random() < 0.15 else ReportState.DUE
    return world.rng.choices(list(WAITING), list(WAITING.values()))[0]


def write(world: World, season: Season, file: File, report: Report) -> None:
    rng = world.rng
    people = max(4, file.thread.people * rng.randint(65, 125) // 100)
    ended = file.application.ends_on or season.report_due_on
    submitted = season.day(rng, ended + datetime.timedelta(days=40), 120)
    report.edition = rng.randint(4, 25)
    report.narrative = NARRATIVE.format(people=people)
    report.dates_and_places = f"De janvier à décembre {season.year}, {file.thread.place.words}."
    report.beneficiaries = f"{people} personnes, surtout du quartier."
    report.objectives_reached = "Les objectifs sont atteints pour l’essentiel."
    report.difficulties = DIFFICULTIES
    report.indirect_costs_rule = file.application.indirect_costs_rule
    report.volunteering = "Les bénévoles ont tenu l’accueil et préparé les repas."
    report.signed_by = file.application.attested_by
    report.signed_as = file.application.attested_as
    report.saved_at = report.submitted_at = at(submitted, 17)
    if report.state == ReportState.ACCEPTED:
        report.accepted_at = at(season.day(rng, submitted, 30), 11)
    if report.state == ReportState.TO_COMPLETE:
        report.completion_due_on = season.today + datetime.timedelta(days=12)
    for (sex, band, area), number in spread_people(world, file, people).items():
        world.batch.add(Reached(report=report, sex=sex, age_band=band, area=area, number=number))
    add_accounts(world, season, file, report)


def add_accounts(world: World, season: Season, file: File, report: Report) -> None:
    """The budget as it was lived; now and then some money goes back."""
    back = give_back(world, season, file, report)
    received = 0
    for rank, one in enumerate(file.lines):
        one.request.actual_cents = one.granted - (back if rank == first_granted(file) else 0)
        one.request.variance_reason = WHY
        received += one.request.actual_cents
    planned = {account: line.planned_cents for account, line in file.planned.items()}
    actual = actual_budget(world.rng, planned, received)
    for account, line in file.planned.items():
        line.actual_cents = actual.get(account, 0)
        if abs(line.actual_cents - line.planned_cents) * 5 > line.planned_cents:
            line.variance_reason = WHY


def first_granted(file: File) -> int:
    return next(rank for rank, line in enumerate(file.lines) if line.granted)


def give_back(world: World, season: Season, file: File, report: Report) -> int:
    line = file.lines[first_granted(file)]
    if report.state != ReportState.ACCEPTED or world.rng.random() > 0.05:
        return 0
    cents = line.granted * 12 // 100 // EURO * EURO
    asked = (report.accepted_at or at(season.today)).date()
    received = season.stage is Stage.JUSTIFIED
    if cents and line.paid == line.granted:
        recovery = world.batch.add(
            Recovery(
                contract=world.contract,
                award=line.award,
                amount_cents=cents,
                received_cents=cents if received else 0,
                reason="Toutes les séances n’ont pas eu lieu.",
                asked_on=asked,
                received_on=season.day(world.rng, asked, 60) if received else None,
            )
        )
        if recovery.received_on:
            world.batch.add(
                Receipt(recovery=recovery, amount_cents=cents, received_on=recovery.received_on)
            )
        return cents
    return 0


def add_values(world: World, season: Season, files: list[tuple[File, Report]]) -> None:
    """What reports count for the indicators of their node; they must have been written."""
    for file, report in files:
        if report.state not in WRITTEN:
            continue
        for expected in file.expected:
            for sex, number, words in counted(world, expected):
                world.batch.add(
                    Value(
                        contract=world.contract,
                        indicator=expected.indicator,
                        year=season.year,
                        sex=sex,
                        value=number,
                        words=words,
                        source=f"outcomes.report:{report.pk}",
                        entered_by=file.application.created_by,
                        entered_at=report.submitted_at or at(season.today),
                    )
                )


def counted(world: World, expected: ExpectedIndicator) -> list[tuple[str, int | None, str]]:
    indicator = expected.indicator
    if indicator.kind == IndicatorKind.QUALITATIVE:
        return [("", None, "Oui, les participants le disent.")]
    number = max(1, int(expected.expected or 1) * world.rng.randint(60, 130) // 100)
    if not {Breakdown.SEX, Breakdown.CHILD_SEX} & set(indicator.breakdowns):
        return [("", number, "")]
    women, men = split(number, (55, 45), 1)
    return [(Sex.FEMALE, women, ""), (Sex.MALE, men, "")]
