"""The requests of a call, to decide together or to write about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from ensemblier.applications.enums import FUNDED, ApplicationState, LineState
from ensemblier.applications.lifecycle import UNSETTLED
from ensemblier.applications.models import Application, Request
from ensemblier.appraisal.queries.committees import committees_of, examined_by
from ensemblier.calls.models import Call, Committee
from ensemblier.calls.queries import calls_seen_by, listed_calls
from ensemblier.core.models import matching
from ensemblier.funding.models import Award, Letter
from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import organizations_of

EXAMINED = (
    ApplicationState.ADMISSIBLE,
    ApplicationState.IN_APPRAISAL,
    ApplicationState.DECIDED,
    ApplicationState.CLOSED,
)
DECIDED = (*FUNDED, LineState.REFUSED, LineState.POSTPONED)


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; nothing narrows nothing."""

    funder: Organization | None = None
    committee: Committee | None = None
    state: str = ""
    words: str = ""


def calls_to_decide(user: Any) -> QuerySet[Call]:
    """Each with how many lines wait for a decision and how many decisions wait for a letter."""
    waiting = Q(applications__state__in=EXAMINED, applications__requests__state__in=UNSETTLED)
    return listed_calls(calls_seen_by(user)).annotate(
        waiting_count=Count("applications__requests", filter=waiting, distinct=True),
    )


def lines_of(call: Call, user: Any, wanted: Wanted) -> QuerySet[Request]:
    """Those that may be decided or were, by application; the person's own organizations aside."""
    rows = Request.objects.filter(application__call=call, application__state__in=EXAMINED)
    if mine := organizations_of(user):
        rows = rows.exclude(application__action__bearer__in=mine)
        rows = rows.exclude(application__joint_applicants__organization__in=mine)
    if wanted.funder is not None:
        rows = rows.filter(funder=wanted.funder)
    if wanted.committee is not None:
        rows = rows.filter(application__in=_examined_by(call, wanted.committee))
    if wanted.state:
        rows = rows.filter(state__in=_states(wanted.state))
    if wanted.words:
        found = Application.objects.filter(matching(wanted.words), call=call)
        rows = rows.filter(application__in=found.values("pk"))
    awards = Award.objects.select_related("envelope").prefetch_related(
        Prefetch("letters", Letter.objects.select_related("file").order_by("-made_at", "-pk"))
    )
    return (
        rows.select_related("application__action__bearer", "funder")
        .prefetch_related(Prefetch("award", awards))
        .order_by("application__reference", "funder__name", "pk")
    )


def decided_lines_of(call: Call, user: Any, wanted: Wanted) -> QuerySet[Request]:
    return lines_of(call, user, wanted).filter(state__in=DECIDED, award__decided_on__isnull=False)


def settled_applications(call: Call) -> QuerySet[Application]:
    """In appraisal, and no funder is waited for."""
    return (
        Application.objects.filter(
            call=call, state=ApplicationState.IN_APPRAISAL, requests__isnull=False
        )
        .exclude(requests__state__in=UNSETTLED)
        .distinct()
    )


def funders_of(call: Call) -> QuerySet[Organization]:
    return Organization.objects.filter(envelopes__call=call).distinct().order_by("name", "pk")


def _states(name: str) -> tuple[str, ...]:
    groups = {"a-decider": UNSETTLED, "decides": DECIDED, "accordes": tuple(FUNDED)}
    return groups.get(name, (name,))


def _examined_by(call: Call, committee: Committee) -> list[int]:
    rows = Application.objects.filter(call=call, state__in=EXAMINED)
    found = examined_by(call, rows.prefetch_related("nodes", "areas"), committees_of(call))
    return [pk for pk, one in found.items() if one.pk == committee.pk]
