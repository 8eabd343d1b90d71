"""Who sits in a council on a day, counted, and what does not hold: docs/rules/councils.md.

Knows no model: a seat is what `Sitting` says of it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.councils.enums import College, Sex

RESIDENTS, ACTORS = College.RESIDENTS.value, College.ACTORS.value
# A college of an odd number cannot be split evenly.
PARITY_GAP = 1
ONE_DAY = datetime.timedelta(days=1)


class Sitting(Protocol):
    college: str
    sex: str
    is_alternate: bool
    starts_on: datetime.date
    ends_on: datetime.date | None


@dataclass(frozen=True)
class Seats:
    """What the rules of the council declare; None when they say nothing."""

    residents: int | None = None
    actors: int | None = None


@dataclass(frozen=True)
class Composition:
    """Counts of those who hold a seat; alternates, who replace the absent, stand apart."""

    on: datetime.date
    counts: Counter[tuple[str, str]]
    alternates: int
    seats: Seats

    def number(self, college: str | None = None, sex: str | None = None) -> int:
        return sum(
            count
            for (of_college, of_sex), count in self.counts.items()
            if college in (None, of_college) and sex in (None, of_sex)
        )

    @property
    def residents(self) -> int:
        return self.number(RESIDENTS)

    @property
    def actors(self) -> int:
        return self.number(ACTORS)

    @property
    def total(self) -> int:
        return self.number()

    @property
    def women(self) -> int:
        return self.number(RESIDENTS, Sex.FEMALE)

    @property
    def men(self) -> int:
        return self.number(RESIDENTS, Sex.MALE)

    @property
    def unsaid(self) -> int:
        return self.number(RESIDENTS, "")

    @property
    def all_women(self) -> int:
        return self.number(None, Sex.FEMALE)

    @property
    def all_men(self) -> int:
        return self.number(None, Sex.MALE)

    @property
    def vacant_residents(self) -> int:
        return max(0, (self.seats.residents or 0) - self.residents)

    @property
    def vacant_actors(self) -> int:
        return max(0, (self.seats.actors or 0) - self.actors)

    @property
    def problems(self) -> list[str]:
        """Codes of what does not hold, the gravest first; their words are in `told`."""
        if not self.total:
            return ["empty"]
        found = {
            "few_residents": self.residents * 2 < self.total,
            "parity": abs(self.women - self.men) > PARITY_GAP + self.unsaid,
            "overfull": self._is_overfull(),
        }
        return [code for code, is_so in found.items() if is_so]

    def _is_overfull(self) -> bool:
        declared = ((self.seats.residents, self.residents), (self.seats.actors, self.actors))
        return any(seats is not None and held > seats for seats, held in declared)

    def told(self, code: str) -> str:
        """One sentence for a person, with its figures."""
        figures = {
            "residents": self.residents,
            "actors": self.actors,
            "women": self.women,
            "men": self.men,
        }
        return {
            "empty": _("Plus personne ne siège."),
            "few_residents": _(
                "Les habitants ne sont plus la moitié au moins\u00a0: "
                "%(residents)d pour %(actors)d acteurs locaux."
            ),
            "parity": _(
                "La parité n’est plus tenue parmi les habitants\u00a0: "
                "%(women)d femmes et %(men)d hommes."
            ),
            "overfull": _("Un collège a plus de membres que de sièges."),
        }[code] % figures

    @property
    def sentences(self) -> list[str]:
        return [self.told(code) for code in self.problems]

    @property
    def vacancies(self) -> str:
        """«3 sièges libres chez les habitants, 1 chez les acteurs locaux»; nothing when full."""
        parts = []
        if self.vacant_residents:
            parts.append(
                ngettext(
                    "%(count)d siège d’habitant libre",
                    "%(count)d sièges d’habitants libres",
                    self.vacant_residents,
                )
                % {"count": self.vacant_residents}
            )
        if self.vacant_actors:
            parts.append(
                ngettext(
                    "%(count)d siège d’acteur local libre",
                    "%(count)d sièges d’acteurs locaux libres",
                    self.vacant_actors,
                )
                % {"count": self.vacant_actors}
            )
        return ", ".join(parts)


def composition_on(
    day: datetime.date, sittings: Iterable[Sitting], seats: Seats | None = None
) -> Composition:
    counts: Counter[tuple[str, str]] = Counter()
    alternates = 0
    for one in sittings:
        if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on):
            if one.is_alternate:
                alternates += 1
            else:
                counts[one.college, one.sex] += 1
    return Composition(day, counts, alternates, seats or Seats())


def history(
    sittings: Sequence[Sitting], seats: Seats, until: datetime.date, steps: int = 8
) -> list[Composition]:
    """The composition on the last `steps` days on which it changed, up to `until`, oldest first."""
    days = {one.starts_on for one in sittings}
    days |= {one.ends_on + ONE_DAY for one in sittings if one.ends_on and one.ends_on < until}
    told: list[Composition] = []
    for day in sorted(day for day in days if day <= until):
        composition = composition_on(day, sittings, seats)
        if not told or composition.counts != told[-1].counts:
            told.append(composition)
    return told[-steps:]
