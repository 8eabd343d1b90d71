"""Who is who in an organization, and until when."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.validation import check_valid
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership, Organization
from ensemblier.organizations.permissions import (
    can_edit_organizations,
    forget_memberships,
    require_manage_people,
)


@transaction.atomic
def add_membership(
    *,
    organization: Organization,
    user: User,
    role: str,
    starts_on: datetime.date,
    by: User,
    at: datetime.datetime,
    title: str = "",
    ends_on: datetime.date | None = None,
) -> Membership:
    """The same person may hold several places, but not the same one twice on one day."""
    require_manage_people(by, organization.pk)
    _refuse_officer(role, by)
    return place_person(
        organization=organization,
        user=user,
        role=role,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        at=at,
    )


def _refuse_officer(role: str, by: User) -> None:
    """An officer decides for a funder: an organization does not name its own."""
    if role == MembershipRole.OFFICER and not can_edit_organizations(by):
        raise NotAllowed(
            _("Les agents instructeurs sont nommés par l’équipe du contrat. Écrivez-lui.")
        )


def place_person(
    *,
    organization: Organization,
    user: User,
    role: str,
    title: str,
    starts_on: datetime.date,
    by: User,
    at: datetime.datetime,
    ends_on: datetime.date | None = None,
) -> Membership:
    """The caller has checked the right, in its own transaction."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    membership = Membership(
        organization=organization,
        user=user,
        role=role,
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
    )
    check_valid(membership)
    same = Membership.objects.filter(organization=organization, user=user, role=role)
    if any(_overlap(membership, other) for other in same):
        raise InvalidInput(_("Cette personne a déjà cette fonction à ces dates."), field="role")
    membership.save()
    for person in (user, by):
        forget_memberships(person)
    record(
        action="organizations.add_membership",
        summary=_("%(person)s devient %(role)s de %(organization)s")
        % {
            "person": user,
            "role": membership.title or membership.get_role_display(),
            "organization": organization.label,
        },
        by=by,
        at=at,
        target=organization,
        changes={"membership": [None, membership.pk]},
    )
    return membership


@transaction.atomic
def add_member(
    *,
    organization: Organization,
    full_name: str,
    role: str,
    starts_on: datetime.date,
    by: User,
    at: datetime.datetime,
    email: str = "",
    title: str = "",
    ends_on: datetime.date | None = None,
) -> Membership:
    """As `add_membership`, for someone who may not be known yet. The address decides who it is;
    without one, a person of that name who already had a place here."""
    require_manage_people(by, organization.pk)
    _refuse_officer(role, by)
    return add_membership(
        organization=organization,
        user=_person(organization, full_name.strip(), email.strip().lower(), by),
        role=role,
        starts_on=starts_on,
        by=by,
        at=at,
        title=title,
        ends_on=ends_on,
    )


def _person(organization: Organization, full_name: str, email: str, by: User) -> User:
    if not full_name:
        raise InvalidInput(_("Indiquez le nom de la personne."), field="full_name")
    if email:
        known = User.objects.filter(email=email).first()
    else:
        known = User.objects.filter(
            email=None, full_name__iexact=full_name, memberships__organization=organization
        ).first()
    # The team knows whom it writes to; an address given by somebody else is checked by a code.
    return known or User.objects.create_user(
        email or None, full_name=full_name, is_verified=can_edit_organizations(by)
    )


@transaction.atomic
def end_membership(
    *, membership: Membership, on: datetime.date, by: User, at: datetime.datetime
) -> Membership:
    """`on` is the last day. Anyone may give up their own place."""
    if membership.user_id != by.pk:
        require_manage_people(by, membership.organization_id)
        _refuse_officer(membership.role, by)
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organization", "user")
        .get(pk=membership.pk)
    )
    if membership.ends_on is not None and membership.ends_on <= on:
        raise Refused(_("Cette fonction est déjà terminée."))
    before = membership.ends_on
    if on < membership.starts_on:
        raise InvalidInput(_("La date de fin précède la date de début."), field="on")
    membership.ends_on = on
    membership.save()
    for person in (membership.user, by):
        forget_memberships(person)
    record(
        action="organizations.end_membership",
        summary=_("%(person)s quitte sa fonction de %(role)s de %(organization)s")
        % {
            "person": membership.user,
            "role": membership.title or membership.get_role_display(),
            "organization": membership.organization.label,
        },
        by=by,
        at=at,
        target=membership.organization,
        changes={"ends_on": [before.isoformat() if before else None, on.isoformat()]},
    )
    return membership


def _overlap(one: Membership, other: Membership) -> bool:
    far = datetime.date.max
    return one.starts_on <= (other.ends_on or far) and other.starts_on <= (one.ends_on or far)
