"""What the addresses of votes stand for when every kind of person tries them.

One vote is open, with a pile of papers; another is a jury's; a third is decided.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.fund.enums import Method
from ensemblier.fund.operations import jury, papers, votes
from tests.factories import votes as make
from tests.programming import Programming

OPEN = (
    *("vote", "edit_vote", "move_vote", "vote_withdraw", "vote_paper", "vote_codes"),
    *("vote_cancel_lot", "vote_give_paper", "vote_start_batch", "vote_batch", "vote_batch_step"),
)
BY_JURY = ("vote_voices", "vote_jury", "vote_remove_juror")
STANDS_FOR = {
    **{f"fund:{name}.pk": "vote.pk" for name in OPEN},
    **{f"fund:{name}.pk": "jury_vote.pk" for name in BY_JURY},
    "fund:vote_ballots.pk": "decided_vote.pk",
    "fund:prepare_vote.pk": "round_to_vote.pk",
    "fund:vote_remove_juror.member_pk": "juror.pk",
    "portal:vote.pk": "vote.pk",
    "portal:vote_ballot.pk": "vote.pk",
    "portal:vote_thanks.pk": "vote.pk",
    "portal:vote_ballots.pk": "decided_vote.pk",
}
LITERALS = {
    "fund:move_vote.name": "close",
    "fund:vote_batch_step.name": "effacer",
    "fund:*.lot": 1,
    "fund:*.rank": 1,
    "fund:*.number": 1,
}


def vote_rows(programming: Programming, editor: User) -> dict[str, Any]:
    contract, now = programming.call.contract, timezone.now()
    vote, _codes = make.opened(make.make_voted_round(contract), editor, at=now)
    papers.start_batch(vote=vote, by=editor, at=now)
    by_jury = make.make_voted_round(contract, method=Method.JURY)
    jury_vote = make.prepared(by_jury, editor, now)
    juror = jury.add_jury_member(
        vote=jury_vote, name="Aline Une", capacity="", is_present=True, by=editor, at=now
    )
    votes.open_vote(vote=jury_vote, by=editor, at=now)
    return {
        "vote": vote,
        "jury_vote": jury_vote,
        "juror": juror,
        "decided_vote": make.counted(make.make_voted_round(contract), editor, [[1]], at=now),
        "round_to_vote": make.make_voted_round(contract),
    }
