"""Pools, their people by number and by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from ensemblier.contracts.permissions import contracts_for
from ensemblier.core.models import matching
from ensemblier.councils.enums import College
from ensemblier.councils.models import Volunteer
from ensemblier.councils.queries import volunteers_for
from ensemblier.draws.enums import FROZEN_STATES, DrawState, Exclusion, Origin, PairState, Sex
from ensemblier.draws.matching.cells import age_on
from ensemblier.draws.models import Draw, Entrant, Listing, Pair, Pool, PoolList

Counts = list[tuple[str, int]]


def pools_for(user: Any) -> QuerySet[Pool]:
    """Those of the contracts that `user` opens, with `person_count` and their draws."""
    people = Q(entrants__merged_into=None, entrants__exclusion="")
    return (
        Pool.objects.filter(contract__in=contracts_for(user))
        .select_related("contract")
        .prefetch_related("draws")
        .annotate(person_count=Count("entrants", filter=people))
        .order_by("-created_at", "-pk")
    )


def pool_for(user: Any, pk: int) -> Pool | None:
    return (
        Pool.objects.filter(contract__in=contracts_for(user), pk=pk)
        .select_related("contract")
        .first()
    )


def list_for(user: Any, pk: int) -> PoolList | None:
    return (
        PoolList.objects.filter(contract__in=contracts_for(user), pk=pk)
        .select_related("contract", "pool__contract")
        .first()
    )


def entrant_for(user: Any, pk: int) -> Entrant | None:
    return (
        Entrant.objects.filter(contract__in=contracts_for(user), pk=pk, merged_into=None)
        .select_related("contract", "pool__contract")
        .first()
    )


def freezing_draw(pool: Pool) -> Draw | None:
    """The draw that was published among the pool: nothing in it may change any more."""
    return pool.draws.filter(state__in=FROZEN_STATES).order_by("pk").first()


def awaiting_draw(pool: Pool) -> Draw | None:
    """A draw that was published and not yet made: whoever is in it stays in it until then."""
    return pool.draws.filter(state=DrawState.COMMITTED).order_by("pk").first()


def people_of(pool: Pool) -> QuerySet[Entrant]:
    """Each person once, excluded ones too."""
    return Entrant.objects.filter(pool=pool, merged_into=None)


def eligible_people(pool: Pool) -> QuerySet[Entrant]:
    return people_of(pool).filter(exclusion="")


def people_matching(pool: Pool, words: str, shown: str) -> QuerySet[Entrant]:
    """`shown` is «exclues», «volontaires» or nothing; with the lists of each."""
    rows = people_of(pool)
    if words:
        rows = rows.filter(matching(words))
    if shown == "exclues":
        rows = rows.exclude(exclusion="")
    elif shown == "volontaires":
        rows = rows.filter(is_volunteer=True)
    return rows.prefetch_related(*WITH_LISTS).order_by("name_key", "pk")


WITH_LISTS = (
    Prefetch("listings", Listing.objects.select_related("list")),
    Prefetch(
        "merged",
        Entrant.objects.prefetch_related(
            Prefetch("listings", Listing.objects.select_related("list"))
        ),
    ),
)


def lists_of_person(entrant: Entrant) -> list[PoolList]:
    """Every list on which they are, under this row or one that was merged into it."""
    rows = [entrant, *entrant.merged.all()]
    found = {listing.list_id: listing.list for row in rows for listing in row.listings.all()}
    return sorted(found.values(), key=lambda one: one.pk)


def open_pairs(pool: Pool) -> QuerySet[Pair]:
    """Doubts that somebody must settle, most alike first."""
    return (
        Pair.objects.filter(pool=pool, state=PairState.OPEN)
        .filter(first__merged_into=None, second__merged_into=None)
        .select_related("first", "second")
        .order_by("-likeness", "pk")
    )


def site_volunteers(pool: Pool) -> QuerySet[Volunteer]:
    """Residents who offered themselves on the site and whom the team kept for the draw."""
    return volunteers_for(pool.contract).filter(college=College.RESIDENTS)


@dataclass
class PoolCounts:
    """How many, by category: what everyone who reads the contract sees."""

    total: int
    volunteers: int
    excluded: int
    doubts: int
    sexes: Counts
    ages: Counts
    neighborhoods: Counts
    origins: Counts
    exclusions: Counts


def counts_of(pool: Pool) -> PoolCounts:
    people = list(
        people_of(pool).values_list(
            "sex", "birth_year", "born_on", "neighborhood", "exclusion", "is_volunteer"
        )
    )
    kept = [row for row in people if not row[4]]
    return PoolCounts(
        total=len(kept),
        volunteers=sum(row[5] for row in kept),
        excluded=len(people) - len(kept),
        doubts=open_pairs(pool).count(),
        sexes=_counted(Sex(row[0]).label for row in kept),
        ages=_counted(
            (age_band(age_on(pool.ages_on, row[1], row[2])) for row in kept), by_key=True
        ),
        neighborhoods=_counted(row[3] or "–" for row in kept),
        origins=_origins(pool),
        exclusions=_counted(Exclusion(row[4]).label for row in people if row[4]),
    )


def age_band(age: int) -> str:
    """Ten years wide, for a look at the pool; a draw has its own bands."""
    low = age // 10 * 10
    return f"{low}\u2013{low + 9}"


def _origins(pool: Pool) -> Counts:
    """People by source; somebody on two lists of different sources counts in both."""
    rows = (
        Listing.objects.filter(list__pool=pool, entrant__exclusion="")
        .values_list("list__origin", "entrant__merged_into", "entrant")
        .order_by()
    )
    people = {(origin, into or own) for origin, into, own in rows}
    return _counted(Origin(origin).label for origin, _person in people)


def _counted(words: Any, *, by_key: bool = False) -> Counts:
    found = Counter(str(word) for word in words)
    if by_key:
        return sorted(found.items())
    return sorted(found.items(), key=lambda row: (-row[1], row[0]))
