"""The night's work: reports asked again, contacts erased in time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.fund.codes import new_code
from ensemblier.fund.emails import send_reminder
from ensemblier.fund.enums import AWAITING_REPORT, FINAL
from ensemblier.fund.models import Bearer, FundFile, FundReport, FundRequest
from ensemblier.fund.operations.base import trace
from ensemblier.fund.operations.files import forget_file

SOON = datetime.timedelta(days=7)
AGAIN = datetime.timedelta(days=14)


@dataclass
class Reminded:
    """`unreachable` left no e-mail: the team calls or writes to them."""

    reminded: int = 0
    unreachable: int = 0
    late: int = 0


def remind_reports(*, at: datetime.datetime) -> Reminded:
    """Ask for the reports due within a week or late, every two weeks at most."""
    today, done = timezone.localdate(at), Reminded()
    rows = FundRequest.objects.filter(
        state__in=AWAITING_REPORT, report_due_on__lte=today + SOON, starts_on__lte=today
    ).select_related("bearer")
    for request in rows.order_by("pk"):
        done.late += request.is_late_on(today)
        if not request.bearer.email:
            done.unreachable += 1
        elif request.reminded_at is None or request.reminded_at <= at - AGAIN:
            _remind(request, at)
            done.reminded += 1
    return done


@transaction.atomic
def _remind(request: FundRequest, at: datetime.datetime) -> None:
    request.reminded_at = at
    request.save(update_fields=["reminded_at"])
    send_reminder(request)
    summary = _("Demande %(reference)s\u00a0: bilan réclamé.") % {"reference": request.reference}
    trace(request, "remind_report", summary, by=None, at=at)


def erase_bearers(*, at: datetime.datetime, days: int) -> int:
    """Forget who asked, `days` after the last of their requests ended; how many.

    Sums, places and numbers of people stay: they name nobody.
    """
    before = at - datetime.timedelta(days=days)
    kept = FundRequest.objects.filter(bearer=OuterRef("pk")).filter(
        ~Q(state__in=FINAL) | Q(closed_at=None) | Q(closed_at__gte=before)
    )
    rows = Bearer.objects.filter(~Exists(kept), erased_at=None, requests__isnull=False).distinct()
    for bearer in rows:
        _erase(bearer, at)
    return len(rows)


@transaction.atomic
def _erase(bearer: Bearer, at: datetime.datetime) -> None:
    for file in FundFile.objects.filter(request__bearer=bearer).select_related("file", "request"):
        forget_file(file, by=None, at=at)
    for request in FundRequest.objects.filter(bearer=bearer):
        request.code, request.description, request.audience = new_code(), "", ""
        request.save(update_fields=["code", "description", "audience"])
    FundReport.objects.filter(request__bearer=bearer).update(story="")
    bearer.name = bearer.email = bearer.phone = ""
    bearer.organization, bearer.erased_at = None, at
    bearer.save()
    trace(bearer, "erase_bearer", _("Porteur effacé."), by=None, at=at)
