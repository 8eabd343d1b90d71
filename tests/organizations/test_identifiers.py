import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.organizations.identifiers import (
    compact,
    luhn_holds,
    spaced_siret,
    validate_postcode,
    validate_rna,
    validate_siren,
    validate_siret,
)

# Alès Agglomération, De Cèze Cévennes.
SIRENS = ["200066918", "200035129"]
# Alès Agglomération’s first establishment, La Poste’s seat and one of its offices.
SIRETS = ["20006691800018", "35600000000048", "35600000049837"]


def refusal_of(validate, text: str) -> str:
    """The sentence that refuses `text`, or "" when it is accepted."""
    try:
        validate(text)
    except ValidationError as refusal:
        return str(refusal.message)
    return ""


def with_key(digits: str) -> str:
    """`digits` and the last digit that makes Luhn's sum hold."""
    return next(f"{digits}{key}" for key in range(10) if luhn_holds(f"{digits}{key}"))


digits_of = st.text("0123456789", min_size=8, max_size=8).filter(lambda text: int(text) > 0)


@pytest.mark.parametrize("siren", [*SIRENS, "356000000"])
def test_true_sirens(siren):
    assert refusal_of(validate_siren, siren) == ""


@pytest.mark.parametrize("siret", SIRETS)
def test_true_sirets(siret):
    assert refusal_of(validate_siret, siret) == ""


def test_la_poste_adds_its_digits_instead_of_luhn():
    assert not luhn_holds("35600000049837")
    validate_siret("35600000049837")
    assert refusal_of(validate_siret, "35600000049838") == (
        "Ce SIRET n’existe pas\u00a0: un chiffre est faux."
    )


def test_the_sum_of_digits_serves_la_poste_alone():
    siret = "20006691800003"
    assert sum(map(int, siret)) % 5 == 0
    assert refusal_of(validate_siret, siret) == "Ce SIRET n’existe pas\u00a0: un chiffre est faux."


def test_a_siret_stands_on_a_siren():
    siret = with_key("2000669190001")
    assert luhn_holds(siret)
    assert refusal_of(validate_siret, siret) == "Ce SIRET n’existe pas\u00a0: un chiffre est faux."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2,43E+13", "Un tableur a transformé ce SIRET en nombre. Recopiez ses 14 chiffres."),
        ("243E13", "Un tableur a transformé ce SIRET en nombre. Recopiez ses 14 chiffres."),
        ("2000669180001", "Un SIRET a 14 chiffres\u00a0; celui-ci en a 13."),
        ("vingt", "Un SIRET a 14 chiffres, par exemple 200 066 918 00018."),
        ("", "Un SIRET a 14 chiffres, par exemple 200 066 918 00018."),
        ("٢٠٠٠٦٦٩١٨٠٠٠١٨", "Un SIRET a 14 chiffres, par exemple 200 066 918 00018."),
        ("00000000000000", "Ce SIRET n’existe pas\u00a0: un chiffre est faux."),
    ],
)
def test_false_sirets_say_why(text, sentence):
    assert refusal_of(validate_siret, text) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("200066919", "Ce SIREN n’existe pas\u00a0: un chiffre est faux."),
        ("000000000", "Ce SIREN n’existe pas\u00a0: un chiffre est faux."),
        ("20006691", "Un SIREN a 9 chiffres\u00a0; celui-ci en a 8."),
    ],
)
def test_false_sirens_say_why(text, sentence):
    assert refusal_of(validate_siren, text) == sentence


def test_spreadsheets_and_people_may_add_spaces():
    assert compact(" 200 066\u00a0918\u202f00018 ") == "20006691800018"
    assert compact("'200.066.918-00018") == "20006691800018"
    assert compact("w301234567") == "W301234567"


def test_rna():
    validate_rna("W301234567")
    validate_rna("W9M1234567")
    for wrong in ("W30123456", "X301234567", "W3012345678", "301234567", "w301234567"):
        assert refusal_of(validate_rna, wrong) == (
            "Un numéro RNA s’écrit W suivi de 9 chiffres\u00a0: W301234567."
        )


def test_postcode():
    validate_postcode("30100")
    assert refusal_of(validate_postcode, "3010") == (
        "Un code postal a 5 chiffres, par exemple 30100."
    )


def test_identifiers_are_printed_in_groups():
    assert spaced_siret("20006691800018") == "200\u00a0066\u00a0918\u00a000018"
    assert spaced_siret("200066918") == "200\u00a0066\u00a0918"
    assert spaced_siret("") == ""


@given(digits_of)
def test_every_siren_with_its_key_is_accepted(digits):
    assert refusal_of(validate_siren, with_key(digits)) == ""


@given(digits_of, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(digits, place, shift):
    siren = with_key(digits)
    wrong = str((int(siren[place]) + shift) % 10)
    with pytest.raises(ValidationError):
        validate_siren(siren[:place] + wrong + siren[place + 1 :])


@given(st.text(max_size=40))
def test_no_text_breaks_a_check(text):
    for validate in (validate_siren, validate_siret, validate_rna):
        try:
            validate(compact(text))
        except ValidationError as refusal:
            assert refusal.message
