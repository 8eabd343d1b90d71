"""What the page of an application shows.

Both sides of the table open it all day: its reads are compiled once, and take no column that
the page does not show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from ensemblier.applications.budget import budget_of
from ensemblier.applications.documents.sheet import Place
from ensemblier.applications.enums import ApplicationState, LineState, MessageKind
from ensemblier.applications.models import (
    Application,
    ApplicationArea,
    ApplicationNode,
    Attachment,
    Audience,
    BudgetLine,
    JointApplicant,
    Message,
    Request,
    StateChange,
)
from ensemblier.applications.queries.calls import call_of
from ensemblier.applications.sheets import places_of
from ensemblier.calls.enums import QuestionKind
from ensemblier.calls.models import Question, WantedAttachment
from ensemblier.core.prepared import Prepared

DECIDED = {ApplicationState.DECIDED, ApplicationState.CLOSED}


def _application(pk: int) -> QuerySet[Application]:
    joined = ("action__bearer", "call", "contract", "series", "created_by")
    return Application.objects.filter(pk=pk).select_related(*joined)


def _nodes(application: int) -> QuerySet[ApplicationNode]:
    shown = ("is_main", "node__code", "node__short_title")
    return (
        ApplicationNode.objects.filter(application=application).select_related("node").only(*shown)
    )


def _areas(application: int) -> QuerySet[ApplicationArea]:
    rows = ApplicationArea.objects.filter(application=application).select_related("area")
    return rows.only("share", "area__name")


def _requests(application: int) -> QuerySet[Request]:
    shown = ("amount_cents", "state", "funder__name", "funder__short_name", "award__granted_cents")
    rows = Request.objects.filter(application=application).select_related("funder", "award")
    return rows.only(*shown).order_by("pk")


def _budget_lines(application: int) -> QuerySet[Any, tuple[str, int]]:
    rows = BudgetLine.objects.filter(application=application).order_by()
    return rows.values_list("account", "planned_cents")


def _people(application: int) -> QuerySet[Any, int]:
    rows = Audience.objects.filter(application=application).order_by()
    return rows.values_list("number", flat=True)


def _changes(application: int) -> QuerySet[StateChange]:
    rows = StateChange.objects.filter(application=application, request=None).select_related("by")
    return rows.only("at", "target", "reason", "by__full_name", "by__email").order_by("-at", "-pk")


def _papers(application: int) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(application=application).select_related("file", "document")
    return rows.order_by("pk")


def _wanted(call: int) -> QuerySet[Any, tuple[int, str]]:
    return WantedAttachment.objects.filter(call=call).values_list("pk", "label")


def _questions(call: int) -> QuerySet[Any, tuple[int, str]]:
    rows = Question.objects.filter(call=call, kind=QuestionKind.FILE)
    return rows.values_list("pk", "label")


def _joint(application: int) -> QuerySet[JointApplicant]:
    return JointApplicant.objects.filter(application=application).select_related("organization")


def _messages(application: int) -> QuerySet[Message]:
    rows = Message.objects.filter(application=application).exclude(kind=MessageKind.INTERNAL)
    shown = ("kind", "text", "at", "due_on", "settled_at", "by__full_name", "by__email")
    return rows.select_related("by").only(*shown).order_by("at", "pk")


APPLICATION = Prepared(_application)
NODES, AREAS, PEOPLE = Prepared(_nodes), Prepared(_areas), Prepared(_people)
REQUESTS, BUDGET_LINES = Prepared(_requests), Prepared(_budget_lines)
CHANGES, MESSAGES = Prepared(_changes), Prepared(_messages)
PAPERS, WANTED, QUESTIONS = Prepared(_papers), Prepared(_wanted), Prepared(_questions)
JOINT = Prepared(_joint)


def found_application(pk: int) -> Application | None:
    """With its action and bearer, its call, its contract and its series."""
    return next(iter(APPLICATION(pk)), None)


@dataclass(frozen=True)
class Told:
    """What the applicant is told of one funder; `granted_cents` once it is decided."""

    request: Request
    state: str
    granted_cents: int | None


@dataclass(frozen=True)
class Paper:
    """A paper that the call asks for and what was joined."""

    label: str
    attachments: list[Attachment]


@dataclass(frozen=True)
class Said:
    message: Message
    attachments: list[Attachment]


@dataclass(frozen=True)
class Opened:
    """`exchange` is empty for who does not take part in it."""

    themes: list[str]
    places: list[Place]
    people: int
    expenses: int
    told: list[Told]
    changes: list[tuple[StateChange, str]]
    papers: list[Paper]
    joint: list[JointApplicant]
    exchange: list[Said]
    completion: Message | None
    years: list[Application]


def opened(application: Application, *, speaks: bool) -> Opened:
    """The same number of queries whatever was asked and said."""
    key = application.pk
    joined, said = PAPERS(key), MESSAGES(key)
    return Opened(
        themes=[str(row.node) for row in NODES(key)],
        places=places_of(AREAS(key)),
        people=sum(PEOPLE(key)),
        expenses=budget_of(BUDGET_LINES(key)).expenses,
        told=_told(application),
        changes=[(row, str(ApplicationState(row.target).label)) for row in CHANGES(key)],
        papers=_wanted_papers(application, joined),
        joint=JOINT(key),
        exchange=_exchange(said, joined) if speaks else [],
        completion=_open_completion(said),
        years=_years(application),
    )


def _told(application: Application) -> list[Told]:
    is_decided = application.state in DECIDED
    return [
        Told(
            row,
            str(LineState(row.state).label),
            getattr(getattr(row, "award", None), "granted_cents", None) if is_decided else None,
        )
        for row in REQUESTS(application.pk)
    ]


def _wanted_papers(application: Application, joined: list[Attachment]) -> list[Paper]:
    """Those of the call, then its questions that want a file; what was joined to a message is
    read with it."""
    call = call_of(application)
    if call is None:
        return []
    own = [row for row in joined if row.message_id is None]
    wanted = [
        Paper(label, [row for row in own if row.wanted_id == pk]) for pk, label in WANTED(call.pk)
    ]
    asked = [
        Paper(label, [row for row in own if row.question_id == pk])
        for pk, label in QUESTIONS(call.pk)
    ]
    return wanted + asked


def _exchange(said: list[Message], joined: list[Attachment]) -> list[Said]:
    return [Said(one, [row for row in joined if row.message_id == one.pk]) for one in said]


def _open_completion(said: list[Message]) -> Message | None:
    """The last request for completion that has no answer yet."""
    waiting = [one for one in said if one.kind == MessageKind.COMPLETION and one.settled_at is None]
    return waiting[-1] if waiting else None


def _years(application: Application) -> list[Application]:
    if application.series is None:
        return []
    return list(application.series.applications.order_by("series_rank"))
