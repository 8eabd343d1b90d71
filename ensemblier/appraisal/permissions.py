"""Who gives an opinion, and who stays out of the room."""

from __future__ import annotations

from typing import Any

from ensemblier.applications.models import Application
from ensemblier.applications.permissions import is_author
from ensemblier.appraisal.models import Opinion, Recusal
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.councils.permissions import councils_of
from ensemblier.organizations.permissions import funders_served_by


def is_recused(user: Any, application: Application) -> bool:
    """Declared, or plain: nobody judges the application of an organization of theirs."""
    if not user.is_authenticated:
        return False
    return (
        is_author(user, application)
        or Recusal.objects.filter(
            call=application.call_id, user=user, organization=application.action.bearer_id
        ).exists()
    )


def can_give_opinion(user: Any, opinion: Opinion) -> bool:
    """In the name of one's funder, service or council; the team writes down what it was told."""
    if is_recused(user, opinion.application):
        return False
    if opinion.council_id is not None and opinion.council_id in councils_of(user):
        return True
    own = opinion.organization_id is not None and opinion.organization_id in funders_served_by(user)
    return own or can_edit_contract(user, opinion.contract)
