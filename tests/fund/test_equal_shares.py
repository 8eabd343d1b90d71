"""Equal Shares funds what its definition says, and says why."""

from __future__ import annotations

import dataclasses
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ensemblier.fund.voting import (
    Election,
    Project,
    Purchase,
    Reason,
    Rule,
    decide,
    equal_shares,
    faults_of_prices,
    greedy,
    majority,
    price_system,
    read_pabulib,
    sentence_of,
)
from tests.fund.elections import drawn_election, election_of
from tests.fund.naive_shares import naive_winners

SMALL = "France_Toulouse_2022_17_-_Mirail-Universite_Reynerie_Bellefontaine.pb"
WIELICZKA = "poland_wieliczka_2023.pb"
WIELICZKA_WINNERS = (
    "24 41 40 74 19 6 58 32 25 20 60 43 29 17 39 42 26 70 34 71 62 88 61 9 7 36 56 33 66 67 69"
)


def told(outcome):
    return {
        verdict.project.id: sentence_of(verdict, outcome.election.unit).replace("\u00a0", " ")
        for verdict in outcome.verdicts
    }


@st.composite
def small_elections(draw):
    """Small figures, so that equal efforts, shares spent to the last cent and ties are frequent."""
    count = draw(st.integers(1, 6))
    costs = draw(st.lists(st.integers(0, 12), min_size=count, max_size=count))
    ballot = st.frozensets(st.integers(0, count - 1))
    ballots = draw(st.lists(ballot, min_size=0, max_size=9))
    return Election(
        tuple(Project(f"p{place}", cost) for place, cost in enumerate(costs)),
        tuple(ballots),
        draw(st.integers(0, 30)),
        draw(st.sampled_from([1, 1, 3])),
    )


@settings(max_examples=600, deadline=None)
@given(small_elections())
def test_the_fast_rule_funds_what_the_definition_funds(election):
    assert equal_shares(election).ids == naive_winners(election)


@settings(max_examples=200, deadline=None)
@given(small_elections())
def test_raising_while_it_fits_too(election):
    # A project beyond the whole budget would be sought for as long as it takes to buy it.
    outcome = equal_shares(election, keep_raising=True)
    assert outcome.ids == naive_winners(election, keep_raising=True)


@settings(max_examples=300, deadline=None)
@given(small_elections())
def test_somebody_s_money_stands_behind_each_purchase(election):
    outcome = equal_shares(election)
    assert faults_of_prices(outcome, price_system(outcome)) == []
    assert outcome.spent <= election.budget


@pytest.mark.parametrize("seed", range(12))
def test_the_fast_rule_agrees_with_the_definition_on_larger_votes(seed):
    election = drawn_election(seed, projects=12, voters=60, budget=600, dearest=120)
    outcome = equal_shares(election)
    assert outcome.ids == naive_winners(election)
    assert faults_of_prices(outcome, price_system(outcome)) == []


def test_a_neighborhood_of_toulouse(shared):
    election = read_pabulib((shared / "data" / "pabulib" / SMALL).read_bytes())
    outcome = equal_shares(election)
    assert outcome.ids == ["182", "180", "184", "178", "186"]
    assert outcome.spent == 395_500
    assert [v.reason for v in outcome.verdicts if v.project.id == "186"] == [Reason.COMPLETION]
    assert greedy(election).ids == ["182", "183"]
    assert faults_of_prices(outcome, price_system(outcome)) == []


def test_wieliczka_within_three_projects_of_what_the_town_published(shared):
    content = (shared / "data" / "pabulib" / WIELICZKA).read_bytes()
    election = read_pabulib(content)
    projects = content.decode().partition("PROJECTS\n")[2].partition("VOTES\n")[0]
    official = set(re.findall(r"^(\d+);.*;1$", projects, re.MULTILINE))
    outcome = equal_shares(election)
    assert " ".join(outcome.ids) == WIELICZKA_WINNERS
    assert (outcome.spent, outcome.raised) == (984_579, 150)
    assert set(outcome.ids) ^ official == {"46", "66", "67"}
    assert faults_of_prices(outcome, price_system(outcome)) == []
    as_in_wieliczka = equal_shares(election, keep_raising=True)
    assert set(as_in_wieliczka.ids) == official
    assert (as_in_wieliczka.spent, as_in_wieliczka.raised) == (995_079, 164)


def test_a_minority_decides_of_its_part_of_the_money():
    costs = {"fête": 60, "atelier": 30, "jardin": 40}
    ballots = ["fête atelier"] * 6 + ["jardin"] * 4
    election = election_of(100, costs, ballots)
    assert greedy(election).ids == ["atelier", "fête"]
    assert equal_shares(election).ids == ["atelier", "jardin"]


def test_who_has_less_gives_all_that_is_left():
    # With 4 € each, the supporters of «b» lack a third: everybody receives one euro more.
    election = election_of(12, {"a": 6, "b": 6}, ["a b", "a", "b"])
    outcome = equal_shares(election)
    assert (outcome.share, outcome.raised) == (5, 1)
    assert outcome.purchases == (
        Purchase(0, Fraction(3), 2),
        Purchase(1, Fraction(4), 1, frozenset({0}), Fraction(2)),
    )
    assert told(outcome)["b"] == (
        "2 personnes ont soutenu ce projet. 1 a payé 4 € de sa part, et 1, à qui il restait "
        "moins, a donné tout son reste : cela fait les 6 € du projet."
    )


def test_ties_go_to_more_votes_then_lower_cost_then_identifier():
    election = election_of(1, {"b": 1, "a": 1, "c": 1}, ["a b c"])
    assert equal_shares(election).ids == ["a"]
    cheaper = election_of(3, {"a": 3, "b": 2}, ["a b"])
    assert equal_shares(cheaper).ids == ["b"]
    assert greedy(election).ids == ["a"]


def test_nothing_is_funded_without_money():
    election = election_of(0, {"a": 5, "b": 0, "c": 0}, ["a b"])
    outcome = equal_shares(election)
    assert outcome.ids == ["b", "c"]
    assert outcome.verdicts[0].reason == Reason.SUPPORTERS_SPENT


def test_without_a_ballot_nobody_bought_anything():
    outcome = equal_shares(election_of(10, {"a": 6, "b": 6}, []))
    assert (outcome.ids, outcome.purchases, outcome.share) == (["a"], (), None)


def test_money_left_over_does_not_go_to_what_nobody_wants():
    costs = {"a": 6, "b": 2}
    assert equal_shares(election_of(10, costs, ["a"])).ids == ["a", "b"]
    wanted = dataclasses.replace(election_of(10, costs, ["a"]), needs_support=True)
    assert equal_shares(wanted).ids == ["a"]
    assert equal_shares(wanted).verdicts[1].reason == Reason.NOBODY


def test_the_majority_needs_more_than_half_of_the_ballots():
    election = election_of(10, {"a": 6, "b": 5, "c": 4}, ["a b", "a b", "c b", "a c"])
    outcome = majority(election)
    assert outcome.ids == ["b"]
    assert [verdict.reason for verdict in outcome.verdicts] == [
        Reason.TOO_DEAR,
        Reason.VOTES,
        Reason.NO_MAJORITY,
    ]
    assert decide(election, Rule.MAJORITY) == outcome


def test_each_project_is_told_why():
    costs = {"fête": 600_00, "atelier": 300_00, "jardin": 400_00, "rien": 900_00}
    ballots = ["fête atelier"] * 6 + ["jardin"] * 4
    sentences = told(equal_shares(election_of(1_000_00, costs, ballots, unit=100)))
    assert sentences["atelier"] == (
        "6 personnes ont soutenu ce projet. Chacune a payé 50 € de sa part, "
        "ce qui fait les 300 € du projet."
    )
    assert sentences["fête"] == (
        "6 personnes ont soutenu ce projet. Le projet coûte 600 €. À la fin, il restait à ses "
        "soutiens 300 € en tout, et 300 € dans le fonds : ce n’était pas assez."
    )
    assert sentences["rien"].startswith("Personne n’a soutenu ce projet. Le projet coûte 900 €.")


def test_somebody_alone_is_told_so():
    sentences = told(equal_shares(election_of(10_00, {"a": 4_00}, ["a", ""], unit=100)))
    assert sentences == {
        "a": "1 personne a soutenu ce projet. Elle a payé seule, de sa part, les 4 € du projet."
    }


def test_the_majority_and_the_completion_say_what_was_left():
    election = election_of(10_00, {"a": 6_00, "b": 6_00}, ["a", "a", "b"], unit=100)
    assert told(majority(election)) == {
        "a": "2 personnes ont soutenu ce projet. Il restait 10 € quand son tour est venu : "
        "les 6 € y tenaient.",
        "b": "1 personne a soutenu ce projet. Il fallait le soutien de plus de la moitié "
        "des bulletins.",
    }
