"""What every write of this room begins and ends with."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.operations.base import locked
from ensemblier.core.exceptions import Refused
from ensemblier.draws.models import Draw, Pool
from ensemblier.draws.queries.pools import freezing_draw


def open_pool(pool: Pool, by: User) -> Pool:
    """The pool as it is now, its contract held, as long as it holds names."""
    contract = locked(pool.contract, by)
    fresh = Pool.objects.get(pk=pool.pk)
    fresh.contract = contract
    if fresh.erased_at:
        raise Refused(_("Les noms de ce vivier sont effacés\u00a0: il ne change plus."))
    return fresh


def locked_pool(pool: Pool, by: User) -> Pool:
    """The same, and people may still enter it and leave it."""
    fresh = open_pool(pool, by)
    if draw := freezing_draw(fresh):
        raise Refused(
            _("Le tirage «\u00a0%(draw)s\u00a0» est publié\u00a0: le vivier ne change plus.")
            % {"draw": draw}
        )
    return fresh


def locked_draw(draw: Draw, by: User) -> Draw:
    contract = locked(draw.contract, by)
    fresh = Draw.objects.select_related("pool").get(pk=draw.pk)
    fresh.contract = fresh.pool.contract = contract
    return fresh


def note(  # noqa: PLR0917
    action: str,
    summary: str,
    target: Any,
    by: User | None,
    at: datetime.datetime,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    """One entry of the trail. It never names a person of a pool: names are to be erased."""
    record(
        action=f"draws.{action}",
        summary=summary,
        by=by,
        at=at,
        target=target,
        contract_id=target.contract_id,
        changes=changes,
    )
