from __future__ import annotations

import datetime

import pytest

from ensemblier.core.dates import months_after


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-02-28", 3, "2026-05-28"),
        ("2026-12-31", 6, "2027-06-30"),
    ],
)
def test_the_same_day_or_the_last_of_the_month(day: str, months: int, later: str) -> None:
    found = months_after(datetime.date.fromisoformat(day), months)
    assert found == datetime.date.fromisoformat(later)
