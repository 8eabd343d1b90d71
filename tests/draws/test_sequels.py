"""Replacements, panels by neighborhood, and the plain method for comparison."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from ensemblier.core.exceptions import InvalidInput
from ensemblier.draws.lottery import (
    Change,
    Problem,
    Quota,
    Sequel,
    certificate_of,
    fingerprint_of,
    lottery_of,
    new_code,
    parts_of,
    replacement_lottery,
    stratified_chances,
    with_outcome,
    with_sequel,
)
from tests.draws.pools import make_pool
from tests.draws.test_certificate import refusal_of, reseal, run

AT = datetime.datetime(2027, 3, 1, 18, 30, tzinfo=datetime.UTC)
WOMEN, MEN = Quota("sexe", "F", 2, 2), Quota("sexe", "H", 2, 2)


def six_women_and(men: int, addresses: tuple[str, ...] | None = None) -> Problem:
    people = tuple({"sexe": sexe} for sexe in "FFFFFF" + "H" * men)
    return Problem(people, (WOMEN, MEN), 4, addresses)


def test_a_woman_who_leaves_is_replaced_by_a_woman():
    sequel = replacement_lottery(six_women_and(4), [0, 1, 6, 7], [1])
    assert sequel.staying == (0, 6, 7)
    assert sequel.eligible == (2, 3, 4, 5, 8, 9)
    assert sequel.lottery.chances == pytest.approx((0, 0, 0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0))
    assert {len(panel) for panel in sequel.lottery.panels} == {1}
    assert (sequel.unmet, sequel.quotas) == ((), (WOMEN, MEN))


def test_a_quota_that_nobody_left_can_meet_is_named():
    sequel = replacement_lottery(six_women_and(2), [0, 1, 6, 7], [7])
    assert sequel.unmet == (
        Change(WOMEN, Quota("sexe", "F", 2, 3)),
        Change(MEN, Quota("sexe", "H", 1, 2)),
    )
    assert sequel.lottery.chances == pytest.approx((0, 0, 0.25, 0.25, 0.25, 0.25, 0, 0))


def test_whoever_has_gone_does_not_come_back_and_alternates_come_first():
    sequel = replacement_lottery(
        six_women_and(4), [0, 1, 6, 7], [1], eligible=[2, 3, 8, 9], gone=[3]
    )
    assert sequel.eligible == (2, 8, 9)
    assert sequel.lottery.chances[2] == pytest.approx(1)


def test_nobody_from_the_address_of_who_stays():
    addresses = ("", "", "a", "", "", "", "a", "", "", "")
    sequel = replacement_lottery(six_women_and(4, addresses), [0, 1, 6, 7], [1])
    assert 2 not in sequel.eligible


def test_too_few_people_left_is_a_sentence():
    with pytest.raises(InvalidInput) as refusal:
        replacement_lottery(six_women_and(4), [0, 1, 6, 7], [1, 0], eligible=[2])
    assert str(refusal.value) == (
        "Il ne reste pas assez de personnes à tirer au sort\u00a0: 1 au plus."
    )


@pytest.mark.parametrize("leaving", [[], [5]])
def test_only_people_of_the_panel_are_replaced(leaving: list[int]):
    with pytest.raises(InvalidInput) as refusal:
        replacement_lottery(six_women_and(4), [0, 1, 6, 7], leaving)
    assert str(refusal.value) == "Les personnes à remplacer doivent être sur le panel."


def certified(problem: Problem) -> dict:
    lottery = lottery_of(problem)
    certificate = certificate_of(
        problem,
        lottery,
        fingerprints=[fingerprint_of(new_code(), "", "") for _person in problem.people],
        title="Conseil",
        digits_source="Dés",
        published_at=AT,
        code_version="ensemblier 0.1.0",
    )
    return with_outcome(certificate, digits="000", drawn_at=AT)


def continued(certificate: dict, sequel: Sequel, digits: str) -> dict:
    published = with_sequel(certificate, sequel, digits_source="Dés", published_at=AT)
    return with_outcome(published, digits=digits, drawn_at=AT)


def test_the_certificate_follows_the_panel_through_its_replacements(tmp_path: Path):
    problem = six_women_and(6)
    certificate = certified(problem)
    panel = certificate["outcome"]["panel"]
    certificate = continued(certificate, replacement_lottery(problem, panel, panel[:1]), "123")
    now = sorted([*panel[1:], *certificate["sequels"][0]["outcome"]["panel"]])
    again = replacement_lottery(problem, now, now[1:2], gone=panel[:1])
    certificate = continued(certificate, again, "999")
    last = sorted({*now} - {now[1]} | {*certificate["sequels"][1]["outcome"]["panel"]})
    done = run(tmp_path, certificate)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Panel en place aujourd'hui : {', '.join(map(str, last))}.\n" in done.stdout


def test_a_replacement_whose_quota_could_not_be_kept_is_certified_as_such(tmp_path: Path):
    problem = six_women_and(2)
    certificate = certified(problem)
    panel = certificate["outcome"]["panel"]
    sequel = replacement_lottery(problem, panel, [7])
    certificate = continued(certificate, sequel, "500")
    assert certificate["sequels"][0]["committed"]["unmet"][1] == {
        "old": {"feature": "sexe", "value": "H", "min": 2, "max": 2},
        "new": {"feature": "sexe", "value": "H", "min": 1, "max": 2},
    }
    assert run(tmp_path, certificate).returncode == 0


def test_a_sequel_that_follows_another_draw_is_found():
    problem = six_women_and(6)
    certificate = certified(problem)
    panel = certificate["outcome"]["panel"]
    certificate = continued(certificate, replacement_lottery(problem, panel, panel[:1]), "123")
    other = next(rows for rows in certificate["committed"]["panels"] if rows != panel)
    digits = certificate["committed"]["panels"].index(other)
    certificate["outcome"] |= {"digits": f"{digits:03d}", "panel": other}
    assert refusal_of(reseal(certificate)) == (
        "Un tirage de remplaçants ne fait pas suite au tirage précédent."
    )


def test_digits_are_drawn_once_and_in_order():
    problem = six_women_and(6)
    certificate = certified(problem)
    with pytest.raises(InvalidInput) as refusal:
        with_outcome(certificate, digits="001", drawn_at=AT)
    assert str(refusal.value) == ("Ce tirage a déjà eu lieu\u00a0: ses chiffres ne changent plus.")
    panel = certificate["outcome"]["panel"]
    sequel = replacement_lottery(problem, panel, panel[:1])
    waiting = with_sequel(certificate, sequel, digits_source="Dés", published_at=AT)
    with pytest.raises(InvalidInput) as refusal:
        with_sequel(waiting, sequel, digits_source="Dés", published_at=AT)
    assert str(refusal.value) == "Le tirage précédent n’a pas encore eu lieu."


def test_one_panel_per_neighborhood():
    people = tuple({"quartier": place, "sexe": sexe} for place in "ABB" for sexe in "FFHH")
    quotas = (
        *(Quota("quartier", "A", 0, 8), Quota("quartier", "B", 0, 8)),
        *(Quota("sexe", "F", 4, 4), Quota("sexe", "H", 4, 4)),
    )
    parts = parts_of(Problem(people, quotas, 8), "quartier", {"A": 2, "B": 4})
    assert parts["A"].rows == (0, 1, 2, 3)
    assert parts["A"].problem.quotas == (Quota("sexe", "F", 1, 1), Quota("sexe", "H", 1, 1))
    assert parts["B"].problem.seats == 4
    assert lottery_of(parts["B"].problem).chances == pytest.approx((0.5,) * 8)


def test_a_neighborhood_with_nobody_is_refused():
    problem = six_women_and(4)
    with pytest.raises(InvalidInput) as refusal:
        parts_of(problem, "sexe", {"X": 1})
    assert str(refusal.value) == "Personne n’a «\u00a0X\u00a0» dans «\u00a0sexe\u00a0»."


def test_the_plain_method_leaves_some_with_less_than_the_fairest_lottery():
    problem = make_pool(120, 12, seed=3)
    plain = stratified_chances(problem, draws=300)
    assert plain.draws == 300
    assert sum(plain.chances) == pytest.approx(12)
    assert plain.error == pytest.approx(0.98 / 300**0.5)
    assert plain.min_chance < lottery_of(problem).min_chance
    assert stratified_chances(problem, draws=300) == plain


def test_panels_are_searched_when_hardly_any_try_can_succeed():
    problem = make_pool(150, 22, seed=1, sizes=(2, 4, 4, 6, 3, 5))
    plain = stratified_chances(problem, draws=20)
    assert (plain.draws, plain.is_searched) == (20, True)
    assert sum(plain.chances) == pytest.approx(22)


def test_the_plain_method_refuses_quotas_that_cannot_be_met():
    people = tuple({"sexe": sexe} for sexe in "FFH")
    with pytest.raises(InvalidInput) as refusal:
        stratified_chances(Problem(people, (WOMEN, MEN), 3))
    assert str(refusal.value) == "Aucun panel ne respecte tous les quotas à la fois."
