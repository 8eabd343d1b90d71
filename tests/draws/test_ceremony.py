"""What is published, the three digits, and nothing comes back."""

from __future__ import annotations

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.draws.models import Draw, Pool
from ensemblier.draws.operations import ceremony, computing, draws, lists, pools
from ensemblier.draws.queries.draws import drawn_tickets
from ensemblier.draws.queries.pools import people_of
from tests.draws.worlds import COMMIT, EVENING, NOW, add, at, committed, made


def test_what_is_published_is_frozen(draw: Draw, pool: Pool, editor: User) -> None:
    with pytest.raises(Refused):
        ceremony.commit_draw(draw=draw, values=COMMIT, by=editor, at=NOW)
    done = committed(draw, editor)
    assert done.state == "committed"
    assert done.tickets.count() == 24
    assert sum(ticket.panels for ticket in done.tickets.all()) == 8000
    assert not any(str(person) in done.commitment for person in people_of(pool))
    assert not any(person.code in done.commitment for person in people_of(pool))

    with pytest.raises(Refused, match="ne change plus"):
        add(pool, editor, "Roche;Paul;1950;H;1 rue A;30100;Alès;Le Mas")
    with pytest.raises(Refused):
        lists.undo_list(prepared=pool.lists.get(), by=editor, at=NOW)
    with pytest.raises(Refused):
        pools.exclude_person(
            entrant=people_of(pool)[0], exclusion="moved", words="", by=editor, at=NOW
        )
    with pytest.raises(Refused):
        draws.update_draw(draw=draw, values={"seats": 9}, by=editor, at=NOW)
    with pytest.raises(Refused):
        computing.compute_draw(draw=draw, by=editor, at=NOW)


def test_a_pool_that_changed_is_computed_again(draw: Draw, pool: Pool, editor: User) -> None:
    computing.compute_draw(draw=draw, by=editor, at=NOW)
    pools.exclude_person(entrant=people_of(pool)[0], exclusion="moved", words="", by=editor, at=NOW)
    with pytest.raises(Refused, match="calculez à nouveau"):
        ceremony.commit_draw(draw=draw, values=COMMIT, by=editor, at=NOW)


def test_the_digits_say_which_panel_and_nothing_comes_back(draw: Draw, editor: User) -> None:
    done = made(draw, editor, digits="041")
    assert (done.state, done.digits) == ("drawn", "041")
    panel = list(drawn_tickets(draw))
    assert [ticket.rank for ticket in panel] == list(range(1, 9))
    assert sorted(ticket.entrant.sex for ticket in panel if ticket.entrant) == [
        *(["F"] * 4 + ["H"] * 4)
    ]
    with pytest.raises(Refused):
        ceremony.draw_panel(draw=draw, digits="042", witnesses="", by=editor, at=EVENING)
    with pytest.raises(Refused):
        draws.cancel_draw(draw=draw, reason="Regret", by=editor, at=EVENING)
    entry = Entry.objects.get(action="draws.draw_panel")
    assert entry.summary == "Tirage fait\u00a0: Conseil, chiffres 041"


@pytest.mark.parametrize("digits", ["41", "4178", "4x7", "", "４１７"])
def test_what_is_no_three_digits_draws_nobody(draw: Draw, editor: User, digits: str) -> None:
    committed(draw, editor)
    with pytest.raises(InvalidInput):
        ceremony.draw_panel(draw=draw, digits=digits, witnesses="", by=editor, at=EVENING)
    assert Draw.objects.get(pk=draw.pk).state == "committed"


def test_readers_may_watch_and_not_draw(draw: Draw, editor: User, reader: User) -> None:
    committed(draw, editor)
    with pytest.raises(NotAllowed):
        ceremony.draw_panel(draw=draw, digits="417", witnesses="", by=reader, at=EVENING)


def test_the_big_screen_asks_before_it_draws(
    draw: Draw, editor: User, editor_client: Client, reader_client: Client
) -> None:
    committed(draw, editor)
    url = at("ceremony", draw)
    assert "premier chiffre" in editor_client.get(url).content.decode().lower()
    assert "premier chiffre" not in reader_client.get(url).content.decode().lower()
    digits = {"first": "4", "second": "1", "third": "7"}
    missing = editor_client.post(url, {**digits, "third": "", "step": "check"}).content.decode()
    assert "Choisissez les trois chiffres" in missing
    long = {**digits, "step": "confirm", "witnesses": "Mme Témoin " * 200}
    kept = editor_client.post(url, long).content.decode()
    assert "Mme Témoin Mme Témoin" in kept
    assert Draw.objects.get(pk=draw.pk).state == "committed"
    page = editor_client.post(url, {**digits, "step": "check"}).content.decode()
    assert "Est-ce bien ce qui est sorti" in page
    assert Draw.objects.get(pk=draw.pk).state == "committed"
    editor_client.post(url, {**digits, "step": "confirm", "witnesses": "Mme Témoin"})

    after = Draw.objects.get(pk=draw.pk)
    assert (after.digits, after.witnesses) == ("417", "Mme Témoin")
    name = str(drawn_tickets(draw)[0].entrant)
    assert name in editor_client.get(at("draw", draw)).content.decode()
    for address in (at("draw", draw), url):
        assert name not in reader_client.get(address).content.decode()


def test_before_the_announced_hour_someone_must_choose_not_to_wait(
    draw: Draw, editor: User, editor_client: Client
) -> None:
    committed(draw, editor)
    Draw.objects.update(ceremony_at=timezone.now() + datetime.timedelta(hours=1))
    draw.refresh_from_db()
    with pytest.raises(InvalidInput, match="Le tirage est annoncé pour le"):
        ceremony.draw_panel(draw=draw, digits="417", witnesses="", by=editor, at=timezone.now())

    sent = {"first": "4", "second": "1", "third": "7", "step": "confirm", "witnesses": "Mme Ici"}
    page = editor_client.post(at("ceremony", draw), sent).content.decode()
    assert "le public viendra à cette heure" in page
    assert "Cochez pour tirer sans attendre cette heure." in page
    assert "Mme Ici" in page
    assert Draw.objects.get(pk=draw.pk).state == "committed"

    editor_client.post(at("ceremony", draw), {**sent, "is_early": "on"})
    assert Draw.objects.get(pk=draw.pk).digits == "417"


def test_a_published_draw_is_cancelled_with_its_reason(
    draw: Draw, editor: User, editor_client: Client, visitor_client: Client
) -> None:
    committed(draw, editor)
    with pytest.raises(InvalidInput):
        draws.cancel_draw(draw=draw, reason=" ", by=editor, at=NOW)
    editor_client.post(at("cancel", draw), {"reason": "Salle fermée"})
    page = visitor_client.get(draw.get_absolute_url()).content.decode()
    assert "Salle fermée" in page


def test_publishing_says_where_chance_comes_from(draw: Draw, editor_client: Client) -> None:
    editor_client.post(at("compute", draw))
    values = {"chance": "public", "ceremony_at": "2099-06-10T18:30", "place": "Mairie"}
    page = editor_client.post(at("commit", draw), values).content.decode()
    assert "Dites quelle valeur" in page
    values = {**values, "chance": "dice", "ceremony_at": "2020-06-10T18:30"}
    assert "après la publication" in editor_client.post(at("commit", draw), values).content.decode()
    editor_client.post(at("commit", draw), {**values, "ceremony_at": "2099-06-10T18:30"})
    assert Draw.objects.get(pk=draw.pk).state == "committed"


def test_the_commitment_is_text_that_machines_read(draw: Draw, editor: User) -> None:
    assert json.loads(committed(draw, editor).commitment)
