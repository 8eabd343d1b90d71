"""The month that the name of a file tells: «CR Tamaris janvier 2020.pdf». Knows no model."""

from __future__ import annotations

import datetime
import re

from ensemblier.core.text import searchable

MONTHS = {
    **{"janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3},
    **{"avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8},
    **{"septembre": 9, "sept": 9, "sep": 9, "octobre": 10, "oct": 10, "novembre": 11},
    **{"nov": 11, "decembre": 12, "dec": 12},
}
NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
OLDEST = 2000
WRITTEN = re.compile(rf"(?<![a-z])({NAMES})\s?(\d{{4}}|\d{{2}})(?!\d)")
YEAR_THEN_NAME = re.compile(rf"(?<!\d)(\d{{4}})\s?({NAMES})(?![a-z])")
COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)")
COMPACT_DAY_FIRST = re.compile(r"(?<!\d)[0-3]\d(0[1-9]|1[0-2])(20\d\d)(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d) (0?[1-9]|1[0-2])(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)[0-3]?\d (0?[1-9]|1[0-2]) (20\d\d|\d\d)(?!\d)")
MONTH_FIRST = re.compile(r"(?<!\d)(0?[1-9]|1[0-2]) (20\d\d)(?!\d)")


def month_of(name: str, latest: datetime.date) -> datetime.date | None:
    """The first day of the month that `name` tells; None when it tells none, or one after
    `latest`: minutes are of what has been held."""
    text = searchable(re.sub(r"\.[a-zA-Z]{3,4}$", "", name))
    for told, month in _candidates(text):
        year = told + OLDEST if told < 100 else told
        if OLDEST <= year <= latest.year and (year, month) <= (latest.year, latest.month):
            return datetime.date(year, month, 1)
    return None


def _candidates(text: str) -> list[tuple[int, int]]:
    """(year, month), the surest way of writing first."""
    found = [(int(year), MONTHS[name]) for name, year in WRITTEN.findall(text)]
    found += [(int(year), MONTHS[name]) for year, name in YEAR_THEN_NAME.findall(text)]
    found += [(int(year), int(month)) for year, month in COMPACT.findall(text)]
    found += [(int(year), int(month)) for year, month in YEAR_FIRST.findall(text)]
    found += [(int(year), int(month)) for month, year in COMPACT_DAY_FIRST.findall(text)]
    found += [(int(year), int(month)) for month, year in DAY_FIRST.findall(text)]
    return found + [(int(year), int(month)) for month, year in MONTH_FIRST.findall(text)]
