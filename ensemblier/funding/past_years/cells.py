"""What one cell says. Raises InvalidInput with a sentence; knows no row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.money import AMBIGUOUS, parse_euros
from ensemblier.core.text import searchable
from ensemblier.organizations.identifiers import compact, validate_siret

OLDEST = 1977  # the first programme for the housing estates
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SHORT_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d\d)")
COMPUTED = re.compile(r"\d+\.\d{3,}")
NOT_GIVEN = {"refus", "refuse", "refusee", "rejet", "rejete", "non retenu", "neant"}
NOT_KNOWN = {"nc", "n c", "non communique", "non connu", "ajourne", "en attente", "sans objet"}
TOTAL = re.compile(r"(sous )?(total|totaux)\b")
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


def read_amount(text: str, *, is_computed: bool = False) -> int | None:
    """Cents; None for an empty cell, a dash, «NC»; nothing is «refusé».

    `is_computed`: the cell comes from a workbook, where 2000.0000000001 or 3333.333 is what a
    formula made of an amount; rounded to the cent, as it is shown there.
    """
    plain = text.strip()
    words = searchable(plain)
    if words in NOT_GIVEN:
        return 0
    if plain in ("", "-", "–", "—", "/") or words in NOT_KNOWN:
        return None
    if is_computed and COMPUTED.fullmatch(plain) and not AMBIGUOUS.fullmatch(plain):
        return int((Decimal(plain) * 100).to_integral_value(ROUND_HALF_UP))
    return parse_euros(plain)


def is_total(text: str) -> bool:
    return TOTAL.match(searchable(text)) is not None


def read_year(text: str, last: int) -> int:
    """The year of «2022», «06/12/2022», «06/12/22», «2022-01-01/2022-12-31»."""
    found, short = YEAR.search(text), SHORT_DATE.fullmatch(text.strip())
    if found is None and short is None:
        raise InvalidInput(_("«\u00a0%(text)s\u00a0» ne dit pas l’année.") % {"text": text[:40]})
    year = int(found[0]) if found else 2000 + int(short[1])  # type: ignore[index]
    if not OLDEST <= year <= last:
        raise InvalidInput(
            _("%(year)d n’est pas une année passée\u00a0: de %(first)d à %(last)d.")
            % {"year": year, "first": OLDEST, "last": last}
        )
    return year


def read_list(text: str) -> list[str]:
    """The names of «A ; B», «A / B», «A et B»; a comma parts them when a space follows."""
    return [part for part in LIST.split(text.strip()) if part]
