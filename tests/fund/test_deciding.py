"""Examined, decided, paid, reported, settled: who may, and what is refused."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.fund.enums import RequestState, RoundState
from ensemblier.fund.models import BearerYear, CoFunder, FundRequest, LedgerEntry, Round
from ensemblier.fund.operations.decisions import (
    give_opinion,
    record_decision,
    take_back_decision,
)
from ensemblier.fund.operations.examining import (
    accept_request,
    ask_completion,
    cancel_request,
    reconsider_request,
    refuse_request,
    waive_late_report,
)
from ensemblier.fund.operations.money import (
    correct_movement,
    pay_bearer,
    receive_contribution,
    record_return,
    refund_co_funder,
)
from ensemblier.fund.operations.reports import (
    Spent,
    accept_report,
    ask_report_again,
    send_report,
    settle_request,
)
from tests.factories import fund as make
from tests.factories import programming

pytestmark = pytest.mark.django_db

AT, TODAY = make.AT, make.TODAY
LATER = AT + datetime.timedelta(days=90)


@pytest.fixture
def round(contract) -> Round:
    round = make.make_round(make.make_fund(contract), state=RoundState.DECIDING)
    make.make_co_funder(round, 600_00)
    make.make_co_funder(round, 300_00)
    return round


def fresh(request: FundRequest) -> FundRequest:
    return FundRequest.objects.get(pk=request.pk)


def tell(request: FundRequest, *cents: int, by=None) -> None:
    happened = {"happened_on": TODAY, "place": "Ici", "story": "Bien.", "women": 4, "men": 3}
    spent = [Spent(f"dépense {rank}", one) for rank, one in enumerate(cents)]
    send_report(request=request, values=happened, spent=spent, by=by, at=LATER)


def test_a_grant_is_engaged_in_the_euros_of_each_co_funder(round, editor):
    request = make.make_granted(round, editor, cents=100_01)

    shares = dict(CoFunder.objects.values_list("pledged_cents", "committed_cents"))
    assert shares == {600_00: 66_67, 300_00: 33_34}
    assert Round.objects.get().committed_cents == 100_01
    assert request.report_due_on == request.starts_on + datetime.timedelta(days=30)
    assert BearerYear.objects.get().committed_cents == 100_01


@pytest.mark.parametrize(
    ("cents", "sentence"),
    [
        (400_01, "La demande est de 400\xa0€"),
        (-1, "plus grand que zéro"),
    ],
)
def test_nobody_is_granted_more_than_asked(round, editor, cents, sentence):
    request = make.make_request(round, state=RequestState.ELIGIBLE)
    with pytest.raises(InvalidInput, match=sentence):
        record_decision(request=request, granted_cents=cents, by=editor, at=AT)


def test_a_bearer_is_not_granted_more_than_the_year_allows(round, editor):
    make.make_co_funder(round, 1_000_00)
    bearer = make.make_bearer(round.contract)
    for _rank in range(2):
        make.make_granted(round, editor, bearer=bearer, cents=400_00)
    third = make.make_request(round, bearer=bearer, state=RequestState.ELIGIBLE)

    with pytest.raises(InvalidInput, match="Il reste 200\xa0€ au plus pour ce porteur"):
        record_decision(request=third, granted_cents=200_01, by=editor, at=AT)

    record_decision(request=third, granted_cents=200_00, by=editor, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        BearerYear.objects.update(committed_cents=1_000_01)


def test_a_round_does_not_grant_more_than_it_has(round, editor):
    for _rank in range(2):
        make.make_granted(round, editor, cents=400_00)
    third = make.make_request(round, state=RequestState.ELIGIBLE)

    with pytest.raises(InvalidInput, match="Il reste 100\xa0€ dans la campagne"):
        record_decision(request=third, granted_cents=100_01, by=editor, at=AT)

    assert fresh(third).state == RequestState.ELIGIBLE
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.update(committed_cents=900_01)


def test_a_refusal_says_why(round, editor):
    request = make.make_request(round, state=RequestState.ELIGIBLE)
    with pytest.raises(InvalidInput, match="Dites pourquoi"):
        record_decision(request=request, granted_cents=0, by=editor, at=AT)
    record_decision(request=request, granted_cents=0, reason="Trop loin.", by=editor, at=AT)
    assert fresh(request).state == RequestState.NOT_GRANTED
    assert LedgerEntry.objects.count() == 0


def test_nothing_is_decided_before_the_round_decides(round, editor):
    Round.objects.update(state=RoundState.OPEN)
    request = make.make_request(round, state=RequestState.ELIGIBLE)
    with pytest.raises(Refused, match="pas à la décision"):
        record_decision(request=request, granted_cents=1, by=editor, at=AT)


def test_a_decision_taken_back_frees_its_money(round, editor):
    request = make.make_granted(round, editor)
    take_back_decision(request=request, reason="Erreur de nom.", by=editor, at=AT)

    assert fresh(request).state == RequestState.ELIGIBLE
    assert Round.objects.get().committed_cents == 0
    record_decision(request=request, granted_cents=300_00, by=editor, at=AT)
    assert [one.granted_cents for one in request.decisions.filter(taken_back_at=None)] == [300_00]


def test_a_decision_that_was_paid_stays(round, editor):
    request = make.make_paid(round, editor)
    with pytest.raises(Refused, match="Rechargez"):
        take_back_decision(request=request, reason="Erreur.", by=editor, at=AT)


def test_the_reader_and_the_outsider_decide_nothing(round, reader, outsider):
    request = make.make_request(round, state=RequestState.ELIGIBLE)
    for person in (reader, outsider):
        with pytest.raises(NotAllowed, match="équipe du contrat"):
            record_decision(request=request, granted_cents=1, by=person, at=AT)


def test_members_of_the_council_give_an_opinion_each(round, outsider):
    council = programming.make_council(round.contract)
    member = programming.make_mandate(council).user
    request = make.make_request(round, council=council)
    for value in ("unfavorable", "favorable"):
        give_opinion(request=request, value=value, comment="", by=member, at=AT)
    assert [one.value for one in request.opinions.all()] == ["favorable"]
    with pytest.raises(NotAllowed):
        give_opinion(request=request, value="favorable", comment="", by=outsider, at=AT)


def test_an_answer_leaves_by_e_mail_with_the_code(
    round, editor, django_capture_on_commit_callbacks, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    request = make.make_request(round)
    with django_capture_on_commit_callbacks(execute=True):
        refuse_request(request=request, reason="Le fonds ne paie pas d’alcool.", by=editor, at=AT)

    [message] = mail.outbox
    assert message.to == [request.bearer.email]
    assert "Le fonds ne paie pas d’alcool." in message.body
    assert request.code in message.body


def test_a_late_report_stops_the_next_request_unless_waived(round, editor):
    bearer = make.make_bearer(round.contract)
    make.make_paid(round, editor, bearer=bearer, cents=100_00)
    following = make.make_request(round, bearer=bearer)
    accept_request(request=following, by=editor, at=AT)
    assert fresh(following).state == RequestState.ELIGIBLE

    another = make.make_request(round, bearer=bearer)
    with pytest.raises(Refused, match="est en retard"):
        accept_request(request=another, by=editor, at=LATER)
    with pytest.raises(InvalidInput, match="Dites pourquoi"):
        waive_late_report(request=another, reason=" ", by=editor, at=LATER)
    waive_late_report(request=another, reason="Hospitalisé.", by=editor, at=LATER)
    accept_request(request=another, by=editor, at=LATER)
    assert fresh(another).state == RequestState.ELIGIBLE


def test_a_refused_request_is_taken_up_again(round, editor):
    request = make.make_request(round)
    refuse_request(request=request, reason="Hors quartier.", by=editor, at=AT)
    reconsider_request(request=request, by=editor, at=AT)
    assert (fresh(request).state, fresh(request).refusal) == ("received", "")
    with pytest.raises(InvalidInput, match="jour à venir"):
        ask_completion(request=request, missing="Le lieu.", due_on=TODAY, by=editor, at=AT)


def test_whoever_holds_the_code_may_give_up(round, editor):
    request = make.make_granted(round, editor)
    cancel_request(request=request, by=None, at=AT)
    assert fresh(request).state == RequestState.CANCELLED
    assert Round.objects.get().committed_cents == 0


def test_no_more_is_paid_than_granted_nor_than_the_till_holds(round, editor):
    request = make.make_granted(round, editor)
    share = round.co_funders.order_by("pk")[0]
    receive_contribution(co_funder=share, amount_cents=200_00, on=TODAY, by=editor, at=AT)

    with pytest.raises(InvalidInput, match="il reste 400\xa0€ à verser"):
        pay_bearer(request=request, amount_cents=400_01, on=TODAY, by=editor, at=AT)
    with pytest.raises(InvalidInput, match="ne contient que 200\xa0€"):
        pay_bearer(request=request, amount_cents=200_01, on=TODAY, by=editor, at=AT)
    with pytest.raises(InvalidInput, match="a promis 600\xa0€ et déjà versé 200\xa0€"):
        receive_contribution(co_funder=share, amount_cents=400_01, on=TODAY, by=editor, at=AT)


def test_an_action_that_cost_less_gives_back_and_settles(round, editor):
    request = make.make_paid(round, editor)
    tell(request, 300_00)
    accept_report(request=request, earned_cents=300_00, by=editor, at=LATER)
    assert fresh(request).state == RequestState.REPORTED
    with pytest.raises(Refused, match="100\xa0€ versés ne sont ni justifiés ni rendus"):
        settle_request(request=request, by=editor, at=LATER)

    record_return(request=request, amount_cents=100_00, on=LATER.date(), by=editor, at=LATER)

    assert fresh(request).state == RequestState.CLOSED
    round = Round.objects.get()
    assert (round.committed_cents, round.cash_cents) == (300_00, 600_00)


def test_what_was_not_advanced_is_paid_after_the_report(round, editor):
    request = make.make_granted(round, editor)
    for share in round.co_funders.all():
        receive_contribution(
            co_funder=share, amount_cents=share.pledged_cents, on=TODAY, by=editor, at=AT
        )
    pay_bearer(request=request, amount_cents=100_00, on=TODAY, by=editor, at=AT)
    tell(request, 250_00, 60_00)
    with pytest.raises(InvalidInput, match="310\xa0€ au plus"):
        accept_report(request=request, earned_cents=310_01, by=editor, at=LATER)
    accept_report(request=request, earned_cents=310_00, by=editor, at=LATER)

    pay_bearer(request=request, amount_cents=210_00, on=LATER.date(), by=editor, at=LATER)

    done = fresh(request)
    assert (done.state, done.paid_cents, done.spent_cents) == ("closed", 310_00, 310_00)


def test_before_the_report_only_the_advance_is_paid(round, editor):
    Round.objects.update(advance_percent=50)
    request = fresh(make.make_granted(round, editor))
    for share in round.co_funders.all():
        receive_contribution(
            co_funder=share, amount_cents=share.pledged_cents, on=TODAY, by=editor, at=AT
        )
    half = request.granted_cents // 2
    money = {"on": TODAY, "by": editor, "at": AT}
    with pytest.raises(InvalidInput, match="Avant le bilan"):
        pay_bearer(request=request, amount_cents=half + 1, **money)
    pay_bearer(request=request, amount_cents=half, **money)
    with pytest.raises(InvalidInput, match="0\xa0€ à verser au plus, d’après les règles"):
        pay_bearer(request=fresh(request), amount_cents=1, **money)

    tell(request, 250_00, 350_00)
    accept_report(request=request, earned_cents=request.granted_cents, by=editor, at=LATER)
    pay_bearer(request=request, amount_cents=half, on=LATER.date(), by=editor, at=LATER)
    assert fresh(request).state == "closed"


def test_a_report_is_asked_again_until_it_is_accepted(round, editor):
    request = make.make_paid(round, editor)
    tell(request, 400_00)
    ask_report_again(request=request, missing="Le ticket du pain.", by=editor, at=LATER)
    assert (fresh(request).state, fresh(request).missing) == ("advanced", "Le ticket du pain.")
    tell(request, 400_00)
    accept_report(request=request, earned_cents=400_00, by=editor, at=LATER)
    with pytest.raises(Refused):
        ask_report_again(request=request, missing="Encore.", by=editor, at=LATER)


def test_a_report_does_not_come_before_its_action(round, editor):
    request = make.make_paid(round, editor)
    tomorrow = LATER.date() + datetime.timedelta(days=1)
    happened = {"happened_on": tomorrow, "place": "Ici", "story": "Bien.", "women": 1}
    with pytest.raises(InvalidInput, match="après l’action"):
        send_report(request=request, values=happened, spent=[], by=None, at=LATER)


def test_a_wrong_payment_is_corrected_by_its_contrary(round, editor):
    request = make.make_paid(round, editor)
    movement = request.transactions.get(kind="pay")
    with pytest.raises(InvalidInput, match="Dites ce qui était faux"):
        correct_movement(movement=movement, reason="", by=editor, at=AT)
    correct_movement(movement=movement, reason="Mauvais chèque.", by=editor, at=AT)

    assert (fresh(request).state, fresh(request).paid_cents) == ("granted", 0)
    assert Round.objects.get().cash_cents == 900_00
    with pytest.raises(Refused, match="déjà corrigé"):
        correct_movement(movement=movement, reason="Encore.", by=editor, at=AT)


def test_money_given_back_to_its_co_funder_is_not_corrected_on_that_of_others(contract, editor):
    round = make.make_round(make.make_fund(contract))
    done = {"on": TODAY, "by": editor, "at": LATER}
    first, second = (make.make_co_funder(round, 300_00) for _rank in range(2))
    wrong = receive_contribution(co_funder=first, amount_cents=200_00, **done)
    receive_contribution(co_funder=second, amount_cents=300_00, **done)
    refund_co_funder(co_funder=first, amount_cents=150_00, **done)

    with pytest.raises(Refused, match="déjà été rendue à ce cofinanceur"):
        correct_movement(movement=wrong, reason="Mauvais chèque.", by=editor, at=LATER)
    assert Round.objects.get(pk=round.pk).cash_cents == 350_00


def test_entries_are_neither_changed_nor_removed(round, editor):
    make.make_granted(round, editor)
    entry = LedgerEntry.objects.first()
    for deed in (entry.save, entry.delete, LedgerEntry.objects.all().delete):
        with pytest.raises(TypeError, match="append-only"):
            deed()
    with pytest.raises(TypeError, match="append-only"):
        LedgerEntry.objects.update(amount_cents=1)


def test_what_a_co_funder_paid_for_nothing_goes_back(round, editor):
    request = make.make_paid(round, editor)
    tell(request, 400_00)
    accept_report(request=request, earned_cents=400_00, by=editor, at=LATER)
    share = round.co_funders.get(pledged_cents=300_00)
    with pytest.raises(InvalidInput, match="Il reste au plus 166,67\xa0€ à rendre"):
        refund_co_funder(co_funder=share, amount_cents=166_68, on=TODAY, by=editor, at=LATER)
    refund_co_funder(co_funder=share, amount_cents=166_67, on=TODAY, by=editor, at=LATER)
    assert CoFunder.objects.get(pk=share.pk).received_cents == 133_33
