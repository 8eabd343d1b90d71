from __future__ import annotations

import datetime

import pytest

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.letter_codes import new_code, read_code
from ensemblier.draws.matching import (
    Doubt,
    Person,
    address_key,
    certain_key,
    doubts_among,
    name_key,
)
from ensemblier.draws.matching.cells import age_on, read_birth, read_sex, split_name
from ensemblier.draws.matching.likeness import likeness

DAY = datetime.date(2026, 6, 10)


def person(key: int, last: str, first: str, year: int = 1980, address: str = "3 rue X") -> Person:
    return Person(key, name_key(last, first), year, address_key(address))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("3, av. du Gal de Gaulle 30100 ALÈS CEDEX", "", ""),
            ("3 avenue Général-de-Gaulle", "30100", "Alès"),
        ),
        (("12 bd St-Michel", "30100", "Alès"), ("12 Boulevard Saint Michel", "30100", "ALES")),
        (("Rés. Les Pins, bât. B, appt 4", "", ""), ("Résidence Les Pins Bat B App 4", "", "")),
    ],
)
def test_an_address_written_two_ways_is_one(one, other):
    assert sorted(address_key(*one).split()) == sorted(address_key(*other).split())
    assert address_key(*one) == address_key(*other)


def test_two_addresses_are_two_and_none_is_none():
    assert address_key("3 rue X") != address_key("3 bis rue X")
    assert address_key("", "30100", "Alès") == ""


def test_likeness_is_that_of_the_paper():
    assert [
        round(likeness(one, other), 3)
        for one, other in [
            ("martha", "marhta"),
            ("dwayne", "duane"),
            ("dixon", "dicksonx"),
            ("abc", "xyz"),
            ("", "a"),
            ("", ""),
        ]
    ] == [0.961, 0.84, 0.813, 0.0, 0.0, 1.0]


def test_certain_key_needs_an_address():
    assert certain_key(person(1, "DUPONT", "Léa")) == certain_key(person(2, "Dupont", "LEA"))
    assert certain_key(person(1, "Dupont", "Léa", address="")) is None


def test_doubtful_pairs_come_once_with_their_reason():
    people = [
        person(1, "Benali", "Samira"),
        person(2, "Ben Ali", "Samira"),
        person(3, "Roche", "Paul", 1950, "1 rue A"),
        person(4, "Roche", "Paul", 1950, "9 rue B"),
        person(5, "Faure", "Inès", 1999, "4 rue C"),
        person(6, "Faure", "Inès", 1989, "4 rue C"),
        person(7, "Jean", "Marie", 1970, "5 rue D"),
        person(8, "Marie", "Jean", 1970, "5 rue D"),
        person(9, "Vidal", "Luc", 1980, "3 rue Y"),
    ]
    assert doubts_among(people) == [
        Doubt(7, 8, "similar", 99),
        Doubt(1, 2, "similar", 98),
        Doubt(3, 4, "moved", 95),
        Doubt(5, 6, "other_year", 90),
    ]


def test_twins_and_neighbors_are_no_doubt():
    people = [
        person(1, "Faure", "Inès", 1999, "4 rue C"),
        person(2, "Faure", "Hugo", 1999, "4 rue C"),
        person(3, "Faure", "Paul", 1999, "8 rue E"),
    ]
    assert doubts_among(people) == []


@pytest.mark.parametrize(
    ("text", "sex"),
    [("F", "F"), ("Mme", "F"), ("Masculin", "H"), ("M.", "H"), ("2", "F"), ("", "")],
)
def test_sex_as_lists_say_it(text, sex):
    assert read_sex(text) == sex


def test_sex_that_says_nothing_is_refused():
    with pytest.raises(InvalidInput, match="ne dit pas le sexe"):
        read_sex("peut-être")


def test_birth_is_a_year_or_a_day():
    assert read_birth("1980", DAY) == (1980, None)
    for text in ("05/11/1980", "05/11/1980 00:00", "1980-11-05 00:00:00", "5.11.80"):
        assert read_birth(text, DAY) == (1980, datetime.date(1980, 11, 5))
    assert [read_birth(f"05/11/{year}", DAY)[0] for year in ("05", "26", "27")] == [
        2005,
        2026,
        1927,
    ]
    for text in ("", "2090", "1850", "hier"):
        with pytest.raises(InvalidInput):
            read_birth(text, DAY)


def test_age_counts_the_birthday_when_it_is_known():
    assert age_on(DAY, 2000, None) == 26
    assert age_on(DAY, 2000, datetime.date(2000, 6, 10)) == 26
    assert age_on(DAY, 2000, datetime.date(2000, 6, 11)) == 25


def test_names_in_one_cell():
    assert split_name("DE LA FONTAINE Jean") == ("DE LA FONTAINE", "Jean")
    assert split_name("Marie DUPONT") == ("DUPONT", "Marie")
    assert split_name("Dupont Marie Anne") == ("Dupont", "Marie Anne")


def test_codes_are_long_and_read_back_however_typed():
    code = new_code()
    assert code != new_code()
    assert read_code(code.lower().replace("-", " ")) == code
    assert read_code("oOiI lL0") == "0011-110"
