"""Who stands behind an application."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership


def people_of(application: Application) -> QuerySet[User]:
    """Those who act today for its bearer or one of its joint applicants, officers aside."""
    joint = application.joint_applicants.values("organization")
    held = (
        Membership.objects.on(timezone.localdate())
        .filter(Q(organization=application.action.bearer_id) | Q(organization__in=joint))
        .exclude(role=MembershipRole.OFFICER)
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
