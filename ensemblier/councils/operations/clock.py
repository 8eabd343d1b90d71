"""What the daily task does: remind those who have not answered, take note of silence."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ensemblier.councils.deadlines import is_over, is_to_remind
from ensemblier.councils.enums import ConsultationState
from ensemblier.councils.lifecycle import CONSULTATION
from ensemblier.councils.models import Consultation
from ensemblier.councils.operations.consultations import locked_consultation, note
from ensemblier.councils.operations.telling import tell_members, tell_team


@dataclass
class Kept:
    """`unreachable` are consultations of which nobody could be told."""

    reminded: int = 0
    people: int = 0
    unreachable: int = 0
    silent: int = 0


def keep_time(*, at: datetime.datetime) -> Kept:
    """Each consultation in a transaction of its own; running it twice a day changes nothing."""
    kept, today = Kept(), timezone.localdate(at)
    waiting = Consultation.objects.filter(state=ConsultationState.SENT)
    for found in waiting.order_by("due_on", "pk"):
        with transaction.atomic(), override("fr"):
            row = locked_consultation(found)
            if row.state != ConsultationState.SENT:
                continue
            if is_over(row.due_on, today):
                _fall_silent(row, at)
                kept.silent += 1
            elif is_to_remind(row.due_on, timezone.localdate(row.told_at), today):
                _remind(row, at, kept)
    return kept


def _remind(row: Consultation, at: datetime.datetime, kept: Kept) -> None:
    told = tell_members(row, "remind", at)
    row.told_at = at
    row.save(update_fields=["told_at"])
    kept.reminded += 1
    kept.people += told
    kept.unreachable += not told
    note("remind_council", _("Conseil relancé\u00a0: %(what)s"), row, by=None, at=at)


def _fall_silent(row: Consultation, at: datetime.datetime) -> None:
    transition = CONSULTATION.check("fall_silent", row, None)
    CONSULTATION.apply(transition, row, at)
    row.save()
    summary = _("Délai passé sans avis\u00a0: %(what)s")
    note("note_silence", summary, row, by=None, at=at, changes={"silence": [None, row.silence]})
    tell_members(row, "silent", at)
    tell_team(row, "silent", at)
