"""What the pages about people show."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch, QuerySet

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, ContractRole
from ensemblier.organizations.models import Membership


def with_roles(
    people: QuerySet[User], contracts: QuerySet[Contract], today: datetime.date
) -> QuerySet[User]:
    """Each with `roles_today` on these contracts."""
    roles = ContractRole.objects.on(today).filter(contract__in=contracts.values("pk"))
    return people.prefetch_related(
        Prefetch(
            "contractroles",
            queryset=roles.select_related("contract").order_by("contract__name", "pk"),
            to_attr="roles_today",
        )
    ).order_by("full_name", "pk")


def roles_held(person: User, contracts: QuerySet[Contract] | None = None) -> QuerySet[ContractRole]:
    """All the roles of `person`, present and past, newest first; on `contracts` when given."""
    rows = ContractRole.objects.filter(user=person).select_related(
        "contract", "granted_by", "delegated_from__user"
    )
    if contracts is not None:
        rows = rows.filter(contract__in=contracts.values("pk"))
    return rows.order_by("-starts_on", "-pk")


def lent_by(person: User, today: datetime.date) -> QuerySet[ContractRole]:
    """What `person` has lent and is not over."""
    return (
        ContractRole.objects.filter(delegated_from__user=person)
        .exclude(ends_on__lt=today)
        .select_related("contract", "user", "delegated_from")
        .order_by("starts_on", "pk")
    )


def memberships_of(person: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=person)
        .select_related("organization")
        .order_by("-starts_on", "-pk")
    )
