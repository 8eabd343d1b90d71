"""The applications that a person may know of, and what each awaits."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from ensemblier.applications.enums import RECEIVED, ApplicationState
from ensemblier.applications.models import Application, JointApplicant, Request
from ensemblier.applications.permissions import WRITABLE
from ensemblier.calls.deadlines import ONE_MINUTE
from ensemblier.calls.models import Call, Envelope, Grace
from ensemblier.calls.queries import open_calls
from ensemblier.contracts.permissions import contracts_for
from ensemblier.councils.models import Council
from ensemblier.councils.permissions import councils_of
from ensemblier.organizations.permissions import funders_served_by, organizations_of

TONES = {
    ApplicationState.DRAFT: "wait",
    ApplicationState.TO_COMPLETE: "wait",
    ApplicationState.INADMISSIBLE: "no",
    ApplicationState.WITHDRAWN: "plain",
    ApplicationState.DECIDED: "ok",
    ApplicationState.CLOSED: "plain",
}


def applications_for(user: Any) -> QuerySet[Application]:
    """What `can_view_application` lets `user` see, in one query.

    What each right gives is found by its own index, then put together: with one condition for
    all of them the applications of the whole country would be read one by one.
    """
    mine = organizations_of(user)
    joint = JointApplicant.objects.filter(organization__in=mine)
    funded = Envelope.objects.filter(funder__in=funders_served_by(user))
    councils = Council.objects.filter(pk__in=councils_of(user))
    consulted = Q(
        areas__area__in=councils.values("areas"), contract__in=councils.values("contract")
    )
    wide = councils.filter(is_wide=True)
    received = Application.objects.filter(state__in=RECEIVED)
    seen = _numbers(contract__in=contracts_for(user).values("pk")).union(
        _numbers(action__bearer__in=mine),
        joint.order_by().values("application"),
        received.filter(call__in=funded.values("call")).order_by().values("pk"),
        received.filter(consulted).order_by().values("pk"),
        received.filter(contract__in=wide.values("contract")).order_by().values("pk"),
    )
    return Application.objects.filter(pk__in=seen)


def _numbers(**found: Any) -> QuerySet[Any, Any]:
    return Application.objects.filter(**found).order_by().values("pk")


def listed(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Each with its bearer, its call, `asked_cents`, and what a line of the list needs."""
    asked = (
        Request.objects.filter(application=OuterRef("pk"))
        .order_by()
        .values("application")
        .annotate(total=Sum("amount_cents"))
        .values("total")
    )
    unsigned = JointApplicant.objects.filter(application=OuterRef("pk"), signed_at=None)
    grace = Grace.objects.filter(call=OuterRef("call"), organization=OuterRef("action__bearer"))
    return (
        applications.select_related("action__bearer", "call", "contract", "series")
        .annotate(
            asked_cents=Coalesce(Subquery(asked), 0),
            joint_unsigned=Exists(unsigned),
            grace_until=Subquery(grace.values("until")[:1]),
        )
        .order_by("-year", "-saved_at", "-pk")
    )


@dataclass
class Line:
    """`is_mine` when it is the reader who has to act; `due` until when."""

    application: Any
    url: str
    tone: str
    awaited: str = ""
    is_mine: bool = False
    due: datetime.date | None = None


def lines_for(user: Any, applications: list[Any], at: datetime.datetime) -> list[Line]:
    mine = organizations_of(user)
    return [_line(application, mine, at) for application in applications]


def _line(application: Any, mine: set[int], at: datetime.datetime) -> Line:
    is_own = application.action.bearer_id in mine
    line = Line(application, application.get_absolute_url(), TONES.get(application.state, "info"))
    line.awaited, line.due = _awaited(application, is_own, at)
    line.is_mine = is_own and application.state in WRITABLE
    return line


def _awaited(
    application: Any, is_own: bool, at: datetime.datetime
) -> tuple[str, datetime.date | None]:
    state, call = application.state, application.call
    if state == ApplicationState.DRAFT:
        return _awaited_of_draft(application, is_own, at)
    if state == ApplicationState.TO_COMPLETE:
        words = _("complétez votre dossier") if is_own else _("le complément de la structure")
        return words, application.completion_due_on
    if state in {ApplicationState.SUBMITTED, ApplicationState.RESUBMITTED}:
        return _("la vérification par l’équipe"), None
    if state in {ApplicationState.ADMISSIBLE, ApplicationState.IN_APPRAISAL}:
        return _("la décision des financeurs"), call.decided_on if call else None
    return "", None


def _awaited_of_draft(
    application: Any, is_own: bool, at: datetime.datetime
) -> tuple[str, datetime.date | None]:
    call = application.call
    if call is None:
        return _("l’appel de %(year)d") % {"year": application.year}, None
    if application.joint_unsigned:
        return _("l’accord des co-porteurs"), call.closes_at
    words = _("finissez et déposez") if is_own else _("le dépôt par la structure")
    deadline = max(filter(None, (call.closes_at, application.grace_until)), default=None)
    if deadline is not None and deadline + ONE_MINUTE <= at:
        return _("rien\u00a0: l’appel est fermé"), None
    return words, deadline


def calls_to_answer(user: Any, at: datetime.datetime) -> list[Call]:
    """Open now, on public contracts or those of `user`; more time given to theirs included."""
    late = Grace.objects.filter(
        organization__in=organizations_of(user), until__gt=at - ONE_MINUTE
    ).values("call")
    seen = Q(contract__is_public=True) | Q(contract__in=contracts_for(user).values("pk"))
    rows = Call.objects.filter(
        Q(pk__in=open_calls(at).values("pk")) | Q(pk__in=late, state="published", opens_at__lte=at)
    )
    return list(rows.filter(seen).select_related("contract").order_by("closes_at", "pk"))


def renewable_in(application: Application, at: datetime.datetime) -> list[Call]:
    """Open calls of a later year in which this action has no application yet."""
    if application.state not in RECEIVED:
        return []
    taken = Application.objects.filter(action=application.action_id).values("year")
    rows = open_calls(at).filter(contract=application.contract_id, year__gt=application.year)
    return list(rows.exclude(year__in=taken))
