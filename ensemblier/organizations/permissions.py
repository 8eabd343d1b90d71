"""Organizations are shared by all contracts: whoever works here reads, contract editors write.

The people of an organization keep its file too, and no other.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.permissions import edits_a_contract, holds_a_role
from ensemblier.core.prepared import Prepared
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership


def can_view_organizations(user: Any) -> bool:
    return holds_a_role(user)


def can_edit_organizations(user: Any) -> bool:
    return edits_a_contract(user)


def require_edit(user: Any) -> None:
    if not can_edit_organizations(user):
        raise NotAllowed(
            _(
                "Les structures sont modifiées par les personnes qui ont le droit d’écriture "
                "sur un contrat, et par les administrateurs. Demandez à l’une d’elles."
            )
        )


def can_view_file(user: Any, organization_id: int) -> bool:
    return can_view_organizations(user) or organization_id in organizations_of(user)


def can_edit_file(user: Any, organization_id: int) -> bool:
    return can_edit_organizations(user) or organization_id in organizations_of(user)


def require_edit_file(user: Any, organization_id: int) -> None:
    if not can_edit_file(user, organization_id):
        raise NotAllowed(
            _(
                "Cette structure est tenue à jour par ses membres et par les personnes qui ont "
                "le droit d’écriture sur un contrat. Demandez à l’une d’elles."
            )
        )


def can_manage_people(user: Any, organization_id: int) -> bool:
    """Its representatives; all its members as long as it has no representative here."""
    if can_edit_organizations(user):
        return True
    if organization_id not in organizations_of(user):
        return False
    if (organization_id, MembershipRole.REPRESENTATIVE) in _held_memberships(user):
        return True
    return not current_representatives(organization_id).exists()


def current_representatives(organization_id: int) -> QuerySet[Membership]:
    """Those who can sign in, and so answer."""
    return Membership.objects.on(timezone.localdate()).filter(
        organization=organization_id,
        role=MembershipRole.REPRESENTATIVE,
        user__is_active=True,
        user__email__isnull=False,
    )


def require_manage_people(user: Any, organization_id: int) -> None:
    if not can_manage_people(user, organization_id):
        raise NotAllowed(
            _(
                "Les personnes d’une structure sont ajoutées par son représentant et par celles "
                "qui ont le droit d’écriture sur un contrat. Demandez à l’une d’elles."
            )
        )


def _places(user: int, day: datetime.date) -> QuerySet[Any, tuple[int, str]]:
    rows = Membership.objects.on(day).filter(user=user).order_by()
    return rows.values_list("organization_id", "role")


PLACES = Prepared(_places)


def _held_memberships(user: Any) -> list[tuple[int, str]]:
    """(organization, role) held today; read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return []
    held = getattr(user, "_memberships_held", None)
    if held is None:
        held = PLACES(user.pk, timezone.localdate())
        user._memberships_held = held
    return held


def organizations_of(user: Any) -> set[int]:
    """The organizations that `user` acts for as one of their own: every role but officer."""
    return {pk for pk, role in _held_memberships(user) if role != MembershipRole.OFFICER}


def funders_served_by(user: Any) -> set[int]:
    """The funders and services for which `user` gives opinions and decides."""
    return {pk for pk, role in _held_memberships(user) if role == MembershipRole.OFFICER}


def forget_memberships(user: Any) -> None:
    """After a write that gave or took a place: read them again."""
    if hasattr(user, "_memberships_held"):
        del user._memberships_held
