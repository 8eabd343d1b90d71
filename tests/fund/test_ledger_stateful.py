"""Whatever people do, in whatever order: the ledger adds up, and nothing is overspent."""

from __future__ import annotations

import datetime

import hypothesis.strategies as st
import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ensemblier.core.exceptions import Refused
from ensemblier.fund.enums import Account, RequestState, RoundState
from ensemblier.fund.models import (
    BearerYear,
    CoFunder,
    FundRequest,
    LedgerEntry,
    LedgerTransaction,
    Round,
)
from ensemblier.fund.operations.decisions import record_decision, take_back_decision
from ensemblier.fund.operations.examining import cancel_request
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
from ensemblier.fund.operations.rounds import set_share
from ensemblier.fund.queries.ledger import grouped_positions, positions_of, total_of
from tests import factories
from tests.factories import fund as make
from tests.factories import programming

AT = make.AT + datetime.timedelta(days=60)
TODAY = AT.date()
ASKED = (700_00, 399_99, 250_01, 700_00)
PROMISED = (900_00, 433_33, 166_67)

which = st.integers(0, len(ASKED) - 1)
funder = st.integers(0, len(PROMISED) - 1)
cents = st.integers(0, 900_00)


class Year(RuleBasedStateMachine):
    """Three co-funders, two bearers, two councils, four requests."""

    @initialize()
    def open(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        contract = factories.make_contract()
        self.editor = factories.make_user()
        factories.make_role(self.editor, contract)
        councils = [programming.make_council(contract) for _rank in range(2)]
        self.round = make.make_round(make.make_fund(contract), state=RoundState.DECIDING)
        self.shares = [make.make_co_funder(self.round, promised) for promised in PROMISED]
        bearers = [make.make_bearer(contract) for _rank in range(2)]
        self.requests = [
            make.make_request(
                self.round,
                costs=[("Tout", asked)],
                bearer=bearers[rank % 2],
                council=councils[rank // 2],
                state=RequestState.ELIGIBLE,
            )
            for rank, asked in enumerate(ASKED)
        ]

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def attempt(self, operation, **values) -> None:
        """A refusal is an answer, with its sentence; anything else is a fault."""
        try:
            with transaction.atomic():
                operation(by=self.editor, at=AT, **values)
        except Refused as refusal:
            assert str(refusal)

    @rule(who=funder, amount=cents)
    def receive(self, who: int, amount: int) -> None:
        share = self.shares[who]
        self.attempt(receive_contribution, co_funder=share, amount_cents=amount, on=TODAY)

    @rule(who=funder, amount=cents)
    def refund(self, who: int, amount: int) -> None:
        share = self.shares[who]
        self.attempt(refund_co_funder, co_funder=share, amount_cents=amount, on=TODAY)

    @rule(who=funder, amount=cents)
    def promise(self, who: int, amount: int) -> None:
        funder_of = self.shares[who].funder
        self.attempt(set_share, round=self.round, funder=funder_of, pledged_cents=amount + 1)

    @rule(place=which, amount=cents)
    def decide(self, place: int, amount: int) -> None:
        self.attempt(
            record_decision, request=self.requests[place], granted_cents=amount, reason="Vote."
        )

    @rule(place=which)
    def take_back(self, place: int) -> None:
        self.attempt(take_back_decision, request=self.requests[place], reason="Erreur.")

    @rule(place=which)
    def cancel(self, place: int) -> None:
        self.attempt(cancel_request, request=self.requests[place])

    @rule(place=which, amount=cents)
    def pay(self, place: int, amount: int) -> None:
        self.attempt(pay_bearer, request=self.requests[place], amount_cents=amount, on=TODAY)

    @rule(place=which, amount=cents)
    def give_back(self, place: int, amount: int) -> None:
        self.attempt(record_return, request=self.requests[place], amount_cents=amount, on=TODAY)

    @rule(place=which, amount=cents)
    def report(self, place: int, amount: int) -> None:
        values = {"happened_on": TODAY, "place": "Ici", "story": "Bien.", "women": 3}
        self.attempt(
            send_report,
            request=self.requests[place],
            values=values,
            spent=[Spent("Tout", amount)],
        )

    @rule(place=which)
    def ask_again(self, place: int) -> None:
        self.attempt(ask_report_again, request=self.requests[place], missing="Un ticket.")

    @rule(place=which, amount=cents)
    def accept(self, place: int, amount: int) -> None:
        self.attempt(accept_report, request=self.requests[place], earned_cents=amount)

    @rule(place=which)
    def settle(self, place: int) -> None:
        self.attempt(settle_request, request=self.requests[place])

    @rule(rank=st.integers(0, 40))
    def correct(self, rank: int) -> None:
        movements = list(LedgerTransaction.objects.filter(round=self.round).order_by("pk"))
        if movements:
            movement = movements[rank % len(movements)]
            self.attempt(correct_movement, movement=movement, reason="Faux.")

    @invariant()
    def the_till_is_what_came_in_less_what_went_out(self) -> None:
        total = total_of(positions_of(self.round).values())
        round = Round.objects.get(pk=self.round.pk)
        assert round.cash_cents == total.cash >= 0
        assert total.cash + total.advanced + total.spent == total.received
        assert round.committed_cents == total.committed <= round.pledged_cents

    @invariant()
    def every_account_mirrors_the_others(self) -> None:
        entries = LedgerEntry.objects.filter(transaction__round=self.round)
        balance = dict.fromkeys(Account, 0)
        for entry in entries:
            balance[Account(entry.debit)] += entry.amount_cents
            balance[Account(entry.credit)] -= entry.amount_cents
        assert sum(balance.values()) == 0
        assert balance[Account.COMMITTED] == -balance[Account.PROMISED]

    @invariant()
    def sums_agree_whichever_way(self) -> None:
        entries = LedgerEntry.objects.filter(transaction__round=self.round)
        paths = ("co_funder", "transaction__council", "transaction__request")
        totals = [total_of(grouped_positions(entries, path).values()) for path in paths]
        assert totals[0] == totals[1] == totals[2]

    @invariant()
    def each_co_funder_stays_within_its_promise(self) -> None:
        positions = positions_of(self.round)
        for share in CoFunder.objects.filter(round=self.round):
            position = positions[share.pk]
            assert share.committed_cents == position.committed <= share.pledged_cents
            assert share.received_cents == position.received <= share.pledged_cents
            assert 0 <= position.spent <= position.committed

    @invariant()
    def no_request_gets_more_than_it_may(self) -> None:
        for request in FundRequest.objects.filter(round=self.round):
            position = total_of(positions_of(self.round, request).values())
            assert request.paid_cents == position.paid <= request.granted_cents
            assert request.granted_cents <= request.asked_cents <= request.ceiling_cents
            assert request.spent_cents == position.spent
            assert request.returned_cents == position.returned
            assert request.to_account_for_cents == position.advanced >= 0
            self.a_closed_request_has_engaged_what_it_spent(request, position)

    def a_closed_request_has_engaged_what_it_spent(self, request, position) -> None:
        if request.state in (RequestState.CLOSED, RequestState.CANCELLED):
            assert position.committed == position.spent
            assert position.advanced == 0
        elif request.state in (
            RequestState.GRANTED,
            RequestState.ADVANCED,
            RequestState.REPORTED,
        ):
            assert position.committed == request.granted_cents > 0
        else:
            assert position.committed == 0

    @invariant()
    def no_bearer_is_given_more_than_the_year_allows(self) -> None:
        years = BearerYear.objects.filter(fund=self.round.fund)
        for year in years:
            assert year.committed_cents <= year.ceiling_cents == 1_000_00
        committed = Round.objects.get(pk=self.round.pk).committed_cents
        assert (years.aggregate(total=Sum("committed_cents"))["total"] or 0) == committed


@pytest.mark.django_db
def test_the_ledger_adds_up_whatever_people_do():
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
