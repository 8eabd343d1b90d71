"""Funds and rounds, as the team and as everybody sees them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from ensemblier.contracts.permissions import contracts_for
from ensemblier.councils.permissions import councils_of
from ensemblier.fund.enums import FUNDED, UNDECIDED, RoundState
from ensemblier.fund.models import CoFunder, Fund, FundRequest, Round
from ensemblier.organizations.permissions import funders_served_by


def funds_seen_by(user: Any) -> QuerySet[Fund]:
    """Those of the contracts that `user` opens, and those that serve a council they sit in."""
    held = councils_of(user)
    served = Q(council__in=held) | Q(council=None, contract__councils__in=held)
    rows = Fund.objects.filter(Q(contract__in=contracts_for(user)) | served).distinct()
    return rows.select_related("contract", "council").order_by("name", "pk")


def fund_for(user: Any, pk: int) -> Fund | None:
    return funds_seen_by(user).filter(pk=pk).first()


def rounds_seen_by(user: Any) -> QuerySet[Round]:
    rows = Round.objects.filter(fund__in=funds_seen_by(user).values("pk"))
    return rows.select_related("contract", "fund__council", "fund__contract", "copied_from")


def round_for(user: Any, pk: int) -> Round | None:
    return rounds_seen_by(user).filter(pk=pk).first()


def team_round_for(user: Any, pk: int) -> Round | None:
    """For what only those who open the contract read: the ledger."""
    return rounds_seen_by(user).filter(contract__in=contracts_for(user), pk=pk).first()


def rounds_of(fund: Fund) -> QuerySet[Round]:
    """Each with its counts: requests, to answer, financed, and what was reached."""
    return (
        Round.objects.filter(fund=fund)
        .annotate(
            request_count=Count("requests"),
            waiting_count=Count("requests", filter=Q(requests__state__in=UNDECIDED)),
            funded_count=Count("requests", filter=Q(requests__state__in=FUNDED)),
        )
        .order_by("-year", "-opens_at", "-pk")
    )


def last_round_of(fund: Fund) -> Round | None:
    return Round.objects.filter(fund=fund).order_by("-opens_at", "-pk").first()


STILL_GIVING = (RoundState.OPEN, RoundState.DECIDING)


@dataclass(frozen=True)
class YearMoney:
    """A fund in a year, in cents. `left` can still be asked for or granted: what remains of a round
    that is decided goes back to its co-funders."""

    year: int
    committed: int = 0
    left: int = 0
    funded: int = 0
    people: int = 0


def year_money(fund: Fund, year: int) -> YearMoney:
    """Rounds in preparation aside: their money is not promised to anybody yet."""
    rounds = Round.objects.filter(fund=fund, year=year).exclude(state=RoundState.DRAFT)
    return money_of(rounds).get(fund.pk, YearMoney(year))


def money_of(rounds: Iterable[Round]) -> dict[int, YearMoney]:
    """By fund, what its `rounds` come to: they are all of one year. One query for all funds."""
    of_fund: dict[int, list[Round]] = defaultdict(list)
    for one in rounds:
        of_fund[one.fund_id].append(one)
    financed = FundRequest.objects.filter(round__in=chain(*of_fund.values()), state__in=FUNDED)
    people = [Sum(f"report__{name}", default=0) for name in ("women", "men", "girls", "boys")]
    rows = financed.order_by().values_list("round__fund").annotate(Count("pk"), *people)
    reached = {pk: (count, sum(sums)) for pk, count, *sums in rows}
    return {
        pk: YearMoney(
            all_of[0].year,
            sum(one.committed_cents for one in all_of),
            sum(one.left_cents for one in all_of if one.state in STILL_GIVING),
            *reached.get(pk, (0, 0)),
        )
        for pk, all_of in of_fund.items()
    }


def public_funds() -> QuerySet[Fund]:
    """Announced at least once, of contracts that everybody sees."""
    rounds = Round.objects.exclude(state=RoundState.DRAFT).order_by("opens_at", "pk")
    return (
        Fund.objects.filter(is_public=True, contract__is_public=True)
        .filter(pk__in=rounds.values("fund"))
        .select_related("contract", "council")
        .prefetch_related(Prefetch("rounds", queryset=rounds, to_attr="shown_rounds"))
        .order_by("contract__name", "name", "pk")
    )


def open_rounds_of(fund: Fund, at: datetime.datetime) -> list[Round]:
    rows = Round.objects.filter(
        fund=fund, state=RoundState.OPEN, opens_at__lte=at, closes_at__gt=at
    ).select_related("fund__contract", "fund__council", "contract")
    return list(rows.order_by("closes_at", "pk"))


def co_funders_of(round: Round) -> QuerySet[CoFunder]:
    return CoFunder.objects.filter(round=round).select_related("funder").order_by("pk")


def statement_keys_for(user: Any) -> QuerySet[CoFunder]:
    """The shares whose statement `user` reads: of their contracts, or of the funders they serve."""
    seen = Q(contract__in=contracts_for(user)) | Q(funder__in=funders_served_by(user))
    return CoFunder.objects.filter(seen).select_related("funder", "round__fund", "contract")
