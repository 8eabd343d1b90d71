"""Forgetting people who are long gone."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet
from django.db.models.functions import Coalesce

from ensemblier.accounts.models import User
from ensemblier.contracts.models import ContractRole
from ensemblier.organizations.models import Membership


def purge_forgotten_people(*, at: datetime.datetime, days: int) -> int:
    """Delete people who hold nothing and have not come for `days`; how many.

    Those whose name is held by the audit trail or by a published plan keep their name there,
    and nothing else.
    """
    people = list(forgotten_people(at - datetime.timedelta(days=days)))
    for person in people:
        _forget(person, at)
    return len(people)


def forgotten_people(before: datetime.datetime) -> QuerySet[User]:
    recent = Q(ends_on=None) | Q(ends_on__gte=before.date())
    return (
        User.objects.annotate(last_seen=Coalesce("last_login", "joined_at"))
        .filter(last_seen__lt=before, is_superuser=False)
        .filter(Q(deactivated_at=None) | Q(deactivated_at__lt=before))
        .exclude(Exists(ContractRole.objects.filter(recent, user=OuterRef("pk"))))
        .exclude(Exists(Membership.objects.filter(recent, user=OuterRef("pk"))))
        # What is left of those whose name must stay.
        .exclude(email=None, phone="", is_active=False)
        .order_by("pk")
    )


@transaction.atomic
def _forget(person: User, at: datetime.datetime) -> None:
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        person.email, person.phone, person.is_active = None, "", False
        person.deactivated_at = person.deactivated_at or at
        person.set_unusable_password()
        person.save()
        EmailAddress.objects.filter(user=person).delete()
        SocialAccount.objects.filter(user=person).delete()
