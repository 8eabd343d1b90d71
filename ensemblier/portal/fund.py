"""The residents’ funds for everyone: what is left, what was financed, how to ask."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.core.typography import long_date
from ensemblier.councils.models import Council
from ensemblier.fund.enums import RoundState, Standing
from ensemblier.fund.models import Fund, FundRequest, Round
from ensemblier.fund.permissions import can_view_fund
from ensemblier.fund.queries.funds import YearMoney, money_of, public_funds
from ensemblier.territories.models import Area


@dataclass(frozen=True)
class FundCard:
    """A fund in a few words: its money of the year, and until when one may ask."""

    fund: Fund
    money: YearMoney
    open_rounds: list[Round]
    coming: Round | None

    @property
    def url(self) -> str:
        return reverse("portal:fund", args=[self.fund.pk])

    @property
    def until(self) -> str:
        """By day alone: a kept page may be some hours old."""
        if self.open_rounds:
            return _("Demandes jusqu’au %(day)s.") % {
                "day": long_date(self.open_rounds[0].closes_at.date())
            }
        if self.coming:
            return _("Demandes à partir du %(day)s.") % {
                "day": long_date(self.coming.opens_at.date())
            }
        return _("Pas de demande possible en ce moment.")


def cards_of(funds: Iterable[Fund], at: datetime.datetime) -> list[FundCard]:
    """`funds` come from `public_funds`; one query for all of them."""
    shown: dict[Fund, list[Round]] = {fund: fund.shown_rounds for fund in funds}  # type: ignore[attr-defined]
    years = {
        fund: max((one.year for one in rounds if one.opens_at <= at), default=at.year)
        for fund, rounds in shown.items()
    }
    money = money_of(
        one for fund, rounds in shown.items() for one in rounds if one.year == years[fund]
    )
    return [
        _card(fund, rounds, money.get(fund.pk, YearMoney(years[fund])), at)
        for fund, rounds in shown.items()
    ]


def card_of(fund: Fund, at: datetime.datetime) -> FundCard:
    return cards_of([fund], at)[0]


def _card(fund: Fund, rounds: list[Round], money: YearMoney, at: datetime.datetime) -> FundCard:
    standing = [(one, one.standing_at(at)) for one in rounds]
    return FundCard(
        fund=fund,
        money=money,
        open_rounds=[one for one, where in standing if where == Standing.OPEN],
        coming=next((one for one, where in standing if where == Standing.COMING), None),
    )


def readable_fund(user: Any, pk: int) -> Fund | None:
    """A public fund; the team and its council see one that is not."""
    fund = public_funds().filter(pk=pk).first()
    if fund is not None:
        return fund
    hidden = Fund.objects.filter(pk=pk).select_related("contract", "council").first()
    if hidden is None or not can_view_fund(user, hidden):
        return None
    rounds = Round.objects.filter(fund=hidden).exclude(state=RoundState.DRAFT)
    hidden.shown_rounds = list(rounds.order_by("opens_at", "pk"))  # type: ignore[attr-defined]
    return hidden


def funds_of_area(area: Area, at: datetime.datetime) -> list[FundCard]:
    """Those of its councils, and those of the whole contracts that cover it."""
    whole = Q(council=None, contract__contractareas__area=area)
    rows = public_funds().filter(Q(council__areas=area) | whole).distinct()
    return cards_of(rows, at)


def funds_of_council(council: Council, at: datetime.datetime) -> list[FundCard]:
    """Its own, and that of its whole contract."""
    mine = Q(council=council) | Q(council=None, contract=council.contract_id)
    return cards_of(public_funds().filter(mine), at)


def thread_of(fund: Fund) -> dict[str, Any]:
    """Up to the contract and the neighbourhoods of its council; down to what was financed."""
    contract = fund.contract
    before = [(contract.name, contract.get_absolute_url(), "")]
    if fund.council:
        areas = fund.council.areas.order_by("name")
        before += [(area.name, area.get_absolute_url(), "") for area in areas]
    return {
        "before": before,
        "here": fund.name,
        "after": [(_("Ce qui a été financé"), "#financees", "")],
    }


def thread_of_request(request: FundRequest) -> dict[str, Any]:
    fund = request.round.fund
    before = [(fund.name, reverse("portal:fund", args=[fund.pk]), "")]
    if request.area:
        before.append((request.area.name, request.area.get_absolute_url(), ""))
    node = request.node
    if node is not None:
        plan = node.version.plan
        before.append((node.short_title, f"{plan.get_absolute_url()}{node.theme_id}/", ""))
    return {"before": before, "here": request.title, "after": []}
