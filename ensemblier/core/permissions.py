"""Rights that every floor asks about and that a higher floor defines.

Territories and organizations are shared by all contracts: who may read or change them depends
on the roles held on contracts, which these rooms may not import. `contracts` answers here; and
`appraisal`, for who stays out of an application.
"""

from __future__ import annotations

from typing import Any

import rules

HOLDS_A_ROLE = "ensemblier.holds_a_role"
EDITS_A_CONTRACT = "ensemblier.edits_a_contract"
SEES_CONTRACT = "ensemblier.sees_contract"
STAYS_OUT = "ensemblier.stays_out"


def holds_a_role(user: Any) -> bool:
    """Whether `user` works in the workspace at all: a role today, or the whole installation."""
    return rules.test_rule(HOLDS_A_ROLE, user)


def edits_a_contract(user: Any) -> bool:
    """Whether `user` may change what all contracts share."""
    return rules.test_rule(EDITS_A_CONTRACT, user)


def sees_contract(user: Any, contract: Any) -> bool:
    """Whether `user` may know of `contract`: it is public, or they hold a role on it."""
    return rules.test_rule(SEES_CONTRACT, user, contract)


def stays_out(user: Any, application: Any) -> bool:
    """Whether `user` declared a stake in `application`, or somebody did for them."""
    return rules.test_rule(STAYS_OUT, user, application)
