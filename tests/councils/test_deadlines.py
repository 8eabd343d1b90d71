"""The table of docs/rules/consultations.md, line by line."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.councils.deadlines import earliest_due, is_to_remind, value_that_counts
from ensemblier.councils.enums import Matter, Silence
from ensemblier.councils.rules import CONSULTATION_RULES
from ensemblier.councils.sentences import clock_in_words, presence_in_words

DUE = datetime.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("matter", "sent", "earliest"),
    [
        (Matter.REPORT, "2026-01-15", "2026-02-15"),
        (Matter.REPORT, "2026-01-31", "2026-02-28"),
        (Matter.CALL, "2026-01-15", "2026-01-30"),
        (Matter.APPLICATION, "2026-02-20", "2026-03-07"),
        (Matter.OTHER, "2026-12-24", "2027-01-08"),
    ],
)
def test_a_council_has_a_month_for_the_report_and_a_fortnight_otherwise(
    matter: str, sent: str, earliest: str
) -> None:
    found = earliest_due(CONSULTATION_RULES[matter], datetime.date.fromisoformat(sent))
    assert found == datetime.date.fromisoformat(earliest)


@pytest.mark.parametrize(
    ("value", "is_late", "is_over", "silence", "counts"),
    [
        ("unfavourable", False, False, Silence.FAVOURABLE, "unfavourable"),
        ("unfavourable", False, True, Silence.FAVOURABLE, "unfavourable"),
        ("", False, False, Silence.FAVOURABLE, ""),
        ("", False, True, Silence.FAVOURABLE, "favourable"),
        ("", False, True, Silence.NONE, ""),
        ("unfavourable", True, True, Silence.FAVOURABLE, "favourable"),
        ("unfavourable", True, True, Silence.NONE, "unfavourable"),
    ],
)
def test_what_counts_once_the_last_day_is_over(
    value: str, is_late: bool, is_over: bool, silence: str, counts: str
) -> None:
    assert value_that_counts(value, is_late=is_late, is_over=is_over, silence=silence) == counts


@pytest.mark.parametrize(
    ("told", "today", "expected"),
    [
        ("2026-03-01", "2026-03-23", False),
        ("2026-03-01", "2026-03-24", True),
        ("2026-03-24", "2026-03-25", False),
        # The daily task was down on the day itself.
        ("2026-03-01", "2026-03-27", True),
        ("2026-03-24", "2026-03-29", True),
        ("2026-03-29", "2026-03-31", False),
        ("2026-03-01", "2026-04-01", False),
        # Sent four days before the end: told once more, two days before.
        ("2026-03-27", "2026-03-28", False),
        ("2026-03-27", "2026-03-29", True),
    ],
)
def test_reminders_fall_a_week_and_two_days_before(told: str, today: str, expected: bool) -> None:
    days = (datetime.date.fromisoformat(day) for day in (told, today))
    assert is_to_remind(DUE, *days) is expected


def test_days_in_words() -> None:
    assert [clock_in_words(days) for days in (12, 1, 0, -1, -3)] == [
        "il reste 12 jours",
        "il reste 1 jour",
        "dernier jour pour répondre",
        "délai passé depuis 1 jour",
        "délai passé depuis 3 jours",
    ]


def test_presence_in_words() -> None:
    assert presence_in_words([("residents", 5), ("actors", 1)], 2) == (
        "5 habitants, 1 acteur local, 2 autres personnes"
    )
    assert presence_in_words([], 0) == "non précisé"
