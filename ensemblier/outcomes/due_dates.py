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


DAYS_BEFORE = (60, 30, 7, 0)
DAYS_BETWEEN_LATE = 15


def reminder_falls_on(due_on: datetime.date, day: datetime.date) -> datetime.date | None:
    """The latest day on or before `day` on which people are to be reminded; None before the first.

    Two months, one month and a week before, on the day, then every fortnight.
    """
    if day > due_on:
        late = (day - due_on).days // DAYS_BETWEEN_LATE * DAYS_BETWEEN_LATE
        return due_on + datetime.timedelta(days=late)
    days = [due_on - datetime.timedelta(days=before) for before in DAYS_BEFORE]
    return max((one for one in days if one <= day), default=None)


def is_to_remind(due_on: datetime.date, last: datetime.date | None, day: datetime.date) -> bool:
    """Whether a reminder has fallen since the `last` one."""
    falls = reminder_falls_on(due_on, day)
    return falls is not None and (last is None or last < falls)
