"""Meetings: announced, convened, cancelled, and who came."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from ensemblier.accounts.models import User
from ensemblier.contracts.icalendar import calendar_text
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.councils.emails import convocation
from ensemblier.councils.enums import Presence
from ensemblier.councils.models import Council, Meeting, MeetingPresence
from ensemblier.councils.operations.base import held_by_member, held_row, note
from ensemblier.councils.queries.meetings import calendar_entries, members_on

logger = logging.getLogger(__name__)

MEETING_FIELDS = ("starts_at", "ends_at", "place", "subject", "agenda", "is_public")
COUNTS = ("other_residents", "other_guests")


@transaction.atomic
def plan_meeting(
    *, council: Council, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Meeting:
    council = held_by_member(council, by)
    meeting = Meeting(council=council, contract=council.contract)
    set_values(meeting, values, MEETING_FIELDS)
    meeting.save()
    summary = _("Réunion prévue\u00a0: %(meeting)s (%(council)s)") % _names(meeting)
    note("plan_meeting", summary, meeting, council, by, at)
    return meeting


@transaction.atomic
def update_meeting(
    *, meeting: Meeting, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Meeting:
    meeting = held_row(meeting, by)
    if meeting.is_cancelled:
        raise Refused(_("Cette réunion est annulée."))
    changes = set_values(meeting, values, MEETING_FIELDS)
    if changes:
        meeting.save()
        summary = _("Réunion modifiée\u00a0: %(meeting)s (%(council)s)") % _names(meeting)
        note("update_meeting", summary, meeting, meeting.council, by, at, changes)
    return meeting


@transaction.atomic
def convene(*, meeting: Meeting, by: User, at: datetime.datetime) -> int:
    """Write to those who sit on that day and have an address; how many. Again if asked again."""
    meeting = held_row(meeting, by)
    if meeting.is_cancelled:
        raise Refused(_("Cette réunion est annulée."))
    if meeting.starts_at <= at:
        raise Refused(_("Cette réunion a déjà eu lieu."))
    count = _write_to_members(meeting)
    if not count:
        raise Refused(_("Aucun membre n’a d’adresse électronique\u00a0: prévenez-les autrement."))
    meeting.convened_at = at
    meeting.save(update_fields=["convened_at"])
    summary = _("Convocation envoyée à %(count)d membres\u00a0: %(meeting)s (%(council)s)") % {
        "count": count,
        **_names(meeting),
    }
    note("convene", summary, meeting, meeting.council, by, at)
    return count


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: User, at: datetime.datetime) -> Meeting:
    """Those who were convened are told."""
    meeting = held_row(meeting, by)
    if meeting.is_cancelled:
        raise Refused(_("Cette réunion est annulée."))
    if meeting.starts_at <= at:
        raise Refused(_("Cette réunion a déjà eu lieu."))
    meeting.cancelled_at = at
    meeting.save(update_fields=["cancelled_at"])
    if meeting.convened_at:
        _write_to_members(meeting)
    summary = _("Réunion annulée\u00a0: %(meeting)s (%(council)s)") % _names(meeting)
    note("cancel_meeting", summary, meeting, meeting.council, by, at)
    return meeting


@transaction.atomic
def note_presences(
    *,
    meeting: Meeting,
    presences: Mapping[int, str],
    counts: Mapping[str, int],
    by: User,
    at: datetime.datetime,
) -> Meeting:
    """`presences` maps mandates of that day to a `Presence`, or to "" for the absent."""
    meeting = held_row(meeting, by)
    if timezone.localdate(meeting.starts_at) > timezone.localdate(at):
        raise Refused(_("La réunion n’a pas encore eu lieu."))
    known = {mandate.pk for mandate in members_on(meeting)}
    told = {pk: value for pk, value in presences.items() if value}
    if set(told) - known or set(told.values()) - set(Presence.values):
        raise InvalidInput(_("Une personne notée ne siégeait pas ce jour-là."))
    meeting.presences.all().delete()
    MeetingPresence.objects.bulk_create(
        MeetingPresence(
            contract=meeting.contract, meeting=meeting, mandate_id=pk, presence=presence
        )
        for pk, presence in told.items()
    )
    set_values(meeting, {**counts, "attendance_at": at}, [*COUNTS, "attendance_at"])
    meeting.save()
    present = sum(1 for value in told.values() if value == Presence.PRESENT)
    summary = _("%(count)d membres présents\u00a0: %(meeting)s (%(council)s)") % {
        "count": present,
        **_names(meeting),
    }
    note("note_presences", summary, meeting, meeting.council, by, at)
    return meeting


def _names(meeting: Meeting) -> dict[str, str]:
    return {"meeting": str(meeting), "council": str(meeting.council)}


def _write_to_members(meeting: Meeting) -> int:
    people = {
        mandate.user_id
        for mandate in members_on(meeting)
        if mandate.user.email and mandate.user.is_active
    }
    for pk in sorted(people):
        transaction.on_commit(lambda pk=pk: send_convocation.enqueue(meeting.pk, pk))  # type: ignore[misc]
    return len(people)


@task()
def send_convocation(meeting_id: int, user_id: int) -> None:
    """One letter; nothing when the meeting or the person is gone meanwhile."""
    rows = Meeting.objects.select_related("council__contract")
    meeting = rows.filter(pk=meeting_id).first()
    person = User.objects.filter(pk=user_id, is_active=True).exclude(email=None).first()
    if meeting is None or person is None:
        return
    path = reverse("councils:meeting", args=[meeting.council_id, meeting.pk])
    text = calendar_text(
        meeting.council.contract,
        calendar_entries([meeting]),
        host=settings.PUBLIC_URL.partition("://")[2],
        url=f"{settings.PUBLIC_URL}{path}",
        at=timezone.now(),
    )
    try:
        convocation(meeting, person, text).send()
    except (SMTPException, OSError) as failure:
        logger.error("E-mail to person %s failed: %s", person.pk, failure)
