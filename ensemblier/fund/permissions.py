"""Who writes in the fund, who reads which part of it.

The team writes. Members of a council see and help with the requests of their council. An officer
reads the statement of the funder they serve. Who holds the code of a request follows it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ensemblier.contracts.permissions import (
    can_edit_contract,
    can_view_contract,
    has_any_role,
    who_opens_rights,
)
from ensemblier.core.exceptions import NotAllowed
from ensemblier.councils.permissions import councils_of
from ensemblier.fund.models import Fund, FundRequest, Round
from ensemblier.organizations.permissions import funders_served_by


def can_manage_fund(user: Any, row: Any) -> bool:
    """The team of the contract of a fund, a round, a request."""
    return can_edit_contract(user, row.contract)


def require_manage(user: Any, row: Any) -> None:
    if not can_manage_fund(user, row):
        raise NotAllowed(
            _("Le fonds est tenu par l’équipe du contrat. %(who)s")
            % {"who": who_opens_rights(row.contract)}
        )


def can_view_fund(user: Any, fund: Fund) -> bool:
    """The team, and the members of the councils that the fund serves."""
    return can_view_contract(user, fund.contract) or is_served(user, fund)


def is_served(user: Any, fund: Fund) -> bool:
    if fund.council_id is not None:
        return is_of_council(user, fund.council_id)
    held = councils_of(user)
    return bool(held) and fund.contract.councils.filter(pk__in=held).exists()


def is_of_council(user: Any, council_id: int | None) -> bool:
    return council_id is not None and council_id in councils_of(user)


def can_view_round(user: Any, round: Round) -> bool:
    return can_view_fund(user, round.fund)


def can_assist(user: Any, request: FundRequest) -> bool:
    """Write for a bearer who cannot: the team, and the members of the request's council."""
    return can_manage_fund(user, request) or is_of_council(user, request.council_id)


def require_assist(user: Any, request: FundRequest) -> None:
    if not can_assist(user, request):
        raise NotAllowed(
            _(
                "Une demande est complétée par son porteur, par l’équipe du contrat ou par les "
                "membres de son conseil citoyen."
            )
        )


def can_assist_round(user: Any, round: Round, council_id: int | None) -> bool:
    """Enter a request for somebody: the team for any council, a member for their own."""
    return can_manage_fund(user, round) or is_of_council(user, council_id)


def can_enter(user: Any, round: Round) -> bool:
    """Somebody for whom `can_assist_round` holds for one council at least."""
    return can_manage_fund(user, round) or is_served(user, round.fund)


def can_read_ledger(user: Any, round: Round) -> bool:
    return can_view_contract(user, round.contract)


def follows_funds(user: Any) -> bool:
    """May have something to read here: the team, members of councils, officers of funders.

    Whether their funder gives to a fund would cost a query on every page, for the menu.
    """
    return bool(has_any_role(user) or councils_of(user) or funders_served_by(user))


def is_holder_or_assistant(user: Any, request: FundRequest) -> bool:
    """None stands for who holds the code: the view has checked it."""
    return user is None or can_assist(user, request)
