"""What the writes of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, OfContract
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.changes import differences, values_of
from ensemblier.core.validation import check_valid

Row = TypeVar("Row", bound=OfContract)


def locked(
    contract: Contract, by: User, require: Callable[[Any, Contract], None] = require_edit
) -> Contract:
    """The contract, held until the transaction ends: its writers take turns."""
    require(by, contract)
    return Contract.objects.select_for_update().get(pk=contract.pk)


def locked_row(row: Row, by: User) -> Row:
    """The row as it is now, its contract held and readable as `row.contract`."""
    contract = locked(row.contract, by)
    fresh = type(row)._base_manager.get(pk=row.pk)
    fresh.contract = contract
    return fresh


def set_values(
    row: models.Model, values: Mapping[str, Any], allowed: Iterable[str]
) -> dict[str, list[Any]]:
    """Set, check and return {field: [before, after]}; raises InvalidInput. Saves nothing."""
    allowed = tuple(allowed)
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"not fields that may be set: {sorted(unknown)}")
    before = values_of(row, allowed)
    for field, value in values.items():
        setattr(row, field, value.strip() if isinstance(value, str) else value)
    check_valid(row)
    return differences(before, values_of(row, allowed))
