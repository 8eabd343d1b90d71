"""What the workspace's layout needs on every page. Costs no query where it is not shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from ensemblier.contracts.permissions import has_any_role
from ensemblier.workspace.permissions import can_open_rights

EVERYONE = {"home"}
TEAM = {"contracts", "plans", "territories", "organizations"}
OPENERS = {"people", "audit"}


def navigation(request: HttpRequest) -> dict[str, Callable[[], set[str]]]:
    """`workspace_keys`: the entries of the menu that lead somewhere for this person."""
    return {"workspace_keys": lambda: keys_for(getattr(request, "user", None))}


def keys_for(user: Any) -> set[str]:
    if user is None or not user.is_authenticated:
        return set()
    team = TEAM if has_any_role(user) else set()
    openers = OPENERS if can_open_rights(user) else set()
    return EVERYONE | team | openers
