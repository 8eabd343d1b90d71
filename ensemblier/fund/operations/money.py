"""Money that comes in, goes out and comes back; the till held under lock.

The same `token` again gives the movement that it wrote.
"""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import euros
from ensemblier.fund.emails import send_answer
from ensemblier.fund.enums import FINAL, Movement, RequestState
from ensemblier.fund.models import CoFunder, FundRequest, LedgerTransaction, Round
from ensemblier.fund.operations.base import (
    locked_co_funders,
    locked_request,
    managed_request,
    managed_round,
    step,
    trace,
)
from ensemblier.fund.operations.ledger import (
    Posting,
    Shares,
    justify,
    payable_cents,
    post,
    reverse_movement,
    settle_if_even,
    shared,
)
from ensemblier.fund.queries.ledger import positions_of

# The others are corrected by the operations that undo a decision or a report.
CORRECTED_BY_HAND = (Movement.RECEIVE, Movement.REFUND, Movement.PAY, Movement.RETURN)


def _written_with(token: UUID | None, round: Round) -> LedgerTransaction | None:
    """The movement that this very page wrote already: a finger that pressed twice."""
    if token is None:
        return None
    return LedgerTransaction.objects.filter(client_token=token, round=round).first()


def _checked(amount: int, on: datetime.date, at: datetime.datetime) -> None:
    if amount <= 0:
        raise InvalidInput(_("Écrivez un montant plus grand que zéro."), field="amount_cents")
    if on > timezone.localdate(at):
        raise InvalidInput(_("Cette date est à venir."), field="on")


@transaction.atomic
def receive_contribution(
    *,
    co_funder: CoFunder,
    amount_cents: int,
    on: datetime.date,
    by: User,
    at: datetime.datetime,
    label: str = "",
    token: UUID | None = None,
) -> LedgerTransaction:
    """A co-funder pays in, never more than it promised. Raises InvalidInput, NotAllowed."""
    round = managed_round(co_funder.round, by)
    if known := _written_with(token, round):
        return known
    who = _held(round, co_funder)
    _checked(amount_cents, on, at)
    if who.received_cents + amount_cents > who.pledged_cents:
        raise InvalidInput(
            _("%(funder)s a promis %(pledged)s et déjà versé %(received)s.")
            % {
                "funder": who.funder.label,
                "pledged": euros(who.pledged_cents),
                "received": euros(who.received_cents),
            },
            field="amount_cents",
        )
    posting = Posting(on, by, at, label, token)
    return _posted(round, Movement.RECEIVE, {who: amount_cents}, posting)


@transaction.atomic
def refund_co_funder(
    *,
    co_funder: CoFunder,
    amount_cents: int,
    on: datetime.date,
    by: User,
    at: datetime.datetime,
    label: str = "",
    token: UUID | None = None,
) -> LedgerTransaction:
    """Give back what a co-funder's euros were not used for. Raises InvalidInput, NotAllowed."""
    round = managed_round(co_funder.round, by)
    if known := _written_with(token, round):
        return known
    who = _held(round, co_funder)
    _checked(amount_cents, on, at)
    position = positions_of(round)[who.pk]
    free = min(round.cash_cents, max(0, position.cash))
    if amount_cents > free:
        raise InvalidInput(
            _("Il reste au plus %(free)s à rendre à %(funder)s.")
            % {"free": euros(free), "funder": who.funder.label},
            field="amount_cents",
        )
    posting = Posting(on, by, at, label, token)
    return _posted(round, Movement.REFUND, {who: amount_cents}, posting)


def _held(round: Round, co_funder: CoFunder) -> CoFunder:
    return next(who for who in locked_co_funders(round) if who.pk == co_funder.pk)


def _posted(
    round: Round,
    kind: Movement,
    shares: Shares,
    posting: Posting,
    request: FundRequest | None = None,
) -> LedgerTransaction:
    """The movement, told in the trail."""
    written = post(round=round, kind=kind, shares=shares, posting=posting, request=request)
    summary = f"{request.reference if request else round}\u00a0: {Movement(kind).label}."
    amounts = {"amount": [0, sum(shares.values())]}
    trace(written, f"{kind}_money", summary, by=posting.by, at=posting.at, **amounts)
    return written


@transaction.atomic
def pay_bearer(
    *,
    request: FundRequest,
    amount_cents: int,
    on: datetime.date,
    by: User,
    at: datetime.datetime,
    label: str = "",
    token: UUID | None = None,
) -> LedgerTransaction:
    """An advance, or what remains once the report is accepted. Raises InvalidInput, Refused."""
    request = managed_request(request, by)
    round = request.round
    if known := _written_with(token, round):
        return known
    _checked(amount_cents, on, at)
    if request.state not in (RequestState.GRANTED, RequestState.ADVANCED, RequestState.REPORTED):
        raise Refused(_("Rien n’est à verser pour cette demande."))
    is_reported = request.state == RequestState.REPORTED
    most = _("Il reste %(amount)s à verser au plus.")
    early = _("Avant le bilan, il reste %(amount)s à verser au plus, d’après les règles.")
    _within(amount_cents, payable_cents(request), most if is_reported else early)
    _within(
        amount_cents, round.cash_cents, _("La caisse de la campagne ne contient que %(amount)s.")
    )
    positions = positions_of(round, request)
    shares = shared(
        amount_cents,
        locked_co_funders(round),
        lambda who: positions[who.pk].committed - positions[who.pk].paid,
    )
    written = _posted(round, Movement.PAY, shares, Posting(on, by, at, label, token), request)
    if request.state == RequestState.GRANTED:
        step(request, "pay", by=by, at=at)
    elif request.state == RequestState.REPORTED:
        justify(request=request, amount_cents=amount_cents, by=by, at=at)
        settle_if_even(request, by=by, at=at)
    send_answer(request)
    return written


def _within(amount: int, most: int, sentence: str) -> None:
    if amount > most:
        raise InvalidInput(sentence % {"amount": euros(most)}, field="amount_cents")


@transaction.atomic
def record_return(
    *,
    request: FundRequest,
    amount_cents: int,
    on: datetime.date,
    by: User,
    at: datetime.datetime,
    label: str = "",
    token: UUID | None = None,
) -> LedgerTransaction:
    """The bearer gives back what was not spent. Raises InvalidInput, Refused."""
    request = managed_request(request, by)
    if known := _written_with(token, request.round):
        return known
    _checked(amount_cents, on, at)
    most = request.to_account_for_cents
    _within(amount_cents, most, _("Il reste %(amount)s à rendre au plus."))
    positions = positions_of(request.round, request)
    shares = shared(
        amount_cents,
        locked_co_funders(request.round),
        lambda who: positions[who.pk].advanced,
    )
    posting = Posting(on, by, at, label, token)
    written = _posted(request.round, Movement.RETURN, shares, posting, request)
    settle_if_even(request, by=by, at=at)
    send_answer(request)
    return written


@transaction.atomic
def correct_movement(
    *, movement: LedgerTransaction, reason: str, by: User, at: datetime.datetime
) -> LedgerTransaction:
    """Write the movement the other way. Raises InvalidInput, Refused, NotAllowed."""
    round = managed_round(movement.round, by)
    request = locked_request(movement.request) if movement.request else None
    if request is not None:
        request.round = round
    _may_correct(movement, request, reason)
    written = reverse_movement(
        round=round,
        request=request,
        movement=movement,
        posting=Posting(timezone.localdate(at), by, at, reason.strip()),
    )
    if request and request.state == RequestState.ADVANCED and request.paid_cents == 0:
        step(request, "unpay", by=by, at=at, reason=reason.strip())
    trace(
        written,
        "correct_movement",
        _("Mouvement corrigé\u00a0: %(reason)s") % {"reason": reason.strip()},
        by=by,
        at=at,
        movement=[movement.pk, None],
    )
    return written


def _may_correct(movement: LedgerTransaction, request: FundRequest | None, reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Dites ce qui était faux."), field="reason")
    if movement.kind not in CORRECTED_BY_HAND:
        raise Refused(_("Ce mouvement suit une décision ou un bilan\u00a0: revenez sur celui-ci."))
    if LedgerTransaction.objects.filter(reverses=movement).exists():
        raise Refused(_("Ce mouvement est déjà corrigé."))
    if request is not None and request.state in FINAL:
        raise Refused(_("Cette demande est soldée\u00a0: ses comptes ne bougent plus."))
