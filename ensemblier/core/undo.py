"""Taking an import back, as long as nothing newer touched its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from ensemblier.core.changes import values_of
from ensemblier.core.exceptions import Refused
from ensemblier.core.imports import Change, Report


def take_back(report: Report, order: Iterable[str]) -> None:
    """Restore what `report` updated and delete what it created, `order` listing the models
    that point before those that are pointed at. Raises Refused, naming the first row that was
    changed or used since; the caller's transaction then writes nothing."""
    for change in reversed(report.updated):
        _restore(change)
    created = {(change.model, change.pk) for change in report.created}
    for model in order:
        for change in report.created:
            if change.model == model:
                _delete(change, created)


def _restore(change: Change) -> None:
    thing = _thing(change)
    after = {name: pair[1] for name, pair in change.fields.items()}
    if thing is None or values_of(thing, after) != after:
        raise _touched(change)
    for name, (before, _after) in change.fields.items():
        field = cast("models.Field[Any, Any]", thing._meta.get_field(name))
        setattr(thing, field.attname, field.to_python(before))
    thing.save()


def _delete(change: Change, created: set[tuple[str, int | None]]) -> None:
    thing = _thing(change)
    if thing is None:
        return
    after = {name: pair[1] for name, pair in change.fields.items()}
    if values_of(thing, after) != after or _is_used(thing, created):
        raise _touched(change)
    thing.delete()


def _is_used(thing: models.Model, created: set[tuple[str, int | None]]) -> bool:
    """Whether a row that the import did not create points to `thing`."""
    for relation in thing._meta.related_objects:
        model = relation.related_model
        label = model._meta.label_lower
        rows = model._base_manager.filter(**{relation.field.name: thing.pk})
        if any((label, pk) not in created for pk in rows.values_list("pk", flat=True)):
            return True
    return False


def _thing(change: Change) -> models.Model | None:
    return apps.get_model(change.model)._base_manager.filter(pk=change.pk).first()


def _touched(change: Change) -> Refused:
    return Refused(
        _(
            "L’import ne peut plus être annulé\u00a0: «\u00a0%(what)s\u00a0» a servi ou "
            "changé depuis."
        )
        % {"what": change.label}
    )
