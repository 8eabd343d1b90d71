"""Who may see and change people."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import contracts_for, held_roles, is_administrator
from ensemblier.core.exceptions import NotAllowed


def administered_contracts(user: User) -> QuerySet[Contract]:
    if is_administrator(user):
        return contracts_for(user)
    keys = [
        contract
        for contract, kinds in held_roles(user).items()
        if ContractRoleKind.ADMINISTRATOR in kinds
    ]
    return Contract.objects.filter(pk__in=keys)


def can_open_rights(user: User) -> bool:
    """Administrators of the installation or of some contract."""
    return is_administrator(user) or any(
        ContractRoleKind.ADMINISTRATOR in kinds for kinds in held_roles(user).values()
    )


def people_for(user: User) -> QuerySet[User]:
    """The people that `user` may look at: all, or those of the contracts they administer."""
    if is_administrator(user):
        return User.objects.all()
    administered = administered_contracts(user).values("pk")
    return User.objects.filter(
        Q(pk=user.pk) | Q(contractroles__contract__in=administered)
    ).distinct()


def require_rights_opener(user: User) -> None:
    if not can_open_rights(user):
        raise NotAllowed(
            _(
                "Les accès sont ouverts par les administrateurs d’un contrat "
                "ou de l’installation. Écrivez-leur."
            )
        )


def require_installation_administrator(user: User) -> None:
    if not is_administrator(user):
        raise NotAllowed(
            _("Seuls les administrateurs de l’installation peuvent faire cela. Écrivez-leur.")
        )
