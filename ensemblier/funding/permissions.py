"""Whose column it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ensemblier.applications.lifecycle import speaks_for_funder
from ensemblier.applications.models import Request
from ensemblier.appraisal.permissions import is_recused
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import can_view_call, funders_of_call_served_by
from ensemblier.calls.queries import calls_seen_by
from ensemblier.contracts.permissions import can_edit_contract, has_any_role
from ensemblier.core.exceptions import NotAllowed
from ensemblier.funding.models import Scenario
from ensemblier.organizations.permissions import funders_served_by


def can_view_some_matrix(user: Any) -> bool:
    return has_any_role(user) or bool(funders_served_by(user))


def can_view_matrix(user: Any, call: Call) -> bool:
    """The team and the funders of the call, who see one another's columns."""
    return can_view_call(user, call)


def can_set_amount(user: Any, request: Request) -> bool:
    """An officer, in the column of their funder; the team, which writes down what it was told."""
    return speaks_for_funder(user, request) and not is_recused(user, request.application)


def columns_of(user: Any, call: Call) -> set[int] | None:
    """The funders whose column `user` may write; None for all of them."""
    if can_edit_contract(user, call.contract):
        return None
    return funders_of_call_served_by(user, call)


def require_write(user: Any, call: Call) -> None:
    if columns_of(user, call) == set():
        raise NotAllowed(
            _("Vous lisez ce tableau\u00a0; les financeurs de l’appel et l’équipe y écrivent.")
        )


def can_follow_money(user: Any) -> bool:
    """Decisions, agreements and payments of some call: its team, its readers, its funders."""
    return has_any_role(user) or calls_seen_by(user).exists()


def can_edit_scenario(user: Any, scenario: Scenario) -> bool:
    """Its author while they may still write in the matrix, and the team."""
    if can_edit_contract(user, scenario.call.contract):
        return True
    return scenario.created_by_id == user.pk and bool(columns_of(user, scenario.call))
