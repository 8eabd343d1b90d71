"""Who may read the public pages of a contract."""

from __future__ import annotations

from typing import Any

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_view_contract


def can_read_contract(user: Any, contract: Contract) -> bool:
    """Everyone when it is public, its members otherwise.

    A public contract is answered without asking who `user` is: a visitor's page opens no session.
    """
    return contract.is_public or can_view_contract(user, contract)
