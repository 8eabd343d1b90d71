"""Meetings of councils, and their days for agendas."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.queries import CalendarEntry
from ensemblier.core.models import held_on
from ensemblier.councils.enums import Presence
from ensemblier.councils.models import Council, Mandate, Meeting


def meetings_of(council: Council) -> QuerySet[Meeting]:
    """The latest first, each with `present_count`."""
    present = Count("presences", filter=Q(presences__presence=Presence.PRESENT))
    return (
        Meeting.objects.filter(council=council)
        .annotate(present_count=present)
        .order_by("-starts_at", "-pk")
    )


def coming_meetings(council: Council, at: datetime.datetime) -> QuerySet[Meeting]:
    """What the public is told of, the soonest first."""
    return Meeting.objects.filter(
        council=council, is_public=True, cancelled_at=None, starts_at__gte=at
    ).order_by("starts_at", "pk")


def members_on(meeting: Meeting) -> list[Mandate]:
    """Those who sat, or will sit, on the day of the meeting."""
    day = timezone.localdate(meeting.starts_at)
    return list(
        Mandate.objects.filter(held_on(day), council=meeting.council_id)
        .select_related("user", "organization")
        .order_by("-college", "is_alternate", "user__full_name", "pk")
    )


def calendar_entries(meetings: Iterable[Meeting]) -> list[CalendarEntry]:
    """`council` of each is at hand."""
    return [
        CalendarEntry(
            key=f"meeting-{one.pk}",
            day=timezone.localdate(one.starts_at),
            title=_title(one),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place,
            is_cancelled=one.is_cancelled,
        )
        for one in meetings
    ]


def _title(meeting: Meeting) -> str:
    return f"{meeting.council.name}\u00a0: {meeting.subject or _('réunion')}"
