from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from ensemblier.core import typography


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["1\u202f234,5", "46,6\u00a0%", "1\u202f234,50\u00a0€", "700\u00a0€"]),
        ("en", ["1,234.5", "46.6%", "€1,234.50", "€700"]),
    ],
)
def test_figures_follow_the_reader_s_language(language: str, expected: list[str]):
    with translation.override(language):
        assert [
            typography.number(Decimal("1234.50")),
            typography.quantity(46.6, "%"),
            typography.euros(123450),
            typography.euros(70000),
        ] == expected


def test_round_numbers_keep_their_zeros():
    assert typography.number(12000) == "12\u202f000"
    assert typography.number(Decimal("1E+3")) == "1\u202f000"


def test_the_first_of_the_month_is_written_as_it_is_said():
    first, sixth = datetime.date(2027, 1, 1), datetime.date(2015, 7, 6)
    assert typography.long_date(first) == "1er janvier 2027"
    assert typography.long_date(sixth) == "6 juillet 2015"
    assert typography.long_date(None) == ""
    with translation.override("en"):
        assert typography.long_date(first) == "1 January 2027"


def test_an_instant_is_told_by_the_clock_of_paris():
    at = datetime.datetime(2026, 12, 31, 23, 5, tzinfo=datetime.UTC)
    assert typography.long_date(at) == "1er janvier 2027"
    assert typography.clock(at) == "0\u00a0h\u00a005"
    assert typography.clock(datetime.time(18, 30)) == "18\u00a0h\u00a030"
    assert typography.long_moment(at) == "1er janvier 2027 à 0\u00a0h\u00a005"
    assert [typography.clock(None), typography.long_moment(None)] == ["", ""]
    with translation.override("en"):
        assert typography.long_moment(at) == "1 January 2027, 00:05"
