"""One file: the application as read, and what is to be decided of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Sum, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.applications.documents.sheet import CerfaDocument
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import (
    Application,
    Attachment,
    Message,
    Request,
    StateChange,
)
from ensemblier.applications.sheets import JOINED, sheet_of
from ensemblier.appraisal.enums import OpinionSource
from ensemblier.appraisal.models import Assignment, Check, Opinion, SheetNote
from ensemblier.appraisal.permissions import Sight
from ensemblier.appraisal.queries.committees import examined_by
from ensemblier.appraisal.queries.listing import opinions_spoken_by
from ensemblier.calls.models import ChecklistItem, Committee


def application_for_appraisal(pk: int) -> Application | None:
    """With what the predicates read, and what the page joins to it."""
    joined = ("call__contract", "call__plan_version")
    return Application.objects.filter(pk=pk).select_related(*JOINED, *joined).first()


def opinions_of(application: Application, sight: Sight, user: Any) -> list[Opinion]:
    """Those that `user` reads, in the order funders, services, councils; all of them know
    `application`, with what it has read already."""
    rows = application.opinions.select_related("organization", "council", "given_by", "contract")
    if not sight.all_opinions:
        council = Q(source=OpinionSource.COUNCIL) if sight.council_opinions else Q(pk=None)
        rows = rows.filter(council | opinions_spoken_by(user))
    ranks = [OpinionSource.FUNDER, OpinionSource.SERVICE, OpinionSource.COUNCIL]
    return sorted(rows, key=lambda one: (ranks.index(one.source), str(one.author)))  # type: ignore[arg-type]


def opinions_given(application: Application) -> QuerySet[Opinion]:
    """What the applicants read of them once it is decided."""
    return application.opinions.exclude(value="").select_related("organization", "council")


def clock(due_on: datetime.date | None, today: datetime.date) -> str:
    """«dans 3 jours», «en retard de 2 jours»."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days == 0:
        return _("pour aujourd’hui")
    if days > 0:
        return ngettext("dans %(days)d jour", "dans %(days)d jours", days) % {"days": days}
    return ngettext("en retard de %(days)d jour", "en retard de %(days)d jours", -days) % {
        "days": -days
    }


@dataclass(frozen=True)
class MoneyLine:
    """What is asked of a funder, proposed and granted by it, in cents."""

    request: Request
    proposed: int | None
    granted: int | None


def lines_of(application: Application) -> list[MoneyLine]:
    """What is asked of each funder, the largest first, with what it proposes or gives."""
    rows = sorted(application.requests.all(), key=lambda row: (-row.amount_cents, row.pk))
    return [_money_line(row) for row in rows]


def _money_line(request: Request) -> MoneyLine:
    award = getattr(request, "award", None)
    return MoneyLine(
        request,
        award.proposed_cents if award else None,
        award.granted_cents if award else None,
    )


@dataclass(frozen=True)
class Year:
    """What an action asked and got in one year, None while nothing is decided; heights are
    those of its small bars."""

    year: int
    application: Application
    asked: int
    granted: int | None
    asked_height: int
    granted_height: int


BAR_HEIGHT = 52


def history_of(application: Application) -> list[Year]:
    """The years of the action, earliest first, drafts aside."""
    rows = list(
        Application.objects.filter(action=application.action_id)
        .exclude(submitted_at__isnull=True)
        .annotate(
            asked_cents=Coalesce(Sum("requests__amount_cents"), 0),
            granted_cents=Sum("requests__award__granted_cents"),
        )
        .order_by("year")
    )
    highest = max((row.asked_cents for row in rows), default=0) or 1
    return [
        Year(
            row.year,
            row,
            row.asked_cents,
            row.granted_cents,
            BAR_HEIGHT * row.asked_cents // highest,
            BAR_HEIGHT * (row.granted_cents or 0) // highest,
        )
        for row in rows
    ]


def bars_of(history: list[Year]) -> tuple[int, list[dict[str, int]]]:
    """The width of the strip, and where each bar stands in it; coordinates of the drawing."""
    step, foot = 40, BAR_HEIGHT + 4
    bars = [
        {
            "year": one.year,
            "x": step * place + 9,
            "middle": step * place + 20,
            "asked_y": foot - one.asked_height,
            "asked_height": one.asked_height,
            "granted_y": foot - one.granted_height,
            "granted_height": one.granted_height,
        }
        for place, one in enumerate(history)
    ]
    return max(step * len(bars), 160), bars


@dataclass(frozen=True)
class Point:
    """A point of the checklist, and what was found of it."""

    item: ChecklistItem
    check: Check | None


def points_of(application: Application) -> list[Point]:
    if application.call is None:
        return []
    checks = {row.item_id: row for row in application.checks.select_related("checked_by")}
    return [Point(item, checks.get(item.pk)) for item in application.call.checklist.all()]


def _steps(application: Application) -> list[tuple[StateChange, str]]:
    """What happened to the application, with the name of where each step led."""
    changes = application.state_changes.filter(request__isnull=True).select_related("by")
    return [(change, str(ApplicationState(change.target).label)) for change in changes]


def _exchange(
    application: Application, papers: list[Attachment]
) -> list[tuple[Message, list[Attachment]]]:
    """Each message with what was joined to it."""
    rows = application.messages.select_related("by")
    return [(row, [paper for paper in papers if paper.message_id == row.pk]) for row in rows]


@dataclass(frozen=True)
class File:
    """Everything that the page shows, already narrowed to what its reader may see."""

    application: Application
    sight: Sight
    sheet: CerfaDocument
    attachments: list[Attachment]
    opinions: list[Opinion]
    lines: list[MoneyLine]
    history: list[Year]
    points: list[Point]
    messages: list[tuple[Message, list[Attachment]]]
    changes: list[tuple[StateChange, str]]
    notes: list[SheetNote]
    committee: Committee | None

    @property
    def given(self) -> int:
        return sum(1 for opinion in self.opinions if opinion.value)

    @property
    def asked_cents(self) -> int:
        return sum(line.request.amount_cents for line in self.lines)

    @property
    def checked(self) -> int:
        return sum(1 for point in self.points if point.check)


def file_of(application: Application, sight: Sight, user: Any) -> File:
    """A constant number of queries. The caller has asked `sight_of` and recusal."""
    prefetch_related_objects(
        [application],
        # `award` is a relation of the room above: what it says is shown, never written here.
        Prefetch("requests", Request.objects.select_related("funder", "award")),
        Prefetch("assignments", Assignment.objects.select_related("user")),
    )
    sheet = sheet_of(application)
    call, money = application.call, sight.money
    papers = list(
        application.attachments.select_related("file", "document__file", "wanted", "question")
    )
    return File(
        application=application,
        sight=sight,
        sheet=sheet,
        attachments=[paper for paper in papers if paper.message_id is None],
        opinions=opinions_of(application, sight, user),
        lines=lines_of(application),
        history=history_of(application) if money else [],
        points=points_of(application) if money else [],
        messages=_exchange(application, papers) if sight.notes else [],
        changes=_steps(application),
        notes=list(application.sheet_notes.exclude(text="").select_related("session__body"))
        if money
        else [],
        committee=examined_by(call, [application]).get(application.pk) if call else None,
    )
