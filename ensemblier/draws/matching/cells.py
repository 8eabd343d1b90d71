"""What one cell of a list says. Raises InvalidInput with a sentence."""

from __future__ import annotations

import datetime
import re

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import parse_date
from ensemblier.core.text import searchable

OLDEST = 120
WOMEN = {"f", "femme", "feminin", "fille", "mme", "madame", "mlle", "mademoiselle", "2"}
MEN = {"h", "m", "homme", "masculin", "garcon", "mr", "monsieur", "1"}
YEAR = re.compile(r"(?:19|20)\d\d")
# «12/03/1980 00:00:00», as databases export days.
HOUR = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?$")
SHORT_YEAR = re.compile(r"(\d{1,2}[/.\-]\d{1,2}[/.\-])(\d\d)")


def read_sex(text: str) -> str:
    """«F», «H», or nothing for an empty cell."""
    word = searchable(text)
    if not word:
        return ""
    if word in WOMEN:
        return "F"
    if word in MEN:
        return "H"
    raise InvalidInput(
        _("«\u00a0%(text)s\u00a0» ne dit pas le sexe\u00a0: écrivez F ou H.") % {"text": text[:20]}
    )


def read_birth(text: str, on: datetime.date) -> tuple[int, datetime.date | None]:
    """The year, and the day where the cell gives it; refuses what is no age of a living person.

    A year of two figures is the last one of them before `on`: «80» is 1980.
    """
    plain = HOUR.sub("", text.strip())
    if not plain:
        raise InvalidInput(_("L’année de naissance manque."))
    if short := SHORT_YEAR.fullmatch(plain):
        plain = f"{short[1]}{on.year - (on.year - int(short[2])) % 100}"
    day = None if YEAR.fullmatch(plain) else parse_date(plain)
    year = day.year if day else int(plain)
    if not 0 <= on.year - year <= OLDEST:
        raise InvalidInput(
            _("«\u00a0%(text)s\u00a0» n’est pas une année de naissance possible.")
            % {"text": plain[:20]}
        )
    return year, day


def split_name(text: str) -> tuple[str, str]:
    """«DUPONT Marie», «Marie DUPONT», «Dupont Marie»: the last name is in capitals, or first."""
    words = text.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(capitals), " ".join(word for word in words if word not in capitals)
    return " ".join(words[:1]), " ".join(words[1:])


def age_on(day: datetime.date, year: int, born_on: datetime.date | None) -> int:
    """Completed years; without the day of birth, the age reached in the course of the year."""
    if born_on is None:
        return day.year - year
    before_birthday = (day.month, day.day) < (born_on.month, born_on.day)
    return day.year - born_on.year - before_birthday
