"""What is said inside a file, and who of the team hears it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.contracts.models import ContractRole
from ensemblier.contracts.permissions import WRITING


def followers_of(application: Application) -> QuerySet[User]:
    """Those of the team to whom the file was entrusted; the whole team while nobody was, but
    those who stay out of it."""
    # `assignments` and `recusals` belong to a room above: named here as relations, so that what
    # an applicant writes reaches the person who reads it, and nobody who may not.
    entrusted = User.objects.filter(assignments__application=application, is_active=True)
    if entrusted.exists():
        return entrusted
    recused = User.objects.filter(
        recusals__call=application.call_id, recusals__organization=application.action.bearer_id
    )
    return team_of(application.contract_id).exclude(pk__in=recused.values("pk"))


def team_of(contract_id: int) -> QuerySet[User]:
    """The people who run the contract every day."""
    held = ContractRole.objects.on(timezone.localdate()).filter(
        contract=contract_id, kind__in=WRITING
    )
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return people.order_by("full_name", "pk")
