"""The list of what is to be appraised in a call, as one person sees it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from ensemblier.applications.enums import RECEIVED
from ensemblier.applications.models import Application, ApplicationArea, ApplicationNode, Request
from ensemblier.appraisal.enums import OpinionSource
from ensemblier.appraisal.models import Assignment, ConsultationSubject, Opinion
from ensemblier.appraisal.permissions import recused_from
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import can_view_call
from ensemblier.calls.queries import calls_seen_by
from ensemblier.councils.enums import UNDER_WAY
from ensemblier.councils.models import Council
from ensemblier.councils.permissions import councils_of
from ensemblier.organizations.permissions import funders_served_by


def calls_appraised_by(user: Any) -> QuerySet[Call]:
    """The calls whose applications `user` reads, those of the latest year first."""
    contracts = Council.objects.filter(pk__in=councils_of(user)).values("contract")
    asked = Opinion.objects.filter(organization__in=funders_served_by(user))
    return (
        Call.objects.filter(
            Q(pk__in=calls_seen_by(user).values("pk"))
            | Q(contract__in=contracts, applications__state__in=RECEIVED)
            | Q(pk__in=asked.values("application__call"))
        )
        .select_related("contract", "plan_version")
        .distinct()
        .order_by("-year", "name", "pk")
    )


def latest_with_applications(calls: QuerySet[Call]) -> Call | None:
    """Where there is something to read; else the latest."""
    received = Application.objects.filter(call=OuterRef("pk"), state__in=RECEIVED)
    return calls.filter(Exists(received)).first() or calls.first()


def opinions_spoken_by(user: Any) -> Q:
    """Those that `user` gives in the name of a funder, a service or a council."""
    return Q(organization__in=funders_served_by(user)) | Q(council__in=councils_of(user))


def opinions_seen_by(user: Any, call: Call) -> Q:
    """Those that `user` reads in the call, recusals aside."""
    if can_view_call(user, call):
        return Q()
    return Q(source=OpinionSource.COUNCIL) | opinions_spoken_by(user)


def applications_to_appraise(user: Any, call: Call, today: datetime.date) -> QuerySet[Application]:
    """What `user` may read of the call, each row with what the list shows of it."""
    rows = Application.objects.filter(call=call, state__in=RECEIVED)
    if not can_view_call(user, call):
        areas = Council.areas.through.objects.filter(council__in=councils_of(user))
        wide = Council.objects.filter(pk__in=councils_of(user), is_wide=True)
        sent = ConsultationSubject.objects.filter(
            consultation__council__in=councils_of(user), consultation__state__in=UNDER_WAY
        )
        asked = Opinion.objects.filter(opinions_spoken_by(user))
        rows = rows.filter(
            Q(contract__in=wide.values("contract"))
            | Exists(
                ApplicationArea.objects.filter(
                    application=OuterRef("pk"), area__in=areas.values("area")
                )
            )
            | Exists(asked.filter(application=OuterRef("pk")))
            | Exists(sent.filter(application=OuterRef("pk")))
        )
    seen = Opinion.objects.filter(opinions_seen_by(user, call), application=OuterRef("pk"))
    missing = Q(value="")
    own = Opinion.objects.filter(opinions_spoken_by(user), missing, application=OuterRef("pk"))
    return rows.annotate(
        asked_count=_count(seen),
        given_count=_count(seen.exclude(missing)),
        late_count=_count(seen.filter(missing, due_on__lt=today)),
        awaits_me=Exists(own),
        asked_cents=_sum(Request.objects.filter(application=OuterRef("pk")), "amount_cents"),
        is_recused=Case(
            When(recused_from(user), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    ).order_by("reference", "pk")


def _count(rows: QuerySet[Any]) -> Any:
    counted = rows.order_by().values("application").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _sum(rows: QuerySet[Any], column: str) -> Any:
    added = rows.order_by().values("application").annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(added), 0)


def with_list_details(rows: QuerySet[Application]) -> QuerySet[Application]:
    """For those shown: bearer, areas, main theme, people."""
    return rows.select_related("action__bearer", "contract").prefetch_related(
        Prefetch("areas", ApplicationArea.objects.select_related("area")),
        Prefetch("nodes", ApplicationNode.objects.select_related("node")),
        Prefetch("assignments", Assignment.objects.select_related("user")),
    )


@dataclass(frozen=True)
class Progress:
    """How far the opinions of a call are."""

    applications: int
    asked: int
    given: int
    late: int
    mine: int
    unassigned: int


def progress_of(rows: QuerySet[Application]) -> Progress:
    """Over `applications_to_appraise`, whatever page is shown; one query."""
    values = rows.annotate(
        is_followed=Exists(Assignment.objects.filter(application=OuterRef("pk")))
    ).values_list(
        "asked_count", "given_count", "late_count", "awaits_me", "is_recused", "is_followed"
    )
    read: Sequence[Any] = list(values)
    return Progress(
        applications=len(read),
        asked=sum(row[0] for row in read),
        given=sum(row[1] for row in read),
        late=sum(row[2] for row in read),
        mine=sum(row[3] and not row[4] for row in read),
        unassigned=sum(not row[5] for row in read),
    )
