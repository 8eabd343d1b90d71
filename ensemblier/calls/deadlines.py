"""When a call is open, to the minute, and for whom."""

from __future__ import annotations

import datetime

ONE_MINUTE = datetime.timedelta(minutes=1)


def is_within(
    opens_at: datetime.datetime | None, deadline: datetime.datetime | None, at: datetime.datetime
) -> bool:
    """The minute that is announced counts to its end: «23 h 59» lets in what comes at 23:59:40.

    Instants are compared, so neither the time zone of a server nor the change of hour matters.
    """
    return opens_at is not None and deadline is not None and opens_at <= at < deadline + ONE_MINUTE


def year_later(day: datetime.date, years: int) -> datetime.date:
    """The same day `years` later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
