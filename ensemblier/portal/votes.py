"""What everybody reads about a vote."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.fund.documents.votes import dates_of
from ensemblier.fund.enums import CodeUse, VoteState
from ensemblier.fund.models import Vote, VotingCode
from ensemblier.fund.queries.votes import (
    equal_part_words,
    public_votes,
    share_words,
    spent_of,
    standings_of,
)


def public_vote(pk: int) -> Vote | None:
    return public_votes().filter(pk=pk).first()


def vote_page(vote: Vote, at: datetime.datetime) -> dict[str, Any]:
    standings = standings_of(vote)
    is_over = vote.state in (VoteState.CLOSED, VoteState.DECIDED) or at >= vote.closes_at
    return {
        "vote": vote,
        "round": vote.round,
        "contract": vote.contract,
        "dates": dates_of(vote),
        "receives": vote.receives_at(at) and not vote.is_by_jury,
        "is_over": is_over,
        "is_coming": at < vote.opens_at,
        "standings": standings,
        "spent_cents": spent_of(standings),
        "share": share_words(vote),
        "equal_part": equal_part_words(vote),
        "codes_cancelled": VotingCode.objects.filter(vote=vote, use=CodeUse.CANCELLED).count(),
        "thread": thread_of(vote),
        "breadcrumb": [
            (_("Fonds des habitants"), reverse("portal:funds")),
            (vote.round.fund.name, reverse("portal:fund", args=[vote.round.fund_id])),
            (vote.round.title, ""),
        ],
        "current": "fund",
    }


def thread_of(vote: Vote) -> dict[str, Any]:
    """Up to the contract and the council; down to what the fund gave."""
    fund = vote.round.fund
    before = [(vote.contract.name, vote.contract.get_absolute_url(), "")]
    if fund.council is not None:
        before.append((fund.council.name, fund.council.get_absolute_url(), ""))
    after = [(fund.name, reverse("portal:fund", args=[fund.pk]), "")]
    return {"before": before, "here": vote.round.title, "after": after}
