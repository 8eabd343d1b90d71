"""Writes on a fund and on its rounds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import set_values
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import euros
from ensemblier.fund.enums import RoundState
from ensemblier.fund.lifecycle import ROUND
from ensemblier.fund.models import CoFunder, Fund, Round, Vote
from ensemblier.fund.operations.base import locked_co_funders, managed_round, trace
from ensemblier.organizations.models import Organization

FUND_FIELDS = (
    *("name", "code", "council", "presentation", "email", "phone", "address"),
    "is_public",
)
RULES = (
    *("method", "ceiling_cents", "bearer_ceiling_cents", "min_delay_days"),
    *("report_days", "advance_percent", "exclusions", "rules_source", "rules_on"),
)
DATES = ("opens_at", "closes_at", "decides_on")
ROUND_FIELDS = ("title", "year", *DATES, *RULES)
# What residents were told when they asked does not change under their feet.
FROZEN = ("year", "ceiling_cents", "bearer_ceiling_cents")


@transaction.atomic
def create_fund(
    *, contract: Contract, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Fund:
    """Raises InvalidInput, NotAllowed."""
    require_edit(by, contract)
    Contract.objects.select_for_update().get(pk=contract.pk)
    fund = Fund(contract=contract)
    _set_fund(fund, values)
    trace(fund, "create_fund", _("Fonds créé\u00a0: %(fund)s") % {"fund": fund}, by=by, at=at)
    return fund


@transaction.atomic
def update_fund(*, fund: Fund, values: Mapping[str, Any], by: User, at: datetime.datetime) -> Fund:
    require_edit(by, fund.contract)
    fund = Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
    changes = _set_fund(fund, values)
    if changes:
        summary = _("Fonds modifié\u00a0: %(fund)s") % {"fund": fund}
        trace(fund, "update_fund", summary, by=by, at=at, **changes)
    return fund


def _set_fund(fund: Fund, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    council = values.get("council")
    if council is not None and council.contract_id != fund.contract_id:
        raise InvalidInput(_("Ce conseil est d’un autre contrat."), field="council")
    changes = set_values(fund, values, FUND_FIELDS)
    fund.save()
    return changes


@transaction.atomic
def create_round(
    *,
    fund: Fund,
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    copied_from: Round | None = None,
) -> Round:
    """In preparation. From another round come its co-funders too. Raises InvalidInput."""
    require_edit(by, fund.contract)
    round = Round(fund=fund, contract=fund.contract, created_at=at, copied_from=copied_from)
    set_values(round, values, ROUND_FIELDS)
    round.save()
    if copied_from is not None:
        for share in copied_from.co_funders.order_by("pk"):
            _add_share(round, share.funder, share.pledged_cents)
    trace(
        round, "create_round", _("Campagne créée\u00a0: %(round)s") % {"round": round}, by=by, at=at
    )
    return round


@transaction.atomic
def update_round(
    *, round: Round, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Round:
    """Raises InvalidInput, Refused, NotAllowed."""
    round = managed_round(round, by)
    if round.state == RoundState.CLOSED:
        raise Refused(_("Cette campagne est terminée\u00a0: elle ne se modifie plus."))
    before = {name: getattr(round, name) for name in FROZEN}
    changes = set_values(round, values, ROUND_FIELDS)
    moved = [name for name in FROZEN if getattr(round, name) != before[name]]
    if moved and round.requests.exists():
        raise InvalidInput(
            _("Des demandes sont arrivées avec cette règle\u00a0: elle ne change plus."),
            field=moved[0],
        )
    if "method" in changes and Vote.objects.filter(round=round).exists():
        raise InvalidInput(
            _("Le vote de cette campagne est préparé avec cette règle\u00a0: elle ne change plus."),
            field="method",
        )
    if changes:
        round.save()
        summary = _("Campagne modifiée\u00a0: %(round)s") % {"round": round}
        trace(round, "update_round", summary, by=by, at=at, **changes)
    return round


@transaction.atomic
def set_share(
    *,
    round: Round,
    funder: Organization,
    pledged_cents: int,
    by: User,
    at: datetime.datetime,
) -> CoFunder | None:
    """What `funder` promises; 0 takes it out. Never below what is engaged or paid in."""
    round = managed_round(round, by)
    if round.state == RoundState.CLOSED:
        raise Refused(_("Cette campagne est terminée\u00a0: elle ne se modifie plus."))
    share = next((one for one in locked_co_funders(round) if one.funder_id == funder.pk), None)
    before = share.pledged_cents if share else 0
    if share is None:
        share = _add_share(round, funder, pledged_cents) if pledged_cents else None
    else:
        _change_share(round, share, pledged_cents)
    summary = _("%(round)s\u00a0: %(funder)s promet %(amount)s.") % {
        "round": round,
        "funder": funder.label,
        "amount": euros(pledged_cents),
    }
    trace(round, "set_share", summary, by=by, at=at, pledged=[before, pledged_cents])
    return share if pledged_cents else None


def _add_share(round: Round, funder: Organization, pledged_cents: int) -> CoFunder:
    share = CoFunder.objects.create(
        contract_id=round.contract_id, round=round, funder=funder, pledged_cents=pledged_cents
    )
    round.pledged_cents += pledged_cents
    round.save(update_fields=["pledged_cents"])
    return share


def _change_share(round: Round, share: CoFunder, pledged_cents: int) -> None:
    least = max(share.committed_cents, share.received_cents)
    if pledged_cents < least:
        raise InvalidInput(
            _("%(amount)s sont déjà engagés ou versés\u00a0: la promesse ne descend pas plus bas.")
            % {"amount": euros(least)},
            field="pledged_cents",
        )
    if not pledged_cents and share.entries.exists():
        raise InvalidInput(
            _("Le livre de comptes parle de ce cofinanceur\u00a0: il reste dans la campagne."),
            field="pledged_cents",
        )
    round.pledged_cents += pledged_cents - share.pledged_cents
    share.pledged_cents = pledged_cents
    # The round first: its constraint compares it with what is engaged.
    round.save(update_fields=["pledged_cents"])
    if pledged_cents:
        share.save(update_fields=["pledged_cents"])
    else:
        share.delete()


@transaction.atomic
def move_round(*, round: Round, transition: str, by: User, at: datetime.datetime) -> Round:
    """Announce, decide, close… Raises Refused, NotAllowed."""
    round = managed_round(round, by)
    arrow = ROUND.check(transition, round, by)
    if transition == "start_deciding" and at < round.closes_at:
        raise Refused(
            _("Les demandes sont encore ouvertes. Avancez leur date de fermeture, ou attendez.")
        )
    if transition == "announce" and round.closes_at <= at:
        raise Refused(_("Les demandes seraient déjà fermées\u00a0: changez les dates."))
    before = round.state
    round.save(update_fields=ROUND.apply(arrow, round, at))
    summary = _("%(round)s\u00a0: %(label)s.") % {"round": round, "label": arrow.label}
    trace(round, f"{transition}_round", summary, by=by, at=at, state=[before, round.state])
    return round
