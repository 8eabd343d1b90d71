"""Reminding those whose opinion is awaited: every day by itself, or at once by the team."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ensemblier.accounts.models import User
from ensemblier.appraisal.models import Opinion, Recusal
from ensemblier.appraisal.permissions import DISCUSSED
from ensemblier.appraisal.queries.consultations import under_consultation
from ensemblier.audit.operations import record
from ensemblier.calls.models import Call
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import Refused
from ensemblier.councils.models import Mandate
from ensemblier.notices.operations import notify
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership

DAYS_BEFORE = 3
DAYS_BETWEEN = 7


@dataclass
class Reminded:
    opinions: int = 0
    people: int = 0
    # Whose opinion is awaited and who have nobody here to tell it to.
    unreachable: int = 0


def remind_daily(*, at: datetime.datetime) -> Reminded:
    """What is due within `DAYS_BEFORE` days or late, unless reminded in the last days."""
    today = timezone.localdate(at)
    due = (
        awaited()
        .filter(due_on__lte=today + datetime.timedelta(days=DAYS_BEFORE))
        .filter(
            Q(reminded_at__isnull=True)
            | Q(reminded_at__lt=at - datetime.timedelta(days=DAYS_BETWEEN))
        )
    )
    reminded = Reminded()
    calls = Call.objects.filter(pk__in=due.values("application__call")).order_by("pk")
    for call in calls:
        _remind(call, due.filter(application__call=call), None, at, reminded)
    return reminded


@transaction.atomic
def remind_now(*, call: Call, by: User, at: datetime.datetime) -> Reminded:
    """Every opinion of the call that is awaited, whatever its day. Raises Refused, NotAllowed."""
    require_edit(by, call.contract)
    rows = awaited().filter(application__call=call)
    if not rows.exists():
        raise Refused(_("Aucun avis n’est attendu."))
    reminded = Reminded()
    _remind(call, rows, by, at, reminded)
    return reminded


def awaited() -> QuerySet[Opinion]:
    """Asked, not given, about applications that are still discussed; those of a consultation
    have its own reminders."""
    return Opinion.objects.filter(~under_consultation(), value="", application__state__in=DISCUSSED)


@transaction.atomic
def _remind(
    call: Call,
    rows: QuerySet[Opinion],
    by: User | None,
    at: datetime.datetime,
    reminded: Reminded,
) -> None:
    opinions = list(
        rows.select_for_update(of=("self",))
        .select_related("organization", "council", "application__action")
        .order_by("pk")
    )
    speakers = _speakers(opinions)
    kept_out = _kept_out(call)
    by_person: dict[User, list[Opinion]] = {}
    for opinion in opinions:
        told = [
            person
            for person in speakers.get((opinion.organization_id, opinion.council_id), [])
            if (person.pk, opinion.application.action.bearer_id) not in kept_out
        ]
        reminded.unreachable += not told
        for person in told:
            by_person.setdefault(person, []).append(opinion)
    for person, mine in by_person.items():
        _tell(person, call, mine, at)
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in opinions]).update(reminded_at=at)
    reminded.opinions += len(opinions)
    reminded.people += len(by_person)
    with override("fr"):
        record(
            action="appraisal.remind_opinions",
            summary=_("%(call)s\u00a0: %(count)d avis attendus, %(people)d personnes relancées.")
            % {"call": call, "count": len(opinions), "people": len(by_person)},
            by=by,
            at=at,
            target=call,
        )


def _speakers(opinions: Iterable[Opinion]) -> dict[tuple[int | None, int | None], list[User]]:
    """Who may give each opinion, by (organization, council)."""
    today = timezone.localdate()
    opinions = list(opinions)
    found: dict[tuple[int | None, int | None], list[User]] = {}
    officers = Membership.objects.on(today).filter(
        organization__in={one.organization_id for one in opinions if one.organization_id},
        role=MembershipRole.OFFICER,
        user__is_active=True,
    )
    for row in officers.select_related("user").order_by("pk"):
        found.setdefault((row.organization_id, None), []).append(row.user)
    mandates = Mandate.objects.on(today).filter(
        council__in={one.council_id for one in opinions if one.council_id}, user__is_active=True
    )
    for mandate in mandates.select_related("user").order_by("pk"):
        found.setdefault((None, mandate.council_id), []).append(mandate.user)
    return {key: list(dict.fromkeys(people)) for key, people in found.items()}


def _kept_out(call: Call) -> set[tuple[int, int]]:
    return set(Recusal.objects.filter(call=call).values_list("user_id", "organization_id"))


def _tell(person: User, call: Call, opinions: list[Opinion], at: datetime.datetime) -> None:
    today = timezone.localdate(at)
    late = sum(1 for one in opinions if one.due_on and one.due_on < today)
    if len(opinions) == 1:
        sentence = gettext_lazy("{call}\u00a0: un avis est attendu de vous.")
    else:
        sentence = gettext_lazy("{call}\u00a0: {count} avis sont attendus de vous.")
    if late:
        sentence = format_lazy("{} {}", sentence, gettext_lazy("En retard\u00a0: {late}."))
    notify(
        user=person,
        kind="appraisal.remind_opinions",
        text=format_lazy(sentence, call=str(call), count=len(opinions), late=late),
        url=reverse("appraisal:bulk_opinions", args=[call.pk]),
        at=at,
    )
