"""Who stays out of what in a call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.exchange import team_of
from ensemblier.applications.models import Application
from ensemblier.appraisal.models import Recusal
from ensemblier.calls.models import Call, Committee, Envelope
from ensemblier.councils.models import Mandate
from ensemblier.governance.models import Seat
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership, Organization


def recusals_of(call: Call) -> QuerySet[Recusal]:
    return (
        Recusal.objects.filter(call=call)
        .select_related("user", "organization", "declared_by")
        .order_by("user__full_name", "organization__name", "pk")
    )


def recusals_seen_by(call: Call, user: Any, *, is_team: bool) -> QuerySet[Recusal]:
    """The team keeps the list; everybody else reads their own."""
    rows = recusals_of(call)
    return rows if is_team else rows.filter(user=user)


def people_who_appraise(call: Call) -> QuerySet[User]:
    """The team, the officers of the funders, the members of the councils and committees."""
    today = timezone.localdate()
    funders = Envelope.objects.filter(call=call).values("funder")
    officers = Membership.objects.on(today).filter(
        organization__in=funders, role=MembershipRole.OFFICER
    )
    bodies = Committee.objects.filter(call=call).values("body")
    seats = Seat.objects.on(today).filter(body__in=bodies, user__isnull=False)
    mandates = Mandate.objects.on(today).filter(council__contract=call.contract_id)
    return User.objects.filter(
        Q(pk__in=team_of(call.contract_id).order_by().values("pk"))
        | Q(pk__in=officers.values("user"))
        | Q(pk__in=seats.values("user"))
        | Q(pk__in=mandates.values("user")),
        is_active=True,
    ).order_by("full_name", "pk")


def applicants_of(call: Call) -> QuerySet[Organization]:
    """The organizations that ask something in the call, alone or with others."""
    asked = Application.objects.filter(call=call)
    return Organization.objects.filter(
        Q(pk__in=asked.values("action__bearer"))
        | Q(pk__in=asked.values("joint_applicants__organization"))
    ).order_by("name", "pk")


def organizations_kept_from(call: Call, people: Iterable[int]) -> dict[int, set[int]]:
    """By person, the organizations whose files they stay out of: declared, and their own."""
    people = list(people)
    own = (
        Membership.objects.on(timezone.localdate())
        .filter(user__in=people)
        .exclude(role=MembershipRole.OFFICER)
    )
    declared = Recusal.objects.filter(call=call, user__in=people)
    kept: dict[int, set[int]] = {}
    for rows in (own, declared):
        for person, organization in rows.values_list("user", "organization"):
            kept.setdefault(person, set()).add(organization)
    return kept
