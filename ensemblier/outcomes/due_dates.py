"""When a report is due: so many months after the end of the financial year of the grant."""

from __future__ import annotations

import calendar
import datetime


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; a month's last day stays a last day."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = rank // 12, rank % 12 + 1
    last = calendar.monthrange(year, month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return datetime.date(year, month, last if is_last else min(day.day, last))


def due_date(year: int, months: int) -> datetime.date:
    """Associations close their accounts with the year: 2026 and six months give 30 June 2027."""
    return months_after(datetime.date(year, 12, 31), months)
