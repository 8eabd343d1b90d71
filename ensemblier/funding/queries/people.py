"""Whom money is told to."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.contracts.models import ContractRole
from ensemblier.contracts.permissions import WRITING
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership


def people_of_bearer(application: Application) -> QuerySet[User]:
    """Those who act for the organization today; its officers, if it funds others, aside."""
    held = Membership.objects.on(timezone.localdate()).filter(
        organization=application.action.bearer_id
    )
    held = held.exclude(role=MembershipRole.OFFICER)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")


def keepers_of(contract_id: int, funder_id: int) -> QuerySet[User]:
    """The team of the contract and the officers of the funder."""
    today = timezone.localdate()
    roles = ContractRole.objects.on(today).filter(contract=contract_id, kind__in=WRITING)
    held = Membership.objects.on(today).filter(organization=funder_id, role=MembershipRole.OFFICER)
    people = User.objects.filter(pk__in=roles.values("user")) | User.objects.filter(
        pk__in=held.values("user")
    )
    return people.filter(is_active=True).distinct().order_by("pk")
