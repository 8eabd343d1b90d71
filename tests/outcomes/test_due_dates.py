"""Months after the end of a financial year."""

import datetime

import pytest

from ensemblier.outcomes.due_dates import (
    due_date,
    is_to_remind,
    months_after,
    reminder_falls_on,
)


def test_the_form_gives_six_months_after_the_end_of_the_year():
    assert due_date(2026, 6) == datetime.date(2027, 6, 30)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-08-31", 0, "2026-08-31"),
        ("2026-06-30", 1, "2026-07-31"),
        ("2026-01-15", 13, "2027-02-15"),
        ("2026-01-30", 1, "2026-02-28"),
    ],
)
def test_a_last_day_stays_a_last_day(day, months, later):
    found = months_after(datetime.date.fromisoformat(day), months)
    assert found == datetime.date.fromisoformat(later)


DUE = datetime.date(2027, 6, 30)


@pytest.mark.parametrize(
    ("day", "falls"),
    [
        ("2027-04-30", None),
        ("2027-05-01", "2027-05-01"),
        ("2027-05-30", "2027-05-01"),
        ("2027-06-23", "2027-06-23"),
        ("2027-06-30", "2027-06-30"),
        ("2027-07-14", "2027-06-30"),
        ("2027-07-15", "2027-07-15"),
        ("2027-08-01", "2027-07-30"),
    ],
)
def test_reminders_come_before_on_the_day_and_every_fortnight_after(day, falls):
    found = reminder_falls_on(DUE, datetime.date.fromisoformat(day))
    assert found == (datetime.date.fromisoformat(falls) if falls else None)


def test_nobody_is_reminded_twice_for_the_same_day():
    day = datetime.date(2027, 6, 2)
    assert is_to_remind(DUE, None, day)
    assert is_to_remind(DUE, datetime.date(2027, 5, 30), day)
    assert not is_to_remind(DUE, datetime.date(2027, 5, 31), day)
    assert not is_to_remind(DUE, day, day)


def test_a_machine_that_was_off_for_a_month_reminds_once():
    days = [DUE + datetime.timedelta(days=days) for days in range(40, 45)]
    last = datetime.date(2027, 5, 1)
    reminded = []
    for day in days:
        if is_to_remind(DUE, last, day):
            reminded.append(day)
            last = day
    assert reminded == [days[0]]
