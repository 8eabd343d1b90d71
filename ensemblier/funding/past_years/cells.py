"""What one cell says. Raises InvalidInput with a sentence; knows no row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.money import parse_euros
from ensemblier.organizations.identifiers import compact, validate_siret

OLDEST = 1977  # the first programme for the housing estates
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
RUINED = re.compile(r"\d([,.]?\d+)?E\+?\d+", re.IGNORECASE)
LIST = re.compile(r"\s*(?:[;/|+\n]|,(?=\s)|\bet\b)\s*")


@dataclass(frozen=True)
class Siret:
    """`digits` when it holds; `is_ruined` when a spreadsheet made a number of it."""

    digits: str = ""
    is_ruined: bool = False


def read_siret(text: str) -> Siret:
    plain = compact(text)
    if RUINED.fullmatch(text.strip()):
        return Siret(is_ruined=True)
    if not any(letter.isdigit() for letter in plain):
        return Siret()
    try:
        validate_siret(plain)
    except ValidationError as error:
        raise InvalidInput(error.messages[0]) from error
    return Siret(plain)


def read_amount(text: str) -> int | None:
    """Cents; None for an empty cell or a dash."""
    plain = text.strip()
    if plain in ("", "-", "–", "—", "/"):
        return None
    return parse_euros(plain)


def read_year(text: str, last: int) -> int:
    """The year of «2022», «06/12/2022», «2022-01-01/2022-12-31»."""
    found = YEAR.search(text)
    if found is None:
        raise InvalidInput(_("«\u00a0%(text)s\u00a0» ne dit pas l’année.") % {"text": text[:40]})
    year = int(found[0])
    if not OLDEST <= year <= last:
        raise InvalidInput(
            _("%(year)d n’est pas une année passée\u00a0: de %(first)d à %(last)d.")
            % {"year": year, "first": OLDEST, "last": last}
        )
    return year


def read_list(text: str) -> list[str]:
    """The names of «A ; B», «A / B», «A et B»; a comma parts them when a space follows."""
    return [part for part in LIST.split(text.strip()) if part]
