"""The pages of votes with an address that answers: one is open, one is decided, one is a jury's."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.fund.enums import Method
from ensemblier.fund.models import Vote
from ensemblier.fund.operations import jury, papers, votes
from tests.factories import votes as make
from tests.journeys.site.ground import Addresses


class VoteSite:
    def __init__(self, contract: Any, editor: User) -> None:
        now = timezone.now()
        self.decided = Vote.objects.get(contract=contract, state="decided")
        self.open, _codes = make.opened(make.make_voted_round(contract), editor, at=now)
        papers.start_batch(vote=self.open, by=editor, at=now)
        self.to_vote = make.make_voted_round(contract)
        by_jury = make.make_voted_round(contract, method=Method.JURY)
        self.by_jury = make.prepared(by_jury, editor, now)
        self.juror = jury.add_jury_member(
            vote=self.by_jury, name="Aline Une", capacity="", is_present=True, by=editor, at=now
        )
        votes.open_vote(vote=self.by_jury, by=editor, at=now)

    def public(self) -> Addresses:
        return {
            "portal:vote": (self.decided.pk,),
            "portal:vote_ballot": (self.open.pk,),
            "portal:vote_thanks": (self.open.pk,),
        }

    def working(self) -> Addresses:
        opened, by_jury = (self.open.pk,), (self.by_jury.pk,)
        return {
            "fund:edit_vote": opened,
            "fund:move_vote": (*opened, "close"),
            "fund:prepare_vote": (self.to_vote.pk,),
            "fund:vote": (self.decided.pk,),
            "fund:vote_batch": (*opened, 1),
            "fund:vote_cancel_lot": (*opened, 1),
            "fund:vote_codes": opened,
            "fund:vote_give_paper": opened,
            "fund:vote_jury": by_jury,
            "fund:vote_remove_juror": (*by_jury, self.juror.pk),
            "fund:vote_voices": (*by_jury, 1),
            "fund:vote_withdraw": (*opened, 1),
        }

    def parameters(self, name: str) -> dict[str, Any]:
        """For the addresses of votes that are no pages."""
        if "vote" not in name:
            return {}
        decided = name.endswith("vote_ballots")
        return {"pk": (self.decided if decided else self.open).pk, "rank": 1, "name": "effacer"}
