"""What the writes of this room share: locks, steps, traces, always in the same order."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import Refused
from ensemblier.fund.enums import UNDECIDED
from ensemblier.fund.lifecycle import REQUEST
from ensemblier.fund.models import CoFunder, FundRequest, RequestStep, Round
from ensemblier.fund.permissions import require_manage


def locked_round(round: Round | int) -> Round:
    """The round as it is now, held until the transaction ends: its writers take turns."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("contract", "fund")
    return rows.get(pk=round if isinstance(round, int) else round.pk)


def managed_round(round: Round, by: User) -> Round:
    held = locked_round(round)
    require_manage(by, held)
    return held


def locked_request(request: FundRequest) -> FundRequest:
    """The request as it is now, held after its round: no two writers wait for each other."""
    held = locked_round(request.round_id)
    rows = FundRequest.objects.select_for_update(of=("self",)).select_related("bearer", "council")
    fresh = rows.get(pk=request.pk)
    fresh.round, fresh.contract = held, held.contract
    return fresh


def managed_request(request: FundRequest, by: User) -> FundRequest:
    held = locked_request(request)
    require_manage(by, held)
    return held


def locked_co_funders(round: Round) -> list[CoFunder]:
    rows = CoFunder.objects.select_for_update(of=("self",)).filter(round=round)
    return list(rows.select_related("funder").order_by("pk"))


def still_open(request: FundRequest) -> None:
    if request.state not in UNDECIDED:
        raise Refused(_("Cette demande est décidée\u00a0: elle ne se modifie plus."))


def step(
    request: FundRequest,
    transition: str,
    *,
    by: User | None,
    at: datetime.datetime,
    reason: str = "",
    **columns: Any,
) -> RequestStep:
    """Move a locked request along its life-cycle, with its mark and its trace.

    `columns` are written with the state. Raises Refused, NotAllowed.
    """
    arrow = REQUEST.check(transition, request, by)
    taken = RequestStep.objects.create(
        contract_id=request.contract_id,
        request=request,
        transition=transition,
        source=request.state,
        target=arrow.target,
        reason=reason,
        by=by,
        at=at,
    )
    written = REQUEST.apply(arrow, request, at)
    for name, value in columns.items():
        setattr(request, name, value)
    request.save(update_fields=[*written, *columns])
    with override("fr"):
        summary = f"{request.reference}\u00a0: {arrow.label}."
    trace(
        request,
        transition,
        summary,
        by=by,
        at=at,
        reason=["", reason],
        state=[taken.source, taken.target],
    )
    return taken


def trace(
    target: Any,
    action: str,
    summary: str,
    *,
    by: User | None,
    at: datetime.datetime,
    **changes: list[Any],
) -> None:
    """One entry of the audit trail. No name nor contact of a resident enters it."""
    record(action=f"fund.{action}", summary=summary, by=by, at=at, target=target, changes=changes)
