"""French typography of figures, dates of life and money. English keeps its own separators."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
JOINED_HOUR = f"{NO_BREAK_SPACE}h{NO_BREAK_SPACE}"


def is_english() -> bool:
    return (translation.get_language() or "").startswith("en")


def number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """`1234.5` is «1 234,5» in French and “1,234.5” in English."""
    if decimals is None:
        quantity = Decimal(str(value)).normalize()
        decimals = max(0, -int(quantity.as_tuple().exponent))
    text = f"{value:,.{decimals}f}"
    if not is_english():
        text = text.replace(",", NARROW_SPACE).replace(".", ",")
    return text


def quantity(value: int | float | Decimal, unit: str = "") -> str:
    """A number and its unit, held together: «46,6 %», «12 827 €»."""
    if not unit:
        return number(value)
    if is_english() and unit == "€":
        return f"€{number(value)}"
    joint = "" if unit == "%" and is_english() else NO_BREAK_SPACE
    return f"{number(value)}{joint}{unit}"


def long_date(day: datetime.date | None) -> str:
    """«1er janvier 2027», «6 juillet 2015»; “6 July 2015” in English. Nothing for no day.

    An instant is told by its day in Paris.
    """
    if not day:
        return ""
    local = _local(day)
    text = date_format(local, "j F Y")
    return f"1er{text[1:]}" if local.day == 1 and not is_english() else text


def clock(at: datetime.datetime | datetime.time | None) -> str:
    """«18 h 30», held together; “18:30” in English. Nothing for no hour."""
    if not at:
        return ""
    hour = f"{_local(at):%H:%M}"
    return hour if is_english() else hour.removeprefix("0").replace(":", JOINED_HOUR)


def long_moment(at: datetime.datetime | None) -> str:
    """«1er janvier 2027 à 18 h 30»; “1 January 2027, 18:30” in English. Nothing for no instant."""
    if not at:
        return ""
    return f"{long_date(at)}{', ' if is_english() else ' à '}{clock(at)}"


def _local(at: Any) -> Any:
    return timezone.localtime(at) if isinstance(at, datetime.datetime) and at.tzinfo else at


def euros(cents: int) -> str:
    """Money kept in cents: 123450 is «1 234,50 €»; whole euros drop the cents."""
    decimals = 0 if cents % 100 == 0 else 2
    text = number(Decimal(cents) / 100, decimals)
    return f"€{text}" if is_english() else f"{text}{NO_BREAK_SPACE}€"
