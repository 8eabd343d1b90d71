"""What the pages of this room share."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import can_view_file, can_view_organizations
from ensemblier.ui.pages import View, visible_to

CURRENT = "organizations"
MINE = "my_organization"

for_workers = visible_to(can_view_organizations)


def for_its_people(view: View) -> View:
    """The file `pk` for whoever works here and for its own people; for others it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_view_file(request.user, pk):
            raise Http404
        return view(request, pk, *args, **kwargs)

    return guarded


def organization_or_404(pk: int) -> Organization:
    return get_object_or_404(Organization.objects.select_related("commune", "merged_into"), pk=pk)


def crumbs(
    user: Any, organization: Organization | None = None, here: Any = ""
) -> list[tuple[Any, str]]:
    """From the list, or from one's own organizations, down to `here`."""
    items: list[tuple[Any, str]] = [(_("Structures"), reverse("organizations:list"))]
    if not can_view_organizations(user):
        items = [(_("Ma structure"), reverse("organizations:mine"))]
    if organization is not None:
        items.append((organization.label, organization.get_absolute_url()))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items


def current_for(user: Any) -> str:
    """The entry of the menu that leads here."""
    return CURRENT if can_view_organizations(user) else MINE
