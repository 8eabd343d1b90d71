"""Entries of the ledger and the sums kept beside: the only place where they are written.

The rule is told in docs/rules/fund_ledger.md. Those who call hold the round and the request.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import Refused
from ensemblier.fund.enums import Account, Movement, RequestState
from ensemblier.fund.models import (
    BearerYear,
    CoFunder,
    FundRequest,
    LedgerEntry,
    LedgerTransaction,
    Round,
)
from ensemblier.fund.operations.base import (
    locked_co_funders,
    step,
)
from ensemblier.fund.queries.ledger import positions_of
from ensemblier.fund.shares import split

SIDES = {
    Movement.RECEIVE: (Account.BANK, Account.CONTRIBUTIONS),
    Movement.REFUND: (Account.CONTRIBUTIONS, Account.BANK),
    Movement.COMMIT: (Account.COMMITTED, Account.PROMISED),
    Movement.RELEASE: (Account.PROMISED, Account.COMMITTED),
    Movement.PAY: (Account.ADVANCED, Account.BANK),
    Movement.JUSTIFY: (Account.SPENT, Account.ADVANCED),
    Movement.RETURN: (Account.BANK, Account.ADVANCED),
}
Shares = Mapping[CoFunder, int]


@dataclass(frozen=True)
class Posting:
    """What a movement tells, besides its amounts."""

    on: datetime.date
    by: User | None
    at: datetime.datetime
    label: str = ""
    token: UUID | None = None


def post(
    *, round: Round, kind: Movement, shares: Shares, posting: Posting, request: FundRequest | None
) -> LedgerTransaction:
    """Write one movement, with the sums kept beside it. The round and the request are held."""
    debit, credit = SIDES[kind]
    written = _new_transaction(round, kind, request, posting)
    _write_entries(written, [(who, debit, credit, cents) for who, cents in shares.items() if cents])
    _move_sums(round, request, kind, shares, sign=1)
    return written


def _new_transaction(
    round: Round,
    kind: Movement,
    request: FundRequest | None,
    posting: Posting,
    reverses: LedgerTransaction | None = None,
) -> LedgerTransaction:
    return LedgerTransaction.objects.create(
        contract_id=round.contract_id,
        round=round,
        request=request,
        council_id=request.council_id if request else None,
        kind=kind,
        on=posting.on,
        label=posting.label,
        reverses=reverses,
        client_token=posting.token,
        by=posting.by,
        at=posting.at,
    )


def _write_entries(written: LedgerTransaction, rows: list[tuple[CoFunder, str, str, int]]) -> None:
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            contract_id=written.contract_id,
            transaction=written,
            co_funder=who,
            debit=debit,
            credit=credit,
            amount_cents=cents,
        )
        for who, debit, credit, cents in rows
    )


def _move_sums(
    round: Round, request: FundRequest | None, kind: Movement, shares: Shares, sign: int
) -> None:
    """The columns that the constraints of the database hold."""
    total = sign * sum(shares.values())
    if kind in (Movement.RECEIVE, Movement.RETURN):
        round.cash_cents += total
    elif kind in (Movement.REFUND, Movement.PAY):
        round.cash_cents -= total
    elif kind in (Movement.COMMIT, Movement.RELEASE):
        _move_committed(round, request, shares, sign if kind == Movement.COMMIT else -sign)
    if kind in (Movement.RECEIVE, Movement.REFUND):
        way = sign if kind == Movement.RECEIVE else -sign
        for who, cents in shares.items():
            who.received_cents += way * cents
            who.save(update_fields=["received_cents"])
    if request and kind in _COLUMNS:
        column = _COLUMNS[kind]
        setattr(request, column, getattr(request, column) + total)
        request.save(update_fields=[column])
    round.save(update_fields=["cash_cents", "committed_cents"])


_COLUMNS = {
    Movement.PAY: "paid_cents",
    Movement.JUSTIFY: "spent_cents",
    Movement.RETURN: "returned_cents",
}


def _move_committed(round: Round, request: FundRequest | None, shares: Shares, sign: int) -> None:
    total = sign * sum(shares.values())
    round.committed_cents += total
    for who, cents in shares.items():
        who.committed_cents += sign * cents
        who.save(update_fields=["committed_cents"])
    if request:
        year = year_of_bearer(round, request)
        year.committed_cents += total
        year.save(update_fields=["committed_cents"])


def year_of_bearer(round: Round, request: FundRequest) -> BearerYear:
    """Held until the transaction ends; made with the first sum granted."""
    year, _made = BearerYear.objects.get_or_create(
        contract_id=round.contract_id,
        fund_id=round.fund_id,
        bearer_id=request.bearer_id,
        year=round.year,
        defaults={"ceiling_cents": round.bearer_ceiling_cents},
    )
    year = BearerYear.objects.select_for_update().get(pk=year.pk)
    if year.ceiling_cents < round.bearer_ceiling_cents:
        year.ceiling_cents = round.bearer_ceiling_cents
        year.save(update_fields=["ceiling_cents"])
    return year


def shared(
    amount: int, co_funders: list[CoFunder], capacity: Callable[[CoFunder], int]
) -> dict[CoFunder, int]:
    """`amount` in each co-funder's euros, in proportion to what `capacity` says they can give."""
    return dict(zip(co_funders, split(amount, [capacity(who) for who in co_funders]), strict=True))


def commit_grant(
    *, round: Round, request: FundRequest, amount_cents: int, by: User, at: datetime.datetime
) -> LedgerTransaction:
    """Engage what is granted, shared by what is left of each promise. Within a decision."""
    co_funders = locked_co_funders(round)
    shares = shared(amount_cents, co_funders, lambda who: who.pledged_cents - who.committed_cents)
    posting = Posting(timezone.localdate(at), by, at, request.reference)
    return post(round=round, kind=Movement.COMMIT, shares=shares, posting=posting, request=request)


def release_unspent(
    *, round: Round, request: FundRequest, by: User | None, at: datetime.datetime
) -> LedgerTransaction | None:
    """Free what was engaged and will not be spent. Within the operation that ends a request."""
    positions = positions_of(round, request)
    shares = {
        who: positions[who.pk].committed - positions[who.pk].spent
        for who in locked_co_funders(round)
    }
    if not any(shares.values()):
        return None
    posting = Posting(timezone.localdate(at), by, at, request.reference)
    return post(round=round, kind=Movement.RELEASE, shares=shares, posting=posting, request=request)


def justify(
    *, request: FundRequest, amount_cents: int, by: User, at: datetime.datetime
) -> LedgerTransaction:
    """Say that a part of what was paid was really spent. Within what accepts a report."""
    positions = positions_of(request.round, request)
    shares = shared(
        amount_cents,
        locked_co_funders(request.round),
        lambda who: positions[who.pk].advanced,
    )
    posting = Posting(timezone.localdate(at), by, at, request.reference)
    return post(
        round=request.round,
        kind=Movement.JUSTIFY,
        shares=shares,
        posting=posting,
        request=request,
    )


def reverse_movement(
    *, round: Round, request: FundRequest | None, movement: LedgerTransaction, posting: Posting
) -> LedgerTransaction:
    """The movement the other way round, unless it would break a sum that must hold."""
    held = {who.pk: who for who in locked_co_funders(round)}
    entries = list(movement.entries.all())
    shares = {held[entry.co_funder_id]: entry.amount_cents for entry in entries}
    _may_reverse(round, request, movement, sum(shares.values()), shares)
    written = _new_transaction(round, Movement.REVERSE, request, posting, movement)
    _write_entries(
        written,
        [(held[row.co_funder_id], row.credit, row.debit, row.amount_cents) for row in entries],
    )
    _move_sums(round, request, Movement(movement.kind), shares, sign=-1)
    return written


def _may_reverse(
    round: Round,
    request: FundRequest | None,
    movement: LedgerTransaction,
    total: int,
    shares: Shares,
) -> None:
    if movement.kind in (Movement.RECEIVE, Movement.RETURN) and total > round.cash_cents:
        raise Refused(_("Cet argent est déjà sorti de la caisse."))
    if movement.kind == Movement.RECEIVE and any(
        cents > who.received_cents for who, cents in shares.items()
    ):
        raise Refused(_("Une partie de cet argent a déjà été rendue à ce cofinanceur."))
    if movement.kind == Movement.PAY and request and total > request.to_account_for_cents:
        raise Refused(_("Une partie de ce versement est déjà justifiée ou rendue."))
    if movement.kind == Movement.REFUND and any(
        who.received_cents + cents > who.pledged_cents for who, cents in shares.items()
    ):
        raise Refused(_("Ce cofinanceur aurait versé plus que promis."))


def payable_cents(request: FundRequest) -> int:
    """Before the report: up to the advance. Once it is accepted: up to what was earned."""
    if request.state != RequestState.REPORTED:
        return max(0, request.advance_cents - request.paid_cents)
    unpaid = request.granted_cents - request.paid_cents
    earned = request.report.earned_cents or 0
    return max(0, min(unpaid, earned - request.paid_cents + request.returned_cents))


def settle(request: FundRequest, *, by: User, at: datetime.datetime) -> None:
    """Close the accounts of a held request; what was granted and not spent is free again."""
    step(request, "settle", by=by, at=at)
    release_unspent(round=request.round, request=request, by=by, at=at)


def settle_if_even(request: FundRequest, *, by: User, at: datetime.datetime) -> None:
    """Its report accepted, with nothing left to pay nor to give back."""
    is_accepted = request.state == RequestState.REPORTED and request.report.accepted_at
    if is_accepted and payable_cents(request) == 0 and request.to_account_for_cents == 0:
        settle(request, by=by, at=at)
