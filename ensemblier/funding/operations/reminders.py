"""What is late, told to those who can do something about it: the day it is, then every week."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.funding.enums import AgreementState
from ensemblier.funding.models import Agreement
from ensemblier.funding.queries.agreements import row_of
from ensemblier.funding.queries.payments import late_payments
from ensemblier.funding.queries.people import keepers_of
from ensemblier.notices.models import Notice
from ensemblier.notices.operations import notify

DAYS_BETWEEN = 7
LATE, TO_PUBLISH = "funding.late_payments", "funding.to_publish"


@dataclass
class Reminded:
    people: int = 0
    payments: int = 0
    agreements: int = 0


@transaction.atomic
def remind(*, at: datetime.datetime) -> Reminded:
    """One notice a person and a subject; run twice in a day, it tells nothing twice."""
    today = timezone.localdate(at)
    payments = [
        payment
        for payment in late_payments(today).order_by("pk").select_related("award__request")
        if falls_today(payment.expected_on, today)
    ]
    agreements = [row for row in _signed() if _publication_falls(row, today)]
    told = _tell(
        LATE,
        ((payment.contract_id, payment.award.request.funder_id) for payment in payments),
        at,
    )
    told |= _tell(TO_PUBLISH, ((row.contract_id, row.funder_id) for row in agreements), at)
    if told:
        record(
            action="funding.remind_payments",
            summary=_("Rappels\u00a0: %(late)d versements en retard, %(publish)d à publier.")
            % {"late": len(payments), "publish": len(agreements)},
            by=None,
            at=at,
        )
    return Reminded(len(told), len(payments), len(agreements))


def falls_today(due_on: datetime.date, today: datetime.date) -> bool:
    """The day after `due_on`, then every seven days."""
    late = (today - due_on).days
    return late > 0 and (late - 1) % DAYS_BETWEEN == 0


def _signed() -> Iterable[Agreement]:
    rows = Agreement.objects.filter(state=AgreementState.SIGNED, data_published_on=None)
    return rows.select_related("application__call").prefetch_related(
        "years", "application__call__rules"
    )


def _publication_falls(agreement: Agreement, today: datetime.date) -> bool:
    publish_by = row_of(agreement, today).publish_by
    return publish_by is not None and falls_today(publish_by, today)


def _tell(kind: str, lines: Iterable[tuple[int, int]], at: datetime.datetime) -> set[int]:
    """Each keeper of a (contract, funder) hears of how many; who was told."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for key in lines:
        counts[key] += 1
    people: dict[User, int] = defaultdict(int)
    for (contract_id, funder_id), count in counts.items():
        for person in keepers_of(contract_id, funder_id):
            people[person] += count
    heard = set(
        Notice.objects.filter(kind=kind, created_at__date=timezone.localdate(at)).values_list(
            "user", flat=True
        )
    )
    told = set()
    for person, count in people.items():
        if person.pk not in heard:
            notify(user=person, kind=kind, text=_text(kind, count), url=_url(kind), at=at)
            told.add(person.pk)
    return told


def _text(kind: str, count: int) -> Any:
    if kind == LATE:
        text = ngettext_lazy(
            "{count} versement est en retard.", "{count} versements sont en retard.", count
        )
    else:
        text = ngettext_lazy(
            "{count} convention a ses données essentielles à publier.",
            "{count} conventions ont leurs données essentielles à publier.",
            count,
        )
    return format_lazy(text, count=count)


def _url(kind: str) -> str:
    if kind == LATE:
        return f"{reverse('funding:payments')}?etat=retard"
    return reverse("funding:agreements")
