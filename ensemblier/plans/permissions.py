"""Who may see and change plans: what they may do with the contract."""

from __future__ import annotations

from typing import Any

from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.plans.models import Plan


def can_edit_plan(user: Any, plan: Plan) -> bool:
    return can_edit_contract(user, plan.contract)
