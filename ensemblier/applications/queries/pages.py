"""What the pages of an application show besides its boxes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from ensemblier.applications.budget import Budget, suggestions
from ensemblier.applications.checks import Obstacle, obstacles_of
from ensemblier.applications.models import Application, Attachment
from ensemblier.applications.queries.calls import call_of
from ensemblier.applications.sheets import asked_cents, planned_budget
from ensemblier.calls.queries import deadline_for


@dataclass
class Summary:
    """Always at hand beside the form."""

    budget: Budget
    asked: int
    people: int
    deadline: datetime.datetime | None
    obstacles: list[Obstacle]
    suggestions: list[str]
    years: list[Application] = field(default_factory=list)
    wanted: list[Any] = field(default_factory=list)
    joint: list[Any] = field(default_factory=list)


@dataclass
class WantedPaper:
    """A paper that the call asks for, what was joined, what the organization's file could give."""

    label: str
    help_text: str
    is_required: bool
    address: str
    attachments: list[Attachment]
    template: Any = None
    documents: list[Any] = field(default_factory=list)


def step_summary(
    application: Application, at: datetime.datetime, *, is_whole: bool = False
) -> Summary:
    budget = planned_budget(_with_money(application))
    call = call_of(application)
    series = application.series
    return Summary(
        budget=budget,
        asked=asked_cents(application),
        people=sum(row.number for row in application.audience.all()),
        deadline=deadline_for(call, application.action.bearer) if call else None,
        obstacles=obstacles_of(application, at),
        suggestions=suggestions(budget),
        years=list(series.applications.order_by("series_rank")) if series else [],
        wanted=wanted_papers(application),
        joint=list(application.joint_applicants.select_related("organization", "signed_by")),
    )


def _with_money(application: Application) -> Application:
    prefetch_related_objects([application], "budget_lines", "requests__funder", "audience")
    return application


def wanted_papers(application: Application) -> list[WantedPaper]:
    """The papers of the call, then its questions that want a file, then all other papers."""
    call = call_of(application)
    if call is None:
        return []
    joined = list(
        application.attachments.filter(message=None).select_related(
            "file", "document__file", "document"
        )
    )
    kept = list(application.action.bearer.documents.select_related("file"))
    papers = [
        WantedPaper(
            label=wanted.label,
            help_text=wanted.help_text,
            is_required=wanted.is_required,
            address=f"piece={wanted.pk}",
            attachments=[row for row in joined if row.wanted_id == wanted.pk],
            template=wanted.template,
            documents=[paper for paper in kept if paper.kind == wanted.document_kind],
        )
        for wanted in call.wanted_attachments.select_related("template")
    ]
    papers += [
        WantedPaper(
            label=question.label,
            help_text=question.help_text,
            is_required=question.is_required,
            address=f"question={question.pk}",
            attachments=[row for row in joined if row.question_id == question.pk],
        )
        for question in call.questions.filter(kind="file")
    ]
    return papers
