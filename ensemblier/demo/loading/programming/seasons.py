"""The years of the demonstration, counted back from the day on which it is loaded."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass
from enum import Enum

from django.utils import timezone

PAST_YEARS = 3
FIRST_MONTH_OF_NEXT_YEAR = 7  # from July on, the year that is prepared is the next one


class Stage(Enum):
    """How far a year has come."""

    JUSTIFIED = "justified"
    REPORTED = "reported"
    RUNNING = "running"
    CURRENT = "current"


@dataclass(frozen=True)
class Season:
    """The dates of one year of programming; `today` is the day of loading."""

    year: int
    stage: Stage
    today: datetime.date
    opens_on: datetime.date
    closes_on: datetime.date
    opinions_due_on: datetime.date
    committees_on: datetime.date
    decided_on: datetime.date

    @property
    def is_past(self) -> bool:
        return self.stage is not Stage.CURRENT

    @property
    def report_due_on(self) -> datetime.date:
        return datetime.date(self.year + 1, 6, 30)

    def is_over(self, day: datetime.date) -> bool:
        return day <= self.today

    def day(self, rng: random.Random, after: datetime.date, days: int) -> datetime.date:
        """At most `days` after `after`, and never later than today."""
        return min(after + datetime.timedelta(days=rng.randint(0, days)), self.today)

    def moment(
        self, rng: random.Random, first: datetime.date, last: datetime.date
    ) -> datetime.datetime:
        """An instant of a day between the two, in working hours; never after today."""
        day = self.day(rng, first, max((last - first).days, 0))
        return at(day, rng.randint(8, 17), rng.randint(0, 59))


def at(day: datetime.date, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """Paris time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def current_year(today: datetime.date) -> int:
    return today.year + (today.month >= FIRST_MONTH_OF_NEXT_YEAR)


def past_season(year: int, stage: Stage, today: datetime.date) -> Season:
    return Season(
        year=year,
        stage=stage,
        today=today,
        opens_on=datetime.date(year - 1, 10, 12),
        closes_on=datetime.date(year - 1, 11, 24),
        opinions_due_on=datetime.date(year, 1, 20),
        committees_on=datetime.date(year, 2, 3),
        decided_on=datetime.date(year, 3, 20),
    )


def current_season(today: datetime.date) -> Season:
    """Its call has just closed, opinions come in, the first committees have met."""

    def later(days: int) -> datetime.date:
        return today + datetime.timedelta(days=days)

    return Season(
        year=current_year(today),
        stage=Stage.CURRENT,
        today=today,
        opens_on=later(-64),
        closes_on=later(-22),
        opinions_due_on=later(9),
        committees_on=later(-6),
        decided_on=later(40),
    )


def seasons(today: datetime.date) -> list[Season]:
    year = current_year(today)
    stages = (Stage.JUSTIFIED, Stage.REPORTED, Stage.RUNNING)
    past = [
        past_season(year - PAST_YEARS + rank, stage, today) for rank, stage in enumerate(stages)
    ]
    return [*past, current_season(today)]
