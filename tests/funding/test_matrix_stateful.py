"""Whatever is written in the matrix, its sums agree, by funder, objective, area and envelope."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Request
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.core.exceptions import Refused
from ensemblier.funding.enums import AmountField
from ensemblier.funding.grid import Choice, sheet_of
from ensemblier.funding.models import AmountEdit, Award, Scenario
from ensemblier.funding.operations import amounts, scenarios
from ensemblier.funding.operations.sharing import Rules, compute_scenario
from ensemblier.funding.queries.matrix import Matrix, gauges_of, matrix_of
from tests import factories
from tests.factories import programming as make
from tests.funding.areas import sums_by_area

AT = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
CENTS = st.one_of(st.none(), st.integers(0, 9_000_00), st.sampled_from([0, 1, 5_000_00]))
PLACES = st.integers(0, 8)
FIELDS = st.sampled_from(AmountField)


class Matrices(RuleBasedStateMachine):
    """Three applications, three funders, envelopes of 6 000 €, one of them in two lines."""

    @initialize()
    def world(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        contract = factories.make_contract()
        version = factories.make_version(factories.make_plan(contract))
        nodes = tuple(factories.make_node(version) for _node in range(2))
        areas = tuple(factories.make_area() for _area in range(3))
        self.call = make.make_call(contract, nodes=nodes, areas=areas)
        self.team = factories.make_user()
        factories.make_role(self.team, contract, ContractRoleKind.EDITOR)
        funders = [make.make_funder() for _funder in range(3)]
        for rank, funder in enumerate((*funders, funders[0])):
            make.make_envelope(
                self.call, funder, amount_cents=6_000_00, rank=rank, budget_line=str(rank)
            )
        self.people = [self.team, *(make.make_officer(funder) for funder in funders)]
        self.applications = [
            make.make_application(
                self.call,
                node=nodes[rank % 2],
                areas=areas[: rank + 1] if rank else (),
                state=ApplicationState.IN_APPRAISAL,
            )
            for rank in range(3)
        ]
        self.requests = [
            make.make_request(application, funder, amount_cents=4_000_01 + 1_000_00 * rank)
            for application in self.applications
            for rank, funder in enumerate(funders)
        ]

    def attempt(self, operation: Any, **values: Any) -> None:
        """Refusals are part of life; anything else is a mistake of ours."""
        try:
            operation(at=AT, **values)
        except Refused as refusal:
            assert str(refusal).strip()

    @rule(place=PLACES, name=FIELDS, cents=CENTS, who=st.integers(0, 3))
    def write(self, place: int, name: AmountField, cents: int | None, who: int) -> None:
        operation = amounts.set_granted if name == AmountField.GRANTED else amounts.set_proposed
        request = Request.objects.get(pk=self.requests[place].pk)
        self.attempt(operation, request=request, cents=cents, by=self.people[who])

    @rule(
        cells=st.lists(st.tuples(PLACES, FIELDS, CENTS), min_size=2, max_size=6),
        partly=st.booleans(),
    )
    def write_block(self, cells: list[tuple[int, AmountField, int | None]], partly: bool) -> None:
        block = [amounts.Cell(self.requests[place].pk, name, cents) for place, name, cents in cells]
        self.attempt(amounts.set_amounts, call=self.call, cells=block, by=self.team, partly=partly)

    @rule(place=PLACES, cents=st.integers(1, 6_000_00), envelope=st.integers(0, 3))
    def move_to_envelope(self, place: int, cents: int, envelope: int) -> None:
        chosen = list(self.call.envelopes.order_by("pk"))[envelope]
        request = Request.objects.get(pk=self.requests[place].pk)
        self.attempt(
            amounts.set_granted, request=request, cents=cents, by=self.team, envelope=chosen
        )

    @rule(who=st.integers(0, 3))
    def undo(self, who: int) -> None:
        self.attempt(amounts.undo_last, call=self.call, by=self.people[who])

    @rule(who=st.integers(0, 1))
    def share_and_apply(self, who: int) -> None:
        by = self.people[who]
        self.attempt(
            compute_scenario,
            call=self.call,
            name=f"Partage {Scenario.objects.count()}",
            rules=Rules(),
            by=by,
        )
        self.attempt(scenarios.apply_scenario, scenario=Scenario.objects.last(), by=by)

    @rule(place=st.integers(0, 2), decided=st.booleans())
    def decide(self, place: int, decided: bool) -> None:
        application = self.applications[place]
        application.state = ApplicationState.DECIDED if decided else ApplicationState.IN_APPRAISAL
        application.save(update_fields=["state"])

    @invariant()
    def totals_agree_whichever_way_they_are_added(self) -> None:
        matrix = matrix_of(self.call, self.team)
        rows = Award.objects.values_list("proposed_cents", "granted_cents")
        stored = [sum(row[place] or 0 for row in rows) for place in range(2)]
        asked = sum(request.amount_cents for request in self.requests)
        for way in ("", "node", "area", "committee", "state", "nature", "bearer"):
            assert totals(matrix, way) == [asked, *stored]
        by_area = sums_by_area(matrix.rows).values()
        assert [sum(sums[place] for sums in by_area) for place in range(3)] == [asked, *stored]
        sheet = sheet_of(matrix, Choice())
        by_funder = [sheet.sums.of(column.funder_id) for column in sheet.columns]
        assert [sum(sums[place] for sums in by_funder) for place in range(3)] == [asked, *stored]

    @invariant()
    def gauges_agree_with_the_matrix(self) -> None:
        matrix = matrix_of(self.call, self.team)
        whole = {gauge.pk: gauge for column in matrix.columns for gauge in column.gauges}
        for gauge in gauges_of(self.call, [column.funder_id for column in matrix.columns]):
            assert gauge == whole[gauge.pk]

    @invariant()
    def edits_tell_the_whole_story(self) -> None:
        """From nothing, each change begins where the one before ended."""
        for award in Award.objects.all():
            for name in AmountField.values:
                value = None
                for edit in AmountEdit.objects.filter(award=award, field=name).order_by("pk"):
                    assert edit.before == value
                    value = edit.after
                assert value == getattr(award, f"{name}_cents")

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


def totals(matrix: Matrix, way: str) -> list[int]:
    sheet = sheet_of(matrix, Choice(group=way))
    by_group = [group.sums.total for group in sheet.groups]
    assert [sum(sums[place] for sums in by_group) for place in range(3)] == sheet.sums.total
    return sheet.sums.total


@pytest.mark.django_db
def test_sums_agree_whatever_is_written():
    run_state_machine_as_test(
        Matrices,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
