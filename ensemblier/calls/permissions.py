"""Who prepares a call, who funds it."""

from __future__ import annotations

from typing import Any

from ensemblier.calls.models import Call, Envelope
from ensemblier.contracts.permissions import can_edit_contract, can_view_contract
from ensemblier.organizations.permissions import funders_served_by


def can_edit_call(user: Any, call: Call) -> bool:
    return can_edit_contract(user, call.contract)


def funders_of_call_served_by(user: Any, call: Call) -> set[int]:
    """The funders with an envelope in the call that `user` is an officer of."""
    served = funders_served_by(user)
    if not served:
        return set()
    rows = Envelope.objects.filter(call=call, funder__in=served).order_by()
    return set(rows.values_list("funder_id", flat=True))


def can_view_call(user: Any, call: Call) -> bool:
    """In the workspace, drafts included: the team of the contract and the funders of the call."""
    return can_view_contract(user, call.contract) or bool(funders_of_call_served_by(user, call))
