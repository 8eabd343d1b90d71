"""Every write on a council and on who sits in it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.accounts.people import known_or_new
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked, set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.councils.enums import College
from ensemblier.councils.models import Council, Mandate
from ensemblier.territories.models import Area

COUNCIL_FIELDS = ("name", "email", "is_active")


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
    _note("create_council", summary, council, council, by, at, changes)
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
    council = _held(council, by)
    changes = set_values(council, values, COUNCIL_FIELDS)
    before = sorted(council.areas.values_list("pk", flat=True))
    after = sorted(area.pk for area in areas)
    if before != after:
        changes["areas"] = [before, after]
    if changes:
        council.save()
        council.areas.set(after)
        summary = _("Conseil citoyen modifié : %(council)s") % {"council": council}
        _note("update_council", summary, council, council, by, at, changes)
    return council


@transaction.atomic
def add_mandate(
    *,
    council: Council,
    full_name: str,
    college: str,
    starts_on: datetime.date,
    by: User,
    at: datetime.datetime,
    email: str = "",
    ends_on: datetime.date | None = None,
) -> Mandate:
    """A person's seat; two at once in one council are refused."""
    council = _held(council, by)
    mandate = Mandate(council=council, user=known_or_new(full_name=full_name, email=email))
    values = {"college": college, "starts_on": starts_on, "ends_on": ends_on}
    mandate.granted_by = by
    set_values(mandate, values, values)
    same = Mandate.objects.filter(council=council, user=mandate.user).filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on)
    )
    if (same.filter(starts_on__lte=ends_on) if ends_on else same).exists():
        raise InvalidInput(_("Cette personne siège déjà à ces dates."), field="full_name")
    mandate.save()
    summary = _("%(person)s entre au conseil %(council)s (%(college)s)") % {
        "person": mandate.user,
        "council": council,
        "college": College(college).label,
    }
    _note("add_mandate", summary, mandate, council, by, at)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, on: datetime.date, by: User, at: datetime.datetime) -> Mandate:
    """`on` is the last day; the mandate stays in the history of the council."""
    council = _held(mandate.council, by)
    mandate = Mandate.objects.select_related("user").get(pk=mandate.pk)
    if mandate.ends_on is not None and mandate.ends_on <= on:
        raise Refused(_("Ce mandat a déjà pris fin."))
    if on < mandate.starts_on:
        raise InvalidInput(_("La date de fin précède la date de début."), field="on")
    changes = set_values(mandate, {"ends_on": on}, ["ends_on"])
    mandate.save()
    summary = _("%(person)s quitte le conseil %(council)s") % {
        "person": mandate.user,
        "council": council,
    }
    _note("end_mandate", summary, mandate, council, by, at, changes)
    return mandate


def _held(council: Council, by: User) -> Council:
    contract = locked(council.contract, by)
    fresh = Council.objects.get(pk=council.pk)
    fresh.contract = contract
    return fresh


def _note(  # noqa: PLR0917
    action: str,
    summary: str,
    target: models.Model,
    council: Council,
    by: User,
    at: datetime.datetime,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    record(
        action=f"councils.{action}",
        summary=summary,
        by=by,
        at=at,
        target=target,
        contract_id=council.contract_id,
        changes=changes,
    )
