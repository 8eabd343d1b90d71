"""What a lottery is: panels numbered from 000 to 999, each as likely as any other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput

PANELS = 1000
DIGITS = 3


@dataclass(frozen=True)
class Lottery:
    """`chances` are the fairest possible, one per row of the pool; `panels` are 1 000 tuples of
    rows in increasing order. The same problem and seed give the same lottery."""

    chances: tuple[float, ...]
    panels: tuple[tuple[int, ...], ...]

    @cached_property
    def times(self) -> tuple[int, ...]:
        """On how many of the 1 000 panels each person is."""
        found = Counter(row for panel in self.panels for row in panel)
        return tuple(found[row] for row in range(len(self.chances)))

    @property
    def drawn_chances(self) -> tuple[float, ...]:
        """The chances of the lottery that is really drawn: multiples of a thousandth."""
        return tuple(times / len(self.panels) for times in self.times)

    @property
    def min_chance(self) -> float:
        """The smallest chance, before rounding."""
        return min(self.chances)

    @property
    def rounding_error(self) -> float:
        """The largest change of anyone's chance by rounding to 1 000 panels."""
        pairs = zip(self.chances, self.drawn_chances, strict=True)
        return max(abs(exact - drawn) for exact, drawn in pairs)

    def panel_of(self, digits: str) -> tuple[int, ...]:
        return self.panels[number_of(digits)]


def number_of(digits: str) -> int:
    """The number of a panel from the three digits drawn in public."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise InvalidInput(_("Donnez trois chiffres, de 000 à 999."))
    return int(digits)
