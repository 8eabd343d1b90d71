"""What the ledger says: where each co-funder, council and request stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from ensemblier.fund.enums import Account, Movement
from ensemblier.fund.models import FundRequest, LedgerEntry, LedgerTransaction, Round


@dataclass
class Position:
    """Sums of entries, in cents. `cash` may be below zero: the till is one for all."""

    received: int = 0
    cash: int = 0
    committed: int = 0
    advanced: int = 0
    spent: int = 0
    returned: int = 0

    @property
    def paid(self) -> int:
        return self.advanced + self.spent + self.returned

    def add(self, other: Position) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


Grouped = defaultdict[int | None, Position]


def positions_of(round: Round, request: FundRequest | None = None) -> Grouped:
    """By co-funder, for a round or for one request of it."""
    entries = LedgerEntry.objects.filter(transaction__round=round)
    if request is not None:
        entries = entries.filter(transaction__request=request)
    return grouped_positions(entries, "co_funder")


def grouped_positions(entries: QuerySet[LedgerEntry], by: str) -> Grouped:
    """The entries added up by `by`, a path to a key: «co_funder», «transaction__council»…"""
    found: Grouped = defaultdict(Position)
    rows = (
        entries.order_by()
        .values(by, "debit", "credit")
        .annotate(total=Sum("amount_cents"))
        .values_list(by, "debit", "credit", "total")
    )
    for key, debit, credit, total in rows:
        _book(found[key], debit, total)
        _book(found[key], credit, -total)
    for key, total in _returned(entries, by):
        found[key].returned = total
    return found


def _book(position: Position, account: str, cents: int) -> None:
    if account == Account.CONTRIBUTIONS:
        position.received -= cents
    elif account in _NAMES:
        name = _NAMES[account]
        setattr(position, name, getattr(position, name) + cents)


_NAMES: dict[str, str] = {
    Account.BANK: "cash",
    Account.COMMITTED: "committed",
    Account.ADVANCED: "advanced",
    Account.SPENT: "spent",
}


def _returned(entries: QuerySet[LedgerEntry], by: str) -> Iterable[tuple[int | None, int]]:
    """Given back by bearers, corrections taken off."""
    given = Q(transaction__kind=Movement.RETURN)
    corrected = Q(transaction__reverses__kind=Movement.RETURN)
    sums = (
        entries.order_by()
        .values(by)
        .annotate(
            given=Sum("amount_cents", filter=given, default=0),
            corrected=Sum("amount_cents", filter=corrected, default=0),
        )
        .values_list(by, "given", "corrected")
    )
    return [(key, given - corrected) for key, given, corrected in sums]


def movements_of(round: Round) -> QuerySet[LedgerTransaction]:
    """Newest first, each with `total_cents` and its correction."""
    return (
        LedgerTransaction.objects.filter(round=round)
        .select_related("request", "by", "reverses", "reversed_by", "council")
        .prefetch_related("entries__co_funder__funder")
        .annotate(total_cents=Sum("entries__amount_cents", default=0))
        .order_by("-on", "-pk")
    )


def total_of(positions: Iterable[Position]) -> Position:
    total = Position()
    for position in positions:
        total.add(position)
    return total
