"""The call of a year: what it opens, asks and holds, who examines it, when they meet."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from ensemblier.calls.enums import CallState, QuestionKind, RuleCode
from ensemblier.calls.models import (
    Call,
    CallDate,
    CallTheme,
    ChecklistItem,
    Committee,
    Envelope,
    Question,
    Rule,
    WantedAttachment,
)
from ensemblier.calls.rules import DEFAULTS
from ensemblier.demo.loading.programming.seasons import Season, Stage, at
from ensemblier.demo.loading.programming.world import World
from ensemblier.governance.enums import SessionState
from ensemblier.governance.models import Session, SessionAttendance
from ensemblier.organizations.enums import DocumentKind
from ensemblier.organizations.models import Organization

FRAMING_NOTE = """<h2>Ce que le contrat cherche cette année</h2>
<p>Les partenaires soutiennent des actions qui partent des habitants, qui se préparent avec eux et
qui changent quelque chose dans leur vie de tous les jours.</p>
<ul><li>Au moins six personnes touchées sur dix habitent un quartier prioritaire.</li>
<li>Les actions comptent les femmes et les hommes, par âge.</li>
<li>Le droit commun est cherché en premier.</li></ul>
<h2>Comment la demande est étudiée</h2>
<p>Un dossier suffit pour tous les financeurs. Les conseils citoyens donnent un avis. Un comité
par thème ou par quartier examine chaque dossier, puis chaque financeur décide.</p>"""
QUESTIONS = [
    (QuestionKind.YES_NO, "Des habitants ont-ils préparé cette action avec vous\u00a0?", []),
    (QuestionKind.LONG_TEXT, "Comment l’action s’adresse-t-elle autant aux femmes\u00a0?", []),
    (
        QuestionKind.CHOICE,
        "Comment avez-vous connu cet appel\u00a0?",
        ["Par l’équipe projet", "Par une association", "Sur le site", "Autrement"],
    ),
]
PAPERS = [
    ("Statuts", DocumentKind.STATUTES),
    ("Comptes du dernier exercice", DocumentKind.ACCOUNTS),
    ("Relevé d’identité bancaire", DocumentKind.BANK),
]
CHECKLIST = [
    "Le budget est équilibré et détaillé",
    "Le public vient des quartiers prioritaires",
    "Des habitants participent à l’action",
    "L’action est différente du fonctionnement ordinaire",
    "Le bilan de l’an passé est rendu",
    "Les femmes et les filles sont attendues",
]


@dataclass
class YearCall:
    """A call and what hangs on it, still in memory."""

    call: Call
    envelopes: list[tuple[Organization, Envelope]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    checklist: list[ChecklistItem] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)

    def envelope_of(self, funder: Organization, theme_code: str) -> Envelope:
        """The State's crime prevention has a line of its own."""
        own = [envelope for owner, envelope in self.envelopes if owner == funder]
        return own[1] if theme_code.startswith("1.5") and len(own) > 1 else own[0]


def add_call(world: World, season: Season, previous: Call | None) -> YearCall:
    year = YearCall(make_call(world, season, previous))
    add_rules(world, year.call, season)
    add_themes(world, year.call)
    add_envelopes(world, year, world.funders)
    add_form(world, year)
    add_committees(world, year, season)
    return year


def add_themes(world: World, call: Call, under: str = "") -> None:
    for node in world.nodes.values():
        if node.level == 2 and not node.is_outside_call and node.code.startswith(under):
            world.batch.add(CallTheme(call=call, node=node, theme_id=node.theme_id))


def add_form(world: World, year: YearCall) -> None:
    """What the call asks beyond the form, and what the team checks."""
    for rank, (kind, label, options) in enumerate(QUESTIONS):
        question = Question(
            call=year.call, rank=rank, kind=kind, label=label, options=options, is_required=True
        )
        year.questions.append(world.batch.add(question))
    for rank, (label, paper) in enumerate(PAPERS):
        world.batch.add(
            WantedAttachment(call=year.call, rank=rank, label=label, document_kind=paper)
        )
    for rank, label in enumerate(CHECKLIST):
        item = ChecklistItem(call=year.call, rank=rank, label=label)
        year.checklist.append(world.batch.add(item))


def make_call(world: World, season: Season, previous: Call | None) -> Call:
    call = Call.objects.create(
        contract=world.contract,
        plan_version=world.version,
        year=season.year,
        name=f"Appel à projets {season.year}",
        slug=f"appel-{season.year}",
        state=CallState.ARCHIVED if season.stage is Stage.JUSTIFIED else CallState.PUBLISHED,
        summary=(
            f"Pour les actions de {season.year} dans les quartiers prioritaires. "
            "Un seul dossier pour tous les financeurs."
        ),
        framing_note=FRAMING_NOTE,
        opens_at=at(season.opens_on),
        closes_at=at(season.closes_on, 12),
        opinions_due_on=season.opinions_due_on,
        decided_on=season.decided_on,
        actions_start_on=datetime.date(season.year, 1, 1),
        actions_end_on=datetime.date(season.year, 12, 31),
        allows_multiyear=True,
        copied_from=previous,
        published_at=at(season.opens_on),
    )
    call.areas.set(world.quarters)
    return call


def add_rules(world: World, call: Call, season: Season) -> None:
    own = {RuleCode.MIN_QPV_PERCENT: 60, RuleCode.MAX_SUBSIDY_PERCENT: 80}
    for code, default in DEFAULTS.items():
        if code in own or not default.is_limit_off:
            world.batch.add(
                Rule(
                    call=call,
                    code=code,
                    value=own.get(RuleCode(code), default.value),
                    source=str(default.source) or "appel de l’année",
                    as_of=default.as_of,
                )
            )
    for title, day in (
        ("Réunion d’information", season.opens_on + datetime.timedelta(days=8)),
        ("Permanence pour les dossiers", season.closes_on - datetime.timedelta(days=7)),
        ("Premiers comités", season.committees_on),
    ):
        world.batch.add(CallDate(call=call, title=title, day=day))


def add_envelopes(world: World, year: YearCall, funders: Sequence[Organization]) -> None:
    """Their amounts come last, from what was granted."""
    lines = [(funders[0], "Programme 147"), (funders[0], "FIPD")]
    lines += [(funder, "Politique de la ville") for funder in funders[1:]]
    for rank, (funder, line) in enumerate(lines):
        envelope = Envelope(
            contract=world.contract,
            call=year.call,
            funder=funder,
            budget_line=line,
            amount_cents=0,
            rank=rank,
        )
        year.envelopes.append((funder, world.batch.add(envelope)))


def add_committees(world: World, year: YearCall, season: Season) -> None:
    for rank, (body, nodes, areas) in enumerate(world.bodies):
        committee = Committee.objects.create(
            contract=world.contract, call=year.call, body=body, rank=rank
        )
        committee.themes.set([node.theme_id for node in nodes])
        committee.areas.set(areas)
        year.sessions.append(add_session(world, season, rank))


def add_session(world: World, season: Season, rank: int) -> Session:
    """One a week; in the year under way two have met, the third sits today."""
    body = world.bodies[rank][0]
    day = season.committees_on + datetime.timedelta(days=3 * rank)
    state = SessionState.CLOSED if season.is_past or day < season.today else SessionState.PLANNED
    if not season.is_past and day == season.today:
        state = SessionState.OPEN
    session = Session(
        contract=world.contract,
        body=body,
        starts_at=at(day, 9, 30),
        place="Salle du conseil, Alès",
        state=state,
        opened_at=None if state == SessionState.PLANNED else at(day, 9, 35),
        closed_at=at(day, 12, 10) if state == SessionState.CLOSED else None,
    )
    world.batch.add(session)
    if state != SessionState.PLANNED:
        for place, held in enumerate(world.seats[body.pk]):
            excused = (place + rank) % 7 == 3
            world.batch.add(SessionAttendance(session=session, seat=held, is_excused=excused))
    return session
