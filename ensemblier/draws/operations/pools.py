"""Opening a pool, changing it, leaving somebody out, erasing names on the day that was set."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked, set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import long_date
from ensemblier.draws.enums import Exclusion
from ensemblier.draws.models import Entrant, Pool, PoolList
from ensemblier.draws.operations.base import locked_pool, note, open_pool
from ensemblier.draws.queries.pools import awaiting_draw, counts_of
from ensemblier.files.operations import remove_file

POOL_FIELDS = ("name", "purpose", "ages_on", "minimum_age", "delete_on", "sender", "contact")
LONGEST = 3 * 365


@transaction.atomic
def create_pool(
    *, contract: Contract, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Pool:
    pool = Pool(contract=locked(contract, by), created_by=by, created_at=at)
    _set(pool, values, at)
    pool.save()
    summary = _("Vivier créé\u00a0: %(pool)s. Noms effacés le %(day)s.") % {
        "pool": pool,
        "day": long_date(pool.delete_on),
    }
    note("create_pool", summary, pool, by, at)
    return pool


@transaction.atomic
def update_pool(*, pool: Pool, values: Mapping[str, Any], by: User, at: datetime.datetime) -> Pool:
    pool = locked_pool(pool, by)
    changes = _set(pool, values, at)
    if changes:
        pool.save()
        note(
            "update_pool",
            _("Vivier modifié\u00a0: %(pool)s") % {"pool": pool},
            pool,
            by,
            at,
            changes,
        )
    return pool


def _set(pool: Pool, values: Mapping[str, Any], at: datetime.datetime) -> dict[str, list[Any]]:
    changes = set_values(pool, values, POOL_FIELDS)
    day = timezone.localdate(at)
    if pool.delete_on <= day:
        raise InvalidInput(_("Cette date est passée."), field="delete_on")
    # From the start: moved again and again, the day would never come.
    if pool.delete_on > timezone.localdate(pool.created_at) + datetime.timedelta(days=LONGEST):
        raise InvalidInput(
            _("Trois ans au plus\u00a0: ces noms ne servent qu’au tirage et aux remplacements."),
            field="delete_on",
        )
    return changes


@transaction.atomic
def exclude_person(
    *, entrant: Entrant, exclusion: str, words: str, by: User, at: datetime.datetime
) -> Entrant:
    """Leave somebody out of the draws to come and of the replacements, for a reason; an empty
    reason lets them back in."""
    pool = open_pool(entrant.pool, by)
    if draw := awaiting_draw(pool):
        raise Refused(
            _("Le tirage «\u00a0%(draw)s\u00a0» est publié\u00a0: attendez qu’il soit fait.")
            % {"draw": draw}
        )
    entrant = Entrant.objects.get(pk=entrant.pk)
    set_values(
        entrant,
        {"exclusion": exclusion, "exclusion_words": words if exclusion else ""},
        ("exclusion", "exclusion_words"),
    )
    entrant.save()
    if exclusion:
        summary = _("Une personne laissée hors du tirage (%(reason)s)\u00a0: %(pool)s") % {
            "reason": Exclusion(exclusion).label,
            "pool": pool,
        }
    else:
        summary = _("Une personne remise dans le tirage\u00a0: %(pool)s") % {"pool": pool}
    note("exclude_person", summary, pool, by, at)
    return entrant


def erase_due_pools(*, at: datetime.datetime) -> int:
    """Erase the names of the pools whose day has come; how many pools."""
    due = Pool.objects.filter(erased_at=None, delete_on__lte=timezone.localdate(at))
    pools = list(due.order_by("pk"))
    for pool in pools:
        erase_pool(pool=pool, by=None, at=at)
    return len(pools)


@transaction.atomic
def erase_pool(*, pool: Pool, by: User | None, at: datetime.datetime) -> None:
    """Names, addresses, codes and files go. Fingerprints, counts and certificates stay."""
    # As `open_pool` does: nobody adds names to a pool while it is erased.
    Contract.objects.select_for_update().get(pk=pool.contract_id)
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    counts = counts_of(pool)
    pool.remains = {
        "total": counts.total,
        "volunteers": counts.volunteers,
        "excluded": counts.excluded,
        "sexes": counts.sexes,
        "ages": counts.ages,
        "neighborhoods": counts.neighborhoods,
        "origins": counts.origins,
        "exclusions": counts.exclusions,
    }
    pool.erased_at = at
    pool.save(update_fields=["remains", "erased_at"])
    for one in PoolList.objects.filter(pool=pool).select_related("file"):
        _empty(one)
    Entrant.objects.filter(pool=pool).delete()
    note("erase_pool", _("Noms effacés\u00a0: %(pool)s") % {"pool": pool}, pool, by, at)


def _empty(one: PoolList) -> None:
    stored, one.file, one.report = one.file, None, {}
    one.save(update_fields=["file", "report"])
    if stored:
        remove_file(stored=stored)
