"""Whose euro pays what: parts that sum, none above what its owner can give."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from ensemblier.fund.shares import split


def test_the_example_of_the_rules():
    assert split(400_00, [2_000_00, 1_000_00, 500_00]) == [228_57, 114_29, 57_14]


def test_equal_fractions_go_to_the_first():
    assert split(1, [10, 10, 10]) == [1, 0, 0]


def test_nothing_to_share_among_nobody():
    assert split(0, []) == []
    assert split(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize(("amount", "capacities"), [(1, []), (11, [5, 5]), (-1, [5]), (1, [3, -1])])
def test_more_than_can_be_given_is_refused(amount, capacities):
    with pytest.raises(ValueError, match="cannot be shared"):
        split(amount, capacities)


@given(st.data(), st.lists(st.integers(0, 10**7), max_size=6))
def test_parts_sum_and_stay_within_capacities(data, capacities):
    amount = data.draw(st.integers(0, sum(capacities)))
    parts = split(amount, capacities)
    assert sum(parts) == amount
    assert all(0 <= part <= most for part, most in zip(parts, capacities, strict=True))


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
    st.lists(st.integers(1, 10**6), max_size=12),
)
def test_what_is_shared_bit_by_bit_ends_as_promised(capacities, amounts):
    left = list(capacities)
    for amount in [*amounts, sum(capacities)]:
        parts = split(min(amount, sum(left)), left)
        left = [most - part for most, part in zip(left, parts, strict=True)]
        assert min(left) >= 0
    assert left == [0 for _capacity in capacities]
