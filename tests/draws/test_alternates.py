"""Alternates are published beside each of the 1 000 panels, and drawn by the same digits."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery import (
    Alternates,
    Change,
    Lottery,
    Problem,
    Quota,
    alternates_of,
    certificate_of,
    fingerprint_of,
    lottery_of,
    new_code,
    with_outcome,
)
from tests.draws.pools import make_pool, small_problems
from tests.draws.test_certificate import fails, file_of, refusal_of, reseal, run

AT = datetime.datetime(2027, 3, 1, 18, 30, tzinfo=datetime.UTC)
WOMEN, MEN = Quota("sexe", "F", 2, 2), Quota("sexe", "H", 2, 2)


def women_and_men(women: int, men: int) -> Problem:
    people = tuple({"sexe": sexe} for sexe in "F" * women + "H" * men)
    return Problem(people, (WOMEN, MEN), 4)


def beside(problem: Problem, count: int) -> tuple[Lottery, Alternates]:
    lottery = lottery_of(problem)
    return lottery, alternates_of(problem, lottery, count)


def sexes(problem: Problem, rows: tuple[int, ...]) -> str:
    return "".join(problem.people[row]["sexe"] for row in rows)


def test_each_panel_has_its_own_who_are_not_on_it():
    lottery, alternates = beside(women_and_men(8, 8), 4)
    assert len(alternates.lists) == 1000
    pairs = zip(lottery.panels, alternates.lists, strict=True)
    assert all(len({*panel, *rows}) == 8 for panel, rows in pairs)
    assert sum(alternates.times) == 4000


def test_the_first_called_keep_parity_too():
    problem = women_and_men(8, 8)
    alternates = beside(problem, 4)[1]
    for rows in alternates.lists:
        first = sexes(problem, rows)
        assert sorted(first[:2]) == sorted(first[2:]) == ["F", "H"]
    assert alternates.unmet == ()


def test_nobody_waits_much_more_often_than_another():
    alternates = beside(women_and_men(8, 8), 4)[1]
    assert max(alternates.times) - min(alternates.times) <= 20


def test_a_quota_that_those_left_cannot_meet_is_named():
    alternates = beside(women_and_men(8, 3), 4)[1]
    assert alternates.quotas == (Quota("sexe", "F", 2, 3), Quota("sexe", "H", 1, 2))
    assert alternates.unmet == (
        Change(WOMEN, Quota("sexe", "F", 2, 3)),
        Change(MEN, Quota("sexe", "H", 1, 2)),
    )


def test_nobody_from_an_address_of_the_panel_or_of_another_alternate():
    addresses = tuple(f"home {row // 2}" for row in range(16))
    problem = replace(women_and_men(8, 8), addresses=addresses)
    lottery, alternates = beside(problem, 4)
    for panel, rows in zip(lottery.panels, alternates.lists, strict=True):
        assert len({addresses[row] for row in (*panel, *rows)}) == 8


def test_too_few_people_are_said():
    with pytest.raises(InvalidInput) as refusal:
        beside(women_and_men(3, 3), 3)
    assert str(refusal.value) == (
        "Suppléants demandés\u00a0: 3\u00a0; personnes qui restent à côté d’une liste\u00a0: 2. "
        "Diminuez les suppléants ou complétez la liste."
    )


def test_the_same_seed_gives_the_same_lists():
    problem = make_pool(60, 10, seed=2, sizes=(2, 3))
    assert beside(problem, 5)[1] == beside(problem, 5)[1]


def certified(problem: Problem, count: int) -> dict[str, Any]:
    lottery, alternates = beside(problem, count)
    certificate = certificate_of(
        problem,
        lottery,
        fingerprints=[fingerprint_of(new_code(), "", "") for _person in problem.people],
        title="Conseil",
        digits_source="Dés",
        published_at=AT,
        code_version="ensemblier 0.1.0",
        alternates=alternates,
    )
    return with_outcome(certificate, digits="417", drawn_at=AT)


@settings(max_examples=25, deadline=None)
@given(problem=small_problems())
def test_what_is_certified_always_passes_the_check(problem: Problem):
    from tests.draws.test_certificate import script

    try:
        certificate = certified(problem, 1)
    except InvalidInput:
        return
    assert script().verify(certificate) == certificate["outcome"]["panel"]


def test_the_script_gives_them_in_their_order(tmp_path: Path):
    certificate = certified(women_and_men(8, 8), 4)
    done = run(tmp_path, certificate)
    assert (done.returncode, done.stderr) == (0, "")
    rows = certificate["committed"]["alternates"]["lists"][417]
    assert certificate["outcome"]["alternates"] == rows
    assert f"Suppléants, dans l'ordre : {', '.join(map(str, rows))}.\n" in done.stdout


def test_their_lists_in_another_order_are_found(tmp_path: Path):
    certificate = certified(women_and_men(8, 8), 4)
    certificate["outcome"]["alternates"] = certificate["outcome"]["alternates"][::-1]
    assert refusal_of(reseal(certificate)) == (
        "Les suppléants annoncés ne sont pas ceux que désignent les trois chiffres."
    )


@pytest.mark.parametrize(
    ("part", "value", "sentence"),
    [
        ("lists", [[0, 8]], "Il n'y a pas 1000 panels, mais 1."),
        ("seats", 3, "Les quotas des suppléants ne sont pas ceux du panel en proportion."),
        (
            "times",
            [0] * 16,
            "Les chances publiées d'être suppléant ne sont pas celles des 1 000 listes.",
        ),
    ],
)
def test_parts_that_do_not_fit_are_found(part: str, value: Any, sentence: str):
    certificate = certified(women_and_men(8, 8), 2)
    certificate["committed"]["alternates"][part] = value
    assert refusal_of(reseal(certificate)) == sentence


def test_somebody_of_the_panel_among_them_is_found():
    certificate = certified(women_and_men(8, 8), 2)
    panel = certificate["committed"]["panels"][7]
    certificate["committed"]["alternates"]["lists"][7] = [panel[0], panel[-1]]
    assert refusal_of(reseal(certificate)) == (
        "Le panel 007 (suppléants / alternates) n'a pas le bon nombre de personnes, "
        "ou pas les bonnes."
    )


def test_one_byte_changed_among_them_makes_it_fail(tmp_path: Path):
    content = file_of(certified(women_and_men(8, 8), 2))
    start = content.index(b'"alternates":{')
    for place in range(start, start + 300, 7):
        changed = bytearray(content)
        changed[place] ^= 1
        assert fails(bytes(changed), tmp_path / "certificate.json")
