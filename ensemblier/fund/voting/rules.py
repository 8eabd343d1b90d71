"""The three rules: Equal Shares, greedy, majority."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ensemblier.fund.voting.buying import Run, Table
from ensemblier.fund.voting.election import Election, Outcome, Purchase, Reason, Rule, Verdict


def decide(election: Election, rule: Rule) -> Outcome:
    if rule == Rule.EQUAL_SHARES:
        return equal_shares(election)
    return greedy(election) if rule == Rule.GREEDY else majority(election)


def equal_shares(election: Election, *, keep_raising: bool = False) -> Outcome:
    """Equal Shares, each share raised by one euro while the outcome fits, then by votes.

    Raising stops at the first outcome beside which nothing more fits in the budget; with
    `keep_raising` it goes on, as in Wieliczka, until the next outcome costs too much.
    """
    if not election.ballots:
        return greedy(election, rule=Rule.EQUAL_SHARES)
    table = Table(election)
    run, raised = _last_that_fits(table, keep_raising=keep_raising)
    bought = [*table.free, *run.places]
    added, verdicts = _by_votes(election, already=bought, reason=Reason.COMPLETION)
    purchases = run.told()
    paid = {one.place: one for one in purchases}
    verdicts |= {place: _bought(election, place, paid.get(place)) for place in bought}
    for place, verdict in verdicts.items():
        if verdict.reason == Reason.TOO_DEAR:
            verdicts[place] = _not_bought(verdict, run.money_left(place))
    return Outcome(
        Rule.EQUAL_SHARES,
        election,
        (*bought, *added),
        tuple(verdicts[place] for place in range(len(election.projects))),
        purchases,
        run.share,
        raised,
    )


def greedy(election: Election, *, rule: Rule = Rule.GREEDY) -> Outcome:
    """By number of votes; what does not fit in what is left is passed over."""
    reason = Reason.COMPLETION if rule == Rule.EQUAL_SHARES else Reason.VOTES
    winners, verdicts = _by_votes(election, already=[], reason=reason)
    return Outcome(rule, election, tuple(winners), tuple(verdicts[p] for p in sorted(verdicts)))


def majority(election: Election) -> Outcome:
    """By number of votes among the projects that more than half of the ballots support."""
    lost = [p for p, votes in enumerate(election.votes) if 2 * votes <= len(election.ballots)]
    winners, verdicts = _by_votes(election, already=[], reason=Reason.VOTES, without=lost)
    for place in lost:
        verdicts[place] = Verdict(
            election.projects[place], False, Reason.NO_MAJORITY, election.votes[place]
        )
    return Outcome(
        Rule.MAJORITY, election, tuple(winners), tuple(verdicts[p] for p in sorted(verdicts))
    )


def _last_that_fits(table: Table, *, keep_raising: bool) -> tuple[Run, int]:
    """The run kept, and by how many euros each share was raised for it."""
    election = table.election
    kept, raised = None, 0
    while True:
        share = Fraction(election.budget, len(election.ballots)) + raised * election.unit
        run = Run(table, share)
        spent = run.buy_all(kept.places if kept else (), election.budget)
        if kept and spent > election.budget:
            return kept, raised - 1
        missing = set(table.sold).difference(run.places)
        left = election.budget - spent
        if not missing or not (keep_raising or any(table.costs[p] <= left for p in missing)):
            return run, raised
        kept, raised = run, raised + 1


def _by_votes(
    election: Election, *, already: Sequence[int], reason: Reason, without: Sequence[int] = ()
) -> tuple[list[int], dict[int, Verdict]]:
    """The projects added by number of votes, and the verdict of each that was considered."""
    left = election.budget - election.cost_of(already)
    settled, added, verdicts = {*already, *without}, [], {}
    for place in election.order:
        if place in settled:
            continue
        project, votes = election.projects[place], election.votes[place]
        unwanted = election.needs_support and not votes
        fits = project.cost <= left and not unwanted
        why = reason if fits else Reason.NOBODY if unwanted else Reason.TOO_DEAR
        verdicts[place] = Verdict(project, fits, why, votes, left_over=left)
        if fits:
            added.append(place)
            left -= project.cost
    return added, verdicts


def _bought(election: Election, place: int, purchase: Purchase | None) -> Verdict:
    project, votes = election.projects[place], election.votes[place]
    if purchase is None:
        return Verdict(project, True, Reason.FREE, votes)
    return Verdict(
        project,
        True,
        Reason.SHARES,
        votes,
        price=purchase.price,
        paying=purchase.paying,
        emptied=len(purchase.emptied),
    )


def _not_bought(verdict: Verdict, money: Fraction) -> Verdict:
    return Verdict(
        verdict.project,
        False,
        Reason.SUPPORTERS_SPENT,
        verdict.votes,
        supporters_left=money,
        left_over=verdict.left_over,
    )
