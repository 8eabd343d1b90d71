"""From the ballot box to the election that the rules of `voting` decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from ensemblier.fund.enums import Method
from ensemblier.fund.models import BallotBox, Candidate, Vote
from ensemblier.fund.voting import (
    Election,
    Outcome,
    Project,
    Reason,
    Rule,
    Verdict,
    decide,
    greedy,
)

CENTS = 100
RULES = {Method.RESIDENTS: Rule.MAJORITY, Method.EQUAL_SHARES: Rule.EQUAL_SHARES}


def key_of(numbers: Sequence[int]) -> str:
    """How a ballot is kept in the box: «1,4»."""
    return ",".join(str(number) for number in sorted(set(numbers)))


def numbers_of(key: str) -> list[int]:
    return [int(part) for part in key.split(",") if part]


def election_of(vote: Vote, box: BallotBox, candidates: Sequence[Candidate]) -> Election:
    """Requests of the vote in the order of their numbers; what is not among them is left out."""
    places = {candidate.number: place for place, candidate in enumerate(candidates)}
    return Election(
        tuple(_project(candidate) for candidate in candidates),
        tuple(_ballots(box, places)),
        vote.budget_cents or 0,
        unit=CENTS,
        needs_support=True,
    )


def _project(candidate: Candidate) -> Project:
    request = candidate.request
    return Project(request.reference, candidate.cost_cents, request.title)


def _ballots(box: BallotBox, places: dict[int, int]) -> Iterator[frozenset[int]]:
    for key, count in sorted(box.ballots.items()):
        ballot = frozenset(places[number] for number in numbers_of(key) if number in places)
        for _one in range(count):
            yield ballot


def outcome_of(vote: Vote, election: Election, candidates: Sequence[Candidate]) -> Outcome:
    if vote.is_by_jury:
        return greedy(jury_election(election, candidates), rule=Rule.MAJORITY)
    return decide(election, RULES[Method(vote.method)])


def jury_election(election: Election, candidates: Sequence[Candidate]) -> Election:
    """The voices for as supports, where there are more of them than voices against."""
    supports = [
        (row.in_favor or 0) if (row.in_favor or 0) > (row.against or 0) else 0 for row in candidates
    ]
    return replace(election, ballots=tuple(_as_ballots(supports)))


def _as_ballots(votes: Sequence[int]) -> Iterator[frozenset[int]]:
    for rank in range(max(votes, default=0)):
        yield frozenset(place for place, count in enumerate(votes) if count > rank)


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    told = asdict(verdict)
    del told["project"], told["funded"], told["votes"]
    for name in ("price", "supporters_left"):
        told[name] = None if told[name] is None else str(told[name])
    return told


def verdict_of(candidate: Candidate) -> Verdict:
    """What `verdict_as_json` kept."""
    told = dict(candidate.verdict)
    for name in ("price", "supporters_left"):
        told[name] = None if told[name] is None else Fraction(told[name])
    told["reason"] = Reason(told["reason"])
    return Verdict(
        _project(candidate), bool(candidate.is_funded), votes=candidate.votes or 0, **told
    )
