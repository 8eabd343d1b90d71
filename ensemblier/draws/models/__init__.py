"""Pools of people, the draws made among them, and what each draw left."""

from ensemblier.draws.models.draws import Draw, Quota, Ticket
from ensemblier.draws.models.pools import (
    Entrant,
    Listing,
    Pair,
    Pool,
    PoolList,
    RememberedColumns,
)

__all__ = [
    "Draw",
    "Entrant",
    "Listing",
    "Pair",
    "Pool",
    "PoolList",
    "Quota",
    "RememberedColumns",
    "Ticket",
]
