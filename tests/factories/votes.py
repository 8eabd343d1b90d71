"""Votes at each of their stages, through the operations that people go through."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.fund.enums import Method, RequestState, RoundState
from ensemblier.fund.models import Round, Vote
from ensemblier.fund.operations import ballots, papers, votes
from tests.factories import fund as make

AT = datetime.datetime(2026, 3, 20, 10, tzinfo=datetime.UTC)
WEEK = datetime.timedelta(days=7)


def make_voted_round(
    contract: Contract,
    *,
    costs: Sequence[int] = (300_00, 400_00, 500_00),
    pledged: int = 1_000_00,
    method: str = Method.EQUAL_SHARES,
) -> Round:
    """In decision, with an eligible request for each cost."""
    round = make.make_round(make.make_fund(contract), method=method, state=RoundState.DECIDING)
    make.make_co_funder(round, pledged)
    for cost in costs:
        make.make_request(round, costs=[("Tout", cost)], state=RequestState.ELIGIBLE)
    return round


def prepared(round: Round, by: User, at: datetime.datetime = AT) -> Vote:
    values = {"opens_at": at, "closes_at": at + WEEK, "place": "Maison du projet"}
    return votes.prepare_vote(round=round, values=values, by=by, at=at)


def opened(
    round: Round, by: User, *, codes: int = 10, at: datetime.datetime = AT
) -> tuple[Vote, list[str]]:
    vote = prepared(round, by, at)
    issued = ballots.issue_codes(vote=vote, count=codes, by=by, at=at)
    return votes.open_vote(vote=vote, by=by, at=at), issued


def counted(
    round: Round, by: User, chosen: Sequence[Sequence[int]], at: datetime.datetime = AT
) -> Vote:
    """Each of `chosen` is a ballot cast at the screen."""
    vote, codes = opened(round, by, codes=len(chosen), at=at)
    for code, numbers in zip(codes, chosen, strict=True):
        ballots.cast_ballot(vote=vote, code=code, numbers=numbers, at=at)
    vote = votes.close_vote(vote=vote, by=by, at=at)
    return votes.count_vote(vote=vote, by=by, at=at)


def put_papers(vote: Vote, codes: Sequence[str], chosen: Sequence[Sequence[int]], by: User) -> None:
    """A pile of papers given against `codes`, read twice and counted."""
    for code in codes:
        ballots.give_paper(vote=vote, code=code, by=by, at=AT)
    batch = papers.start_batch(vote=vote, by=by, at=AT)
    for _reading in range(2):
        for number, numbers in enumerate(chosen, 1):
            papers.read_paper(batch=batch, number=number, numbers=numbers, by=by, at=AT)
        batch = papers.end_reading(batch=batch, by=by, at=AT)
