"""Which committee examines what, and who follows it: on plain numbers."""

from __future__ import annotations

from ensemblier.appraisal.dispatch import Scope, Subject, Task, Why, committee_of, share_out

YOUTH, WORK = 1, 2
ALES, GRAND_COMBE = 10, 20
SUBJECT = Subject(5, frozenset({YOUTH, 100}), frozenset({ALES}))


def test_the_committee_that_names_theme_and_area_comes_before_those_that_name_one():
    everything = Scope(1, rank=0)
    youth = Scope(2, themes=frozenset({YOUTH}), rank=1)
    youth_of_ales = Scope(3, frozenset({YOUTH}), frozenset({ALES}), rank=2)
    assert committee_of(SUBJECT, [everything, youth, youth_of_ales]) == 3
    assert committee_of(SUBJECT, [everything, youth]) == 2
    assert committee_of(SUBJECT, [everything]) == 1


def test_among_equals_the_first_of_the_call_examines():
    by_area = Scope(7, areas=frozenset({ALES}), rank=1)
    by_theme = Scope(4, themes=frozenset({YOUTH}), rank=2)
    assert committee_of(SUBJECT, [by_theme, by_area]) == 7


def test_a_committee_of_a_theme_examines_what_is_under_it():
    assert committee_of(SUBJECT, [Scope(9, themes=frozenset({100}))]) == 9


def test_no_committee_for_what_none_names():
    elsewhere = Scope(1, areas=frozenset({GRAND_COMBE}))
    other_theme = Scope(2, themes=frozenset({WORK}), areas=frozenset({ALES}))
    assert committee_of(SUBJECT, [elsewhere, other_theme]) is None
    assert committee_of(SUBJECT, []) is None


def test_who_knew_the_action_keeps_it_then_who_sits_then_who_has_the_fewest():
    tasks = [
        Task(1, former=30),
        Task(2, seated=frozenset({20})),
        Task(3),
        Task(4),
        Task(5, former=99),
    ]
    assert share_out(tasks, [10, 20, 30], {10: 1}) == {
        1: (30, Why.FORMER),
        2: (20, Why.SEATED),
        3: (10, Why.FREE),
        4: (20, Why.FREE),
        5: (30, Why.FREE),
    }


def test_files_wait_when_the_team_has_nobody():
    assert share_out([Task(1)], [], {}) == {}
