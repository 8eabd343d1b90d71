"""Votes as they are read: by the team, by everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from ensemblier.fund.counting import CENTS, election_of
from ensemblier.fund.enums import CodeUse, Method, VoteState
from ensemblier.fund.models import BallotBox, Candidate, Vote, VotingCode
from ensemblier.fund.permissions import can_view_round
from ensemblier.fund.voting import Election
from ensemblier.fund.voting.pabulib import write_pabulib
from ensemblier.fund.voting.words import money
from ensemblier.fund.wording.votes import sentence_about


@dataclass(frozen=True)
class Standing:
    """A request of the vote, and what became of it."""

    candidate: Candidate
    sentence: str

    @property
    def is_settled(self) -> bool:
        return self.candidate.is_funded is not None


def with_round(votes: QuerySet[Vote]) -> QuerySet[Vote]:
    return votes.select_related("contract", "round__contract", "round__fund__council", "box")


def vote_for(user: Any, pk: int) -> Vote | None:
    """None for people for whom it does not exist."""
    vote = with_round(Vote.objects.filter(pk=pk)).first()
    return vote if vote and can_view_round(user, vote.round) else None


def public_votes() -> QuerySet[Vote]:
    return with_round(
        Vote.objects.exclude(state=VoteState.DRAFT).filter(
            round__fund__is_public=True, contract__is_public=True
        )
    )


def candidates_of(vote: Vote) -> list[Candidate]:
    return list(vote.candidates.select_related("request__area").order_by("number"))


def standings_of(vote: Vote) -> list[Standing]:
    """Those that are funded first, then in the order of the ballot."""
    rows = sorted(candidates_of(vote), key=lambda row: (not row.is_funded, row.number))
    return [Standing(row, sentence_about(row)) for row in rows]


def spent_of(standings: Iterable[Standing]) -> int:
    return sum(one.candidate.cost_cents for one in standings if one.candidate.is_funded)


@dataclass(frozen=True)
class Lot:
    lot: int
    printed: int
    used: int
    cancelled: int

    @property
    def left(self) -> int:
        return self.printed - self.used - self.cancelled


def lots_of(vote: Vote) -> list[Lot]:
    """For each lot of codes: how many were printed, used, cancelled, and are left."""
    used = Q(use__in=[CodeUse.SCREEN, CodeUse.PAPER])
    rows = (
        VotingCode.objects.filter(vote=vote)
        .order_by("lot")
        .values("lot")
        .annotate(
            printed=Count("pk"),
            used=Count("pk", filter=used),
            cancelled=Count("pk", filter=Q(use=CodeUse.CANCELLED)),
        )
    )
    return [Lot(**row) for row in rows]


def share_words(vote: Vote) -> str:
    """What each ballot had to spend in the end, as money; blank under another rule."""
    return money(Fraction(vote.share), CENTS) if vote.share else ""


def equal_part_words(vote: Vote) -> str:
    """What each ballot had before shares were raised."""
    if not vote.share:
        return ""
    return money(Fraction(vote.share) - vote.raised_euros * CENTS, CENTS)


def election_counted(vote: Vote) -> Election:
    box = BallotBox.objects.get(vote=vote)
    rows = vote.candidates.filter(is_withdrawn=False).select_related("request")
    return election_of(vote, box, list(rows.order_by("number")))


def ballots_file(vote: Vote) -> str:
    """The ballots of a vote that is decided, without anything that tells whose they are."""
    rules = {Method.EQUAL_SHARES: "equalshares/add1", Method.RESIDENTS: "majority"}
    meta = {
        "description": vote.round.title,
        "country": "France",
        "unit": vote.contract.name,
        "subunit": vote.round.fund.name,
        "instance": vote.round.year,
        "rule": rules[Method(vote.method)],
        "date_begin": f"{vote.opens_at:%d.%m.%Y}",
        "date_end": f"{vote.closes_at:%d.%m.%Y}",
        "language": "fr",
        "currency": "EUR",
    }
    return write_pabulib(election_counted(vote), meta)
