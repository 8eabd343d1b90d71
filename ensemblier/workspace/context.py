"""What the workspace's layout needs on every page. Costs no query where it is not shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from ensemblier.contracts.permissions import has_any_role
from ensemblier.councils.permissions import councils_of
from ensemblier.organizations.permissions import funders_served_by, organizations_of
from ensemblier.workspace.permissions import can_open_rights

EVERYONE = {"home"}
OWN = {"my_organization"}
APPLICANTS = {"applications", "reports"}
COUNCILS = {"appraisal", "consultations", "councils", "fund"}
YEAR = {
    *("calls", "applications", "appraisal", "sessions"),
    *("funding", "agreements", "reports", "figures"),
}
TEAM = {
    *("contracts", "plans", "governance", "councils", "consultations", "fund", "draws"),
    *("territories", "organizations"),
}
FUNDERS = {"fund"}
OPENERS = {"people", "audit"}


def navigation(request: HttpRequest) -> dict[str, Callable[[], set[str]]]:
    """`workspace_keys`: the entries of the menu that lead somewhere for this person."""
    return {"workspace_keys": lambda: keys_for(getattr(request, "user", None))}


def keys_for(user: Any) -> set[str]:
    if user is None or not user.is_authenticated:
        return set()
    keys = EVERYONE | (OPENERS if can_open_rights(user) else set())
    if has_any_role(user):
        keys |= TEAM | YEAR
    if funders_served_by(user):
        keys |= YEAR | FUNDERS
    if councils_of(user):
        keys |= COUNCILS
    if organizations_of(user):
        keys |= OWN | APPLICANTS
    # Who works for nobody yet is led to their organization.
    return keys if keys - EVERYONE else keys | OWN
