"""What each funder gives: amounts, agreements, payments, money given back."""

from __future__ import annotations

import datetime

from ensemblier.applications.enums import ApplicationState as State
from ensemblier.applications.enums import LineState
from ensemblier.demo.loading.programming.amounts import EURO, granted_of
from ensemblier.demo.loading.programming.calls import YearCall
from ensemblier.demo.loading.programming.files import File, Line
from ensemblier.demo.loading.programming.seasons import Season, Stage, at
from ensemblier.demo.loading.programming.world import World
from ensemblier.funding.enums import AgreementKind, AgreementState, PaymentKind
from ensemblier.funding.models import Agreement, AgreementYear, Award, Payment

THRESHOLD = 23_000 * EURO
SMALL = 3_000 * EURO
REFUSALS = (
    "L’enveloppe ne permet pas de soutenir toutes les actions.",
    "L’action relève du droit commun.",
    "Trop peu de personnes du quartier sont attendues.",
)
SETTLED = (State.DECIDED, State.CLOSED)
# What becomes of a request while the year is under way, and how often.
UNDER_WAY = {
    LineState.REQUESTED: 34,
    LineState.OPINION: 24,
    LineState.PROPOSED: 24,
    LineState.GRANTED: 9,
    LineState.REFUSED: 5,
    LineState.POSTPONED: 4,
}
JUST_DECIDED = {LineState.GRANTED: 72, LineState.REFUSED: 20, LineState.POSTPONED: 8}
PAST = {LineState.GRANTED: 81, LineState.REFUSED: 17, LineState.POSTPONED: 2}


def decide(world: World, season: Season, year: YearCall, file: File) -> None:
    for line in file.lines:
        line.request.state = draw_state(world, season, file)
        if line.request.state in (LineState.REQUESTED, LineState.OPINION, LineState.POSTPONED):
            continue
        line.award = world.batch.add(make_award(world, season, year, file, line))


def draw_state(world: World, season: Season, file: File) -> str:
    state = file.application.state
    chances = {LineState.REQUESTED: 1}
    if state == State.ADMISSIBLE:
        chances = {LineState.REQUESTED: 8, LineState.OPINION: 2}
    elif state == State.IN_APPRAISAL:
        chances = UNDER_WAY
    elif state in SETTLED:
        chances = PAST if season.is_past else JUST_DECIDED
    return world.rng.choices(list(chances), list(chances.values()))[0]


def make_award(world: World, season: Season, year: YearCall, file: File, line: Line) -> Award:
    request = line.request
    proposed = granted_of(world.rng, request.amount_cents, request.minimum_cents)
    granted = {LineState.GRANTED: proposed, LineState.REFUSED: 0}.get(LineState(request.state))
    envelope = year.envelope_of(request.funder, file.code)
    envelope.committed_cents += granted or 0
    day = season.decided_on if season.is_past else season.today - datetime.timedelta(days=2)
    decided = granted is not None
    return Award(
        contract=world.contract,
        request=request,
        envelope=envelope,
        asked_cents=request.amount_cents,
        proposed_cents=0 if request.state == LineState.REFUSED else proposed,
        granted_cents=granted,
        decided_on=day if decided else None,
        decision_reference=f"D{season.year}-{request.funder_id:03d}" if decided else "",
        reason=world.rng.choice(REFUSALS) if request.state == LineState.REFUSED else "",
        edition=1,
        changed_by=world.officers.get(request.funder_id, world.writer),
        changed_at=at(day, 14),
    )


def set_envelopes(world: World, season: Season, year: YearCall, files: list[File]) -> None:
    """A past year spent nearly all of them; the year under way has about half of what is asked."""
    for funder, envelope in year.envelopes:
        asked = sum(
            line.request.amount_cents
            for file in files
            for line in file.lines
            if line.request.funder == funder and year.envelope_of(funder, file.code) is envelope
        )
        wanted = envelope.committed_cents * 101 // 100
        if not season.is_past:
            wanted = max(wanted, asked * 55 // 100)
        envelope.amount_cents = (wanted // (1000 * EURO) + 1) * 1000 * EURO


def follow(world: World, season: Season, file: File) -> None:
    """Agreements and payments of what a past year granted."""
    if not season.is_past:
        return
    for line in file.lines:
        if line.granted:
            signed = add_agreement(world, season, file, line)
            add_payments(world, season, file, line, signed)


def needs_agreement(world: World, file: File, line: Line) -> bool:
    if line.granted > THRESHOLD or file.thread.series:
        return True
    return line.granted > SMALL and world.rng.random() < 0.4


def add_agreement(world: World, season: Season, file: File, line: Line) -> bool:
    """Whether nothing is waited for before the first payment."""
    rng, application = world.rng, file.application
    if application.series_rank > 1:  # the agreement of the first year covers this one
        line.request.state, line.is_signed = LineState.AGREEMENT, True
        return True
    if not needs_agreement(world, file, line):
        return True
    running = season.stage is Stage.RUNNING and application.state == State.DECIDED
    state = AgreementState.SIGNED
    if running and rng.random() < 0.35:
        state = rng.choice((AgreementState.DRAFT, AgreementState.SENT))
    multi_year = file.thread.series is not None and application.series_rank == 1
    sent = season.decided_on + datetime.timedelta(days=rng.randint(7, 25))
    signed = sent + datetime.timedelta(days=rng.randint(6, 40))
    agreement = Agreement(
        contract=world.contract,
        application=application,
        funder=line.request.funder,
        kind=AgreementKind.MULTIYEAR if multi_year else AgreementKind.ANNUAL,
        reference=f"C{season.year}-{line.request.funder_id:03d}-{file.thread.action.number:04d}",
        state=state,
        sent_on=None if state == AgreementState.DRAFT else sent,
        bearer_signed_on=signed if state == AgreementState.SIGNED else None,
        funder_signed_on=signed + datetime.timedelta(days=5)
        if state == AgreementState.SIGNED
        else None,
        created_at=at(sent, 9),
    )
    world.batch.add(agreement)
    for rank in range(3 if multi_year else 1):
        world.batch.add(
            AgreementYear(
                agreement=agreement,
                year=season.year + rank,
                amount_cents=line.granted,
                is_firm=rank == 0,
            )
        )
    line.is_signed = state == AgreementState.SIGNED
    if line.is_signed:
        line.request.state = LineState.AGREEMENT
    return line.is_signed


def add_payments(world: World, season: Season, file: File, line: Line, signed: bool) -> None:
    rng, first = world.rng, season.decided_on + datetime.timedelta(days=75)
    if line.granted <= SMALL:
        plan = [(PaymentKind.SINGLE, line.granted, first)]
    else:
        advance = line.granted * 80 // 100 // EURO * EURO
        balance_on = datetime.date(season.year, 11, 5)
        plan = [
            (PaymentKind.ADVANCE, advance, first),
            (PaymentKind.BALANCE, line.granted - advance, balance_on),
        ]
    closed = file.application.state == State.CLOSED
    for kind, cents, expected in plan:
        made = payment_day(world, season, expected, closed=closed, signed=signed)
        if made:
            line.paid += cents
        world.batch.add(
            Payment(
                contract=world.contract,
                award=line.award,
                kind=kind,
                amount_cents=cents,
                expected_on=expected,
                made_on=made,
                reference=f"M{season.year}-{rng.randint(10000, 99999)}" if made else "",
            )
        )
        if not made:
            signed = False  # nothing is paid after a payment that waits
    if line.paid == line.granted:
        line.request.state = LineState.JUSTIFIED if closed else LineState.PAID


def payment_day(
    world: World, season: Season, expected: datetime.date, *, closed: bool, signed: bool
) -> datetime.date | None:
    """A year that is over was paid; in the running one, one payment in eight waits."""
    made = expected + datetime.timedelta(days=world.rng.randint(-10, 35))
    if closed or season.stage is not Stage.RUNNING:
        return min(made, season.today)
    if not signed or made > season.today or world.rng.random() < 0.12:
        return None
    return made
