"""Whatever people do, in whatever order: no envelope exceeded, no euro counted twice."""

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

from ensemblier.applications.enums import FUNDED, ApplicationState, LineState
from ensemblier.applications.models import Application, Request
from ensemblier.applications.operations.saving import save_application
from ensemblier.applications.operations.states import move_application
from ensemblier.calls.models import Envelope
from ensemblier.calls.operations import update_part
from ensemblier.core.exceptions import Refused
from ensemblier.funding.enums import AmountField
from ensemblier.funding.models import Award
from ensemblier.funding.operations.amounts import Cell, set_amounts, undo_last
from tests import factories
from tests.factories import programming as make

AT = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
ASKED = (3_000_00, 1_000_01, 777_77)
WITHOUT_MONEY = (ApplicationState.INADMISSIBLE, ApplicationState.WITHDRAWN)

place = st.integers(0, 5)
person = st.integers(0, 2)
field = st.sampled_from(list(AmountField))
cents = st.none() | st.integers(0, 3_500_00)
cells = st.lists(st.tuples(place, field, cents), min_size=1, max_size=4)
APPLICANT = 3
of_the_team = ("reject", "admit", "appraise", "decide", "reopen", "ask_completion")
of_the_applicant = ("submit", "resubmit", "withdraw", "resume")
steps = st.sampled_from(of_the_team).map(lambda name: (name, 0)) | st.sampled_from(
    of_the_applicant
).map(lambda name: (name, APPLICANT))


class Year(RuleBasedStateMachine):
    """Three applications of one association, two funders, the team and their officers."""

    @initialize()
    def open(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        contract = factories.make_contract()
        self.editor = factories.make_user()
        factories.make_role(self.editor, contract)
        self.call = make.make_call(contract)
        envelopes = [make.make_envelope(self.call, amount_cents=4_000_00) for _rank in range(2)]
        self.people = [self.editor] + [make.make_officer(one.funder) for one in envelopes]
        bearer = factories.make_organization()
        self.people.append(make.make_member(bearer))
        self.applications = [
            make.make_application(
                self.call,
                make.make_action(contract, bearer),
                state=ApplicationState.ADMISSIBLE,
            )
            for _asked in ASKED
        ]
        self.requests = [
            make.make_request(application, one.funder, amount_cents=asked)
            for application, asked in zip(self.applications, ASKED, strict=True)
            for one in envelopes
        ]

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(who=person, written=cells, partly=st.booleans())
    def write(self, who: int, written: list, partly: bool) -> None:
        block = [Cell(self.request_at(where), name, value) for where, name, value in written]
        self.attempt(set_amounts, call=self.call, cells=block, who=who, partly=partly)

    def request_at(self, where: int) -> int:
        """A request that was emptied and asked for again is another row."""
        asked = self.requests[where]
        again = Request.objects.filter(application=asked.application_id, funder=asked.funder_id)
        return again.values_list("pk", flat=True).first() or asked.pk

    @rule(who=person)
    def undo(self, who: int) -> None:
        self.attempt(undo_last, call=self.call, who=who)

    @rule(which=st.integers(0, 1), amount=st.integers(0, 6_000_00))
    def change_envelope(self, which: int, amount: int) -> None:
        row = Envelope.objects.filter(call=self.call).order_by("pk")[which]
        self.attempt(update_part, row=row, values={"amount_cents": amount}, who=0)

    @rule(which=st.integers(0, 2), step=steps)
    def move(self, which: int, step: tuple[str, int]) -> None:
        name, who = step
        dates = {"submitted_at": AT} if name == "submit" else {}
        application = Application.objects.get(pk=self.applications[which].pk)
        self.attempt(move_application, application=application, transition=name, who=who, **dates)

    @rule(where=place, asked=st.integers(0, 3_500_00))
    def ask_another_amount(self, where: int, asked: int) -> None:
        """The applicant, on a draft or while completing; a box that is refused stays as it was."""
        request = self.requests[where]
        application = Application.objects.get(pk=request.application_id)
        changes = {f"request-{request.funder_id}": asked}
        self.attempt(
            save_application,
            application=application,
            base=application.edition,
            changes=changes,
            who=APPLICANT,
        )

    def attempt(self, operation, *, who: int, **values) -> None:
        """A refusal is an answer, with its sentence; anything else is a fault."""
        try:
            operation(by=self.people[who], at=AT, **values)
        except Refused as refusal:
            assert str(refusal)

    @invariant()
    def envelopes_hold(self) -> None:
        for envelope in Envelope.objects.filter(call=self.call):
            granted = envelope.awards.aggregate(total=Sum("granted_cents"))["total"] or 0
            assert granted == envelope.committed_cents <= envelope.amount_cents

    @invariant()
    def nobody_gets_more_than_asked(self) -> None:
        for award in Award.objects.filter(request__application__call=self.call):
            request = award.request
            assert award.asked_cents == request.amount_cents
            assert max(award.granted_cents or 0, award.proposed_cents or 0) <= award.asked_cents

    @invariant()
    def states_say_where_the_money_is(self) -> None:
        requests = Request.objects.filter(application__call=self.call)
        for request in requests.select_related("application", "award"):
            granted = request.award.granted_cents if hasattr(request, "award") else None
            assert (request.state in FUNDED) == bool(granted)
            assert (request.state == LineState.REFUSED) == (granted == 0)
            if granted:
                assert request.application.state not in WITHOUT_MONEY


@pytest.mark.django_db
def test_no_euro_is_counted_twice_whatever_people_do():
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
