"""The time of a consultation, as `docs/rules/consultations.md` says it. Knows no model."""

from __future__ import annotations

import datetime

from ensemblier.core.dates import months_after
from ensemblier.councils.enums import OpinionValue, Silence
from ensemblier.councils.rules import REMIND_DAYS_BEFORE, ConsultationRule


def earliest_due(rule: ConsultationRule, sent_on: datetime.date) -> datetime.date:
    """The first last day that gives the council all its time."""
    return months_after(sent_on, rule.months) + datetime.timedelta(days=rule.days)


def days_left(due_on: datetime.date, today: datetime.date) -> int:
    """0 on the last day; below 0 once it is over."""
    return (due_on - today).days


def is_over(due_on: datetime.date, today: datetime.date) -> bool:
    return today > due_on


def is_to_remind(due_on: datetime.date, told_on: datetime.date, today: datetime.date) -> bool:
    """Whether a day of reminder has come since people were last told something."""
    days = (due_on - datetime.timedelta(days=before) for before in REMIND_DAYS_BEFORE)
    return today <= due_on and any(told_on < day <= today for day in days)


def value_that_counts(value: str, *, is_late: bool, is_over: bool, silence: str) -> str:
    """One of `OpinionValue`, or nothing while there is none."""
    if silence == Silence.FAVOURABLE and (is_late or (is_over and not value)):
        return OpinionValue.FAVOURABLE
    return value
