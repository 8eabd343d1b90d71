"""What a write changed, as the audit trail keeps it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models


def values_of(thing: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """JSON values: relations by number, dates and figures as text, instants in UTC."""
    values = {}
    for field in fields:
        value = getattr(thing, thing._meta.get_field(field).attname)  # type: ignore[union-attr]
        if isinstance(value, datetime.datetime):
            value = value.astimezone(datetime.UTC)
        plain = value is None or isinstance(value, bool | int | str | list | dict)
        values[field] = value if plain else str(value)
    return values


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """{field: [before, after]} for what differs."""
    return {
        field: [before[field], value] for field, value in after.items() if before[field] != value
    }


def labels_of(model: type[models.Model], fields: Iterable[str]) -> str:
    """The names people know the fields by: «nom, SIRET»."""
    return ", ".join(
        str(model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
        for field in fields
    )
