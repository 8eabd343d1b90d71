from __future__ import annotations

import datetime
from dataclasses import dataclass

from ensemblier.councils.composition import Seats, composition_on, history

DAY = datetime.date(2026, 1, 1)


@dataclass(frozen=True)
class Seat:
    college: str = "residents"
    sex: str = "female"
    is_alternate: bool = False
    starts_on: datetime.date = DAY
    ends_on: datetime.date | None = None


WOMAN, MAN, UNSAID, ACTOR = Seat(), Seat(sex="male"), Seat(sex=""), Seat("actors", "male")


def problems(*seats: Seat, declared: Seats | None = None) -> list[str]:
    return composition_on(DAY, seats, declared).problems


def test_half_of_residents_is_enough_and_less_is_not():
    assert problems(WOMAN, MAN, ACTOR, ACTOR) == []
    assert problems(WOMAN, MAN, ACTOR, ACTOR, ACTOR) == ["few_residents"]


def test_parity_allows_one_of_difference():
    assert problems(WOMAN, WOMAN, MAN) == []
    assert problems(WOMAN, WOMAN, WOMAN, MAN) == ["parity"]


def test_those_who_say_nothing_may_be_of_either_sex():
    assert problems(WOMAN, WOMAN, WOMAN, MAN, UNSAID) == []
    assert problems(WOMAN, WOMAN, WOMAN, WOMAN, MAN, UNSAID) == ["parity"]


def test_local_actors_are_not_asked_for_parity():
    assert problems(WOMAN, MAN, WOMAN, ACTOR, ACTOR, ACTOR) == []


def test_alternates_hold_no_seat():
    alternate = Seat("actors", "male", is_alternate=True)
    composition = composition_on(DAY, [WOMAN, alternate, alternate])
    assert (composition.problems, composition.total, composition.alternates) == ([], 1, 2)


def test_seats_that_are_declared():
    composition = composition_on(DAY, [WOMAN, MAN, ACTOR], Seats(3, 1))
    assert (composition.vacant_residents, composition.vacant_actors) == (1, 0)
    assert composition.vacancies == "1 siège d’habitant libre"
    assert problems(WOMAN, MAN, ACTOR, ACTOR, declared=Seats(3, 1)) == ["overfull"]
    assert composition_on(DAY, [WOMAN]).vacancies == ""


def test_nobody_is_said_alone():
    composition = composition_on(DAY, [], Seats(3, 1))
    assert composition.sentences == ["Plus personne ne siège."]


def test_both_ends_of_a_mandate_count():
    seats = [Seat(starts_on=DAY, ends_on=DAY)]
    assert [
        composition_on(DAY + datetime.timedelta(days=shift), seats).total for shift in (-1, 0, 1)
    ] == [0, 1, 0]


def test_sentences_give_the_figures():
    assert composition_on(DAY, [WOMAN, ACTOR, ACTOR]).sentences == [
        "Les habitants ne sont plus la moitié au moins\u00a0: 1 pour 2 acteurs locaux."
    ]
    assert composition_on(DAY, [WOMAN, WOMAN]).sentences == [
        "La parité n’est plus tenue parmi les habitants\u00a0: 2 femmes et 0 hommes."
    ]


def test_history_keeps_the_days_on_which_something_changed():
    later = datetime.date(2026, 5, 1)
    seats = [WOMAN, Seat(sex="male", ends_on=datetime.date(2026, 4, 30)), Seat(starts_on=later)]
    told = [(one.on, one.women, one.men) for one in history(seats, Seats(), later)]
    assert told == [(DAY, 1, 1), (later, 2, 0)]
    assert [one.on for one in history(seats, Seats(), later, steps=1)] == [later]


def test_a_seat_may_end_on_the_last_day_that_is():
    forever = Seat(ends_on=datetime.date.max)
    assert [one.on for one in history([forever], Seats(), datetime.date(2026, 5, 1))] == [DAY]
