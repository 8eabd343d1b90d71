from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.draws.categories import band_of
from ensemblier.draws.composition import proposed, read_bounds
from ensemblier.draws.models import Draw, Pool, Quota
from ensemblier.draws.operations import ceremony, computing, draws, lists, outcome, pools, replacing
from ensemblier.draws.queries.draws import drawn_tickets, leaving, sitting
from ensemblier.draws.queries.pools import people_of
from tests import factories
from tests.draws.worlds import NOW, add, crowd, make_pool, table
from tests.factories import programming as make

EVENING = datetime.datetime(2026, 6, 10, 18, 30, tzinfo=datetime.UTC)
COMMIT = {"chance": "balls", "chance_words": "", "ceremony_at": EVENING, "place": "Mairie"}
ASKED = {
    "name": "Conseil",
    "council": None,
    "audience": "lists",
    "neighborhood": "",
    "seats": 8,
    "one_per_address": True,
    "age_bounds": "16, 41",
}


@pytest.fixture
def pool(contract: Contract, editor: User) -> Pool:
    pool = make_pool(contract, editor)
    add(pool, editor, *crowd(24))
    return pool


@pytest.fixture
def draw(pool: Pool, editor: User) -> Draw:
    return draws.create_draw(pool=pool, values=ASKED, by=editor, at=NOW)


def at(name: str, draw: Draw, *args: object) -> str:
    return reverse(f"draws:{name}", args=[draw.pk, *args])


def bounds_of(draw: Draw) -> dict[tuple[str, str], tuple[int, int]]:
    return {(row.feature, row.value): (row.minimum, row.maximum) for row in draw.quotas.all()}


def committed(draw: Draw, by: User) -> Draw:
    computing.compute_draw(draw=draw, by=by, at=NOW)
    return ceremony.commit_draw(draw=draw, values=COMMIT, by=by, at=NOW)


def made(draw: Draw, by: User, digits: str = "417") -> Draw:
    committed(draw, by)
    return ceremony.draw_panel(draw=draw, digits=digits, witnesses="", by=by, at=EVENING)


def test_age_bands_are_written_as_people_say_them() -> None:
    bounds = read_bounds("16, 26;41")
    assert [band_of(age, bounds) for age in (12, 16, 25, 26, 41, 90)] == [
        *("moins de 16", "16-25", "16-25", "26-40", "41 et plus", "41 et plus")
    ]
    for text in ("seize", "26, 16", "16, 16", "999"):
        with pytest.raises(InvalidInput):
            read_bounds(text)


def test_quotas_are_proposed_in_the_proportions_of_the_pool() -> None:
    assert proposed({"A": 30, "B": 10}, 10) == {"A": (7, 8), "B": (2, 3)}
    assert proposed({"A": 30, "B": 10}, 10, equal=True) == {"A": (5, 5), "B": (5, 5)}


def test_a_new_draw_has_parity_ages_and_neighborhoods(draw: Draw) -> None:
    assert bounds_of(draw) == {
        ("sexe", "F"): (4, 4),
        ("sexe", "H"): (4, 4),
        ("âge", "16-40"): (2, 3),
        ("âge", "41 et plus"): (5, 6),
        ("quartier", "Le Mas"): (4, 4),
        ("quartier", "Les Prés"): (4, 4),
    }


def test_one_draw_in_each_neighborhood(pool: Pool, editor: User) -> None:
    found = draws.create_draws_by_neighborhood(
        pool=pool, values={**ASKED, "seats": 4}, by=editor, at=NOW
    )
    assert [row.name for row in found] == ["Conseil – Le Mas", "Conseil – Les Prés"]
    assert {feature for feature, _value in bounds_of(found[0])} == {"sexe", "âge"}
    computing.compute_draw(draw=found[0], by=editor, at=NOW)
    assert len(Draw.objects.get(pk=found[0].pk).result["chances"]) == 12


def test_quotas_are_typed_in_the_table_and_a_slip_gives_it_back(
    draw: Draw, editor_client: Client
) -> None:
    rows = list(draw.quotas.all())
    typed = {f"min-{row.pk}": row.minimum for row in rows}
    typed |= {f"max-{row.pk}": row.maximum for row in rows}
    first = rows[0]
    bad = {**typed, f"min-{first.pk}": "7"}
    answer = editor_client.post(at("set_quotas", draw), bad)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "le minimum (7) dépasse le maximum (4)" in page
    assert 'value="7"' in page
    assert editor_client.post(at("set_quotas", draw), {}).status_code == 422

    good = {**typed, f"min-{first.pk}": "3"}
    editor_client.post(at("set_quotas", draw), good)
    first.refresh_from_db()
    assert (first.minimum, first.maximum) == (3, 4)


def test_quotas_go_out_and_come_back(draw: Draw, editor: User, editor_client: Client) -> None:
    before = bounds_of(draw)
    exported = editor_client.get(at("quotas_export", draw, "csv")).content
    assert exported.decode("utf-8-sig").splitlines()[:2] == ["feature,value,min,max", "sexe,F,4,4"]

    file = table("sexe,F,1,9", "sexe,H,0,9", header="feature,value,min,max")
    draws.import_quotas(draw=draw, uploaded=file, by=editor, at=NOW)
    assert bounds_of(draw) == {("sexe", "F"): (1, 9), ("sexe", "H"): (0, 9)}
    twice = table("sexe,F,1,9", "sexe,F,0,9", header="feature,value,min,max")
    with pytest.raises(InvalidInput):
        draws.import_quotas(draw=draw, uploaded=twice, by=editor, at=NOW)

    upload = {"file": SimpleUploadedFile("quotas.csv", exported)}
    editor_client.post(at("quotas_import", draw), upload)
    assert bounds_of(draw) == before


def test_a_category_is_freed_and_proposed_again(draw: Draw, editor: User) -> None:
    def propose(feature: str, manner: str) -> None:
        draws.propose_quotas(draw=draw, feature=feature, manner=manner, by=editor, at=NOW)

    propose("âge", "none")
    assert ("âge", "16-40") not in bounds_of(draw)
    propose("âge", "equal")
    assert bounds_of(draw)["âge", "16-40"] == (4, 4)
    with pytest.raises(InvalidInput):
        propose("métier", "pool")
    with pytest.raises(InvalidInput, match="Choisissez"):
        propose("âge", "au hasard")
    with pytest.raises(InvalidInput, match="population"):
        propose("quartier", "population")


def test_neighborhoods_are_proposed_by_their_population(
    draw: Draw, contract: Contract, editor: User
) -> None:
    for name, people in (("Les Prés", 3000), ("Le Mas", 1000)):
        area = factories.make_area(name=name)
        ContractArea.objects.create(contract=contract, area=area)
        factories.make_statistic(area, "population", people)
    draws.propose_quotas(draw=draw, feature="quartier", manner="population", by=editor, at=NOW)
    assert bounds_of(draw)["quartier", "Les Prés"] == (6, 6)
    assert bounds_of(draw)["quartier", "Le Mas"] == (2, 2)


def test_the_computation_is_kept_until_something_changes(draw: Draw, editor: User) -> None:
    done = computing.compute_draw(draw=draw, by=editor, at=NOW)
    assert done.state == "computed"
    assert len(done.result["panels"]) == 1000
    assert sum(done.result["chances"]) == pytest.approx(8)
    assert sum(row["people"] for row in done.result["profiles"]) == 24

    draws.update_draw(draw=done, values={"seats": 8}, by=editor, at=NOW)
    assert Draw.objects.get(pk=draw.pk).state == "computed"
    draws.propose_quotas(draw=done, feature="âge", manner="none", by=editor, at=NOW)
    after = Draw.objects.get(pk=draw.pk)
    assert (after.state, after.result) == ("prepared", {})


def test_quotas_that_cannot_be_met_are_named_and_relaxed_in_one_click(
    draw: Draw, editor: User, editor_client: Client
) -> None:
    women = draw.quotas.get(value="F")
    draws.set_quotas(draw=draw, bounds={women.pk: (6, 6)}, by=editor, at=NOW)
    page = editor_client.post(at("compute", draw), follow=True).content.decode()
    assert "Ces quotas ne peuvent pas tenir ensemble" in page
    assert "sexe\u00a0: femme – au moins 6" in page
    assert "tirer 8 personnes" in page
    assert Draw.objects.get(pk=draw.pk).state == "prepared"

    page = editor_client.post(at("relax", draw), follow=True).content.decode()
    assert "Ce que dit le calcul" in page
    after = Draw.objects.get(pk=draw.pk)
    assert after.state == "computed"
    assert len(after.relaxed) == 1


def test_a_value_without_quota_is_refused_with_its_name(draw: Draw, editor: User) -> None:
    draw.quotas.filter(value="F").delete()
    with pytest.raises(InvalidInput, match="F"):
        computing.compute_draw(draw=draw, by=editor, at=NOW)
    assert Draw.objects.get(pk=draw.pk).state == "prepared"


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


def test_publishing_says_where_chance_comes_from(draw: Draw, editor_client: Client) -> None:
    editor_client.post(at("compute", draw))
    values = {"chance": "public", "ceremony_at": "2099-06-10T18:30", "place": "Mairie"}
    page = editor_client.post(at("commit", draw), values).content.decode()
    assert "Dites quelle valeur" in page
    values = {**values, "chance": "dice", "ceremony_at": "2020-06-10T18:30"}
    assert "après la publication" in editor_client.post(at("commit", draw), values).content.decode()
    editor_client.post(at("commit", draw), {**values, "ceremony_at": "2099-06-10T18:30"})
    assert Draw.objects.get(pk=draw.pk).state == "committed"


def test_a_quota_refuses_what_makes_no_sense(draw: Draw) -> None:
    row = Quota(draw=draw, contract=draw.contract, feature="x", value="y", minimum=3, maximum=1)
    with pytest.raises(Exception, match=r"maximum|draws_quota_order"):
        row.full_clean()


def test_the_commitment_is_text_that_machines_read(draw: Draw, editor: User) -> None:
    assert json.loads(committed(draw, editor).commitment)
