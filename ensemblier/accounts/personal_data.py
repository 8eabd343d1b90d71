"""How a room declares the personal data it keeps; the list itself lives in `workspace`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class PersonalData:
    """One kind of personal data: where, what for, by what right, how long.

    `purge` deletes what is older than `days` at an instant and says how many rows went;
    without it the data follows the life of what it belongs to, as `kept` says.
    """

    name: str
    where: Text
    what: Text
    purpose: Text
    legal_basis: Text
    kept: Text
    days: int | None = None
    purge: Callable[[datetime.datetime, int], int] | None = None
