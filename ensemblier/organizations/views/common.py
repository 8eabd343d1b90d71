"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import can_view_organizations
from ensemblier.ui.pages import visible_to

CURRENT = "organizations"

for_workers = visible_to(can_view_organizations)


def organization_or_404(pk: int) -> Organization:
    return get_object_or_404(Organization.objects.select_related("commune", "merged_into"), pk=pk)


def crumbs(organization: Organization | None = None, here: Any = "") -> list[tuple[Any, str]]:
    """From the list down to `here`."""
    items: list[tuple[Any, str]] = [(_("Structures"), reverse("organizations:list"))]
    if organization is not None:
        items.append((organization.label, organization.get_absolute_url()))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items
