"""Totals, problems and hints of a budget, as sentences a treasurer understands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.applications.accounts import ACCOUNTS, Side
from ensemblier.applications.budget import (
    Budget,
    budget_of,
    cost_per_person,
    problems,
    share_asked,
    suggestions,
)

BALANCED = [
    ("604", 120_000),
    ("641", 500_000),
    ("645", 200_000),
    ("indirect-fixed", 30_000),
    ("74-state", 600_000),
    ("74-epci", 150_000),
    ("own", 100_000),
    ("864", 40_000),
    ("870", 40_000),
]

lines = st.lists(st.tuples(st.sampled_from(list(ACCOUNTS)), st.integers(1, 10**9)), max_size=40)


def changed(**amounts: int) -> Budget:
    return budget_of([*BALANCED, *((code.lstrip("_"), cents) for code, cents in amounts.items())])


def test_a_balanced_budget_has_no_problem():
    budget = budget_of(BALANCED)
    assert (budget.expenses, budget.income) == (850_000, 850_000)
    assert (budget.direct_expenses, budget.indirect_expenses) == (820_000, 30_000)
    assert (budget.in_kind_used, budget.in_kind_given) == (40_000, 40_000)
    assert budget.subsidies == 750_000
    assert budget.is_balanced
    assert problems(budget, asked=750_000) == []
    assert suggestions(budget) == []


def test_totals_are_given_for_every_group():
    by_group = budget_of(BALANCED).by_group()
    assert by_group["64"] == 700_000
    assert by_group["74"] == 750_000
    assert by_group["61"] == 0


def test_an_empty_budget_says_what_to_do():
    assert problems(budget_of([])) == [
        "Le budget est vide\u00a0: indiquez vos charges et vos produits."
    ]
    assert suggestions(budget_of([])) == []


def test_missing_income_is_told_in_euros():
    assert problems(changed(_625=123_450)) == [
        "Il manque 1\u202f234,50\u00a0€ de produits pour égaler les charges."
    ]


def test_missing_expenses_are_told_in_euros():
    assert problems(changed(_756=5_000)) == [
        "Il manque 50\u00a0€ de charges pour égaler les produits."
    ]


def test_what_is_in_kind_must_be_equal_on_both_sides():
    assert problems(changed(_860=10_000)) == [
        "Les contributions volontaires en nature doivent être égales des deux côtés\u00a0: "
        "le compte 86 fait 500\u00a0€ et le compte 87 fait 400\u00a0€, soit 100\u00a0€ d’écart."
    ]
    assert suggestions(changed(_860=10_000)) == [
        "En face de «\u00a0860 – Secours en nature\u00a0» (100\u00a0€), "
        "«\u00a0875 – Dons en nature\u00a0» devrait avoir le même montant\u00a0: il y a 0\u00a0€."
    ]


def test_requests_that_account_74_does_not_hold_are_told():
    assert problems(budget_of(BALANCED), asked=800_000) == [
        "Vous demandez 8\u202f000\u00a0€ aux financeurs, mais les subventions du compte 74 ne "
        "font que 7\u202f500\u00a0€."
    ]


def test_a_negative_line_is_named():
    budget = budget_of([("613", -100), ("756", -100)])
    assert problems(budget) == [
        "La ligne «\u00a0Locations\u00a0» est négative\u00a0: -1\u00a0€.",
        "La ligne «\u00a0756 – Cotisations\u00a0» est négative\u00a0: -1\u00a0€.",
    ]


def test_a_line_that_is_the_difference_is_pointed_at():
    budget = budget_of([("604", 12_345), ("613", 55_500), ("own", 55_500)])
    assert suggestions(budget) == [
        "La différence est le montant de la ligne «\u00a0Prestations de services\u00a0»\u00a0: "
        "est-elle comptée deux fois, ou oubliée de l’autre côté\u00a0?"
    ]


def test_a_line_in_the_wrong_column_is_pointed_at():
    budget = budget_of([("604", 30_010), ("613", 10_010), ("own", 20_000)])
    assert (
        "La différence est le double de la ligne «\u00a0Locations\u00a0»\u00a0: "
        "est-elle du bon côté\u00a0?" in suggestions(budget)
    )


def test_swapped_digits_are_suspected():
    budget = budget_of([("604", 120_500), ("613", 4_000), ("own", 115_500)])
    assert suggestions(budget) == [
        "La différence se divise par 9\u00a0: deux chiffres sont peut-être inversés."
    ]


def test_something_in_kind_among_the_money_is_suspected():
    budget = budget_of([("604", 130_100), ("own", 100_000), ("870", 30_100)])
    assert suggestions(budget)[0] == (
        "La différence est aussi celle des comptes 86 et 87\u00a0: une contribution en "
        "nature est peut-être écrite avec les charges ou les produits en argent."
    )


def test_empty_own_resources_and_wages_without_contributions_are_pointed_at():
    budget = budget_of([("641", 100_000), ("74-social", 33_300)])
    assert suggestions(budget) == [
        "Les ressources propres sont vides\u00a0: indiquez ce que votre structure paie elle-même.",
        "Il y a des salaires mais pas de charges sociales\u00a0: est-ce voulu\u00a0?",
    ]


def test_an_account_that_the_form_does_not_have_is_an_error():
    with pytest.raises(KeyError):
        budget_of([("999", 100)])


def test_the_share_asked_is_told_to_one_decimal():
    budget = budget_of([("own", 20_000), ("74-state", 10_000)])
    assert share_asked(budget, 10_000) == Decimal("33.3")
    assert share_asked(budget_of([]), 10_000) is None


def test_the_cost_of_each_person_is_rounded_to_the_cent():
    budget = budget_of([("604", 10_000)])
    assert cost_per_person(budget, 3) == 3_333
    assert cost_per_person(budget, 0) is None


@given(lines)
def test_the_totals_of_groups_add_up_to_those_of_the_columns(rows):
    budget = budget_of(rows)
    assert sum(budget.by_group().values()) == sum(cents for _, cents in rows)
    assert (budget.expenses + budget.income + budget.in_kind_used + budget.in_kind_given) == sum(
        cents for _, cents in rows
    )
    assert budget.direct_expenses + budget.indirect_expenses == budget.expenses


@given(lines, st.randoms())
def test_the_order_of_the_lines_changes_nothing(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert budget_of(rows) == budget_of(shuffled)
    assert problems(budget_of(rows)) == problems(budget_of(shuffled))


@given(lines)
def test_bringing_what_is_missing_mends_the_budget(rows):
    budget = budget_of([*rows, ("604", 1)])
    missing = [
        ("own" if budget.difference > 0 else "65", abs(budget.difference)),
        ("870" if budget.in_kind_difference > 0 else "864", abs(budget.in_kind_difference)),
    ]
    mended = budget_of([*budget.amounts.items(), *missing])
    assert problems(mended) == []
    assert mended.total(Side.EXPENSE) == mended.total(Side.INCOME)


@given(lines)
def test_a_budget_is_refused_exactly_when_it_is_empty_or_unbalanced(rows):
    budget = budget_of(rows)
    assert (problems(budget) == []) == (budget.is_balanced and not budget.is_empty)
