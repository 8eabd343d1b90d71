"""Who else reads the matrix of a call now."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.calls.models import Call, Envelope
from ensemblier.funding.models import Presence
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership

# Three beats of an open page: one that is late takes nobody away.
STILL_THERE = datetime.timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Present:
    """`funders`: those of the call whose officer this is, as people call them."""

    name: str
    funders: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.funders)})" if self.funders else self.name


def present_with(user: User, call: Call, *, at: datetime.datetime) -> list[Present]:
    """The others, by name, in two queries whatever their number."""
    people = User.objects.filter(
        pk__in=Presence.objects.filter(call=call, seen_at__gt=at - STILL_THERE).values("user"),
        is_active=True,
    ).exclude(pk=user.pk)
    found = list(people.order_by("full_name", "pk"))
    funders = _funders_of(found, call, at) if found else {}
    return [Present(str(person), tuple(funders.get(person.pk, ()))) for person in found]


def _funders_of(people: list[User], call: Call, at: datetime.datetime) -> dict[int, list[str]]:
    held = (
        Membership.objects.on(timezone.localdate(at))
        .filter(
            user__in=people,
            role=MembershipRole.OFFICER,
            organization__in=Envelope.objects.filter(call=call).order_by().values("funder"),
        )
        .select_related("organization")
        .order_by("organization__name", "pk")
    )
    found: dict[int, list[str]] = {}
    for membership in held:
        found.setdefault(membership.user_id, []).append(membership.organization.label)
    return found
