"""Saving what was typed, field by field, so that two people never overwrite each other unseen.

A save says which edition of the form it was typed on. A box that somebody else has written since
is refused alone, with both values; the others are kept. The edition grows with every save that
writes, and `field_editions` says at which one each box was last written, and by whom.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application, BearerYear
from ensemblier.applications.operations.values import (
    Keeper,
    Values,
    is_blank,
    keeper_of,
    values_of,
)
from ensemblier.applications.permissions import can_write_application
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import require_edit_file


@dataclass(frozen=True)
class Conflict:
    """A box that somebody else wrote meanwhile; nothing was written in it."""

    key: str
    mine: Any
    theirs: Any
    by: User | None


@dataclass
class Saved:
    """What became of a save. `elsewhere` is what others wrote since the base edition."""

    edition: int
    at: datetime.datetime
    written: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    elsewhere: Values = field(default_factory=dict)


@transaction.atomic
def save_application(
    *,
    application: Application,
    base: int,
    changes: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    seen: Collection[str] = (),
) -> Saved:
    """Keep `changes`, {key of a box: value as the form cleaned it}, typed on edition `base`.

    `seen` are boxes that the person looked at and sent back: a renewal asks no more about them.

    The same save sent twice writes once: a box that already holds the value is left alone.
    """
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("action__bearer", "call", "series", "contract")
        .get(pk=application.pk)
    )
    if not can_write_application(by, locked):
        raise NotAllowed(
            _("Ce dossier ne se modifie plus. Pour une correction, écrivez à l’équipe du contrat.")
        )
    saved = save_boxes(locked, base, changes, by, at)
    looked_at = {*saved.written, *seen}
    review = [name for name in locked.needs_review if name not in looked_at]
    if saved.written or review != locked.needs_review:
        locked.saved_at, locked.needs_review = at, review
        locked.save()
        record(
            action="applications.save_application",
            summary=_("Dossier %(reference)s\u00a0: saisie enregistrée.")
            % {"reference": locked.reference},
            by=by,
            at=at,
            target=locked,
            changes=trace_of(saved),
        )
    application.edition, application.field_editions = locked.edition, locked.field_editions
    return saved


@transaction.atomic
def save_bearer_year(
    *,
    organization: Organization,
    year: int,
    base: int,
    changes: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
) -> Saved:
    """Sections 2 to 5 of the form: told once a year for all the applications of the bearer."""
    require_edit_file(by, organization.pk)
    Organization.objects.select_for_update().get(pk=organization.pk)
    told, _created = BearerYear.objects.get_or_create(organization=organization, year=year)
    saved = save_boxes(told, base, changes, by, at)
    if saved.written:
        told.save()
        record(
            action="applications.save_bearer_year",
            summary=_("%(organization)s, année %(year)d\u00a0: saisie enregistrée.")
            % {"organization": organization.label, "year": year},
            by=by,
            at=at,
            target=organization,
            changes=trace_of(saved),
        )
    return saved


def save_boxes(
    thing: Any,
    base: int,
    changes: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
) -> Saved:
    """Write what may be written in a locked `thing` that has editions and keepers.

    Within an operation, which saves `thing` and records the save when something was written.
    """
    kept = values_of(thing)
    saved = Saved(edition=thing.edition, at=at)
    for key, value in changes.items():
        box = keeper_of(thing, key)
        theirs = kept.get(key)
        if box is None:
            saved.refusals[key] = _("Cette case n’existe plus. Rechargez la page.")
        elif same(theirs, None if value == 0 and box[0].is_zero_blank else value):
            continue
        elif _edition_of(thing, key) > base:
            saved.conflicts.append(Conflict(key, value, theirs, _author_of(thing, key)))
        else:
            _write(thing, box, key, value, saved)
    _keep_dates_in_order(thing, kept, saved)
    if saved.written:
        thing.edition += 1
        written = {key: [thing.edition, by.pk] for key in saved.written}
        thing.field_editions = {**thing.field_editions, **written}
        saved.edition = thing.edition
    untouched = set(saved.written) | {conflict.key for conflict in saved.conflicts}
    saved.elsewhere = {
        key: kept.get(key)
        for key in thing.field_editions
        if key not in untouched and _edition_of(thing, key) > base
    }
    return saved


def _write(
    thing: Any,
    box: tuple[Keeper, str],
    key: str,
    value: Any,
    saved: Saved,
) -> None:
    keeper, rest = box
    try:
        with transaction.atomic():
            keeper.write(thing, rest, value)
    except Refused as refusal:
        saved.refusals[key] = str(refusal)
    else:
        saved.written.append(key)


def _keep_dates_in_order(thing: Any, kept: Values, saved: Saved) -> None:
    """Both dates may come in one save, in any order: they are compared once all is written."""
    if not isinstance(thing, Application) or not thing.starts_on or not thing.ends_on:
        return
    if thing.ends_on >= thing.starts_on:
        return
    for key in {"starts_on", "ends_on"} & set(saved.written):
        saved.written.remove(key)
        setattr(thing, key, kept.get(key))
        saved.refusals[key] = _("L’action finit avant de commencer.")


def same(one: Any, other: Any) -> bool:
    """Whether two values of a box say the same."""
    if is_blank(one) or is_blank(other):
        return is_blank(one) and is_blank(other)
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return str(one) == str(other) or Decimal(one) == Decimal(other)
    return one == other


def _edition_of(thing: Any, key: str) -> int:
    return thing.field_editions.get(key, [0, None])[0]


def _author_of(thing: Any, key: str) -> User | None:
    return User.objects.filter(pk=thing.field_editions.get(key, [0, None])[1]).first()


def trace_of(saved: Saved) -> dict[str, Any]:
    """Short: the words themselves stay in the application."""
    return {"edition": [None, saved.edition], "fields": [None, saved.written]}
