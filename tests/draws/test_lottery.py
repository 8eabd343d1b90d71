"""Chances as equal as the quotas allow, and 1 000 panels that each meet every quota."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery import (
    Lottery,
    Problem,
    Quota,
    lottery_of,
    number_of,
    problem_of,
    read_pool,
    read_quotas,
)
from ensemblier.draws.lottery.kinds import Kinds
from ensemblier.draws.lottery.leximin import leximin_of, stepwise
from ensemblier.draws.lottery.mixture import Compositions
from tests.draws.pools import exact_leximin, make_pool, small_problems

few = settings(max_examples=40, deadline=None)


def chances_of(problem: Problem) -> tuple[float, ...]:
    kinds = Kinds.of(problem)
    mixture = leximin_of(kinds, lambda _done: None)
    assert mixture is not None
    return kinds.chances_of(mixture.expected)


def test_three_women_and_one_man_for_one_seat_each():
    people = tuple({"sexe": sexe} for sexe in "FFFH")
    quotas = (Quota("sexe", "F", 1, 1), Quota("sexe", "H", 1, 1))
    lottery = lottery_of(Problem(people, quotas, 2))
    assert lottery.chances == pytest.approx((1 / 3, 1 / 3, 1 / 3, 1))
    assert sorted(lottery.times) == [333, 333, 334, 1000]
    assert lottery.min_chance == pytest.approx(1 / 3)
    assert lottery.rounding_error == pytest.approx(2 / 3000)


def test_beyond_the_smallest_chance_the_next_is_raised_too():
    """Anyone with the only elder shares one seat; the rest is shared equally by the others."""
    people = tuple({"age": age} for age in ("65+", "18-64", "18-64", "18-64"))
    quotas = (Quota("age", "65+", 0, 1), Quota("age", "18-64", 1, 2))
    assert chances_of(Problem(people, quotas, 2)) == pytest.approx((0.5, 0.5, 0.5, 0.5))
    assert chances_of(Problem(people, (*quotas[:1], Quota("age", "18-64", 2, 2)), 2)) == (
        pytest.approx((0, 2 / 3, 2 / 3, 2 / 3))
    )


def test_people_of_one_address_share_its_chance():
    people = tuple({"sexe": "F"} for _ in range(4))
    problem = Problem(people, (Quota("sexe", "F", 0, 2),), 2, ("a", "a", "", ""))
    lottery = lottery_of(problem)
    assert lottery.chances == pytest.approx((0.5, 0.5, 0.5, 0.5))
    assert not any(0 in panel and 1 in panel for panel in lottery.panels)


@few
@given(small_problems())
def test_chances_are_those_of_an_exact_search_over_every_panel(problem: Problem):
    exact = exact_leximin(problem)
    assert chances_of(problem) == pytest.approx(exact, abs=1e-6)


@few
@given(small_problems())
def test_level_by_level_gives_the_same_chances(problem: Problem):
    kinds = Kinds.of(problem)
    mixture = stepwise(kinds, Compositions(), lambda _done: None)
    assert mixture is not None
    assert kinds.chances_of(mixture.expected) == pytest.approx(exact_leximin(problem), abs=1e-6)


def test_panels_of_whole_people_may_be_less_equal_than_fractions_of_people():
    """Three people, two of three traits each, each trait wanted exactly once… by halves only."""
    people = (
        {"a": "1", "b": "1", "c": "0"},
        {"a": "1", "b": "0", "c": "1"},
        {"a": "0", "b": "1", "c": "1"},
        {"a": "0", "b": "0", "c": "0"},
        {"a": "1", "b": "1", "c": "1"},
        {"a": "0", "b": "0", "c": "0"},
    )
    quotas = tuple(Quota(name, value, 1, 1) for name in "abc" for value in "01")
    assert chances_of(Problem(people, quotas, 2)) == pytest.approx((0, 0, 0, 0.5, 1, 0.5))


@few
@given(small_problems())
def test_every_panel_meets_every_limit(problem: Problem):
    lottery = lottery_of(problem, seed=1)
    assert len(lottery.panels) == 1000
    assert [list(problem.faults(panel)) for panel in set(lottery.panels)] == [[]] * len(
        set(lottery.panels)
    )


@few
@given(small_problems())
def test_chances_sum_to_the_seats(problem: Problem):
    lottery = lottery_of(problem)
    assert sum(lottery.chances) == pytest.approx(problem.seats, abs=1e-9)
    assert sum(lottery.times) == 1000 * problem.seats
    assert all(0 <= chance <= 1 for chance in lottery.chances)


def test_the_same_problem_and_seed_give_the_same_lottery():
    problem = make_pool(60, 12, seed=1, sizes=(2, 3, 3))
    assert lottery_of(problem, seed="alès") == lottery_of(problem, seed="alès")
    assert lottery_of(problem, seed=2).panels != lottery_of(problem, seed="alès").panels
    assert lottery_of(problem, seed=2).chances == lottery_of(problem, seed="alès").chances


def test_people_who_are_alike_have_equal_chances():
    problem = make_pool(120, 12, seed=3, sizes=(2, 3, 3))
    lottery = lottery_of(problem)
    by_category: dict[tuple[str, ...], set[float]] = {}
    for row, chance in enumerate(lottery.chances):
        by_category.setdefault(problem.category_of(row), set()).add(chance)
    assert {len(chances) for chances in by_category.values()} == {1}


def test_rounding_changes_nobody_by_more_than_two_thousandths():
    lottery = lottery_of(make_pool(340, 40, seed=1))
    assert lottery.rounding_error < 0.002


@pytest.mark.parametrize(("seats", "smallest"), [(22, 1 / 11), (23, 1 / 8)])
def test_the_reference_pool(shared: Path, seats: int, smallest: float):
    folder = shared / "data" / "sortition"
    people = read_pool(folder / "sf_candidates.csv")
    problem = problem_of(people, read_quotas(folder / "sf_features.csv"), seats=seats)
    lottery = lottery_of(problem)
    assert lottery.min_chance == pytest.approx(smallest, abs=1e-9)
    assert [panel for panel in lottery.panels if list(problem.faults(panel))] == []
    assert lottery.rounding_error < 0.002


def test_progress_goes_from_little_to_all():
    told: list[float] = []
    lottery_of(make_pool(60, 12, seed=1, sizes=(2, 3, 3)), tell=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_three_digits_choose_a_panel():
    lottery = Lottery((1.0,), tuple((number,) for number in range(1000)))
    assert lottery.panel_of("007") == (7,)
    assert lottery.panel_of("417") == (417,)


@pytest.mark.parametrize("digits", ["7", "1000", "abc", "-12", "٤١٧", " 12", ""])
def test_anything_but_three_digits_is_refused(digits: str):
    with pytest.raises(InvalidInput) as refusal:
        number_of(digits)
    assert str(refusal.value) == "Donnez trois chiffres, de 000 à 999."


def test_housemates_do_not_take_each_others_turns():
    """Two of the E each live with a B: places filled in turn alone put one of the two on 217
    panels and the other on 183."""
    kinds = "EBEBBBEEBE"
    homes = "", "", "a", "b", "", "", "", "b", "a", ""
    people = tuple({"source": kind} for kind in kinds)
    problem = Problem(people, (Quota("source", "E", 0, 2), Quota("source", "B", 3, 3)), 4, homes)
    lottery = lottery_of(problem)
    assert lottery.rounding_error < 0.002
    for panel in lottery.panels:
        assert not list(problem.faults(panel))
