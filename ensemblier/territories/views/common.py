"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.territories.models import Area
from ensemblier.territories.permissions import can_view_territories
from ensemblier.territories.queries import find_area
from ensemblier.ui.pages import visible_to

CURRENT = "territories"

for_workers = visible_to(can_view_territories)


def area_or_404(key: str) -> Area:
    area = find_area(key)
    if area is None:
        raise Http404(_("Ce territoire n’existe pas."))
    return area


def page_of_area(area: Area) -> str:
    return reverse("territories:detail", args=[area.key])


def crumbs(*below: tuple[Any, str]) -> list[tuple[Any, str]]:
    """From the list down; the last one is the page itself."""
    items = [(_("Territoires"), reverse("territories:list")), *below]
    items[-1] = (items[-1][0], "")
    return items
