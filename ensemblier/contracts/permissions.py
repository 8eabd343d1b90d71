"""Who may see and change a contract and everything that belongs to it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractRole

READING = ContractRoleKind.values
WRITING = [ContractRoleKind.EDITOR, ContractRoleKind.ADMINISTRATOR]


def roles_of(user: Any, contract: Contract) -> set[str]:
    """The kinds of role that `user` holds today on `contract`, read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return set()
    held = getattr(user, "_roles_by_contract", None)
    if held is None:
        held = {}
        rows = ContractRole.objects.on(timezone.localdate()).filter(user=user)
        for contract_id, kind in rows.values_list("contract_id", "kind"):
            held.setdefault(contract_id, set()).add(kind)
        user._roles_by_contract = held
    return held.get(contract.pk, set())


def can_view_contract(user: Any, contract: Contract) -> bool:
    """In the workspace: the public pages of a public contract are for everyone."""
    return is_administrator(user) or bool(roles_of(user, contract))


def can_edit_contract(user: Any, contract: Contract) -> bool:
    return is_administrator(user) or bool(roles_of(user, contract) & set(WRITING))


def can_administer_contract(user: Any, contract: Contract) -> bool:
    return is_administrator(user) or ContractRoleKind.ADMINISTRATOR in roles_of(user, contract)


def is_administrator(user: Any) -> bool:
    """The administrator of the installation."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def has_any_role(user: Any) -> bool:
    return is_administrator(user) or contracts_for(user).exists()


def contracts_for(user: Any) -> QuerySet[Contract]:
    """The contracts that `user` opens in the workspace."""
    if not user.is_authenticated or not user.is_active:
        return Contract.objects.none()
    if user.is_superuser:
        return Contract.objects.all()
    held = ContractRole.objects.on(timezone.localdate()).filter(user=user)
    return Contract.objects.filter(pk__in=held.values("contract"))
