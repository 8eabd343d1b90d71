from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.calls.enums import CallState, RuleCode
from ensemblier.calls.models import Call, Grace
from ensemblier.calls.queries import (
    calls_seen_by,
    deadline_for,
    effective_rules,
    is_open_for,
    open_calls,
    opened_branches,
    rules_of,
    theme_choices,
)
from ensemblier.calls.rules import DEFAULTS
from ensemblier.contracts.models import Contract
from ensemblier.organizations.models import Organization
from tests import factories
from tests.factories import programming as make

PARIS = ZoneInfo("Europe/Paris")


def paris(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=PARIS)


@pytest.fixture
def call(contract: Contract) -> Call:
    return make.make_call(
        contract, opens_at=paris(2026, 10, 1, 9, 0), closes_at=paris(2026, 12, 1, 12, 0)
    )


@pytest.fixture
def bearer(db: None) -> Organization:
    return factories.make_organization(name="La Ronde")


def grace(call: Call, organization: Organization, until: datetime.datetime) -> Grace:
    return Grace.objects.create(
        call=call,
        organization=organization,
        until=until,
        reason="Incendie du local",
        given_by=factories.make_user(),
        given_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (paris(2026, 10, 1, 8, 59, 59), False),
        (paris(2026, 10, 1, 9, 0), True),
        (paris(2026, 12, 1, 12, 0), True),
        (paris(2026, 12, 1, 12, 0, 59), True),
        (paris(2026, 12, 1, 12, 1), False),
        # The same instants, told by a server elsewhere.
        (datetime.datetime(2026, 12, 1, 11, 0, 30, tzinfo=datetime.UTC), True),
        (datetime.datetime(2026, 12, 1, 11, 1, tzinfo=datetime.UTC), False),
    ],
)
def test_call_opens_and_closes_at_the_minute_in_paris(
    call: Call, bearer: Organization, at: datetime.datetime, is_open: bool
) -> None:
    assert is_open_for(call, bearer, at) is is_open
    assert is_open_for(call, None, at) is is_open
    assert list(open_calls(at)) == ([call] if is_open else [])


def test_more_time_is_for_one_organization_to_the_minute(call: Call, bearer: Organization) -> None:
    other = factories.make_organization()
    grace(call, bearer, paris(2026, 12, 8, 18, 0))
    late = paris(2026, 12, 8, 18, 0, 30)

    assert is_open_for(call, bearer, late)
    assert not is_open_for(call, other, late)
    assert not is_open_for(call, None, late)
    assert not is_open_for(call, bearer, paris(2026, 12, 8, 18, 1))
    assert deadline_for(call, bearer) == paris(2026, 12, 8, 18, 0)
    assert deadline_for(call, other) == paris(2026, 12, 1, 12, 0)


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.ARCHIVED])
def test_only_a_published_call_is_open(call: Call, bearer: Organization, state: str) -> None:
    call.state = state

    assert not is_open_for(call, bearer, paris(2026, 11, 1, 9, 0))


def test_rules_are_the_calls_own_else_the_defaults(call: Call) -> None:
    call.rules.create(code=RuleCode.MIN_QPV_PERCENT, value=60, source="Contrat, page 12")

    rules = rules_of(call)

    assert rules["min_qpv_percent"] == 60
    assert rules["agreement_threshold_cents"] == 23_000_00
    assert rules["report_months"] == 6
    assert set(rules) == set(RuleCode.values) == set(DEFAULTS)
    shown = {rule.code: rule for rule in effective_rules(call)}
    assert shown["min_qpv_percent"].source == "Contrat, page 12"
    assert "loi 2000-321" in shown["agreement_threshold_cents"].source
    assert shown["max_subsidy_percent"].is_limit_off


def test_node_outside_call_is_refused_with_all_that_is_under_it(contract: Contract) -> None:
    version = factories.make_version(factories.make_plan(contract))
    pillar = factories.make_node(version, short_title="Emploi")
    outside = factories.make_node(version, pillar, short_title="Régie", is_outside_call=True)
    below = factories.make_node(version, outside, short_title="Chantiers")
    free = factories.make_node(version, pillar, short_title="Ateliers")

    choices = {choice.node.pk: choice for choice in theme_choices(version, {free.theme_id})}

    assert choices[pillar.pk].refusal == ""
    assert choices[outside.pk].refusal == (
        "«\u00a01.1 Régie\u00a0» est «\u00a0hors appel à projets\u00a0» dans le plan."
    )
    assert choices[below.pk].refusal == (
        "«\u00a01.1.1 Chantiers\u00a0» est dans «\u00a01.1 Régie\u00a0», qui est "
        "«\u00a0hors appel à projets\u00a0» dans le plan."
    )
    assert [pk for pk, choice in choices.items() if choice.is_open] == [free.pk]


def test_themes_are_told_under_their_root(contract: Contract) -> None:
    version = factories.make_version(factories.make_plan(contract))
    first, second = factories.make_node(version), factories.make_node(version)
    deep = factories.make_node(version, factories.make_node(version, second))
    call = make.make_call(contract, nodes=(deep,))

    assert [(branch.root, branch.nodes) for branch in opened_branches(call)] == [(second, [deep])]
    assert first not in [branch.root for branch in opened_branches(call)]


def test_team_and_funders_of_the_call_open_it(
    call: Call, reader: User, outsider: User, other_member: User, administrator: User
) -> None:
    officer = make.make_officer(make.make_envelope(call).funder)
    stranger = make.make_officer(make.make_funder())

    seen = {
        user: list(calls_seen_by(user))
        for user in (reader, officer, administrator, outsider, other_member, stranger)
    }

    assert seen == {
        reader: [call],
        officer: [call],
        administrator: [call],
        outsider: [],
        other_member: [],
        stranger: [],
    }
