"""The steps that led each application and each request to the state it is in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState as State
from ensemblier.applications.enums import LineState, MessageKind
from ensemblier.applications.models import Message, StateChange
from ensemblier.demo.loading.programming.files import File, Line
from ensemblier.demo.loading.programming.seasons import Season, at
from ensemblier.demo.loading.programming.world import World

# (transition, state reached, days after the call closed; the applicant's own steps before)
SUBMIT = ("submit", State.SUBMITTED, 0)
ASK = ("ask_completion", State.TO_COMPLETE, 6)
AGAIN = ("resubmit", State.RESUBMITTED, 12)
ADMIT = ("admit", State.ADMISSIBLE, 14)
APPRAISE = ("appraise", State.IN_APPRAISAL, 16)
Step = tuple[str, str, int]
PATHS: dict[str, list[Step]] = {
    State.DRAFT: [],
    State.SUBMITTED: [SUBMIT],
    State.WITHDRAWN: [("withdraw", State.WITHDRAWN, 3)],
    State.TO_COMPLETE: [SUBMIT, ASK],
    State.RESUBMITTED: [SUBMIT, ASK, AGAIN],
    State.ADMISSIBLE: [SUBMIT, ADMIT],
    State.INADMISSIBLE: [SUBMIT, ("reject", State.INADMISSIBLE, 9)],
    State.IN_APPRAISAL: [SUBMIT, ADMIT, APPRAISE],
    State.DECIDED: [SUBMIT, ADMIT, APPRAISE, ("decide", State.DECIDED, 0)],
    State.CLOSED: [
        SUBMIT,
        ADMIT,
        APPRAISE,
        ("decide", State.DECIDED, 0),
        ("close", State.CLOSED, 0),
    ],
}
APPLICANTS_STEPS = ("submit", "resubmit", "withdraw")
# What each state of a request went through.
LINE_PATHS: dict[str, list[tuple[str, str]]] = {
    LineState.REQUESTED: [],
    LineState.OPINION: [("give_opinion", LineState.OPINION)],
    LineState.PROPOSED: [("propose", LineState.PROPOSED)],
    LineState.POSTPONED: [("postpone", LineState.POSTPONED)],
    LineState.REFUSED: [("propose", LineState.PROPOSED), ("refuse", LineState.REFUSED)],
    LineState.GRANTED: [("propose", LineState.PROPOSED), ("grant", LineState.GRANTED)],
}
SIGN = ("sign_agreement", LineState.AGREEMENT)
AFTER_GRANT: dict[str, list[tuple[str, str]]] = {
    LineState.PAID: [("pay", LineState.PAID)],
    LineState.JUSTIFIED: [("pay", LineState.PAID), ("justify", LineState.JUSTIFIED)],
}
COMPLETION = (
    "Bonjour, votre budget ne dit pas ce que paient les participants. "
    "Pouvez-vous préciser la ligne 70 et joindre les comptes de l’an passé\u00a0?"
)
ANSWERS = (
    "C’est fait, les comptes sont joints. Merci de votre patience.",
    "Nous avons corrigé la ligne 70\u00a0: 3\u00a0euros par séance et par famille.",
)
TALK = (
    "Bonjour, pouvons-nous avancer la date de début de deux semaines\u00a0?",
    "Merci pour votre appel. Le partenaire a confirmé la salle par courrier.",
    "La visite de mardi s’est bien passée\u00a0: douze personnes étaient là.",
)
NOTES = (
    "Action utile, à rapprocher de celle du quartier voisin.",
    "Vu avec le service\u00a0: le droit commun peut financer une partie.",
    "Porteur solide, bilans toujours rendus à l’heure.",
)
NO_SIRET = "La structure n’a pas de numéro SIRET et ne peut pas recevoir d’argent public."


def add_history(world: World, season: Season, file: File) -> None:
    add_application_steps(world, season, file)
    for line in file.lines:
        add_request_steps(world, season, file, line)
    add_messages(world, season, file)


def add_application_steps(world: World, season: Season, file: File) -> None:
    application, state = file.application, State.DRAFT.value
    for name, target, days in PATHS[application.state]:
        own = name in APPLICANTS_STEPS
        moment = step_moment(world, season, file, name, days)
        change = StateChange(
            contract=world.contract,
            application=application,
            transition=name,
            source=state,
            target=target,
            reason=reason_of(file, name),
            by=application.created_by if own else world.writer,
            at=moment,
        )
        world.batch.add(change)
        state = target


def step_moment(
    world: World, season: Season, file: File, name: str, days: int
) -> datetime.datetime:
    application = file.application
    if name == "submit" and application.submitted_at:
        return application.submitted_at
    if name == "decide":
        day = season.decided_on if season.is_past else season.today
        return at(min(day, season.today), 15)
    if name == "close":
        return at(min(datetime.date(season.year + 1, 9, 15), season.today), 16)
    day = season.closes_on + datetime.timedelta(days=days)
    return season.moment(world.rng, day, day + datetime.timedelta(days=1))


def reason_of(file: File, name: str) -> str:
    if name == "reject":
        return NO_SIRET if not file.bearer.can_be_paid else "L’action est hors des quartiers."
    return "L’équipe a changé de projet." if name == "withdraw" else ""


def add_request_steps(world: World, season: Season, file: File, line: Line) -> None:
    request = line.request
    path = list(LINE_PATHS.get(request.state, LINE_PATHS[LineState.GRANTED]))
    path += [SIGN] if line.is_signed else []
    path += AFTER_GRANT.get(request.state, [])
    state = LineState.REQUESTED.value
    officer = world.officers.get(request.funder_id, world.writer)
    first = season.committees_on - datetime.timedelta(days=6)
    for rank, (name, target) in enumerate(path):
        day = first + datetime.timedelta(days=45 * rank)
        world.batch.add(
            StateChange(
                contract=world.contract,
                application=file.application,
                request=request,
                transition=name,
                source=state,
                target=target,
                by=officer,
                at=at(min(day, season.today), 10 + rank),
            )
        )
        state = target


def add_messages(world: World, season: Season, file: File) -> None:
    application, rng = file.application, world.rng
    person = application.created_by
    asked_on = season.closes_on + datetime.timedelta(days=6)
    if application.state == State.TO_COMPLETE:
        say(world, file, MessageKind.COMPLETION, COMPLETION, by=world.writer, day=asked_on)
    if application.state == State.RESUBMITTED:
        say(
            world,
            file,
            MessageKind.COMPLETION,
            COMPLETION,
            by=world.writer,
            day=asked_on,
            settled=6,
        )
        answered = asked_on + datetime.timedelta(days=6)
        say(world, file, MessageKind.MESSAGE, rng.choice(ANSWERS), by=person, day=answered)
    if application.state in (State.IN_APPRAISAL, State.DECIDED, State.CLOSED):
        if rng.random() < 0.3:
            day = season.closes_on + datetime.timedelta(days=10)
            say(world, file, MessageKind.MESSAGE, rng.choice(TALK), by=person, day=day)
        if rng.random() < 0.3:
            day = season.closes_on + datetime.timedelta(days=14)
            writer = pick(rng.random(), world.team)
            say(world, file, MessageKind.INTERNAL, rng.choice(NOTES), by=writer, day=day)


def pick(chance: float, people: Sequence[User]) -> User:
    return people[int(chance * len(people))]


def say(
    world: World,
    file: File,
    kind: MessageKind,
    text: str,
    *,
    by: User | None,
    day: datetime.date,
    settled: int | None = None,
) -> None:
    completion = kind == MessageKind.COMPLETION
    world.batch.add(
        Message(
            contract=world.contract,
            application=file.application,
            kind=kind,
            text=text,
            by=by,
            at=at(day, 11, 20),
            due_on=file.application.completion_due_on or day + datetime.timedelta(days=15)
            if completion
            else None,
            settled_at=at(day + datetime.timedelta(days=settled), 18) if settled else None,
        )
    )
