"""The pages of the residents’ fund with an address that answers on the demonstration."""

from __future__ import annotations

from typing import Any

from ensemblier.fund.models import Fund, FundRequest, LedgerTransaction, Round
from ensemblier.fund.operations.files import add_file
from tests import factories
from tests.journeys.site.ground import Addresses


class FundSite:
    """The invented fund: a round that is over, one that is open."""

    def __init__(self, contract: Any, author: dict[str, Any]) -> None:
        self.slug = contract.slug
        self.fund = Fund.objects.get(contract=contract, code="FPH")
        rounds = Round.objects.filter(fund=self.fund)
        self.decided = rounds.get(title="Campagne de printemps")
        self.open = rounds.get(title="Campagne d’hiver")
        self.share = self.decided.co_funders.earliest("pk")
        self.movement = LedgerTransaction.objects.filter(round=self.decided).earliest("pk")
        self.to_complete = FundRequest.objects.get(round=self.open, state="to_complete")
        self.eligible = FundRequest.objects.get(round=self.open, state="eligible")
        self.paid = FundRequest.objects.get(round=self.decided, state="advanced")
        self.file = add_file(
            request=self.paid, kind="receipt", uploaded=factories.make_upload(), **author
        )

    def public(self) -> Addresses:
        return {
            "portal:fund": (self.fund.pk,),
            "portal:fund_ask": (self.fund.pk,),
            "portal:fund_cancel": (self.to_complete.code,),
            "portal:fund_complete": (self.to_complete.code,),
            "portal:fund_find": (),
            "portal:fund_follow": (self.paid.code,),
            "portal:fund_join": (self.paid.code,),
            "portal:fund_report": (self.paid.code,),
            "portal:funds": (),
        }

    def working(self) -> Addresses:
        fund, open_round, decided = (self.fund.pk,), (self.open.pk,), (self.decided.pk,)
        eligible = (self.eligible.pk,)
        return {
            "fund:correct": (*decided, self.movement.pk),
            "fund:edit_fund": fund,
            "fund:edit_request": eligible,
            "fund:edit_round": open_round,
            "fund:enter": open_round,
            "fund:fund": fund,
            "fund:help_action": (*eligible, "avis"),
            "fund:join_file": eligible,
            "fund:ledger": decided,
            "fund:list": (),
            "fund:money": (*decided, self.share.pk, "reversement"),
            "fund:move_round": (*open_round, "start_deciding"),
            "fund:new_fund": (self.slug,),
            "fund:new_round": fund,
            "fund:report": (self.paid.pk,),
            "fund:request": (self.paid.pk,),
            "fund:round": open_round,
            "fund:share": open_round,
            "fund:statement": (*fund, self.share.funder_id, self.decided.year),
            "fund:team_action": (*eligible, "completer"),
        }

    def parameters(self, name: str) -> dict[str, Any]:
        """For the addresses of the fund that are no pages; nothing for those of other rooms."""
        if not name.startswith(("fund:", "portal:fund")):
            return {}
        rows = {"fund:file": self.paid, "fund:letter": self.paid}
        of_fund = name.startswith(("portal:", "fund:statement"))
        return {
            "pk": (self.fund if of_fund else rows.get(name, self.decided)).pk,
            "code": self.paid.code,
            "year": self.decided.year,
            "funder_pk": self.share.funder_id,
            "file_pk": self.file.pk,
            "name": "demande",
        }
