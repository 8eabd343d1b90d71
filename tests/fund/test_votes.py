"""A vote from its codes to the decisions: one person one ballot, and nothing that links them."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.fund.enums import BatchStage, CodeUse, Method, RequestState
from ensemblier.fund.models import (
    BallotBox,
    BearerYear,
    Candidate,
    FundDecision,
    FundRequest,
    VotingCode,
)
from ensemblier.fund.operations import ballots, jury, papers, votes
from ensemblier.fund.operations.decisions import record_decision
from ensemblier.fund.operations.receiving import Cost, update_request
from ensemblier.fund.operations.rounds import move_round, update_round
from ensemblier.fund.wording.votes import sentence_about
from tests.factories import votes as make
from tests.factories.fund import make_bearer, make_request
from tests.factories.votes import AT, WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(contract):
    return make.make_voted_round(contract)


@pytest.fixture
def vote_and_codes(round, editor):
    return make.opened(round, editor)


def box_of(vote):
    return BallotBox.objects.get(vote=vote)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_equal_shares_decide_and_each_request_is_told_why(round, editor):
    # Six people want 1 and 3, four want 2: a little over a third of the voters get 2.
    vote = make.counted(round, editor, [[1, 3]] * 6 + [[2]] * 4)
    rows = list(Candidate.objects.filter(vote=vote).select_related("request"))
    assert [(row.votes, row.is_funded) for row in rows] == [(6, True), (4, True), (6, False)]
    assert [row.request.state for row in rows] == [
        RequestState.GRANTED,
        RequestState.GRANTED,
        RequestState.NOT_GRANTED,
    ]
    assert vote.budget_cents == 1_000_00
    said = FundDecision.objects.get(request=rows[1].request)
    assert (said.granted_cents, said.method) == (400_00, Method.EQUAL_SHARES)
    assert plain(said.reason) == (
        "4 personnes ont soutenu ce projet. Chacune a payé 100 € de sa part, "
        "ce qui fait les 400 € du projet."
    )
    assert plain(sentence_about(rows[2])) == (
        "6 personnes ont soutenu ce projet. Le projet coûte 500 €. À la fin, il restait à ses "
        "soutiens 300 € en tout, et 300 € dans le fonds : ce n’était pas assez."
    )


def test_the_majority_of_residents(contract, editor):
    round = make.make_voted_round(contract, method=Method.RESIDENTS)
    vote = make.counted(round, editor, [[1, 3]] * 6 + [[2]] * 4)
    assert list(vote.candidates.values_list("is_funded", flat=True)) == [True, False, True]


def test_money_left_over_does_not_go_to_what_nobody_wants(round, editor):
    vote = make.counted(round, editor, [[1], [1]])
    assert list(vote.candidates.values_list("is_funded", flat=True)) == [True, False, False]
    last = vote.candidates.last()
    assert plain(sentence_about(last)) == (
        "Personne n’a soutenu ce projet. Il fallait au moins un soutien."
    )


def test_a_code_votes_once(vote_and_codes):
    vote, codes = vote_and_codes
    ballots.cast_ballot(vote=vote, code=codes[0].lower(), numbers=[2, 1], at=AT)
    with pytest.raises(InvalidInput, match="déjà servi"):
        ballots.cast_ballot(vote=vote, code=codes[0], numbers=[3], at=AT)
    box = box_of(vote)
    assert (box.ballots, box.on_screen) == ({"1,2": 1}, 1)


def test_a_wrong_code_and_an_unknown_project_leave_the_box_as_it_was(vote_and_codes):
    vote, codes = vote_and_codes
    with pytest.raises(InvalidInput, match="n’existe pas"):
        ballots.cast_ballot(vote=vote, code="AAAA-BBBB-CCCC", numbers=[1], at=AT)
    with pytest.raises(InvalidInput, match="de la liste"):
        ballots.cast_ballot(vote=vote, code=codes[0], numbers=[9], at=AT)
    assert (box_of(vote).ballots, box_of(vote).on_screen) == ({}, 0)
    assert VotingCode.objects.filter(use=CodeUse.SCREEN).count() == 0


@pytest.mark.parametrize("late", [-datetime.timedelta(minutes=1), WEEK])
def test_a_ballot_before_or_after_the_hours_is_not_taken(vote_and_codes, late):
    vote, codes = vote_and_codes
    with pytest.raises(Refused, match="pas ouvert"):
        ballots.cast_ballot(vote=vote, code=codes[0], numbers=[1], at=AT + late)


def test_a_code_of_another_vote_is_worth_nothing(contract, editor, vote_and_codes):
    vote, _codes = vote_and_codes
    _other, theirs = make.opened(make.make_voted_round(contract), editor)
    with pytest.raises(InvalidInput, match="n’existe pas"):
        ballots.cast_ballot(vote=vote, code=theirs[0], numbers=[1], at=AT)


def test_a_code_given_for_a_paper_votes_no_more_at_the_screen(vote_and_codes, editor):
    vote, codes = vote_and_codes
    ballots.give_paper(vote=vote, code=codes[0], by=editor, at=AT)
    with pytest.raises(InvalidInput, match="échangé"):
        ballots.cast_ballot(vote=vote, code=codes[0], numbers=[1], at=AT)
    with pytest.raises(InvalidInput, match="échangé"):
        ballots.give_paper(vote=vote, code=codes[0], by=editor, at=AT)
    assert box_of(vote).papers_given == 1


def test_the_database_refuses_more_ballots_than_codes(vote_and_codes):
    vote, _codes = vote_and_codes
    box = box_of(vote)
    for columns in ({"on_screen": 11}, {"papers_given": 11}, {"on_paper": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BallotBox.objects.filter(pk=box.pk).update(**columns)


def test_papers_are_counted_once_two_readings_agree(vote_and_codes, editor):
    vote, codes = vote_and_codes
    for code in codes[:3]:
        ballots.give_paper(vote=vote, code=code, by=editor, at=AT)
    batch = papers.start_batch(vote=vote, by=editor, at=AT)
    for number, chosen in enumerate([[1], [], [2, 3]], 1):
        papers.read_paper(batch=batch, number=number, numbers=chosen, by=editor, at=AT)
    batch = papers.end_reading(batch=batch, by=editor, at=AT)
    with pytest.raises(Refused, match="reste 3 bulletins"):
        papers.end_reading(batch=batch, by=editor, at=AT)
    for number, chosen in enumerate([[1], [], [2]], 1):
        papers.read_paper(batch=batch, number=number, numbers=chosen, by=editor, at=AT)
    with pytest.raises(Refused, match="bulletins n° 3"):
        papers.end_reading(batch=batch, by=editor, at=AT)
    papers.read_paper(batch=batch, number=3, numbers=[3, 2], by=editor, at=AT)
    batch = papers.end_reading(batch=batch, by=editor, at=AT)
    assert (batch.stage, batch.first, batch.second) == (BatchStage.COUNTED, [], [])
    box = box_of(vote)
    assert (box.ballots, box.on_paper, box.total) == ({"": 1, "1": 1, "2,3": 1}, 3, 3)


def test_a_slip_of_the_first_reading_is_corrected_by_the_second(vote_and_codes, editor):
    vote, codes = vote_and_codes
    ballots.give_paper(vote=vote, code=codes[0], by=editor, at=AT)
    batch = papers.start_batch(vote=vote, by=editor, at=AT)
    papers.read_paper(batch=batch, number=1, numbers=[1], by=editor, at=AT)
    papers.end_reading(batch=batch, by=editor, at=AT)
    papers.read_paper(batch=batch, number=1, numbers=[2], by=editor, at=AT)
    papers.correct_first_reading(batch=batch, number=1, by=editor, at=AT)
    papers.end_reading(batch=batch, by=editor, at=AT)
    assert box_of(vote).ballots == {"2": 1}


def test_no_more_papers_than_were_given(vote_and_codes, editor):
    vote, codes = vote_and_codes
    with pytest.raises(Refused, match="en a trop"):
        make.put_papers(vote, codes[:1], [[1], [2]], editor)
    assert box_of(vote).on_paper == 0


def test_a_pile_half_read_holds_the_count_back(vote_and_codes, editor):
    vote, codes = vote_and_codes
    ballots.cast_ballot(vote=vote, code=codes[0], numbers=[1], at=AT)
    papers.start_batch(vote=vote, by=editor, at=AT)
    vote = votes.close_vote(vote=vote, by=editor, at=AT)
    with pytest.raises(Refused, match="pas entièrement relue"):
        votes.count_vote(vote=vote, by=editor, at=AT)


def test_an_empty_box_decides_nothing(vote_and_codes, editor):
    vote, _codes = vote_and_codes
    vote = votes.close_vote(vote=vote, by=editor, at=AT)
    with pytest.raises(Refused, match="urne est vide"):
        votes.count_vote(vote=vote, by=editor, at=AT)


def test_a_lot_that_was_lost_is_cancelled(vote_and_codes, editor):
    vote, codes = vote_and_codes
    ballots.cast_ballot(vote=vote, code=codes[0], numbers=[1], at=AT)
    assert ballots.cancel_lot(vote=vote, lot=1, by=editor, at=AT) == 9
    with pytest.raises(InvalidInput, match="n’existe pas"):
        ballots.cast_ballot(vote=vote, code=codes[1], numbers=[1], at=AT)
    assert box_of(vote).codes == 1


def test_two_requests_of_one_bearer_beyond_the_ceiling_stop_the_opening(round, contract, editor):
    bearer = make_bearer(contract)
    for _twice in range(2):
        costs = [("Tout", 600_00)]
        make_request(round, bearer=bearer, costs=costs, state=RequestState.ELIGIBLE)
    with pytest.raises(Refused, match="du même porteur"):
        make.opened(round, editor)


def test_a_request_given_up_leaves_the_vote(vote_and_codes, editor):
    vote, codes = vote_and_codes
    ballots.cast_ballot(vote=vote, code=codes[0], numbers=[1, 2], at=AT)
    first, second, _third = vote.candidates.all()
    votes.withdraw_candidate(candidate=first, by=editor, at=AT)
    vote = votes.close_vote(vote=vote, by=editor, at=AT)
    votes.count_vote(vote=vote, by=editor, at=AT)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_funded, second.is_funded) == (None, True)
    assert first.request.state == RequestState.ELIGIBLE


def test_what_people_vote_on_is_neither_decided_by_hand_nor_changed(vote_and_codes, editor):
    vote, _codes = vote_and_codes
    request = vote.candidates.select_related("request").first().request
    with pytest.raises(Refused, match="mise au vote"):
        record_decision(request=request, granted_cents=1, by=editor, at=AT)
    names = ("title", "description", "starts_on", "ends_on", "place", "audience", "people")
    values = {name: getattr(request, name) for name in names}
    costs = [Cost("Tout", request.asked_cents)]
    asked = {"asked_cents": request.asked_cents - 1, "area": None}
    with pytest.raises(InvalidInput, match="mise au vote"):
        update_request(request=request, values=values | asked, costs=costs, by=editor, at=AT)

    votes.withdraw_candidate(candidate=vote.candidates.get(request=request), by=editor, at=AT)
    record_decision(request=request, granted_cents=1, by=editor, at=AT)
    request.refresh_from_db()
    assert request.granted_cents == 1


def test_the_rule_of_a_vote_that_is_prepared_stays(round, editor):
    update_round(round=round, values={"method": Method.RESIDENTS}, by=editor, at=AT)
    vote = make.prepared(round, editor)
    assert vote.method == Method.RESIDENTS
    with pytest.raises(InvalidInput, match="est préparé") as refusal:
        update_round(round=round, values={"method": Method.JURY}, by=editor, at=AT)
    assert refusal.value.field == "method"


def test_a_count_that_a_ceiling_stops_names_the_request(vote_and_codes, editor):
    vote, codes = vote_and_codes
    ballots.cast_ballot(vote=vote, code=codes[0], numbers=[1], at=AT)
    request = vote.candidates.select_related("request__round").first().request
    BearerYear.objects.create(
        contract=request.contract,
        fund=request.round.fund,
        bearer=request.bearer,
        year=request.round.year,
        committed_cents=request.round.bearer_ceiling_cents,
        ceiling_cents=request.round.bearer_ceiling_cents,
    )
    vote = votes.close_vote(vote=vote, by=editor, at=AT)
    with pytest.raises(Refused, match=request.reference):
        votes.count_vote(vote=vote, by=editor, at=AT)
    assert not FundDecision.objects.exists()


def test_nobody_but_the_team_touches_a_vote(round, outsider, reader):
    for person in (outsider, reader):
        with pytest.raises(NotAllowed):
            make.prepared(round, person)


def test_the_vote_opens_once_the_round_is_in_decision(contract, editor):
    round = make.make_voted_round(contract)
    move_round(round=round, transition="reopen", by=editor, at=AT)
    with pytest.raises(Refused, match="à la décision"):
        make.opened(round, editor)


def test_codes_come_before_the_opening(round, editor):
    vote = make.prepared(round, editor)
    with pytest.raises(Refused, match="codes de vote"):
        votes.open_vote(vote=vote, by=editor, at=AT)


def test_a_jury_decides_by_majority(contract, editor):
    round = make.make_voted_round(contract, method=Method.JURY, pledged=800_00)
    vote = make.prepared(round, editor)
    for name in ("Aline", "Bachir", "Chloé"):
        jury.add_jury_member(
            vote=vote, name=name, capacity="conseil", is_present=True, by=editor, at=AT
        )
    vote = votes.open_vote(vote=vote, by=editor, at=AT)
    rows = list(vote.candidates.all())
    with pytest.raises(InvalidInput, match="4 voix pour 3"):
        jury.note_voices(
            candidate=rows[0], in_favor=4, against=0, abstained=0, remark="", by=editor, at=AT
        )
    for row, voices in zip(rows, [(3, 0, 0), (1, 1, 1), (2, 1, 0)], strict=True):
        in_favor, against, abstained = voices
        jury.note_voices(
            candidate=row,
            in_favor=in_favor,
            against=against,
            abstained=abstained,
            remark="",
            by=editor,
            at=AT,
        )
    vote = votes.close_vote(vote=vote, by=editor, at=AT)
    votes.count_vote(vote=vote, by=editor, at=AT)
    rows = list(vote.candidates.select_related("request"))
    assert [row.is_funded for row in rows] == [True, False, True]
    assert plain(sentence_about(rows[0])) == (
        "Le jury a voté : 3 pour, 0 contre, 0 sans choisir. La majorité est pour : 300 €."
    )
    assert plain(sentence_about(rows[1])).endswith("Il n’y a pas plus de voix pour que contre.")


def test_who_sat_in_a_jury_is_forgotten_in_time(contract, editor):
    vote = make.prepared(make.make_voted_round(contract, method=Method.JURY), editor)
    jury.add_jury_member(vote=vote, name="Aline", capacity="", is_present=True, by=editor, at=AT)
    type(vote).objects.filter(pk=vote.pk).update(decided_at=AT)
    year = datetime.timedelta(days=365)
    assert jury.forget_juries(at=AT + year, days=365) == 0
    assert jury.forget_juries(at=AT + year + WEEK, days=365) == 1


def dump(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return cursor.fetchall()


def test_the_same_votes_in_another_order_leave_the_same_rows(round, contract, editor):
    """Whatever the order in which people vote, the same rows remain: none can be told from it."""
    vote, codes = make.opened(round, editor, codes=4)
    chosen = dict(zip(codes, [[1], [2, 3], [], [1]], strict=True))
    left = []
    for order in (codes, list(reversed(codes))):
        VotingCode.objects.update(use=CodeUse.UNUSED)
        BallotBox.objects.update(ballots={}, on_screen=0)
        for code in order:
            ballots.cast_ballot(vote=vote, code=code, numbers=chosen[code], at=AT)
        left.append((dump("fund_ballotbox"), sorted(dump("fund_votingcode"))))
    assert left[0] == left[1]


def test_a_ballot_leaves_no_entry_in_the_trail(vote_and_codes, editor):
    vote, codes = vote_and_codes
    before = Entry.objects.count()
    ballots.cast_ballot(vote=vote, code=codes[0], numbers=[1], at=AT)
    ballots.give_paper(vote=vote, code=codes[1], by=editor, at=AT)
    assert Entry.objects.count() == before


def test_no_code_is_kept(vote_and_codes):
    _vote, codes = vote_and_codes
    everything = str(dump("fund_votingcode")) + str(dump("fund_vote")) + str(dump("audit_entry"))
    assert not any(code in everything for code in codes)


def test_nothing_of_the_box_is_told_before_the_count(vote_and_codes):
    vote, codes = vote_and_codes
    ballots.cast_ballot(vote=vote, code=codes[0], numbers=[1], at=AT)
    assert list(vote.candidates.values_list("votes", "is_funded")) == [(None, None)] * 3
    assert FundRequest.objects.filter(state=RequestState.GRANTED).count() == 0
