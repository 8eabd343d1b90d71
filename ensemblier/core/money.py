"""Amounts as people type them and as spreadsheets paste them, read into whole cents."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.typography import euros, is_english, number

LARGEST = 99_999_999_999_00
"""In cents. Typing slips further than this; the database would hold more."""

SYMBOL = r"(?:€|eur|euros?)"
AROUND = re.compile(
    rf"(?:(?P<sign>[-−]) ?)?(?:{SYMBOL} ?(?P<inner_sign>[-−]?))?"
    rf"(?P<figure>[0-9][0-9 .,]{{0,60}}?)(?: ?{SYMBOL})?",
    re.IGNORECASE,
)
PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<decimals>[0-9]+))?")
GROUPED = [
    re.compile(r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+)(?:[.,](?P<decimals>[0-9]+))?"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+)(?:,(?P<decimals>[0-9]+))?"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<decimals>[0-9]+))?"),
]
AMBIGUOUS = re.compile(r"(?P<first>[1-9][0-9]{0,2})(?P<mark>[.,])(?P<last>[0-9]{3})")


def parse_euros(text: str, *, negative: bool = False, largest: int = LARGEST) -> int:
    """The cents of a typed amount: «1 234,5 €», «1234.50» and «1.234,50» are all 123450.

    Spaces of any width, points or commas may part the thousands, in whole groups of three;
    a comma or a point starts the cents, two at most; the sign of the euro stands before,
    after or nowhere.

    «1.234» and «1,234» are refused: a thousand copied from some spreadsheets, or one euro and
    a slip of a finger? A wrong guess would be wrong by a factor of a thousand. The English
    interface itself prints “€1,234”, so there the comma, and the comma alone, means thousands.

    Raises InvalidInput, with a sentence that shows how to write it; also for an amount below
    zero unless `negative`, and for one of more than `largest` cents.
    """
    shown = text.strip()[:40]
    match = AROUND.fullmatch(" ".join(text.split()))
    if match is None:
        raise _unreadable(shown)
    amount = _cents(match["figure"], shown)
    if amount > largest:
        raise InvalidInput(
            _("« %(text)s » est trop grand : le plus grand montant possible est %(largest)s.")
            % {"text": shown, "largest": euros(largest)}
        )
    if (match["sign"] or match["inner_sign"]) and amount:
        if not negative:
            raise InvalidInput(
                _("« %(text)s » est plus petit que zéro : écrivez un montant sans le signe moins.")
                % {"text": shown}
            )
        return -amount
    return amount


def figure(cents: int) -> str:
    """What a box to type in shows for an amount: «1 234,50», and «1 234» for whole euros."""
    return number(Decimal(cents) / 100, 0 if cents % 100 == 0 else 2)


def _cents(figure: str, shown: str) -> int:
    doubt = AMBIGUOUS.fullmatch(figure)
    if doubt and not (doubt["mark"] == "," and is_english()):
        raise InvalidInput(
            _(
                "« %(text)s » peut se lire de deux façons. Écrivez « %(thousands)s » "
                "ou « %(decimals)s »."
            )
            % {
                "text": shown,
                "thousands": f"{doubt['first']} {doubt['last']}",
                "decimals": f"{doubt['first']},{doubt['last'][:2]}",
            }
        )
    readings = [PLAIN, *GROUPED] if not doubt else GROUPED
    match = next((found for form in readings if (found := form.fullmatch(figure))), None)
    if match is None:
        raise _unreadable(shown)
    decimals = match["decimals"] or ""
    if len(decimals) > 2:
        raise InvalidInput(
            _(
                "« %(text)s » a plus de deux chiffres après la virgule : les centimes "
                "s’écrivent comme dans « 1 234,50 »."
            )
            % {"text": shown}
        )
    return int(re.sub(r"[^0-9]", "", match["whole"]) + decimals.ljust(2, "0"))


def _unreadable(shown: str) -> InvalidInput:
    if not shown:
        return InvalidInput(_("Écrivez un montant, par exemple « 1 234,50 »."))
    return InvalidInput(
        _("« %(text)s » n’est pas un montant. Écrivez-le par exemple « 1 234,50 ».")
        % {"text": shown}
    )
