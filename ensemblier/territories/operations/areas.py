"""Areas without a code, the sentences of an area, and figures typed by hand."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.changes import differences, values_of
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.territories.enums import AreaKind
from ensemblier.territories.models import Area, Measure, Statistic
from ensemblier.territories.permissions import require_edit

SENTENCES = (
    *("who_lives_here", "what_is_done", "what_comes_next"),
    *("who_lives_here_en", "what_is_done_en", "what_comes_next_en"),
)


@transaction.atomic
def create_area(
    *,
    name: str,
    by: User,
    at: datetime.datetime,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
    source: str = "",
) -> Area:
    """A place that a contract supports without a code; official areas come from files."""
    require_edit(by)
    _check_details(name, valid_from, valid_to)
    area = Area.objects.create(
        kind=AreaKind.OTHER, name=name, valid_from=valid_from, valid_to=valid_to, source=source
    )
    record(
        action="territories.create_area",
        summary=_("Secteur «\u00a0{name}\u00a0» créé.").format(name=name),
        by=by,
        at=at,
        target=area,
    )
    return area


@transaction.atomic
def edit_area(
    *,
    area: Area,
    name: str,
    by: User,
    at: datetime.datetime,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
    source: str = "",
) -> Area:
    """Correct a place without a code."""
    require_edit(by)
    area = Area.objects.select_for_update().get(pk=area.pk)
    if area.kind != AreaKind.OTHER:
        raise Refused(
            _(
                "Ce territoire est officiel\u00a0: "
                "son nom et ses dates viennent des fichiers importés."
            )
        )
    _check_details(name, valid_from, valid_to, other_than=area)
    return _change(
        area,
        {"name": name, "valid_from": valid_from, "valid_to": valid_to, "source": source},
        "territories.edit_area",
        by,
        at,
    )


@transaction.atomic
def describe_area(*, area: Area, by: User, at: datetime.datetime, **sentences: str) -> Area:
    """The plain sentences that residents read: any of SENTENCES; the others stay."""
    require_edit(by)
    area = Area.objects.select_for_update().get(pk=area.pk)
    given = {name: sentences[name] for name in SENTENCES if name in sentences}
    return _change(area, dict(given), "territories.describe_area", by, at)


def _change(
    area: Area, given: dict[str, object], action: str, by: User, at: datetime.datetime
) -> Area:
    before = values_of(area, given)
    for name, value in given.items():
        setattr(area, name, value)
    changes = differences(before, values_of(area, given))
    if changes:
        area.save()
        record(
            action=action,
            summary=_("Territoire «\u00a0{name}\u00a0» modifié.").format(name=area),
            by=by,
            at=at,
            target=area,
            changes=changes,
        )
    return area


def _check_details(
    name: str,
    valid_from: datetime.date | None,
    valid_to: datetime.date | None,
    other_than: Area | None = None,
) -> None:
    if not name.strip():
        raise InvalidInput(_("Donnez un nom à ce secteur."), field="name")
    if valid_from and valid_to and valid_to < valid_from:
        raise InvalidInput(_("La date de fin précède la date de début."), field="valid_to")
    homonyms = Area.objects.filter(kind=AreaKind.OTHER, name=name)
    if other_than:
        homonyms = homonyms.exclude(pk=other_than.pk)
    if homonyms.exists():
        raise InvalidInput(_("Un secteur sans code porte déjà ce nom."), field="name")


@transaction.atomic
def record_statistic(
    *,
    area: Area,
    measure: Measure,
    year: int,
    value: Decimal,
    source: str,
    by: User,
    at: datetime.datetime,
    note: str = "",
    statistic: Statistic | None = None,
) -> Statistic:
    """Add a figure, or correct `statistic`. A figure always says where it was read.

    A `measure` not yet saved is saved with its first figure.
    """
    require_edit(by)
    if not source.strip():
        raise InvalidInput(_("Dites où ce chiffre a été lu."), field="source")
    if measure.pk is None:
        measure.save()
    if statistic is not None:
        statistic = Statistic.objects.select_for_update().get(pk=statistic.pk, area=area)
    else:
        statistic = Statistic(area=area)
    fields = ("measure", "year", "value", "source", "note")
    before = values_of(statistic, fields) if statistic.pk else dict.fromkeys(fields)
    for name, given in zip(fields, (measure, year, value, source, note), strict=True):
        setattr(statistic, name, given)
    try:
        with transaction.atomic():
            statistic.save()
    except IntegrityError as error:
        raise InvalidInput(
            _("Un chiffre est déjà donné pour cette mesure et cette année\u00a0: corrigez-le."),
            field="year",
        ) from error
    record(
        action="territories.record_statistic",
        summary=_("Chiffre «\u00a0{what}\u00a0» de «\u00a0{area}\u00a0» enregistré.").format(
            what=statistic, area=area
        ),
        by=by,
        at=at,
        target=area,
        changes=differences(before, values_of(statistic, fields)),
    )
    return statistic


@transaction.atomic
def remove_statistic(*, statistic: Statistic, by: User, at: datetime.datetime) -> None:
    require_edit(by)
    record(
        action="territories.remove_statistic",
        summary=_("Chiffre «\u00a0{what}\u00a0» de «\u00a0{area}\u00a0» retiré.").format(
            what=statistic, area=statistic.area
        ),
        by=by,
        at=at,
        target=statistic.area,
        changes={"value": [str(statistic.value), None]},
    )
    statistic.delete()
