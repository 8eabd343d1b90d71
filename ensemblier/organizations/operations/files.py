"""Opening, correcting and closing the file of an organization."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.changes import differences, labels_of, values_of
from ensemblier.core.exceptions import Refused
from ensemblier.organizations.checks import (
    EDITABLE_FIELDS,
    check_organization,
    refuse_known_name,
    set_values,
)
from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import require_edit, require_edit_file


@transaction.atomic
def create_organization(
    *,
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    same_name_is_meant: bool = False,
) -> Organization:
    """`values` maps `EDITABLE_FIELDS` to what was typed. A name already known is refused
    unless `same_name_is_meant`: two associations may share a name in two towns."""
    require_edit(by)
    organization = Organization()
    set_values(organization, values)
    if not same_name_is_meant:
        refuse_known_name(organization)
    check_organization(organization)
    organization.save()
    record(
        action="organizations.create_organization",
        summary=_("Structure créée\u00a0: %(name)s") % {"name": organization.name},
        by=by,
        at=at,
        target=organization,
    )
    return organization


@transaction.atomic
def update_organization(
    *,
    organization: Organization,
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
) -> Organization:
    """Change what `values` names and nothing else."""
    require_edit_file(by, organization.pk)
    organization = _locked(organization)
    before = values_of(organization, EDITABLE_FIELDS)
    set_values(organization, values)
    changes = differences(before, values_of(organization, EDITABLE_FIELDS))
    if not changes:
        return organization
    check_organization(organization)
    organization.save()
    record(
        action="organizations.update_organization",
        summary=_("Structure modifiée\u00a0: %(name)s (%(fields)s)")
        % {"name": organization.name, "fields": labels_of(Organization, changes)},
        by=by,
        at=at,
        target=organization,
        changes=changes,
    )
    return organization


@transaction.atomic
def close_organization(
    *, organization: Organization, on: datetime.date, by: User, at: datetime.datetime
) -> Organization:
    """It keeps its history and is no longer offered where a structure is chosen."""
    require_edit(by)
    organization = _locked(organization)
    if not organization.is_active:
        raise Refused(_("Cette structure est déjà fermée."))
    organization.is_active, organization.closed_on = False, on
    organization.save()
    record(
        action="organizations.close_organization",
        summary=_("Structure fermée\u00a0: %(name)s") % {"name": organization.name},
        by=by,
        at=at,
        target=organization,
        changes={"is_active": [True, False], "closed_on": [None, on.isoformat()]},
    )
    return organization


@transaction.atomic
def reopen_organization(
    *, organization: Organization, by: User, at: datetime.datetime
) -> Organization:
    require_edit(by)
    organization = _locked(organization)
    if organization.is_active:
        raise Refused(_("Cette structure est déjà en activité."))
    closed_on = organization.closed_on
    organization.is_active, organization.closed_on = True, None
    organization.save()
    record(
        action="organizations.reopen_organization",
        summary=_("Structure rouverte\u00a0: %(name)s") % {"name": organization.name},
        by=by,
        at=at,
        target=organization,
        changes={
            "is_active": [False, True],
            "closed_on": [closed_on.isoformat() if closed_on else None, None],
        },
    )
    return organization


def _locked(organization: Organization) -> Organization:
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.merged_into_id:
        raise Refused(_("Cette structure a été réunie à une autre\u00a0: modifiez l’autre."))
    return organization
