"""Alternates of a draw: drawn with it, called by the rule, seated in the council."""

from __future__ import annotations

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import Refused
from ensemblier.draws.categories import spoken, spoken_profile
from ensemblier.draws.lottery import Problem, Quota, alternate_for
from ensemblier.draws.models import Draw, Pool, Ticket
from ensemblier.draws.operations import ceremony, computing, draws, outcome, pools, replacing
from ensemblier.draws.operations.alternates import call_alternates
from ensemblier.draws.queries.calls import calls_of
from ensemblier.draws.queries.draws import alternates_drawn, drawn_tickets, sitting
from tests.draws.worlds import ASKED, COMMIT, EVENING, NOW, add, at, crowd, made, make_pool
from tests.factories import programming as make

PARITY = (Quota("sexe", "F", 2, 2), Quota("sexe", "H", 2, 2))


@pytest.fixture
def pool(contract: Contract, editor: User) -> Pool:
    pool = make_pool(contract, editor)
    add(pool, editor, *crowd(40))
    return pool


@pytest.fixture
def draw(pool: Pool, editor: User) -> Draw:
    draw = draws.create_draw(
        pool=pool, values={**ASKED, "seats": 4, "alternates": 4}, by=editor, at=NOW
    )
    for feature in ("âge", "quartier"):
        draws.propose_quotas(draw=draw, feature=feature, manner="none", by=editor, at=NOW)
    return draw


def refuse(ticket: Ticket, by: User) -> None:
    outcome.set_answer(ticket=ticket, answer="refused", answered_on=None, by=by, at=EVENING)


def a_woman(draw: Draw) -> Ticket:
    return next(one for one in drawn_tickets(draw) if one.entrant and one.entrant.sex == "F")


def test_the_first_with_whom_the_quotas_hold_comes_in():
    people = tuple({"sexe": sexe} for sexe in "FFHHHFF")
    problem = Problem(people, PARITY, 4, ("", "", "", "", "", "a", ""))
    assert alternate_for(problem, [0, 1, 2, 3], 0, [4, 5, 6]) == 5
    assert alternate_for(problem, [0, 1, 2, 3], 2, [4, 5, 6]) == 4
    assert alternate_for(problem, [0, 1, 2, 3], 2, [5, 6]) is None


def test_nobody_comes_in_from_an_address_that_is_taken():
    people = tuple({"sexe": sexe} for sexe in "FFHHFF")
    problem = Problem(people, PARITY, 4, ("", "a", "", "", "a", ""))
    assert alternate_for(problem, [0, 1, 2, 3], 0, [4, 5]) == 5
    assert alternate_for(problem, [0, 1, 2, 3], 1, [4, 5]) == 4


def test_the_digits_draw_the_alternates_too(draw: Draw, editor: User) -> None:
    draw = made(draw, editor, digits="041")
    fresh = Draw.objects.get(pk=draw.pk)
    committed = json.loads(fresh.commitment)["committed"]
    found = list(alternates_drawn(draw))
    assert [one.row for one in found] == committed["alternates"]["lists"][41]
    assert [one.alternate_rank for one in found] == [1, 2, 3, 4]
    assert all(one.rank is None for one in found)
    assert json.loads(fresh.certificate)["outcome"]["alternates"] == [one.row for one in found]
    assert "lists" not in fresh.result["alternates"]


def test_who_refuses_gives_their_place_to_an_alternate(
    draw: Draw, editor: User, editor_client: Client, reader_client: Client
) -> None:
    draw = made(draw, editor)
    leaver = a_woman(draw)
    with pytest.raises(Refused):
        call_alternates(draw=draw, by=editor, at=EVENING)
    refuse(leaver, editor)
    (call,) = calls_of(draw)
    assert call.alternate and call.alternate.entrant and call.alternate.entrant.sex == "F"
    with pytest.raises(Refused, match="appelez d’abord"):
        replacing.prepare_replacement(draw=draw, by=editor, at=EVENING)

    url = at("call_alternates", draw)
    asked = editor_client.get(url).content.decode()
    assert (
        f"{call.alternate.entrant} (le suppléant n°\u00a0{call.alternate.alternate_rank})" in asked
    )
    assert reader_client.get(url).status_code == 403
    page = editor_client.post(url, follow=True).content.decode()
    assert f"appelé, à la place du n°\u00a0{leaver.rank}" in page
    now = list(sitting(draw))
    assert len(now) == 4
    assert leaver not in now
    assert sorted(one.entrant.sex for one in now if one.entrant) == ["F", "F", "H", "H"]


def test_an_alternate_who_refused_is_passed_over(draw: Draw, editor: User) -> None:
    draw = made(draw, editor)
    refuse(a_woman(draw), editor)
    first = calls_of(draw)[0].alternate
    assert first
    refuse(first, editor)
    second = calls_of(draw)[0].alternate
    assert second and first.alternate_rank and second.alternate_rank
    assert second.alternate_rank > first.alternate_rank


def test_a_replacement_is_drawn_where_no_alternate_fits(draw: Draw, editor: User) -> None:
    draw = made(draw, editor)
    refuse(a_woman(draw), editor)
    for one in alternates_drawn(draw):
        refuse(one, editor)
    with pytest.raises(Refused, match="préparez un remplacement"):
        call_alternates(draw=draw, by=editor, at=EVENING)
    second = replacing.prepare_replacement(draw=draw, by=editor, at=EVENING)
    assert (second.seats, second.alternates) == (1, 0)
    computing.compute_draw(draw=second, by=editor, at=EVENING)
    assert len(Draw.objects.get(pk=second.pk).result["chances"]) == 32


def test_alternates_of_a_replacement_come_after_those_of_the_first(
    draw: Draw, editor: User
) -> None:
    draw = made(draw, editor)
    refuse(a_woman(draw), editor)
    for one in alternates_drawn(draw):
        refuse(one, editor)
    second = replacing.prepare_replacement(draw=draw, by=editor, at=EVENING)
    draws.update_draw(draw=second, values={"alternates": 1}, by=editor, at=EVENING)
    later = {**COMMIT, "ceremony_at": EVENING + datetime.timedelta(days=20)}
    computing.compute_draw(draw=second, by=editor, at=EVENING)
    ceremony.commit_draw(draw=second, values=later, by=editor, at=EVENING)
    ceremony.draw_panel(draw=second, digits="003", witnesses="", by=editor, at=later["ceremony_at"])
    refuse(drawn_tickets(second)[0], editor)
    assert calls_of(draw)[0].alternate == alternates_drawn(second)[0]


def test_alternates_enter_the_council_as_such_and_take_the_seat_when_called(
    draw: Draw, contract: Contract, editor: User
) -> None:
    draw = made(draw, editor)
    council = make.make_council(contract, name="Conseil des Prés")
    for one in (*drawn_tickets(draw)[:1], *alternates_drawn(draw)):
        outcome.set_answer(ticket=one, answer="accepted", answered_on=None, by=editor, at=EVENING)
    seated = outcome.seat_accepting(
        draw=draw, council=council, starts_on=datetime.date(2026, 7, 1), by=editor, at=EVENING
    )
    assert seated == 5
    assert council.mandates.filter(is_alternate=True).count() == 4
    refuse(next(one for one in drawn_tickets(draw) if not one.mandate_id), editor)
    called = call_alternates(draw=draw, by=editor, at=EVENING)
    assert called == 1
    assert council.mandates.filter(is_alternate=True).count() == 3


def test_the_rule_needs_no_name(draw: Draw, editor: User) -> None:
    draw = made(draw, editor)
    leaver = a_woman(draw)
    refuse(leaver, editor)
    before = calls_of(draw)[0].alternate
    pools.erase_pool(pool=draw.pool, by=None, at=EVENING)
    assert calls_of(draw)[0].alternate == before


def test_everyone_reads_the_alternates_and_finds_their_own_place(
    draw: Draw, editor: User, visitor_client: Client
) -> None:
    computing.compute_draw(draw=draw, by=editor, at=NOW)
    ceremony.commit_draw(draw=draw, values=COMMIT, by=editor, at=NOW)
    page = visitor_client.get(draw.get_absolute_url()).content.decode()
    assert "4 personnes à tirer et 4 suppléants" in page
    assert "Chacune des 1\u00a0000 listes a aussi 4 suppléants" in page
    ceremony.draw_panel(draw=draw, digits="417", witnesses="", by=editor, at=EVENING)
    second = alternates_drawn(draw)[1]
    page = visitor_client.get(draw.get_absolute_url()).content.decode()
    assert second.fingerprint[:16] in page
    assert second.entrant
    mine = visitor_client.post(reverse("portal:draw_code"), {"code": second.entrant.code})
    assert "Vous êtes suppléant ou suppléante n°\u00a02." in mine.content.decode()


def test_profiles_are_said_in_words(
    draw: Draw, editor: User, editor_client: Client, visitor_client: Client
) -> None:
    draws.propose_quotas(draw=draw, feature="âge", manner="pool", by=editor, at=NOW)
    draw = made(draw, editor)
    for page in (
        visitor_client.get(draw.get_absolute_url()).content.decode(),
        editor_client.get(at("draw", draw)).content.decode(),
        editor_client.get(at("ceremony", draw)).content.decode(),
    ):
        assert (
            "femme, Le" in page or "femme, 16 à 40 ans" in page or "femme, 41 ans et plus" in page
        )
        assert "F, " not in page


def test_too_few_people_for_the_alternates_is_a_sentence_on_the_page(
    draw: Draw, editor: User, editor_client: Client
) -> None:
    draws.update_draw(draw=draw, values={"alternates": 37}, by=editor, at=NOW)
    page = editor_client.post(at("compute", draw), follow=True).content.decode()
    assert "Suppléants demandés\u00a0: 37" in page
    assert Draw.objects.get(pk=draw.pk).state == "prepared"


def test_the_team_takes_away_whom_to_write_to(
    draw: Draw, editor: User, editor_client: Client, reader_client: Client
) -> None:
    draw = made(draw, editor)
    url = at("export_drawn", draw, "csv")
    assert reader_client.get(url).status_code == 403
    rows = editor_client.get(url).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "place,nom,prénom,adresse,code postal,commune,profil,réponse"
    assert len(rows) == 9
    assert rows[5].startswith("le suppléant n°\u00a01,")


def test_values_with_a_comma_are_told_apart() -> None:
    known = {"sexe": ["F", "H"], "quartier": ["Les Prés", "Les Prés, Le Mas"], "âge": ["16-40"]}
    said = spoken_profile(known, "F, Les Prés, Le Mas, 16-40")
    assert said == "femme, Les Prés, Le Mas, 16 à 40 ans"
    assert spoken_profile(known, "F, Ailleurs, 16-40") == "F, Ailleurs, 16-40"
    assert spoken("métier", "F") == "F"
    assert [spoken("âge", band) for band in ("61 et plus", "moins de 16", "autre")] == [
        "61 ans et plus",
        "moins de 16 ans",
        "autre",
    ]
