"""What a draw sees of each person: categories as words, quotas proposed from proportions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.text import searchable
from ensemblier.draws.categories import (
    AGE,
    NEIGHBORHOOD,
    SEX,
    SOURCE,
    UNKNOWN,
    band_of,
    spoken,
    spoken_feature,
)
from ensemblier.draws.enums import Audience, Origin
from ensemblier.draws.matching.cells import age_on
from ensemblier.draws.models import Draw, Entrant, Ticket
from ensemblier.draws.queries.draws import IS_OUT, sitting
from ensemblier.draws.queries.pools import WITH_LISTS, eligible_people, lists_of_person
from ensemblier.territories.models import Statistic

OLDEST = 120


@dataclass(frozen=True)
class Member:
    """A person of the draw and their value in each category."""

    entrant: Entrant
    values: Mapping[str, str]


def read_bounds(text: str) -> list[int]:
    """The ages where bands start: «16, 26, 41» gives [16, 26, 41]."""
    words = text.replace(";", ",").replace(",", " ").split()
    if not all(word.isascii() and word.isdigit() and int(word) <= OLDEST for word in words):
        raise InvalidInput(
            _("Écrivez les âges où commencent les tranches\u00a0: «\u00a016, 26, 41, 61\u00a0»."),
            field="age_bounds",
        )
    bounds = [int(word) for word in words]
    if bounds != sorted(set(bounds)):
        raise InvalidInput(
            _("Les tranches d’âge vont de la plus jeune à la plus âgée."), field="age_bounds"
        )
    return bounds


def members_of(draw: Draw) -> list[Member]:
    """Everyone among whom the draw is made, in the order in which they entered the pool."""
    bounds = read_bounds(draw.age_bounds)
    people = eligible_people(draw.pool)
    if draw.audience == Audience.LISTS:
        people = people.filter(is_volunteer=False)
    elif draw.audience == Audience.VOLUNTEERS:
        people = people.filter(is_volunteer=True)
    if draw.neighborhood:
        people = people.filter(neighborhood=draw.neighborhood)
    if draw.replaced:
        people = _who_may_replace(draw.replaced, people)
    rows = people.prefetch_related(*WITH_LISTS).order_by("pk")
    return [Member(person, values_of(person, draw, bounds)) for person in rows]


def _who_may_replace(first: Draw, people: QuerySet[Entrant]) -> QuerySet[Entrant]:
    """Those of the first draw who never came out, even as alternates, and who share no address
    with one who sits."""
    family = Q(draw=first) | Q(draw__replaced=first)
    out = Ticket.objects.filter(family, IS_OUT, entrant__isnull=False)
    people = people.filter(tickets__draw=first).exclude(pk__in=out.values("entrant"))
    if first.one_per_address:
        homes = sitting(first).exclude(entrant__address_key="")
        people = people.exclude(address_key__in=homes.values("entrant__address_key"))
    return people


def values_of(person: Entrant, draw: Draw, bounds: Sequence[int]) -> dict[str, str]:
    values = {
        SEX: person.sex or UNKNOWN,
        NEIGHBORHOOD: person.neighborhood or UNKNOWN,
        SOURCE: source_of(person),
    }
    if bounds:
        age = age_on(draw.pool.ages_on, person.birth_year, person.born_on)
        values[AGE] = band_of(age, bounds)
    return values | {name: str(value) or UNKNOWN for name, value in person.others.items()}


def source_of(person: Entrant) -> str:
    """The origin of their lists; somebody found in several sources is a category of its own."""
    origins = {one.origin for one in lists_of_person(person)}
    return str(Origin(origins.pop()).label) if len(origins) == 1 else "plusieurs sources"


def features_of(members: Iterable[Member]) -> dict[str, Counter[str]]:
    """Each category that tells people apart, with how many bear each value."""
    found: dict[str, Counter[str]] = {}
    for member in members:
        for feature, value in member.values.items():
            found.setdefault(feature, Counter())[value] += 1
    return found


Bounds = tuple[int, int]


def proposed(counts: Mapping[str, int], seats: int, *, equal: bool = False) -> dict[str, Bounds]:
    """Minimum and maximum of each value for its share of the seats, rounded down and up.

    The shares are those of `counts`, or the same for all: what the pool cannot fill is told by the
    computation.
    """
    total = sum(counts.values()) or 1
    bounds = {}
    for value, count in counts.items():
        share = seats / len(counts) if equal else seats * count / total
        low, high = math.floor(share + 1e-9), math.ceil(share - 1e-9)
        bounds[value] = (low, max(low, high))
    return bounds


def population_of(contract_id: int, names: Iterable[str]) -> dict[str, int] | None:
    """Inhabitants of each neighborhood, latest figure; None unless all are known."""
    rows = Statistic.objects.filter(
        measure__code="population", area__contract_areas__contract=contract_id
    ).select_related("area")
    known = {searchable(row.area.name): int(row.value) for row in rows.order_by("year")}
    found = {name: known[searchable(name)] for name in names if searchable(name) in known}
    return found if found and len(found) == len(set(names)) else None


@dataclass(frozen=True)
class QuotaRow:
    """A quota beside how many of the pool could fill it; `minimum` and `maximum` as typed."""

    pk: int
    feature: str
    value: str
    available: int
    minimum: str
    maximum: str

    @property
    def words(self) -> str:
        return spoken(self.feature, self.value)


@dataclass(frozen=True)
class QuotaGroup:
    """The quotas of one category; `lacking` are values that people bear and that have none."""

    feature: str
    rows: Sequence[QuotaRow]
    lacking: Sequence[str]

    @property
    def words(self) -> str:
        return spoken_feature(self.feature)

    @property
    def totals(self) -> tuple[int, int]:
        """What the minimums and the maximums add up to, where all are numbers."""
        lows = (int(row.minimum) for row in self.rows if row.minimum.isdecimal())
        highs = (int(row.maximum) for row in self.rows if row.maximum.isdecimal())
        return sum(lows), sum(highs)


def quota_groups(
    draw: Draw, counts: Mapping[str, Mapping[str, int]], typed: Mapping[str, str]
) -> list[QuotaGroup]:
    groups: dict[str, list[QuotaRow]] = {}
    for quota in draw.quotas.all():
        row = QuotaRow(
            pk=quota.pk,
            feature=quota.feature,
            value=quota.value,
            available=counts.get(quota.feature, {}).get(quota.value, 0),
            minimum=typed.get(f"min-{quota.pk}", str(quota.minimum)),
            maximum=typed.get(f"max-{quota.pk}", str(quota.maximum)),
        )
        groups.setdefault(quota.feature, []).append(row)
    return [
        QuotaGroup(
            feature, rows, sorted(set(counts.get(feature, ())) - {row.value for row in rows})
        )
        for feature, rows in groups.items()
    ]
