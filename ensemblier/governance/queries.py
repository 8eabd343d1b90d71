"""What is read about bodies, seats and sessions."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from ensemblier.contracts.permissions import contracts_for
from ensemblier.core.models import held_on
from ensemblier.governance.enums import SessionState
from ensemblier.governance.models import Body, Seat, Session


def bodies_for(user: Any, at: datetime.datetime) -> QuerySet[Body]:
    """The bodies of the contracts that `user` opens, each with `seat_count` of today,
    `last_session` and `next_session`."""
    today = timezone.localdate(at)
    held = ~Q(sessions__state=SessionState.CANCELLED)
    past, coming = Q(sessions__starts_at__lte=at), Q(sessions__starts_at__gt=at)
    return (
        Body.objects.filter(contract__in=contracts_for(user))
        .select_related("contract")
        .annotate(
            seat_count=Count("seats", filter=held_on(today, "seats__"), distinct=True),
            last_session=Max("sessions__starts_at", filter=held & past),
            next_session=Min("sessions__starts_at", filter=held & coming),
        )
        .order_by("contract", "-is_active", "kind", "name", "pk")
    )


def body_for(user: Any, pk: int) -> Body | None:
    """The body, if `user` opens its contract in the workspace."""
    return (
        Body.objects.filter(contract__in=contracts_for(user), pk=pk)
        .select_related("contract")
        .first()
    )


def seats_of(body: Body) -> QuerySet[Seat]:
    """Those of today first, the chair before the others."""
    return (
        Seat.objects.filter(body=body)
        .select_related("user", "organization")
        .order_by("ends_on", "-chairs", "organization__name", "user__full_name", "pk")
    )


def sessions_of(body: Body) -> QuerySet[Session]:
    return Session.objects.filter(body=body).order_by("-starts_at", "pk")
