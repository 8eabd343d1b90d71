"""A draw from its pages to the council, and what stays of it when names are gone."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import Refused
from ensemblier.councils.operations.mandates import end_mandate
from ensemblier.draws.models import Draw, Pool
from ensemblier.draws.operations import ceremony, computing, draws, outcome, pools, replacing
from ensemblier.draws.queries.draws import drawn_tickets, leaving, sitting
from ensemblier.draws.queries.pools import people_of
from tests.draws.worlds import COMMIT, EVENING, at, bounds_of, made
from tests.factories import programming as make


def test_who_accepts_sits_in_the_council(
    draw: Draw, contract: Contract, editor: User, editor_client: Client
) -> None:
    made(draw, editor)
    council = make.make_council(contract, name="Conseil des Prés")
    first, second = drawn_tickets(draw)[:2]
    values = {"council": council, "starts_on": datetime.date(2026, 7, 1)}
    with pytest.raises(Refused):
        outcome.seat_accepting(draw=draw, by=editor, at=EVENING, **values)

    editor_client.post(at("answer", first), {"answer": "accepted", "answered_on": "2026-06-15"})
    outcome.set_answer(ticket=second, answer="refused", answered_on=None, by=editor, at=EVENING)
    assert outcome.seat_accepting(draw=draw, by=editor, at=EVENING, **values) == 1

    mandate = council.mandates.get()
    assert (str(mandate.user), mandate.college, mandate.origin) == (
        str(first.entrant),
        "residents",
        "drawn",
    )
    first.refresh_from_db()
    assert first.mandate == mandate
    with pytest.raises(Refused):
        outcome.set_answer(ticket=first, answer="refused", answered_on=None, by=editor, at=EVENING)


def test_who_refuses_is_replaced_by_a_draw_that_keeps_the_quotas(
    draw: Draw, editor: User, editor_client: Client
) -> None:
    made(draw, editor)
    with pytest.raises(Refused):
        replacing.prepare_replacement(draw=draw, by=editor, at=EVENING)
    women = [row for row in drawn_tickets(draw) if row.entrant and row.entrant.sex == "F"]
    for ticket in women[:2]:
        outcome.set_answer(ticket=ticket, answer="refused", answered_on=None, by=editor, at=EVENING)
    editor_client.post(at("replace", draw))
    second = draw.replacements.get()

    assert second.seats == 2
    assert bounds_of(second)["sexe", "F"] == (2, 2)
    assert bounds_of(second)["sexe", "H"] == (0, 0)
    assert not leaving(draw).exists()
    later = {**COMMIT, "ceremony_at": EVENING + datetime.timedelta(days=20)}
    computing.compute_draw(draw=second, by=editor, at=EVENING)
    ceremony.commit_draw(draw=second, values=later, by=editor, at=EVENING)
    ceremony.draw_panel(
        draw=second, digits="003", witnesses="", by=editor, at=EVENING + datetime.timedelta(days=20)
    )
    people = [row.entrant for row in sitting(draw).select_related("entrant")]
    assert len(people) == 8
    assert sorted(person.sex for person in people if person) == ["F"] * 4 + ["H"] * 4
    assert not {row.entrant_id for row in women[:2]} & {person.pk for person in people if person}


def test_who_leaves_the_council_is_replaced_too(
    draw: Draw, contract: Contract, editor: User, editor_client: Client
) -> None:
    made(draw, editor)
    council = make.make_council(contract, name="Conseil des Prés")
    ticket = drawn_tickets(draw)[0]
    outcome.set_answer(ticket=ticket, answer="accepted", answered_on=None, by=editor, at=EVENING)
    outcome.seat_accepting(
        draw=draw, council=council, starts_on=datetime.date(2026, 7, 1), by=editor, at=EVENING
    )
    september = EVENING + datetime.timedelta(days=100)
    last_day = timezone.localdate(september)
    answer: dict[str, Any] = {"ticket": ticket, "answer": "refused", "answered_on": None}
    mandate = council.mandates.get()
    end_mandate(mandate=mandate, on=last_day, reason="moved", by=editor, at=september)
    with pytest.raises(Refused):
        outcome.set_answer(**answer, by=editor, at=september - datetime.timedelta(days=1))
    assert not leaving(draw).exists()

    outcome.set_answer(**answer, by=editor, at=september)
    assert [row.pk for row in leaving(draw)] == [ticket.pk]
    editor_client.post(at("replace", draw))
    assert draw.replacements.get().seats == 1


def test_a_replacement_that_is_cancelled_leaves_its_people_to_replace(
    draw: Draw, editor: User
) -> None:
    made(draw, editor)
    ticket = drawn_tickets(draw)[0]
    outcome.set_answer(ticket=ticket, answer="refused", answered_on=None, by=editor, at=EVENING)
    second = replacing.prepare_replacement(draw=draw, by=editor, at=EVENING)
    draws.cancel_draw(draw=second, reason="Erreur", by=editor, at=EVENING)
    assert [row.pk for row in leaving(draw)] == [ticket.pk]


def test_names_go_and_the_draw_stays(
    draw: Draw, pool: Pool, editor: User, editor_client: Client, visitor_client: Client
) -> None:
    made(draw, editor)
    code = people_of(pool).get(tickets__rank=1).code
    certificate = Draw.objects.get(pk=draw.pk).certificate
    pools.erase_due_pools(at=datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC))

    assert draw.tickets.filter(entrant=None).count() == 24
    assert Draw.objects.get(pk=draw.pk).certificate == certificate
    assert editor_client.get(at("draw", draw)).status_code == 200
    assert editor_client.get(at("ceremony", draw)).status_code == 200
    page = visitor_client.post(reverse("portal:draw_code"), {"code": code.lower()}).content.decode()
    assert "Vous avez été tiré ou tirée au sort." in page
    assert "417" in page.partition("Si l’un de ces numéros sort")[2].partition("</details>")[0]


def test_team_prepares_a_draw_from_its_pages(
    pool: Pool, contract: Contract, editor: User, editor_client: Client
) -> None:
    create = reverse("draws:create_draw", args=[pool.pk])
    values: dict[str, Any] = {
        "name": "Jury",
        "audience": "lists",
        "seats": "4",
        "age_bounds": "vieux",
    }
    assert "Écrivez les âges" in editor_client.post(create, values).content.decode()
    values["age_bounds"] = "16, 41"
    editor_client.post(create, values)
    draw = Draw.objects.get(name="Jury")
    editor_client.post(at("edit_draw", draw), {**values, "seats": "6"})
    editor_client.post(at("propose", draw), {"feature": "âge", "manner": "none"})
    draw.refresh_from_db()
    assert draw.seats == 6
    editor_client.post(at("compute", draw))
    editor_client.post(at("reopen", draw))
    draw.refresh_from_db()
    assert draw.state == "prepared"
    values["each"] = "on"
    editor_client.post(create, {**values, "name": "Par quartier"})
    assert Draw.objects.filter(name__startswith="Par quartier").count() == 2
