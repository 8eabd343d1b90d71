"""The people as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _


def columns() -> list[str]:
    return [_("nom"), _("adresse électronique"), _("téléphone"), _("compte"), _("droits")]


def rows(people: Iterable[Any]) -> Iterable[list[Any]]:
    """`people` comes from `queries.with_roles`."""
    for person in people:
        roles = [f"{role.contract}\u00a0: {role.get_kind_display()}" for role in person.roles_today]
        if person.is_superuser:
            roles.insert(0, _("administration de l’installation"))
        yield [
            person.full_name,
            person.email or "",
            person.phone,
            _("actif") if person.is_active else _("désactivé"),
            "; ".join(roles),
        ]
