"""What is given back when an action cost less than agreed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.outcomes.recovery import Grant, agreed_cost, settle


def only(planned: int, actual: int, *grants: Grant) -> list[tuple[int, int, int]]:
    """(earned, to give back, still due) of each grant."""
    return [
        (item.earned, item.to_give_back, item.still_due)
        for item in settle(planned=planned, actual=actual, grants=grants)
    ]


def test_an_action_that_cost_what_was_agreed_gives_nothing_back():
    assert only(10_000_00, 10_000_00, Grant(1, 4_000_00, 4_000_00, 4_000_00)) == [(4_000_00, 0, 0)]


def test_an_action_that_cost_more_earns_no_more():
    assert only(10_000_00, 12_000_00, Grant(1, 4_000_00, 4_000_00, 2_000_00)) == [
        (4_000_00, 0, 2_000_00)
    ]


def test_an_action_that_cost_less_gives_back_pro_rata_to_each_funder():
    assert only(
        10_000_00,
        8_000_00,
        Grant(1, 4_000_00, 4_000_00, 4_000_00),
        Grant(2, 2_000_00, 2_000_00, 1_000_00),
    ) == [(3_200_00, 800_00, 0), (1_600_00, 0, 600_00)]


def test_what_was_asked_and_refused_lowers_the_agreed_cost():
    grants = [Grant(1, 4_000_00, 4_000_00, 4_000_00), Grant(2, 3_000_00, 1_000_00, 1_000_00)]
    assert agreed_cost(10_000_00, grants) == 8_000_00
    assert only(10_000_00, 8_000_00, *grants) == [(4_000_00, 0, 0), (1_000_00, 0, 0)]
    assert only(10_000_00, 6_000_00, *grants) == [(3_000_00, 1_000_00, 0), (750_00, 250_00, 0)]


def test_the_agreed_cost_is_never_below_what_was_granted():
    assert agreed_cost(1_000_00, [Grant(1, 900_00, 900_00, 0), Grant(2, 500_00, 0, 0)]) == 900_00


def test_an_action_that_never_happened_gives_everything_back():
    assert only(5_000_00, 0, Grant(1, 3_000_00, 3_000_00, 1_500_00)) == [(0, 1_500_00, 0)]


def test_a_cent_that_does_not_divide_stays_with_the_association():
    assert only(3_00, 1_00, Grant(1, 1_00, 1_00, 1_00)) == [(34, 66, 0)]


amounts = st.integers(0, 10**9)
grants = st.lists(
    st.tuples(amounts, amounts, amounts).map(
        lambda row: Grant(0, max(row[0], row[1]), min(row[0], row[1]), min(row[2], *row[:2]))
    ),
    max_size=8,
)


@given(amounts, amounts, grants)
def test_nothing_is_given_back_that_was_not_paid_and_nothing_earned_that_was_not_granted(
    planned, actual, rows
):
    for item in settle(planned=planned, actual=actual, grants=rows):
        assert 0 <= item.earned <= item.granted
        assert 0 <= item.to_give_back <= item.paid
        assert item.paid - item.to_give_back + item.still_due == item.earned


@given(amounts, amounts, amounts, grants)
def test_who_spends_more_never_gives_back_more(planned, one, other, rows):
    less, more = sorted([one, other])
    low = settle(planned=planned, actual=less, grants=rows)
    high = settle(planned=planned, actual=more, grants=rows)
    for before, after in zip(low, high, strict=True):
        assert after.to_give_back <= before.to_give_back


@pytest.mark.parametrize("planned", [0, 100])
def test_without_a_grant_there_is_nothing_to_settle(planned):
    assert settle(planned=planned, actual=50, grants=[]) == []
