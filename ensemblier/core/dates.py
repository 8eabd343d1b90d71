"""Counting in months, as laws and agreements do."""

from __future__ import annotations

import calendar
import datetime


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month when it has no such day."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = rank // 12, rank % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
