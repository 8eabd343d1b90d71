"""Forgetting people who are long gone, and documents that nobody came back to."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet
from django.db.models.functions import Coalesce

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import ContractRole
from ensemblier.councils.models import Mandate
from ensemblier.files.operations import remove_file
from ensemblier.organizations.models import Membership
from ensemblier.plans.models import PlanImport


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
        .exclude(Exists(Mandate.objects.filter(recent, user=OuterRef("pk"))))
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


def purge_unsaved_imports(*, at: datetime.datetime, days: int) -> int:
    """Let go the plans that were read more than `days` ago and never saved; how many."""
    before = at - datetime.timedelta(days=days)
    waiting = PlanImport.objects.filter(saved_as=None, created_at__lt=before)
    imports = list(waiting.select_related("file", "contract").defer("parsed").order_by("pk"))
    for plan_import in imports:
        _let_go(plan_import, at)
    return len(imports)


@transaction.atomic
def _let_go(plan_import: PlanImport, at: datetime.datetime) -> None:
    stored = plan_import.file
    record(
        action="plans.drop_import",
        summary=f"Import de «\u00a0{stored.name}\u00a0» jamais enregistré\u00a0: effacé.",
        by=None,
        at=at,
        target=plan_import,
    )
    plan_import.delete()
    remove_file(stored=stored)
