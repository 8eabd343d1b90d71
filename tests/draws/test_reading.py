"""Pools and quotas as they come: any encoding and separator, and one sentence when unusable."""

from __future__ import annotations

from pathlib import Path

import pytest

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery import (
    Limit,
    LimitKind,
    Problem,
    Quota,
    addresses_of,
    problem_of,
    read_pool,
    read_quotas,
)

POOL = "nom;sexe\nAïcha;F\nBruno;H\n"
QUOTAS = "feature,value,min,max\nsexe,F,1,1\nsexe,H,0,1\n"


def test_a_pool_with_semicolons_in_an_old_encoding():
    assert read_pool(POOL.encode("cp1252")) == (
        {"nom": "Aïcha", "sexe": "F"},
        {"nom": "Bruno", "sexe": "H"},
    )


def test_quotas_after_a_byte_order_mark():
    assert read_quotas(b"\xef\xbb\xbf" + QUOTAS.encode()) == (
        Quota("sexe", "F", 1, 1),
        Quota("sexe", "H", 0, 1),
    )


def test_flexible_bounds_may_be_given():
    text = "feature,value,min,max,min_flex,max_flex\nsexe,F,2,3,1,4\nsexe,H,2,3,,\n"
    first, second = read_quotas(text.encode())
    assert (first.floor, first.ceiling) == (1, 4)
    assert (second.floor, second.ceiling) == (2, 3)


def test_the_reference_data_are_read(shared: Path):
    folder = shared / "data" / "sortition"
    people, quotas = (
        read_pool(folder / "sf_candidates.csv"),
        read_quotas(folder / "sf_features.csv"),
    )
    problem = problem_of(people, quotas, seats=22)
    assert (len(problem.people), len(problem.quotas)) == (150, 20)
    assert problem.features == ("Gender", "age_bracket", "edu_level", "geo_bucket")
    assert problem.category_of(0) == ("Male", "30-44", "Level 4 and above", "South Scotland")


def test_whole_numbers_may_bear_a_useless_point():
    text = 'feature,value,min,max,min_flex,max_flex\nsexe,F,1.0,"2,0",0.0,3.\n'
    assert read_quotas(text.encode()) == (Quota("sexe", "F", 1, 2, 0, 3),)


def test_capitals_and_spaces_alone_make_no_other_category():
    people = read_pool("Sexe;Âge\nfemme;45 - 59\nHOMME;60  et plus\n".encode())
    quotas = read_quotas(
        "feature;value;min;max\nsexe;Femme;0;1\nsexe;Homme;0;1\n"
        "âge;45-59;0;1\nâge;60 et plus;0;1\n".encode()
    )
    problem = problem_of(people, quotas, seats=1, same_address=["Sexe"])
    assert [problem.category_of(row) for row in (0, 1)] == [
        ("Femme", "45-59"),
        ("Homme", "60 et plus"),
    ]
    assert problem.addresses == ("femme", "homme")


def test_two_spellings_with_quotas_of_their_own_stay_apart():
    people = ({"sexe": "f"}, {"sexe": "F"})
    quotas = (Quota("sexe", "F", 0, 1), Quota("sexe", "f", 0, 1))
    problem = problem_of(people, quotas, seats=1)
    assert [problem.category_of(row) for row in (0, 1)] == [("f",), ("F",)]
    with pytest.raises(InvalidInput, match="n’a pas de quota"):
        problem_of(({"sexe": " F"},), quotas, seats=1)


@pytest.mark.parametrize(
    ("quotas", "sentence"),
    [
        ("feature,value,min,max\n", "Le fichier des quotas n’a aucun quota sous ses titres."),
        ("a,b\n1,2\n", "Le fichier des quotas n’a pas de colonne «\u00a0feature\u00a0»."),
        (
            "feature,value,min,max\nsexe,F,deux,3\n",
            "Quotas, ligne 2\u00a0: «\u00a0deux\u00a0» dans «\u00a0min\u00a0» "
            "n’est pas un nombre entier.",
        ),
        (
            "feature,value,min,max\nsexe,F,3,2\n",
            "Le quota «\u00a0sexe\u00a0: F\u00a0» a un minimum plus grand que son maximum.",
        ),
        (
            "feature,value,min,min,max\nsexe,F,1,1,2\n",
            "Le fichier des quotas a deux colonnes «\u00a0min\u00a0».",
        ),
        (
            "feature,value,min,max\nsexe,,1,2\n",
            "Quotas, ligne 2\u00a0: il manque la catégorie ou la valeur.",
        ),
        (
            "feature,value,min,max,min_flex,max_flex\nsexe,F,1,2,2,3\n",
            "Les bornes souples du quota «\u00a0sexe\u00a0: F\u00a0» sont plus strictes que lui.",
        ),
    ],
)
def test_unusable_quotas_are_refused_in_one_sentence(quotas: str, sentence: str):
    with pytest.raises(InvalidInput) as refusal:
        read_quotas(quotas.encode())
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("pool", "sentence"),
    [
        ("nom;sexe\n", "La liste ne contient personne."),
        ("nom;nom\nA;B\n", "La liste a deux colonnes «\u00a0nom\u00a0»."),
    ],
)
def test_unusable_pools_are_refused_in_one_sentence(pool: str, sentence: str):
    with pytest.raises(InvalidInput) as refusal:
        read_pool(pool.encode())
    assert str(refusal.value) == sentence


SEXES = (Quota("sexe", "F", 0, 2), Quota("sexe", "H", 0, 2))


@pytest.mark.parametrize(
    ("people", "quotas", "seats", "sentence"),
    [
        (({"sexe": "F"},), SEXES, 0, "Il faut au moins une place à tirer au sort."),
        (
            ({"sexe": "F"},),
            SEXES,
            2,
            "Places à tirer\u00a0: 2\u00a0; personnes dans la liste\u00a0: 1. "
            "Diminuez les places ou complétez la liste.",
        ),
        (({"sexe": "F"},), (), 1, "Il faut au moins un quota."),
        (
            ({"sexe": "F"},),
            SEXES[:1] * 2,
            1,
            "Le quota «\u00a0sexe\u00a0: F\u00a0» est donné deux fois.",
        ),
        (
            ({"age": "F"},),
            SEXES,
            1,
            "La liste n’a pas de colonne «\u00a0sexe\u00a0». Elle a\u00a0: age.",
        ),
        (
            ({"sexe": "F"}, {"sexe": "X"}),
            SEXES,
            1,
            "Personne n°\u00a02 de la liste\u00a0: «\u00a0X\u00a0» n’a pas de quota "
            "dans «\u00a0sexe\u00a0».",
        ),
        (
            ({"sexe": "F"}, {"sexe": ""}),
            SEXES,
            1,
            "Personne n°\u00a02 de la liste\u00a0: rien dans «\u00a0sexe\u00a0», qui a des "
            "quotas. Complétez-la ou retirez-la.",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_one_sentence(
    people: tuple[dict[str, str], ...], quotas: tuple[Quota, ...], seats: int, sentence: str
):
    with pytest.raises(InvalidInput) as refusal:
        Problem(people, quotas, seats)
    assert str(refusal.value) == sentence


def test_addresses_differ_by_more_than_their_spelling():
    people = [
        {"rue": "12, rue de l’Église", "cp": "30100"},
        {"rue": "12 RUE DE L'EGLISE", "cp": "30100"},
        {"rue": "", "cp": "30100"},
    ]
    assert addresses_of(people, ["rue", "cp"]) == (
        "12 rue de l eglise | 30100",
        "12 rue de l eglise | 30100",
        "",
    )


def test_an_unknown_column_of_address_is_refused():
    with pytest.raises(InvalidInput) as refusal:
        problem_of(read_pool(POOL.encode()), SEXES, seats=1, same_address=["rue"])
    assert str(refusal.value) == (
        "La liste n’a pas de colonne «\u00a0rue\u00a0». Elle a\u00a0: nom, sexe."
    )


def test_faults_of_a_panel_are_named():
    people = tuple({"sexe": sexe} for sexe in "FFHH")
    quotas = (Quota("sexe", "F", 1, 1), Quota("sexe", "H", 1, 1))
    problem = Problem(people, quotas, 2, addresses=("a", "", "a", ""))
    assert list(problem.faults([0, 3])) == []
    assert list(problem.faults([0, 2])) == [Limit(LimitKind.ADDRESS)]
    assert list(problem.faults([0, 1])) == [
        Limit(LimitKind.MAXIMUM, quotas[0]),
        Limit(LimitKind.MINIMUM, quotas[1]),
    ]
    assert list(problem.faults([0, 0])) == [
        Limit(LimitKind.SEATS),
        Limit(LimitKind.MINIMUM, quotas[1]),
    ]
