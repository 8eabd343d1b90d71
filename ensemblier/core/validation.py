"""Django's validation of a row, told as one refusal."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from ensemblier.core.exceptions import InvalidInput


def check_valid(thing: models.Model, exclude: Iterable[str] = ()) -> None:
    """Raise InvalidInput unless the row may be saved; names the first field at fault."""
    _check(thing, exclude, asks_database=True)


def check_fields(thing: models.Model, exclude: Iterable[str] = ()) -> None:
    """The same without a question to the database, for many rows of which the caller knows that
    they are unique; `exclude` names the relations."""
    _check(thing, exclude, asks_database=False)


def _check(thing: models.Model, exclude: Iterable[str], *, asks_database: bool) -> None:
    try:
        thing.full_clean(
            exclude=set(exclude) or None,
            validate_unique=asks_database,
            validate_constraints=asks_database,
        )
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise InvalidInput(
            " ".join(sentences), field=None if field == NON_FIELD_ERRORS else field
        ) from error
