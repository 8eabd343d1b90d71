"""Who follows each application, what was checked, what was thought of it, what was said."""

from __future__ import annotations

import datetime

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState as State
from ensemblier.applications.enums import LineState
from ensemblier.appraisal.enums import CheckResult, OpinionSource, OpinionValue
from ensemblier.appraisal.models import Assignment, Check, Opinion, SheetNote
from ensemblier.councils.models import Council
from ensemblier.demo.loading.programming.calls import YearCall
from ensemblier.demo.loading.programming.files import File
from ensemblier.demo.loading.programming.seasons import Season, at
from ensemblier.demo.loading.programming.world import World
from ensemblier.governance.enums import SessionState
from ensemblier.organizations.models import Organization

FOLLOWED = (State.TO_COMPLETE, State.RESUBMITTED, State.ADMISSIBLE, State.INADMISSIBLE)
EXAMINED = (State.IN_APPRAISAL, State.DECIDED, State.CLOSED)
COMMENTS = {
    OpinionValue.FAVOURABLE: (
        "Action connue et attendue dans le quartier.",
        "Le projet répond bien à l’appel.",
        "Les habitants y participent vraiment.",
    ),
    OpinionValue.RESERVED: (
        "Oui, si le nombre de femmes est suivi.",
        "Le budget de communication paraît élevé.",
        "À condition de travailler avec le centre social.",
    ),
    OpinionValue.REWORK: ("Les objectifs sont flous\u00a0: à revoir avec l’équipe.",),
    OpinionValue.UNFAVOURABLE: ("Relève du droit commun.", "Trop peu de public du quartier."),
}
MINUTES = (
    "Présentation par l’équipe. Le comité salue la participation des habitants.",
    "Le comité demande un lien avec l’école et retient un montant réduit.",
    "Échange sur le coût par personne. Avis favorable de tous les présents.",
    "Le conseil citoyen rappelle que l’action était demandée depuis deux ans.",
)


def add_appraisal(world: World, season: Season, year: YearCall, file: File) -> None:
    state = file.application.state
    if state in FOLLOWED or state in EXAMINED:
        add_follow_up(world, season, year, file)
    if state == State.ADMISSIBLE or state in EXAMINED:
        add_opinions(world, season, file)


def add_follow_up(world: World, season: Season, year: YearCall, file: File) -> None:
    who = world.team[file.thread.action.number % len(world.team)]
    day = min(season.closes_on + datetime.timedelta(days=3), season.today)
    world.batch.add(
        Assignment(
            contract=world.contract,
            application=file.application,
            user=who,
            assigned_at=at(day, 10),
        )
    )
    rejected = file.application.state == State.INADMISSIBLE
    for rank, item in enumerate(year.checklist):
        result = CheckResult.YES if world.rng.random() < 0.9 else CheckResult.NOT_APPLICABLE
        if rejected and rank == 1:
            result = CheckResult.NO
        world.batch.add(
            Check(
                application=file.application,
                item=item,
                result=result,
                checked_by=who,
                checked_at=at(min(day + datetime.timedelta(days=4), season.today), 14),
            )
        )


def add_opinions(world: World, season: Season, file: File) -> None:
    """Of each funder asked, of a service now and then, of the councils of its quarters."""
    for line in file.lines:
        given = season.is_past or line.request.state != LineState.REQUESTED
        add_opinion(world, season, file, OpinionSource.FUNDER, line.request.funder, given=given)
    if world.rng.random() < 0.4:
        service = world.rng.choice(world.services)
        given = season.is_past or world.rng.random() < 0.5
        add_opinion(world, season, file, OpinionSource.SERVICE, service, given=given)
    here = {area.pk for area, _ in file.areas if area}
    mine = [one for one in world.councils if world.council_areas[one.pk] & here]
    for council in world.rng.sample(mine, min(len(mine), 2)):
        given = season.is_past or world.rng.random() < 0.45
        add_opinion(world, season, file, OpinionSource.COUNCIL, council, given=given)


def add_opinion(
    world: World,
    season: Season,
    file: File,
    source: str,
    author: Organization | Council,
    *,
    given: bool,
) -> None:
    value = draw_value(world, file) if given else ""
    council = author if isinstance(author, Council) else None
    organization = None if isinstance(author, Council) else author
    asked = season.closes_on + datetime.timedelta(days=16)
    world.batch.add(
        Opinion(
            contract=world.contract,
            application=file.application,
            source=source,
            council=council,
            organization=organization,
            value=value,
            amount_cents=advised(file, organization) if value else None,
            comment=world.rng.choice(COMMENTS[OpinionValue(value)]) if value else "",
            edition=1 if value else 0,
            asked_at=at(min(asked, season.today), 9),
            due_on=season.opinions_due_on,
            given_by=giver(world, organization) if value else None,
            given_at=season.moment(world.rng, asked, season.opinions_due_on) if value else None,
        )
    )


def draw_value(world: World, file: File) -> OpinionValue:
    """Kinder to what was granted."""
    refused = bool(file.lines) and all(
        line.request.state == LineState.REFUSED for line in file.lines
    )
    weights = (10, 20, 30, 40) if refused else (62, 24, 9, 5)
    return world.rng.choices(list(OpinionValue), weights)[0]


def advised(file: File, funder: Organization | None) -> int | None:
    for line in file.lines:
        if line.request.funder == funder and line.award:
            return line.award.proposed_cents
    return None


def giver(world: World, organization: Organization | None) -> User:
    return world.officers.get(organization.pk if organization else 0, world.writer)


def add_agenda(world: World, year: YearCall, files: list[File]) -> None:
    """Each application on the agenda of the one committee that examines it."""
    ranks = [0] * len(year.sessions)
    for file in files:
        if file.application.state not in EXAMINED:
            continue
        place = committee_of(world, file)
        session = year.sessions[place]
        ranks[place] += 1
        met = session.state == SessionState.CLOSED
        if session.state == SessionState.OPEN:
            met = ranks[place] <= 2
        world.batch.add(
            SheetNote(
                contract=world.contract,
                session=session,
                application=file.application,
                rank=ranks[place],
                text=world.rng.choice(MINUTES) if met else "",
                edition=1 if met else 0,
                examined_at=session.opened_at if met else None,
            )
        )


def committee_of(world: World, file: File) -> int:
    """By area for what happens in one quarter outside the largest, else by theme."""
    quarters = [area for area, _ in file.areas if area]
    if len(quarters) == 1 and quarters[0] != world.quarters[0]:
        for rank, (_, _, areas) in enumerate(world.bodies):
            if quarters[0] in areas:
                return rank
    node = world.nodes[file.code]
    return next(rank for rank, (_, nodes, _) in enumerate(world.bodies) if node in nodes)
