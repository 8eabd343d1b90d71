"""The lottery as one sees it: a thousand small squares, one for each list, the drawn one marked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

COLUMNS, ROWS = 50, 20
STEP, SIDE = 10, 8


@dataclass(frozen=True)
class Picture:
    """SVG path data of the squares, the place of the drawn one, and the words that say it all."""

    path: str
    width: int
    height: int
    drawn: tuple[int, int] | None
    label: str


def picture_of(digits: str = "") -> Picture:
    squares = (f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z" for x, y in map(_place, range(COLUMNS * ROWS)))
    return Picture(
        path="".join(squares),
        width=COLUMNS * STEP - STEP + SIDE,
        height=ROWS * STEP - STEP + SIDE,
        drawn=_place(int(digits)) if digits else None,
        label=_label(digits),
    )


def _place(number: int) -> tuple[int, int]:
    return number % COLUMNS * STEP, number // COLUMNS * STEP


def _label(digits: str) -> str:
    if digits:
        return _("Mille carrés, un pour chaque liste. La liste %(digits)s est sortie.") % {
            "digits": digits
        }
    return _("Mille carrés, un pour chaque liste, de 000 à 999. Chacune a la même chance.")
