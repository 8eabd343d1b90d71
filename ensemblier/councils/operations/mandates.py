"""Who sits in a council, from when to when."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.accounts.people import known_or_new
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.councils.enums import College
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.operations.base import held, note


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
    council = held(council, by)
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
    note("add_mandate", summary, mandate, council, by, at)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, on: datetime.date, by: User, at: datetime.datetime) -> Mandate:
    """`on` is the last day; the mandate stays in the history of the council."""
    council = held(mandate.council, by)
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
    note("end_mandate", summary, mandate, council, by, at, changes)
    return mandate
