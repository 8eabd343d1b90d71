"""Who prepares a draw, and who may read names."""

from __future__ import annotations

from typing import Any

from ensemblier.contracts.permissions import can_edit_contract, require_edit
from ensemblier.draws.models import Draw, Entrant, Pool, PoolList


def can_see_names(user: Any, row: Pool | Draw) -> bool:
    """The team that runs the draw, and nobody else: those who read the contract see counts."""
    return can_edit_contract(user, row.contract)


can_run_draw = can_see_names


def require_team(user: Any, row: Pool | Draw | PoolList | Entrant) -> None:
    require_edit(user, row.contract)
