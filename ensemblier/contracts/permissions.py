"""Who may see and change a contract and everything that belongs to it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractRole
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.prepared import Prepared

READING = ContractRoleKind.values
WRITING = [ContractRoleKind.EDITOR, ContractRoleKind.ADMINISTRATOR]


def _roles(user: int, day: datetime.date) -> QuerySet[Any, tuple[int, str]]:
    rows = ContractRole.objects.on(day).filter(user=user).order_by()
    return rows.values_list("contract_id", "kind")


ROLES = Prepared(_roles)


def held_roles(user: Any) -> dict[int, set[str]]:
    """The kinds of role that `user` holds today, by contract; read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return {}
    held = getattr(user, "_roles_by_contract", None)
    if held is None:
        held = {}
        for contract_id, kind in ROLES(user.pk, timezone.localdate()):
            held.setdefault(contract_id, set()).add(kind)
        user._roles_by_contract = held
    return held


def roles_of(user: Any, contract: Contract) -> set[str]:
    return held_roles(user).get(contract.pk, set())


def can_view_contract(user: Any, contract: Contract) -> bool:
    """In the workspace: the public pages of a public contract are for everyone."""
    return is_administrator(user) or bool(roles_of(user, contract))


def sees_contract(user: Any, contract: Contract) -> bool:
    return contract.is_public or can_view_contract(user, contract)


def among_those_who_view(people: QuerySet[User], contract: Contract) -> QuerySet[User]:
    """Those of `people` for whom `can_view_contract` holds, in one query."""
    held = ContractRole.objects.on(timezone.localdate()).filter(contract=contract)
    return people.filter(Q(is_superuser=True) | Q(pk__in=held.values("user")), is_active=True)


def can_edit_contract(user: Any, contract: Contract) -> bool:
    return is_administrator(user) or bool(roles_of(user, contract) & set(WRITING))


def can_administer_contract(user: Any, contract: Contract) -> bool:
    return is_administrator(user) or ContractRoleKind.ADMINISTRATOR in roles_of(user, contract)


def is_administrator(user: Any) -> bool:
    """The administrator of the installation."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def has_any_role(user: Any) -> bool:
    return is_administrator(user) or bool(held_roles(user))


def edits_some_contract(user: Any) -> bool:
    return is_administrator(user) or any(
        kinds & set(WRITING) for kinds in held_roles(user).values()
    )


def contracts_for(user: Any) -> QuerySet[Contract]:
    """The contracts that `user` opens in the workspace."""
    if not user.is_authenticated or not user.is_active:
        return Contract.objects.none()
    if user.is_superuser:
        return Contract.objects.all()
    held = ContractRole.objects.on(timezone.localdate()).filter(user=user)
    return Contract.objects.filter(pk__in=held.values("contract"))


def require_edit(user: Any, contract: Contract) -> None:
    if not can_edit_contract(user, contract):
        raise NotAllowed(
            _("Vous pouvez lire ce contrat, pas le modifier. %(who)s")
            % {"who": who_opens_rights(contract)}
        )


def require_administration(user: Any, contract: Contract) -> None:
    if not can_administer_contract(user, contract):
        raise NotAllowed(
            _("Cela revient aux administrateurs du contrat. %(who)s")
            % {"who": who_opens_rights(contract)}
        )


def require_installation(user: Any) -> None:
    if not is_administrator(user):
        raise NotAllowed(
            _("Seuls les administrateurs de l’installation créent un contrat. Écrivez-leur.")
        )


def who_opens_rights(contract: Contract) -> str:
    """Whom to ask, by name."""
    held = ContractRole.objects.on(timezone.localdate()).filter(
        contract=contract, kind=ContractRoleKind.ADMINISTRATOR, user__is_active=True
    )
    names = list(
        dict.fromkeys(held.order_by("user__full_name").values_list("user__full_name", flat=True))
    )
    if not names:
        return _("Demandez ce droit aux administrateurs de l’installation.")
    return _("Demandez ce droit à\u00a0: %(names)s.") % {"names": ", ".join(names[:5])}
