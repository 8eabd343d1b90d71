"""The vote of a round: prepared, opened, closed, and what it decides written on each request."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ensemblier.accounts.models import User
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import euros
from ensemblier.fund.counting import election_of, outcome_of, verdict_as_json
from ensemblier.fund.enums import BatchStage, RequestState, RoundState, VoteState
from ensemblier.fund.lifecycle import VOTE
from ensemblier.fund.models import BallotBox, Candidate, FundRequest, Round, Vote
from ensemblier.fund.operations.base import managed_round, trace
from ensemblier.fund.operations.decisions import write_decision
from ensemblier.fund.queries.bearers import left_for
from ensemblier.fund.voting import Outcome, Verdict
from ensemblier.fund.wording.votes import sentence_about

FIELDS = ("opens_at", "closes_at", "place", "explanation")


def managed_vote(vote: Vote, by: User) -> Vote:
    """The vote as it is now, held with its round. Raises NotAllowed."""
    held = managed_round(vote.round, by)
    fresh = Vote.objects.select_for_update(of=("self",)).get(pk=vote.pk)
    fresh.round, fresh.contract = held, held.contract
    return fresh


@transaction.atomic
def prepare_vote(
    *, round: Round, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Vote:
    """Raises InvalidInput, Refused, NotAllowed."""
    round = managed_round(round, by)
    if round.state not in (RoundState.OPEN, RoundState.DECIDING):
        raise Refused(_("Le vote se prépare quand la campagne est annoncée ou en décision."))
    if Vote.objects.filter(round=round).exists():
        raise Refused(_("Cette campagne a déjà son vote."))
    vote = Vote(contract=round.contract, round=round, method=round.method)
    _set_dates(vote, values)
    vote.save()
    BallotBox.objects.create(contract=round.contract, vote=vote)
    trace(vote, "prepare_vote", _("%(vote)s, préparé.") % {"vote": vote}, by=by, at=at)
    return vote


@transaction.atomic
def update_vote(*, vote: Vote, values: Mapping[str, Any], by: User, at: datetime.datetime) -> Vote:
    vote = managed_vote(vote, by)
    if vote.state not in (VoteState.DRAFT, VoteState.OPEN):
        raise Refused(_("Le vote est fermé\u00a0: il ne se modifie plus."))
    changes = _set_dates(vote, values)
    if changes:
        vote.save()
        trace(
            vote, "update_vote", _("%(vote)s, modifié.") % {"vote": vote}, by=by, at=at, **changes
        )
    return vote


def _set_dates(vote: Vote, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    changes = set_values(vote, values, FIELDS)
    if vote.closes_at <= vote.opens_at:
        raise InvalidInput(_("Le vote ferme avant d’ouvrir."), field="closes_at")
    return changes


@transaction.atomic
def open_vote(*, vote: Vote, by: User, at: datetime.datetime) -> Vote:
    """Put the eligible requests to the vote, numbered by reference. Raises Refused."""
    vote = managed_vote(vote, by)
    if vote.round.state != RoundState.DECIDING:
        raise Refused(_("Passez d’abord la campagne à la décision."))
    if at >= vote.closes_at:
        raise Refused(_("La date de fermeture du vote est passée\u00a0: changez-la."))
    _put_to_the_vote(vote)
    return _move(vote, "open", by=by, at=at)


def _put_to_the_vote(vote: Vote) -> None:
    rows = FundRequest.objects.filter(round=vote.round, state=RequestState.ELIGIBLE)
    requests = list(rows.select_related("bearer", "round").order_by("reference", "pk"))
    if not requests:
        raise Refused(_("Aucune demande recevable n’est à mettre au vote."))
    costs = [min(request.asked_cents, left_for(request)) for request in requests]
    _within_ceilings(requests, costs)
    Candidate.objects.bulk_create(
        Candidate(
            contract_id=vote.contract_id, vote=vote, request=request, number=number, cost_cents=cost
        )
        for number, (request, cost) in enumerate(zip(requests, costs, strict=True), 1)
    )


def _within_ceilings(requests: list[FundRequest], costs: list[int]) -> None:
    """A bearer whose two requests pass the ceiling together could not be given both."""
    asked: dict[int, int] = defaultdict(int)
    for request, cost in zip(requests, costs, strict=True):
        asked[request.bearer_id] += cost
        if asked[request.bearer_id] > left_for(request):
            raise Refused(
                _(
                    "La demande %(reference)s et une autre du même porteur passent ensemble son "
                    "plafond de l’année\u00a0: gardez-en une, ou réduisez-les."
                )
                % {"reference": request.reference}
            )


@transaction.atomic
def close_vote(*, vote: Vote, by: User, at: datetime.datetime) -> Vote:
    """No more ballot at the screen, no more paper given; those given may still be counted."""
    return _move(managed_vote(vote, by), "close", by=by, at=at)


@transaction.atomic
def reopen_vote(*, vote: Vote, by: User, at: datetime.datetime) -> Vote:
    vote = managed_vote(vote, by)
    if at >= vote.closes_at:
        raise Refused(_("La date de fermeture est passée\u00a0: le vote ne se rouvre plus."))
    return _move(vote, "reopen", by=by, at=at)


def _move(vote: Vote, transition: str, *, by: User, at: datetime.datetime) -> Vote:
    arrow = VOTE.check(transition, vote, by)
    before = vote.state
    vote.save(update_fields=VOTE.apply(arrow, vote, at))
    with override("fr"):
        summary = f"{vote}\u00a0: {arrow.label}."
    trace(vote, f"{transition}_vote", summary, by=by, at=at, state=[before, vote.state])
    return vote


@transaction.atomic
def withdraw_candidate(*, candidate: Candidate, by: User, at: datetime.datetime) -> Candidate:
    """Take a request out of the vote: its bearer gave up. Its ballots no longer count for it."""
    vote = managed_vote(candidate.vote, by)
    if vote.state == VoteState.DECIDED:
        raise Refused(_("Le vote est dépouillé."))
    candidate = Candidate.objects.select_related("request").get(pk=candidate.pk)
    candidate.is_withdrawn = True
    candidate.save(update_fields=["is_withdrawn"])
    summary = _("%(vote)s\u00a0: la demande %(reference)s est retirée.") % {
        "vote": vote,
        "reference": candidate.request.reference,
    }
    trace(vote, "withdraw_candidate", summary, by=by, at=at)
    return candidate


@transaction.atomic
def count_vote(*, vote: Vote, by: User, at: datetime.datetime) -> Vote:
    """Apply the rule to the ballots and write its decision on each request, with its reason.

    Raises Refused while a pile of papers is half read, or when nothing was cast.
    """
    vote = managed_vote(vote, by)
    box = BallotBox.objects.select_for_update().get(vote=vote)
    _complete(vote, box)
    candidates = _standing_candidates(vote)
    vote.budget_cents = vote.round.left_cents
    outcome = outcome_of(vote, election_of(vote, box, candidates), candidates)
    vote.share = str(outcome.share or "")
    vote.raised_euros = outcome.raised
    vote.save(update_fields=["budget_cents", "share", "raised_euros"])
    verdicts = list(zip(candidates, outcome.verdicts, strict=True))
    # Those that are given nothing last: each decision sees what is left of the round.
    for candidate, verdict in sorted(verdicts, key=lambda pair: not pair[1].funded):
        _decide(candidate, verdict, by=by, at=at)
    counted = _move(vote, "count", by=by, at=at)
    _trace_result(counted, box, outcome, by=by, at=at)
    return counted


def _complete(vote: Vote, box: BallotBox) -> None:
    if vote.batches.exclude(stage=BatchStage.COUNTED).exists():
        raise Refused(_("Une pile de bulletins papier n’est pas entièrement relue."))
    if not vote.is_by_jury and not box.total:
        raise Refused(_("L’urne est vide\u00a0: il n’y a rien à dépouiller."))
    if vote.is_by_jury and vote.candidates.filter(in_favor=None, is_withdrawn=False).exists():
        raise Refused(_("Le jury n’a pas encore voté sur toutes les demandes."))


def _standing_candidates(vote: Vote) -> list[Candidate]:
    """Those still eligible; the others leave the vote."""
    rows = vote.candidates.filter(is_withdrawn=False).select_related("request")
    gone = rows.exclude(request__state=RequestState.ELIGIBLE)
    Candidate.objects.filter(pk__in=[row.pk for row in gone]).update(is_withdrawn=True)
    return list(rows.filter(request__state=RequestState.ELIGIBLE).order_by("number"))


def _decide(candidate: Candidate, verdict: Verdict, *, by: User, at: datetime.datetime) -> None:
    request = candidate.request
    candidate.votes, candidate.is_funded = verdict.votes, verdict.funded
    candidate.verdict = verdict_as_json(verdict)
    candidate.save(update_fields=["votes", "is_funded", "verdict"])
    with override(request.language):
        reason = "\n".join(filter(None, [sentence_about(candidate), candidate.remark]))
    granted = candidate.cost_cents if verdict.funded else 0
    try:
        write_decision(request=request, granted_cents=granted, reason=reason, by=by, at=at)
    except InvalidInput as refusal:
        # Such as a ceiling that another round used up: the request may leave the vote.
        raise Refused(f"{request.reference}\u00a0: {refusal}") from refusal


def _trace_result(
    vote: Vote, box: BallotBox, outcome: Outcome, *, by: User, at: datetime.datetime
) -> None:
    summary = _(
        "%(vote)s\u00a0: %(ballots)d bulletins, %(count)d demandes retenues pour %(spent)s."
    ) % {
        "vote": vote,
        "ballots": box.total,
        "count": len(outcome.winners),
        "spent": euros(outcome.spent),
    }
    trace(vote, "publish_result", summary, by=by, at=at)
