"""A council: its name, its areas, how to reach it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked, set_values
from ensemblier.councils.models import Council
from ensemblier.councils.operations.base import held, note
from ensemblier.councils.operations.watching import watch_composition
from ensemblier.territories.models import Area

COUNCIL_FIELDS = (
    *("name", "is_wide", "description", "email", "phone", "meets"),
    *("residents_seats", "actors_seats", "order_reference", "ordered_on", "is_active"),
)


@transaction.atomic
def create_council(
    *,
    contract: Contract,
    values: Mapping[str, Any],
    areas: Collection[Area],
    by: User,
    at: datetime.datetime,
) -> Council:
    council = Council(contract=locked(contract, by))
    set_values(council, values, COUNCIL_FIELDS)
    council.save()
    council.areas.set(areas)
    changes = {"areas": [[], sorted(area.pk for area in areas)]}
    summary = _("Conseil citoyen créé : %(council)s") % {"council": council}
    note("create_council", summary, council, council, by, at, changes)
    return council


@transaction.atomic
def update_council(
    *,
    council: Council,
    values: Mapping[str, Any],
    areas: Collection[Area],
    by: User,
    at: datetime.datetime,
) -> Council:
    council = held(council, by)
    changes = set_values(council, values, COUNCIL_FIELDS)
    before = sorted(council.areas.values_list("pk", flat=True))
    after = sorted(area.pk for area in areas)
    if before != after:
        changes["areas"] = [before, after]
    if changes:
        council.save()
        council.areas.set(after)
        summary = _("Conseil citoyen modifié : %(council)s") % {"council": council}
        note("update_council", summary, council, council, by, at, changes)
        watch_composition(council=council, at=at)
    return council
