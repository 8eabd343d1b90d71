"""Territories are shared by all contracts: whoever works here reads, contract editors write."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.permissions import edits_a_contract, holds_a_role


def can_view_territories(user: Any) -> bool:
    return holds_a_role(user)


def can_edit_territories(user: Any) -> bool:
    return edits_a_contract(user)


def require_edit(user: Any) -> None:
    if not can_edit_territories(user):
        raise NotAllowed(
            _(
                "Les territoires sont modifiés par les personnes qui ont le droit d’écriture "
                "sur un contrat, et par les administrateurs. Demandez à l’une d’elles."
            )
        )
