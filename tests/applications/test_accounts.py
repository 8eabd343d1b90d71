"""The lines of form Cerfa 12156*06, each once, each in its column."""

import pytest

from ensemblier.applications.accounts import (
    ACCOUNTS,
    GROUPS,
    Side,
    accounts_of,
    groups_of,
    subsidy_account,
)


def test_the_columns_of_money_have_the_groups_of_the_form_in_its_order():
    assert [group.code for group in groups_of(Side.EXPENSE)] == [
        *("60", "61", "62", "63", "64", "65", "66", "67", "68", "69", "indirect")
    ]
    assert [group.code for group in groups_of(Side.INCOME)] == [
        *("70", "73", "74", "75", "76", "77", "78", "79", "own")
    ]


def test_what_is_in_kind_stands_apart():
    assert [group.code for group in groups_of(Side.EXPENSE, in_kind=True)] == ["86"]
    assert [group.code for group in groups_of(Side.INCOME, in_kind=True)] == ["87"]
    assert [account.title for account in accounts_of("86")] == [
        "860 – Secours en nature",
        "861 – Mise à disposition gratuite de biens et services",
        "862 – Prestations",
        "864 – Personnel bénévole",
    ]
    assert [account.title for account in accounts_of("87")] == [
        "870 – Bénévolat",
        "871 – Prestations en nature",
        "875 – Dons en nature",
    ]


def test_a_group_is_detailed_as_on_the_form():
    assert [account.title for account in accounts_of("60")] == [
        "Prestations de services",
        "Achats de matières et fournitures",
        "Autres fournitures",
    ]
    assert [account.title for account in accounts_of("75")] == [
        "756 – Cotisations",
        "758 – Dons manuels, mécénat",
        "750 – Autres produits",
    ]


def test_a_group_without_detail_is_one_line():
    assert [account.code for account in accounts_of("65")] == ["65"]
    assert ACCOUNTS["65"].is_whole_group
    assert ACCOUNTS["65"].title == "65 – Autres charges de gestion courante"
    assert not ACCOUNTS["604"].is_whole_group


def test_subsidies_are_told_by_kind_of_funder():
    assert [account.code for account in ACCOUNTS.values() if account.is_subsidy] == [
        "74-state",
        "74-region",
        "74-department",
        "74-epci",
        "74-commune",
        "74-social",
        "74-europe",
        "74-asp",
        "74-public",
        "74-private",
    ]


def test_indirect_expenses_are_known():
    assert [account.code for account in ACCOUNTS.values() if account.indirect] == [
        "indirect-fixed",
        "indirect-financial",
        "indirect-other",
    ]


def test_every_line_stands_once_under_a_group():
    assert len(ACCOUNTS) == 52
    assert {account.group for account in ACCOUNTS.values()} == set(GROUPS)
    assert len({account.title for account in ACCOUNTS.values()}) == len(ACCOUNTS)
    assert max(len(code) for code in ACCOUNTS) <= 20


@pytest.mark.parametrize(
    ("kind", "name", "account"),
    [
        ("state", "DDETS du Gard, direction départementale", "74-state"),
        ("authority", "Région Occitanie", "74-region"),
        ("authority", "Conseil départemental du Gard", "74-department"),
        ("authority", "Alès Agglomération", "74-epci"),
        ("authority", "Communauté de communes De Cèze Cévennes", "74-epci"),
        ("authority", "Ville de La Grand-Combe", "74-commune"),
        ("social", "CAF du Gard", "74-social"),
        ("landlord", "Logis Cévenols", "74-public"),
        ("other", "Fonds social européen", "74-europe"),
        ("other", "Fondation d’ici", "74-private"),
        ("association", "Association de la région", "74-private"),
    ],
)
def test_the_money_of_a_funder_stands_on_the_line_of_its_kind(kind, name, account):
    assert subsidy_account(kind, name) == account
    assert ACCOUNTS[account].is_subsidy
