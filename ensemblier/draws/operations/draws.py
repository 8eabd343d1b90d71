"""Preparing a draw: what is asked of it, its quotas, cancelling it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.draws.categories import AGE, NEIGHBORHOOD, SEX
from ensemblier.draws.composition import (
    features_of,
    members_of,
    population_of,
    proposed,
    read_bounds,
)
from ensemblier.draws.enums import DrawState
from ensemblier.draws.lifecycle import DRAW
from ensemblier.draws.lottery import Quota as Bounds
from ensemblier.draws.lottery import read_quotas
from ensemblier.draws.models import Draw, Pool, Quota
from ensemblier.draws.operations.base import locked_draw, note, open_pool

DRAW_FIELDS = (
    *("name", "council", "audience", "neighborhood", "seats", "alternates"),
    *("one_per_address", "age_bounds"),
)


MANNERS = ("pool", "population", "equal", "none")


@transaction.atomic
def create_draw(*, pool: Pool, values: Mapping[str, Any], by: User, at: datetime.datetime) -> Draw:
    """A draw with the quotas that most people would start from: parity, and the pool's own
    proportions of ages and neighborhoods."""
    pool = open_pool(pool, by)
    draw = Draw(contract=pool.contract, pool=pool, created_at=at, number=next_number(pool))
    _set(draw, values)
    draw.save()
    _propose_all(draw)
    note("create_draw", _("Tirage préparé\u00a0: %(draw)s") % {"draw": draw}, draw, by, at)
    return draw


@transaction.atomic
def create_draws_by_neighborhood(
    *, pool: Pool, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> list[Draw]:
    """The same draw in each neighborhood of the pool: «50 par quartier»."""
    pool = open_pool(pool, by)
    draws = []
    for name in neighborhoods_of(pool):
        own = {**values, "neighborhood": name, "name": f"{values['name']} – {name}"}
        draws.append(create_draw(pool=pool, values=own, by=by, at=at))
    if not draws:
        raise InvalidInput(_("Aucune personne du vivier n’a de quartier."))
    return draws


def neighborhoods_of(pool: Pool) -> list[str]:
    rows = pool.entrants.filter(merged_into=None, exclusion="").exclude(neighborhood="")
    return sorted(set(rows.values_list("neighborhood", flat=True)))


@transaction.atomic
def update_draw(*, draw: Draw, values: Mapping[str, Any], by: User, at: datetime.datetime) -> Draw:
    draw = editable(draw, by)
    changes = _set(draw, values)
    if changes:
        forget_result(draw)
        draw.save()
        summary = _("Tirage modifié\u00a0: %(draw)s") % {"draw": draw}
        note("update_draw", summary, draw, by, at, changes)
    return draw


def editable(draw: Draw, by: User) -> Draw:
    """The draw, its contract held, as long as it was not published."""
    draw = locked_draw(draw, by)
    if draw.state not in (DrawState.PREPARED, DrawState.COMPUTED):
        raise Refused(
            _(
                "Ce tirage ne se modifie plus\u00a0: il est publié, annulé, ou son calcul est "
                "en cours."
            )
        )
    return draw


def forget_result(draw: Draw) -> None:
    """What was computed no longer holds; the caller saves."""
    draw.state, draw.result, draw.computed_at = DrawState.PREPARED, {}, None


def next_number(pool: Pool) -> int:
    last = Draw.objects.filter(contract=pool.contract).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _set(draw: Draw, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    read_bounds(values.get("age_bounds", draw.age_bounds))
    return set_values(draw, values, DRAW_FIELDS)


def _propose_all(draw: Draw) -> None:
    """Only what tells people apart gets quotas; the source is for those who want it."""
    found = features_of(members_of(draw))
    wanted = [name for name in (SEX, AGE, NEIGHBORHOOD) if len(found.get(name, ())) > 1]
    for feature in wanted:
        bounds = proposed(found[feature], draw.seats, equal=feature == SEX)
        _write(draw, feature, bounds)


def _write(draw: Draw, feature: str, bounds: Mapping[str, tuple[int, int]]) -> None:
    start = (draw.quotas.aggregate(last=Max("rank"))["last"] or 0) + 1
    draw.quotas.filter(feature=feature).delete()
    Quota.objects.bulk_create(
        Quota(
            contract_id=draw.contract_id,
            draw=draw,
            feature=feature,
            value=value,
            minimum=low,
            maximum=high,
            rank=start + rank,
        )
        for rank, (value, (low, high)) in enumerate(sorted(bounds.items()))
    )


@transaction.atomic
def propose_quotas(
    *, draw: Draw, feature: str, manner: str, by: User, at: datetime.datetime
) -> Draw:
    """Quotas of one category: «pool», «equal», «population», or «none» to let it free."""
    draw = editable(draw, by)
    if manner not in MANNERS:
        raise InvalidInput(_("Choisissez d’où viennent les quotas, dans la liste."))
    if manner == "none":
        draw.quotas.filter(feature=feature).delete()
    else:
        counts = _shares(draw, feature, manner)
        _write(draw, feature, proposed(counts, draw.seats, equal=manner == "equal"))
    _changed(draw, by, at)
    return draw


def _shares(draw: Draw, feature: str, manner: str) -> Mapping[str, int]:
    counts = features_of(members_of(draw)).get(feature)
    if counts is None:
        raise InvalidInput(_("Personne n’a de valeur dans cette catégorie."))
    if manner != "population":
        return counts
    known = population_of(draw.contract_id, counts) if feature == NEIGHBORHOOD else None
    if known is None:
        raise InvalidInput(
            _(
                "La population de chaque quartier du vivier n’est pas connue\u00a0: gardez le "
                "vivier."
            )
        )
    return known


@transaction.atomic
def set_quotas(
    *, draw: Draw, bounds: Mapping[int, tuple[int, int]], by: User, at: datetime.datetime
) -> Draw:
    """`bounds` by number of quota, as they were typed in the table."""
    draw = editable(draw, by)
    for quota in draw.quotas.filter(pk__in=bounds):
        low, high = bounds[quota.pk]
        if low > high:
            raise InvalidInput(
                _("%(quota)s\u00a0: le minimum (%(low)d) dépasse le maximum (%(high)d).")
                % {"quota": quota, "low": low, "high": high}
            )
        quota.minimum, quota.maximum = low, high
        quota.save(update_fields=["minimum", "maximum"])
    _changed(draw, by, at)
    return draw


@transaction.atomic
def import_quotas(*, draw: Draw, uploaded: UploadedFile, by: User, at: datetime.datetime) -> Draw:
    """Replace every quota by those of the file."""
    draw = editable(draw, by)
    rows = read_quotas(uploaded.file)  # type: ignore[arg-type]
    _check_file(rows)
    draw.quotas.all().delete()
    replace_quotas(draw, rows)
    _changed(draw, by, at)
    return draw


def _check_file(rows: Sequence[Bounds]) -> None:
    if len({(row.feature, row.value) for row in rows}) < len(rows):
        raise InvalidInput(_("Une valeur a deux quotas dans ce fichier."), field="file")
    for row in rows:
        for name, text in (("feature", row.feature), ("value", row.value)):
            if len(text) > getattr(Quota._meta.get_field(name), "max_length", 0):
                raise InvalidInput(
                    _("«\u00a0%(text)s…\u00a0» est trop long.") % {"text": text[:30]}, field="file"
                )


def replace_quotas(draw: Draw, rows: Sequence[Bounds]) -> None:
    draw.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(
            contract_id=draw.contract_id,
            draw=draw,
            feature=row.feature,
            value=row.value,
            minimum=row.minimum,
            maximum=row.maximum,
            rank=rank,
        )
        for rank, row in enumerate(rows)
    )


def _changed(draw: Draw, by: User, at: datetime.datetime) -> None:
    forget_result(draw)
    draw.save()
    note("set_quotas", _("Quotas changés\u00a0: %(draw)s") % {"draw": draw}, draw, by, at)


@transaction.atomic
def cancel_draw(*, draw: Draw, reason: str, by: User, at: datetime.datetime) -> Draw:
    """A published draw that is cancelled stays on its page, with the reason."""
    draw = locked_draw(draw, by)
    transition = DRAW.check("cancel", draw, by)
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi."), field="reason")
    DRAW.apply(transition, draw, at)
    draw.cancel_reason = reason.strip()
    draw.save()
    # Whom a replacement was for still waits for another one.
    draw.leaving.update(left_in=None)
    note("cancel_draw", _("Tirage annulé\u00a0: %(draw)s") % {"draw": draw}, draw, by, at)
    return draw
