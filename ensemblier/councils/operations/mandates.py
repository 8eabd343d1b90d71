"""Who sits in a council, from when to when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.accounts.people import known_or_new
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.councils.enums import College, Function
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.operations.base import held, note
from ensemblier.councils.operations.watching import watch_composition
from ensemblier.organizations.models import Organization

MANDATE_FIELDS = (
    *("college", "organization", "is_alternate", "function"),
    *("origin", "sex", "shows_name", "starts_on", "ends_on"),
)


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
    sex: str = "",
    origin: str = "",
    organization: Organization | None = None,
    is_alternate: bool = False,
    function: str = Function.MEMBER,
    shows_name: bool = False,
    replaces: Mandate | None = None,
) -> Mandate:
    """A person's seat; two at once in one council are refused.

    `replaces` is a mandate of the same council that has ended before this one starts.
    """
    council = held(council, by)
    mandate = Mandate(council=council, user=known_or_new(full_name=full_name, email=email))
    mandate.granted_by = by
    mandate.replaces = _replaced(council, replaces, starts_on)
    values = {
        "college": college,
        "organization": organization,
        "is_alternate": is_alternate,
        "function": function,
        "origin": origin,
        "sex": sex,
        "shows_name": shows_name,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    set_values(mandate, values, MANDATE_FIELDS)
    _check_alone(mandate, field="full_name")
    mandate.save()
    summary = _("%(person)s entre au conseil %(council)s (%(college)s)") % {
        "person": mandate.user,
        "council": council,
        "college": College(college).label,
    }
    note("add_mandate", summary, mandate, council, by, at)
    watch_composition(council=council, at=at)
    return mandate


@transaction.atomic
def update_mandate(
    *, mandate: Mandate, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Mandate:
    """`values` maps `MANDATE_FIELDS`. What the person says of their sex stays out of the trail."""
    council = held(mandate.council, by)
    mandate = Mandate.objects.select_related("user").get(pk=mandate.pk)
    changes = set_values(mandate, values, MANDATE_FIELDS)
    if changes:
        _check_alone(mandate, field="starts_on")
        mandate.save()
        summary = _("Mandat modifié\u00a0: %(person)s, conseil %(council)s") % {
            "person": mandate.user,
            "council": council,
        }
        told = {field: pair for field, pair in changes.items() if field != "sex"}
        note("update_mandate", summary, mandate, council, by, at, told)
        watch_composition(council=council, at=at)
    return mandate


@transaction.atomic
def end_mandate(
    *,
    mandate: Mandate,
    on: datetime.date,
    by: User,
    at: datetime.datetime,
    reason: str = "",
) -> Mandate:
    """`on` is the last day; the mandate stays in the history of the council."""
    council = held(mandate.council, by)
    mandate = Mandate.objects.select_related("user").get(pk=mandate.pk)
    if mandate.ends_on is not None and mandate.ends_on <= on:
        raise Refused(_("Ce mandat a déjà pris fin."))
    if on < mandate.starts_on:
        raise InvalidInput(_("La date de fin précède la date de début."), field="on")
    values = {"ends_on": on, "end_reason": reason}
    changes = set_values(mandate, values, values)
    mandate.save()
    summary = _("%(person)s quitte le conseil %(council)s") % {
        "person": mandate.user,
        "council": council,
    }
    note("end_mandate", summary, mandate, council, by, at, changes)
    watch_composition(council=council, at=at)
    return mandate


def _check_alone(mandate: Mandate, *, field: str) -> None:
    """The person holds no other seat of the council on any of these days."""
    others = Mandate.objects.filter(council=mandate.council_id, user=mandate.user_id).exclude(
        pk=mandate.pk
    )
    others = others.filter(Q(ends_on=None) | Q(ends_on__gte=mandate.starts_on))
    if mandate.ends_on:
        others = others.filter(starts_on__lte=mandate.ends_on)
    if others.exists():
        raise InvalidInput(_("Cette personne siège déjà à ces dates."), field=field)


def _replaced(
    council: Council, replaces: Mandate | None, starts_on: datetime.date
) -> Mandate | None:
    if replaces is None:
        return None
    former = Mandate.objects.filter(pk=replaces.pk, council=council).first()
    if former is None:
        raise InvalidInput(_("Ce mandat est d’un autre conseil."), field="replaces")
    if former.ends_on is None or former.ends_on >= starts_on:
        raise InvalidInput(
            _("%(person)s siège encore à cette date\u00a0: mettez d’abord fin à son mandat.")
            % {"person": former.user},
            field="replaces",
        )
    if Mandate.objects.filter(replaces=former).exists():
        raise InvalidInput(
            _("%(person)s a déjà été remplacé.") % {"person": former.user}, field="replaces"
        )
    return former
