"""Months after the end of a financial year."""

import datetime

import pytest

from ensemblier.outcomes.due_dates import due_date, months_after


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
