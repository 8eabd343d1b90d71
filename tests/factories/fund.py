"""Small true objects of the residents’ fund."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from typing import Any

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.fund.codes import new_code
from ensemblier.fund.enums import BearerKind, RequestState, RoundState
from ensemblier.fund.models import Bearer, CoFunder, CostLine, Fund, FundRequest, Round
from ensemblier.fund.operations.decisions import record_decision
from ensemblier.fund.operations.money import pay_bearer, receive_contribution
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization
from tests import factories

AT = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
TODAY = AT.date()
_numbers = itertools.count(1)


def make_fund(contract: Contract | None = None, **fields: Any) -> Fund:
    rank = next(_numbers)
    fields.setdefault("name", f"Fonds {rank}")
    fields.setdefault("code", f"F{rank}")
    return Fund.objects.create(contract=contract or factories.make_contract(), **fields)


def make_round(fund: Fund | None = None, **fields: Any) -> Round:
    """Open around `AT` unless told otherwise."""
    fund = fund or make_fund()
    fields.setdefault("title", f"Campagne {next(_numbers)}")
    fields.setdefault("year", 2026)
    fields.setdefault("state", RoundState.OPEN)
    fields.setdefault("opens_at", AT - datetime.timedelta(days=10))
    fields.setdefault("closes_at", AT + datetime.timedelta(days=10))
    fields.setdefault("ceiling_cents", 700_00)
    fields.setdefault("bearer_ceiling_cents", 1_000_00)
    fields.setdefault("rules_source", "règlement de test")
    fields.setdefault("rules_on", datetime.date(2026, 1, 1))
    fields.setdefault("created_at", AT)
    return Round.objects.create(contract=fund.contract, fund=fund, **fields)


def make_co_funder(
    round: Round, pledged_cents: int = 1_000_00, funder: Organization | None = None
) -> CoFunder:
    funder = funder or factories.make_organization(kind=OrganizationKind.AUTHORITY)
    share = CoFunder.objects.create(
        contract=round.contract, round=round, funder=funder, pledged_cents=pledged_cents
    )
    round.pledged_cents += pledged_cents
    round.save(update_fields=["pledged_cents"])
    return share


def make_bearer(contract: Contract, **fields: Any) -> Bearer:
    rank = next(_numbers)
    fields.setdefault("kind", BearerKind.RESIDENT)
    fields.setdefault("name", f"Habitante {rank}")
    fields.setdefault("email", f"habitante{rank}@example.org")
    return Bearer.objects.create(contract=contract, **fields)


def make_request(
    round: Round | None = None,
    *,
    costs: Sequence[tuple[str, int]] = (("Goûter", 250_00), ("Musique", 150_00)),
    **fields: Any,
) -> FundRequest:
    round = round or make_round()
    rank = next(_numbers)
    fields.setdefault("bearer", None)
    fields["bearer"] = fields["bearer"] or make_bearer(round.contract)
    fields.setdefault("title", f"Fête {rank}")
    fields.setdefault("description", "Un après-midi ensemble.")
    fields.setdefault("starts_on", TODAY + datetime.timedelta(days=30))
    fields.setdefault("place", "Au pied de l’immeuble")
    fields.setdefault("audience", "les voisins")
    fields.setdefault("people", 40)
    fields.setdefault("asked_cents", sum(cents for _label, cents in costs))
    request = FundRequest.objects.create(
        contract=round.contract,
        round=round,
        reference=f"T-{rank}",
        code=new_code(),
        ceiling_cents=round.ceiling_cents,
        received_at=AT,
        **fields,
    )
    for place, (label, cents) in enumerate(costs, start=1):
        CostLine.objects.create(request=request, rank=place, label=label, planned_cents=cents)
    return request


def make_granted(round: Round, by: User, *, cents: int = 400_00, **fields: Any) -> FundRequest:
    """Eligible, then granted: the round is led to its decision."""
    if round.state != RoundState.DECIDING:
        round.state = RoundState.DECIDING
        round.save(update_fields=["state"])
    request = make_request(round, state=RequestState.ELIGIBLE, **fields)
    record_decision(request=request, granted_cents=cents, by=by, at=AT)
    return FundRequest.objects.get(pk=request.pk)


def make_paid(round: Round, by: User, *, cents: int = 400_00, **fields: Any) -> FundRequest:
    """Granted and paid at once; the co-funders pay in what it takes."""
    request = make_granted(round, by, cents=cents, **fields)
    for share in round.co_funders.all():
        left = share.pledged_cents - share.received_cents
        if left:
            receive_contribution(co_funder=share, amount_cents=left, on=TODAY, by=by, at=AT)
    pay_bearer(request=request, amount_cents=cents, on=TODAY, by=by, at=AT)
    return FundRequest.objects.get(pk=request.pk)
