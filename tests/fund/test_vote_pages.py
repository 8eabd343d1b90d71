"""The pages of a vote: the team's, and the one where people vote."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ensemblier.fund.enums import CodeUse, Method
from ensemblier.fund.models import BallotBox, PaperBatch, Vote, VotingCode
from ensemblier.fund.operations import ballots, votes
from ensemblier.fund.voting import equal_shares, read_pabulib
from tests.factories import votes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(contract):
    return make.make_voted_round(contract)


@pytest.fixture
def vote_and_codes(round, editor):
    return make.opened(round, editor, at=timezone.now())


def address(name, vote, *args):
    return reverse(name, args=[vote.pk, *args])


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_somebody_votes_without_account(vote_and_codes, visitor_client):
    vote, codes = vote_and_codes
    page = address("portal:vote_ballot", vote)
    typed = {"code": codes[0].lower().replace("-", " "), "numbers": ["1", "3"]}
    again = visitor_client.post(page, typed)
    assert "Est-ce bien votre vote ?" in text_of(again)
    assert BallotBox.objects.get().total == 0
    sent = visitor_client.post(page, {**typed, "step": "cast"})
    assert sent.headers["Location"] == address("portal:vote_thanks", vote)
    assert BallotBox.objects.get().ballots == {"1,3": 1}
    assert "votre vote est dans l’urne" in text_of(
        visitor_client.post(page, {**typed, "step": "cast"})
    )
    assert "sessionid" not in visitor_client.cookies


def test_a_wrong_code_keeps_what_was_ticked(vote_and_codes, visitor_client):
    vote, _codes = vote_and_codes
    typed = {"code": "AAAA", "numbers": ["2"]}
    page = text_of(visitor_client.post(address("portal:vote_ballot", vote), typed))
    assert "Ce code n’existe pas pour ce vote." in page
    assert page.count(" checked") == 1


def test_a_blank_ballot_is_said_to_be_blank(vote_and_codes, visitor_client):
    vote, codes = vote_and_codes
    page = visitor_client.post(address("portal:vote_ballot", vote), {"code": codes[0]})
    assert "c’est un vote blanc" in text_of(page)


def test_a_changed_mind_goes_back_with_what_was_typed(vote_and_codes, visitor_client):
    vote, codes = vote_and_codes
    typed = {"code": codes[0], "numbers": ["2"], "change": "yes"}
    page = text_of(visitor_client.post(address("portal:vote_ballot", vote), typed))
    assert codes[0] in page
    assert page.count(" checked") == 1


def test_one_votes_only_while_the_vote_is_open(round, editor, visitor_client):
    vote, codes = make.opened(round, editor, at=timezone.now() - datetime.timedelta(days=30))
    page = address("portal:vote_ballot", vote)
    assert visitor_client.get(page).headers["Location"] == address("portal:vote", vote)
    assert visitor_client.post(page, {"code": codes[0]}).status_code == 302


def test_a_vote_in_preparation_is_nobody_s_business(round, editor, visitor_client):
    vote = make.prepared(round, editor)
    for name in ("vote", "vote_ballot", "vote_thanks", "vote_ballots"):
        assert visitor_client.get(address(f"portal:{name}", vote)).status_code == 404


def test_the_result_is_told_project_by_project(round, editor, visitor_client):
    vote = make.counted(round, editor, [[1, 3]] * 6 + [[2]] * 4, at=timezone.now())
    page = text_of(visitor_client.get(address("portal:vote", vote)))
    assert "chaque bulletin a reçu une part égale, 100 €" in page
    assert "6 personnes ont soutenu ce projet. Chacune a payé 50 € de sa part" in page
    assert "700 € sont donnés, sur 1 000 €." in page
    for candidate in vote.candidates.select_related("request__bearer"):
        assert candidate.request.bearer.name not in page


def test_the_ballots_can_be_counted_again(round, editor, visitor_client):
    vote, codes = make.opened(round, editor, codes=2, at=timezone.now())
    file = address("portal:vote_ballots", vote)
    for code, numbers in zip(codes, [[1, 3], [2]], strict=True):
        ballots.cast_ballot(vote=vote, code=code, numbers=numbers, at=timezone.now())
    vote = votes.close_vote(vote=vote, by=editor, at=timezone.now())
    assert visitor_client.get(file).status_code == 404
    votes.count_vote(vote=vote, by=editor, at=timezone.now())
    election = read_pabulib(visitor_client.get(file).content)
    funded = vote.candidates.filter(is_funded=True).values_list("request__reference", flat=True)
    assert sorted(equal_shares(election).ids) == sorted(funded)


def test_the_team_prepares_prints_and_opens(round, editor_client):
    now = timezone.localtime()
    dates = {
        "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + datetime.timedelta(days=3):%Y-%m-%dT%H:%M}",
    }
    editor_client.post(reverse("fund:prepare_vote", args=[round.pk]), dates)
    vote = Vote.objects.get()
    slips = editor_client.post(address("fund:vote_codes", vote), {"count": "40"})
    assert slips.headers["Content-Type"] == "application/pdf"
    assert slips.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert VotingCode.objects.count() == 40
    editor_client.post(address("fund:move_vote", vote, "open"))
    vote.refresh_from_db()
    assert (vote.state, vote.candidates.count()) == ("open", 3)
    paper = editor_client.get(address("fund:vote_paper", vote))
    assert paper.headers["Content-Type"] == "application/pdf"
    detail = text_of(editor_client.get(address("fund:vote", vote)))
    assert "codes valables" in detail


def test_papers_are_typed_twice_on_their_pages(vote_and_codes, editor_client):
    vote, codes = vote_and_codes
    for code in codes[:2]:
        editor_client.post(address("fund:vote_give_paper", vote), {"code": code})
    editor_client.post(address("fund:vote_start_batch", vote))
    pile = address("fund:vote_batch", vote, 1)
    end = address("fund:vote_batch_step", vote, 1, "finir")
    for _reading in range(2):
        editor_client.post(pile, {"bulletin": "1", "numbers": ["1"]})
        editor_client.post(pile, {"bulletin": "2"})
        editor_client.post(end)
    assert BallotBox.objects.get().ballots == {"": 1, "1": 1}
    assert PaperBatch.objects.get().stage == "counted"


def test_a_page_sent_twice_counts_one_paper(vote_and_codes, editor_client):
    vote, _codes = vote_and_codes
    editor_client.post(address("fund:vote_start_batch", vote))
    for _twice in range(2):
        editor_client.post(address("fund:vote_batch", vote, 1), {"bulletin": "1", "numbers": ["1"]})
    assert PaperBatch.objects.get().first == [[1]]


def test_readings_that_differ_are_shown(vote_and_codes, editor_client):
    vote, codes = vote_and_codes
    editor_client.post(address("fund:vote_give_paper", vote), {"code": codes[0]})
    editor_client.post(address("fund:vote_start_batch", vote))
    pile, end = (
        address("fund:vote_batch", vote, 1),
        address("fund:vote_batch_step", vote, 1, "finir"),
    )
    editor_client.post(pile, {"bulletin": "1", "numbers": ["1"]})
    editor_client.post(end)
    editor_client.post(pile, {"bulletin": "1", "numbers": ["2"]})
    assert "Les deux saisies diffèrent" in text_of(editor_client.get(pile))
    editor_client.post(address("fund:vote_batch_step", vote, 1, "garder"), {"bulletin": "1"})
    editor_client.post(end)
    assert BallotBox.objects.get().ballots == {"2": 1}


def test_a_jury_notes_its_voices(contract, editor, editor_client, visitor_client):
    round = make.make_voted_round(contract, method=Method.JURY)
    vote = make.prepared(round, editor, timezone.now())
    for name in ("Aline Une", "Bachir Deux"):
        editor_client.post(
            address("fund:vote_jury", vote),
            {"name": name, "capacity": "conseil", "is_present": "on"},
        )
    editor_client.post(address("fund:move_vote", vote, "open"))
    for number in (1, 2, 3):
        typed = {"in_favor": "2", "against": "0", "abstained": "0", "remark": "Bonne idée."}
        editor_client.post(address("fund:vote_voices", vote, number), typed)
    for step in ("close", "count"):
        editor_client.post(address("fund:move_vote", vote, step))
    page = text_of(visitor_client.get(address("portal:vote", vote)))
    assert "Le jury a voté : 2 pour, 0 contre, 0 sans choisir." in page
    assert "Aline Une" not in page


def test_others_read_or_see_nothing(vote_and_codes, reader_client, outsider_client):
    vote, codes = vote_and_codes
    assert reader_client.get(address("fund:vote", vote)).status_code == 200
    assert reader_client.post(address("fund:vote_codes", vote), {"count": "5"}).status_code == 403
    assert reader_client.post(address("fund:move_vote", vote, "close")).status_code == 403
    assert outsider_client.get(address("fund:vote", vote)).status_code == 404
    assert VotingCode.objects.filter(use=CodeUse.UNUSED).count() == len(codes)


@pytest.mark.parametrize("name", ["fund:vote", "portal:vote"])
def test_the_page_costs_the_same_for_three_requests_or_thirty(
    contract, editor, editor_client, name
):
    costs = []
    for count in (3, 30):
        round = make.make_voted_round(contract, costs=[10_00] * count)
        vote = make.counted(round, editor, [[1, 2], [1]], at=timezone.now())
        editor_client.get(address(name, vote))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert editor_client.get(address(name, vote)).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
