"""What one cell of a file says: numbers of organizations, amounts, years, quarters."""

from __future__ import annotations

import pytest

from ensemblier.core.exceptions import InvalidInput
from ensemblier.funding.past_years.cells import Siret, read_amount, read_list, read_siret, read_year
from tests.funding.years import SIRET


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2,43E+13", Siret(is_ruined=True)),
        ("7.17e+13", Siret(is_ruined=True)),
        ("381 568 492 00056", Siret(SIRET)),
        ("ASSOCIATION LA CLEDE", Siret()),
        ("", Siret()),
    ],
)
def test_a_siret_is_read_dropped_or_seen_to_be_ruined(text: str, found: Siret):
    assert read_siret(text) == found


@pytest.mark.parametrize(
    ("text", "cents"), [("", None), ("-", None), ("840690.0", 840_690_00), ("1 234,5 €", 1234_50)]
)
def test_amounts_of_files(text: str, cents: int | None):
    assert read_amount(text) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("2000.0000000001", 2000_00),
        ("3333.333", 3333_33),
        ("0.005", 1),
        ("Refusé", 0),
        ("NC", None),
        ("n.c.", None),
    ],
)
def test_amounts_that_a_formula_or_a_word_gives(text: str, cents: int | None):
    assert read_amount(text, is_computed=True) == cents


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "2000.0000000001",
            "« 2000.0000000001 » a plus de deux chiffres après la virgule : les centimes "
            "s’écrivent comme dans « 1 234,50 ».",
        ),
        ("12,3.4", "« 12,3.4 » n’est pas un montant. Écrivez-le par exemple « 1 234,50 »."),
    ],
)
def test_amounts_typed_with_a_slip(text: str, reason: str):
    with pytest.raises(InvalidInput) as refusal:
        read_amount(text)
    assert str(refusal.value).replace("\u00a0", " ").replace("\u202f", " ") == reason


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("06/12/2022", 2022),
        ("6.12.22", 2022),
        ("2022-01-01/2022-12-31", 2022),
        ("Prog. 2015", 2015),
    ],
)
def test_years_of_files(text: str, year: int):
    assert read_year(text, 2026) == year


def test_lists_of_quarters():
    assert read_list("QN03001I ; Trescol") == ["QN03001I", "Trescol"]
    assert read_list("Alès et Anduze") == ["Alès", "Anduze"]
    assert read_list("Salles, Trescol / L’Arboux") == ["Salles", "Trescol", "L’Arboux"]
