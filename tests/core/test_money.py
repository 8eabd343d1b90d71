from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.money import LARGEST, figure, parse_euros
from ensemblier.core.typography import euros

AMOUNTS = st.integers(min_value=-LARGEST, max_value=LARGEST)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,5 €", 123450),
        ("1234.50", 123450),
        ("1 234,50", 123450),
        ("1\u202f234,50\u00a0€", 123450),
        ("1\u2009234,50", 123450),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("€1,234.50", 123450),
        ("€ 1 234", 123400),
        ("1 234 567,89", 123456789),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("12 euros", 1200),
        ("12,5 EUR", 1250),
        ("  0 ", 0),
        ("0,05", 5),
        ("-0", 0),
        ("007", 700),
        ("99 999 999 999 €", LARGEST),
    ],
)
def test_reads_amounts_as_people_write_them(text: str, cents: int) -> None:
    assert parse_euros(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12,3.4",
        "1,2,3",
        "1 2 3",
        "12 34",
        "1.234.56",
        "1,234.567.8",
        "12,",
        ",5",
        "12€50",
        "1e3",
        "--5",
        "٣٤",
        "=1+1",
        "1/2",
        "12 % ",
        "1" * 5000,
    ],
)
def test_what_is_not_an_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_euros(text)

    assert str(refusal.value) == (
        f"«\u00a0{text.strip()[:40]}\u00a0» n’est pas un montant. "
        "Écrivez-le par exemple «\u00a01\u202f234,50\u00a0»."
    )


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_nothing_typed_asks_for_an_amount(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_euros(text)

    assert str(refusal.value) == ("Écrivez un montant, par exemple «\u00a01\u202f234,50\u00a0».")


@pytest.mark.parametrize("text", ["1.234", "1,234", "1,234 €"])
def test_a_thousand_or_one_euro_and_a_slip_is_asked_not_guessed(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_euros(text)

    assert str(refusal.value) == (
        f"«\u00a0{text}\u00a0» peut se lire de deux façons. "
        "Écrivez «\u00a01\u202f234\u00a0» ou «\u00a01,23\u00a0»."
    )


def test_english_reads_the_comma_that_it_prints() -> None:
    with translation.override("en"):
        assert parse_euros("€1,234") == 123400
        with pytest.raises(InvalidInput):
            parse_euros("1.234")


@pytest.mark.parametrize("text", ["0,123", "1 234,567", "1234.5678", "0.001"])
def test_cents_have_two_figures(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_euros(text)

    assert str(refusal.value) == (
        f"«\u00a0{text}\u00a0» a plus de deux chiffres après la virgule\u00a0: les centimes "
        "s’écrivent comme dans «\u00a01\u202f234,50\u00a0»."
    )


def test_below_zero_only_where_it_makes_sense() -> None:
    assert parse_euros("-12,50", negative=True) == -1250
    assert parse_euros("−12,50 €", negative=True) == -1250
    with pytest.raises(InvalidInput) as refusal:
        parse_euros("-12,50")

    assert str(refusal.value) == (
        "«\u00a0-12,50\u00a0» est plus petit que zéro\u00a0: "
        "écrivez un montant sans le signe moins."
    )


def test_absurdly_large_is_a_slip() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_euros("100 000 000 000")

    assert str(refusal.value) == (
        "«\u00a0100 000 000 000\u00a0» est trop grand\u00a0: le plus grand montant possible est "
        "99\u202f999\u202f999\u202f999\u00a0€."
    )
    with pytest.raises(InvalidInput) as refusal:
        parse_euros("10,01", largest=1000)
    assert str(refusal.value) == (
        "«\u00a010,01\u00a0» est trop grand\u00a0: le plus grand montant possible est 10\u00a0€."
    )


@given(AMOUNTS, st.sampled_from(["fr", "en"]))
def test_every_printed_amount_is_read_back(cents: int, language: str) -> None:
    with translation.override(language):
        assert parse_euros(euros(cents), negative=True) == cents
        assert parse_euros(figure(cents), negative=True) == cents


@given(st.text(alphabet="0123456789 .,-€\u00a0\u202fea\n", max_size=30))
def test_any_text_is_read_or_refused_never_worse(text: str) -> None:
    try:
        cents = parse_euros(text)
    except InvalidInput as refusal:
        assert str(refusal)
    else:
        assert 0 <= cents <= LARGEST
