"""What the councils await: from those who sit in them, and from the team."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import VolunteerState
from ensemblier.councils.models import Council, Meeting, Minutes, Volunteer
from ensemblier.councils.permissions import councils_of
from ensemblier.councils.queries import compositions_of
from ensemblier.workspace.queries.lines import HORIZON, SHOWN, Line


def for_members(user: User, today: datetime.date) -> Iterable[Line]:
    """The next meetings of the councils in which `user` sits."""
    own = councils_of(user)
    if not own:
        return
    rows = Meeting.objects.filter(
        council__in=own,
        cancelled_at=None,
        starts_at__gte=timezone.now(),
        starts_at__date__lte=today + HORIZON,
    )
    for meeting in rows.select_related("council").order_by("starts_at", "pk")[:SHOWN]:
        yield Line(
            verb=_("Venir à la réunion"),
            what=f"{meeting.council} – {meeting.subject or _('réunion')}",
            url=reverse("councils:meeting", args=[meeting.council_id, meeting.pk]),
            due=timezone.localdate(meeting.starts_at),
        )


def for_the_team(contracts: QuerySet[Contract], today: datetime.date) -> Iterable[Line]:
    own = contracts.values("pk")
    yield from _compositions(own, today)
    yield from _volunteers(own)
    yield from _minutes(own)


def _compositions(own: QuerySet, today: datetime.date) -> Iterable[Line]:
    councils = list(
        Council.objects.filter(contract__in=own, is_active=True).select_related("contract")
    )
    compositions = compositions_of(councils, today)
    faulty = [council for council in councils if compositions[council.pk].problems]
    for council in faulty[:SHOWN]:
        yield Line(
            verb=_("Revoir la composition"),
            what=f"{council} – {compositions[council.pk].sentences[0]}",
            url=reverse("councils:council", args=[council.pk]),
            contract=str(council.contract),
        )


def _volunteers(own: QuerySet) -> Iterable[Line]:
    count = Volunteer.objects.filter(contract__in=own, state=VolunteerState.RECEIVED).count()
    if count:
        yield Line(
            verb=_("Répondre"),
            what=ngettext(
                "%(count)d volontaire pour un conseil",
                "%(count)d volontaires pour un conseil",
                count,
            )
            % {"count": count},
            url=f"{reverse('councils:volunteers')}?etat={VolunteerState.RECEIVED}",
        )


def _minutes(own: QuerySet) -> Iterable[Line]:
    """One line for each council that keeps minutes unpublished."""
    rows = Minutes.objects.filter(contract__in=own, published_at=None)
    for row in (
        rows.order_by()
        .values("council", "council__name")
        .annotate(count=Count("pk"))
        .order_by("council__name", "council")[:SHOWN]
    ):
        yield Line(
            verb=_("Relire et publier"),
            what=ngettext(
                "%(count)d compte rendu – %(council)s",
                "%(count)d comptes rendus – %(council)s",
                row["count"],
            )
            % {"count": row["count"], "council": row["council__name"]},
            url=reverse("councils:minutes", args=[row["council"]]),
        )
