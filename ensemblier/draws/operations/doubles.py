"""Doubtful pairs: found among thousands of people, settled by somebody one by one."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.draws.enums import PairState
from ensemblier.draws.imports import person_of
from ensemblier.draws.matching import doubts_among
from ensemblier.draws.models import Entrant, Pair, Pool
from ensemblier.draws.operations.base import locked_pool, note
from ensemblier.draws.queries.pools import people_of

DECISIONS = {"merge": PairState.MERGED, "keep": PairState.KEPT}


def find_doubts(pool: Pool) -> int:
    """Write the doubtful pairs that nobody has seen yet; how many. The caller holds the pool."""
    known = set(Pair.objects.filter(pool=pool).values_list("first", "second"))
    people = people_of(pool).only("pk", "name_key", "birth_year", "address_key")
    doubts = doubts_among(person_of(row) for row in people)
    fresh = [row for row in doubts if (row.first, row.second) not in known]
    Pair.objects.bulk_create(
        (
            Pair(
                contract_id=pool.contract_id,
                pool=pool,
                first_id=row.first,
                second_id=row.second,
                reason=row.reason,
                likeness=row.likeness,
            )
            for row in fresh
        ),
        batch_size=500,
    )
    return len(fresh)


@transaction.atomic
def settle_pair(*, pair: Pair, decision: str, by: User, at: datetime.datetime) -> Pair:
    """One person or two. The row that is merged stays, out of sight, so that it can come back."""
    pool = locked_pool(pair.pool, by)
    if decision not in DECISIONS:
        raise InvalidInput(_("Choisissez\u00a0: une seule personne, ou deux."))
    pair = Pair.objects.select_related("first", "second").get(pk=pair.pk)
    if pair.state != PairState.OPEN:
        raise Refused(_("Ce doublon est déjà décidé."))
    pair.state = DECISIONS[decision]
    if pair.state == PairState.MERGED:
        pair.filled = _merge(pair.first, pair.second)
    pair.save(update_fields=["state", "filled"])
    summary = _("Doublon possible décidé (%(state)s)\u00a0: %(pool)s") % {
        "state": PairState(pair.state).label,
        "pool": pool,
    }
    note("settle_pair", summary, pool, by, at)
    return pair


COPIED = ("sex", "address", "postcode", "city", "neighborhood", "address_key", "exclusion")


def _merge(first: Entrant, second: Entrant) -> list[str]:
    """`first` stands for both; an exclusion of either holds, blanks are filled. What changed in
    `first`, by name: fields, and other categories as «others.name»."""
    filled = [
        name for name in (*COPIED, "born_on") if not getattr(first, name) and getattr(second, name)
    ]
    for name in filled:
        setattr(first, name, getattr(second, name))
    filled += [f"others.{name}" for name in second.others if name not in first.others]
    first.others = {**second.others, **first.others}
    if first.is_volunteer and not second.is_volunteer:
        first.is_volunteer = False
        filled.append("is_volunteer")
    first.save()
    second.merged.update(merged_into=first)
    second.merged_into = first
    second.save(update_fields=["merged_into"])
    return filled


def _part(pair: Pair) -> None:
    """Two people again: `first` gives back what it took, unless it was changed since."""
    first, second = pair.first, pair.second
    for name in pair.filled:
        field, _dot, category = name.partition(".")
        if category and first.others.get(category) == second.others.get(category):
            first.others.pop(category)
        elif field == "is_volunteer":
            first.is_volunteer = True
        elif not category and getattr(first, field) == getattr(second, field):
            setattr(first, field, None if field == "born_on" else "")
    first.save()
    second.merged_into = None
    second.save(update_fields=["merged_into"])


@transaction.atomic
def reopen_pair(*, pair: Pair, by: User, at: datetime.datetime) -> Pair:
    """Take back what was decided: a row that was merged is a person again."""
    pool = locked_pool(pair.pool, by)
    pair = Pair.objects.select_related("first", "second").get(pk=pair.pk)
    if pair.state == PairState.OPEN:
        raise Refused(_("Ce doublon n’est pas encore décidé."))
    if pair.state == PairState.MERGED and pair.second.merged_into_id == pair.first_id:
        _part(pair)
    pair.state, pair.filled = PairState.OPEN, []
    pair.save(update_fields=["state", "filled"])
    note(
        "reopen_pair", _("Doublon possible rouvert\u00a0: %(pool)s") % {"pool": pool}, pool, by, at
    )
    return pair
