"""Funds and rounds: prepared, announced, decided, closed."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.fund.enums import RequestState, RoundState, Standing
from ensemblier.fund.models import Round
from ensemblier.fund.operations.rounds import (
    create_fund,
    create_round,
    move_round,
    set_share,
    update_round,
)
from tests import factories
from tests.factories import fund as make
from tests.factories import programming

pytestmark = pytest.mark.django_db

AT = make.AT
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def fund(contract):
    return make.make_fund(contract)


def move(round: Round, name: str, by, at=AT) -> Round:
    return move_round(round=round, transition=name, by=by, at=at)


def test_a_fund_belongs_to_a_council_of_its_contract(contract, editor, outsider):
    stranger = programming.make_council()
    values = {"name": "Le fonds", "code": "FPH", "council": stranger}
    with pytest.raises(InvalidInput, match="autre contrat") as refusal:
        create_fund(contract=contract, values=values, by=editor, at=AT)
    assert refusal.value.field == "council"
    with pytest.raises(NotAllowed):
        create_fund(contract=contract, values={"name": "x", "code": "Y"}, by=outsider, at=AT)


def test_a_round_takes_the_co_funders_of_the_last(fund, editor):
    last = make.make_round(fund, title="Printemps")
    share = make.make_co_funder(last, 500_00)
    values = {
        "title": "Automne",
        "year": 2026,
        "opens_at": AT,
        "closes_at": AT + HOUR,
        "ceiling_cents": 700_00,
        "bearer_ceiling_cents": 1_000_00,
        "rules_source": "règlement",
        "rules_on": AT.date(),
    }
    round = create_round(fund=fund, values=values, copied_from=last, by=editor, at=AT)

    assert round.state == RoundState.DRAFT
    assert [one.funder for one in round.co_funders.all()] == [share.funder]
    assert Round.objects.get(pk=round.pk).pledged_cents == 500_00


def test_a_round_is_not_announced_without_money(fund, editor):
    round = make.make_round(fund, state=RoundState.DRAFT)
    with pytest.raises(Refused, match="qui met de l’argent"):
        move(round, "announce", editor)
    make.make_co_funder(round)
    assert move(round, "announce", editor).state == RoundState.OPEN


def test_the_hour_says_where_a_round_stands(fund):
    round = make.make_round(fund)
    told = [
        round.standing_at(at)
        for at in (round.opens_at - HOUR, round.opens_at, round.closes_at - HOUR, round.closes_at)
    ]
    assert told == [Standing.COMING, Standing.OPEN, Standing.OPEN, Standing.ENDED]


def test_deciding_waits_for_the_closing_hour(fund, editor):
    round = make.make_round(fund)
    with pytest.raises(Refused, match="encore ouvertes"):
        move(round, "start_deciding", editor)
    assert move(round, "start_deciding", editor, round.closes_at).state == RoundState.DECIDING


def test_a_round_ends_once_every_request_has_its_answer(fund, editor):
    round = make.make_round(fund, state=RoundState.DECIDING)
    make.make_co_funder(round)
    request = make.make_request(round, state=RequestState.ELIGIBLE)
    with pytest.raises(Refused, match="attendent encore une réponse"):
        move(round, "finish", editor)
    request.state = RequestState.GRANTED
    request.save()
    move(round, "finish", editor)
    with pytest.raises(Refused, match="ne sont pas soldées"):
        move(round, "close", editor)


def test_rules_under_which_residents_asked_do_not_change(fund, editor):
    round = make.make_round(fund)
    make.make_request(round)
    with pytest.raises(InvalidInput, match="ne change plus") as refusal:
        update_round(round=round, values={"ceiling_cents": 600_00}, by=editor, at=AT)
    assert refusal.value.field == "ceiling_cents"
    update_round(round=round, values={"title": "Un autre nom"}, by=editor, at=AT)
    assert Round.objects.get(pk=round.pk).title == "Un autre nom"


def test_a_promise_does_not_go_below_what_is_engaged(fund, editor):
    round = make.make_round(fund)
    share = make.make_co_funder(round, 500_00)
    make.make_granted(round, editor, cents=400_00)
    with pytest.raises(InvalidInput, match="400\xa0€ sont déjà engagés"):
        set_share(round=round, funder=share.funder, pledged_cents=399_99, by=editor, at=AT)
    set_share(round=round, funder=share.funder, pledged_cents=400_00, by=editor, at=AT)
    assert Round.objects.get(pk=round.pk).left_cents == 0


def test_a_promise_of_nothing_leaves_the_round(fund, editor):
    round = make.make_round(fund)
    funder = factories.make_organization()
    set_share(round=round, funder=funder, pledged_cents=10_00, by=editor, at=AT)
    assert set_share(round=round, funder=funder, pledged_cents=0, by=editor, at=AT) is None
    assert (round.co_funders.count(), Round.objects.get(pk=round.pk).pledged_cents) == (0, 0)
