from __future__ import annotations

import datetime
import functools

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.draws.documents.letters import letter_data
from ensemblier.draws.models import Entrant, Pair, Pool, PoolList
from ensemblier.draws.operations import doubles, lists, pools
from ensemblier.draws.queries.pools import counts_of, lists_of_person, open_pairs, people_of
from tests.draws.worlds import HEADER, NOW, add, crowd, make_pool, names, prepare, table
from tests.meanwhile import meanwhile

LEA = "Dupont;Léa;1980;F;3 av. de la Gare;30100;Alès;Les Prés"
LEA_AGAIN = "DUPONT;LEA;05/03/1980;Mme;3 avenue de la Gare;30100;ALES;Les Prés"
PAUL = "Roche;Paul;1950;H;1 rue A;30100;Alès;Le Mas"


@pytest.fixture
def pool(contract: Contract, editor: User) -> Pool:
    return make_pool(contract, editor)


def at(name: str, pool: Pool, *args: object) -> str:
    return reverse(f"draws:{name}", args=[pool.pk, *args])


def test_somebody_on_two_lists_counts_once_and_keeps_both_sources(pool: Pool, editor: User):
    add(pool, editor, LEA, PAUL, name="État civil")
    second = add(pool, editor, LEA_AGAIN, origin="landlords", name="Logis")

    assert names(pool) == ["Léa Dupont", "Paul Roche"]
    assert (second.row_count, second.merged_count) == (0, 1)
    lea = people_of(pool).get(first_name="Léa")
    assert [one.name for one in lists_of_person(lea)] == ["État civil", "Logis"]
    assert counts_of(pool).origins == [("état civil", 2), ("bailleurs sociaux", 1)]


def test_bad_rows_come_back_with_their_reason_and_lose_nobody_else(
    pool: Pool, editor: User, editor_client: Client
):
    bad = [
        "Dupont;;1980;F;;;;",
        "Petit;Zoé;2015;F;;;;",
        "Blanc;Max;hier;H;;;;",
        "Noir;Jo;1990;rose;;;;",
        "Gris;Al;;H;;;;",
    ]
    done = add(pool, editor, LEA, *bad)

    assert names(pool) == ["Léa Dupont"]
    assert [(row.line, row.reason) for row in done.parsed_report.refused] == [
        (3, "Le nom ou le prénom manque."),
        (4, "Trop jeune\u00a0: 16 ans au moins."),
        (5, "«\u00a0hier\u00a0» n’est pas une date. Écrivez-la comme 31/01/2024."),
        (6, "«\u00a0rose\u00a0» ne dit pas le sexe\u00a0: écrivez F ou H."),
        (7, "L’année de naissance manque."),
    ]
    file = editor_client.get(reverse("draws:list_refused", args=[done.pk])).content.decode()
    assert "Trop jeune" in file
    assert "Zoé" in file


def test_the_columns_chosen_once_serve_again(pool: Pool, editor: User):
    header = "A;B;C"
    prepared = prepare(pool, editor, "Dupont;Léa;1980", header=header)
    assert prepared.refused_count == 1
    chosen = {"last_name": "A", "first_name": "B", "birth": "C"}
    lists.remap_list(prepared=prepared, mapping=chosen, by=editor, at=NOW)
    lists.apply_list(prepared=prepared, by=editor, at=NOW)

    again = prepare(pool, editor, "Roche;Paul;1950", header=header)
    assert (again.row_count, again.refused_count) == (1, 0)


def test_a_list_may_have_a_title_above_its_columns(pool: Pool, editor: User):
    rows = ("au 1er mars 2026;;", "Locataire;Date naissance;Adresse du logement")
    add(pool, editor, *rows, "DUPONT Léa;12/03/80;1 rue des Lilas", header="Locataires des Prés;;")
    one = people_of(pool).get()
    assert (str(one), one.birth_year, one.address) == ("Léa DUPONT", 1980, "1 rue des Lilas")


def test_a_column_that_is_not_chosen_is_not_kept(pool: Pool, editor: User):
    add(pool, editor, LEA + ";06 00 00 00 00", header=HEADER + ";Téléphone")
    assert "06 00" not in str(people_of(pool).values().get())


def test_another_category_is_kept_when_it_is_chosen(pool: Pool, editor: User):
    prepared = prepare(pool, editor, LEA + ";locataire", header=HEADER + ";Logement")
    mapping = {"other_1": "Logement"}
    lists.remap_list(prepared=prepared, mapping=mapping, by=editor, at=NOW)
    lists.apply_list(prepared=prepared, by=editor, at=NOW)
    assert people_of(pool).get().others == {"Logement": "locataire"}


def test_names_of_a_list_that_entered_stay_in_the_pool_alone(pool: Pool, editor: User):
    done = add(pool, editor, LEA)
    assert "Dupont" not in str(done.report)
    assert done.file is None
    entries = Entry.objects.filter(action__startswith="draws.")
    assert not any("Dupont" in f"{row.summary}{row.changes}" for row in entries)


def test_a_list_taken_back_leaves_those_of_other_lists(pool: Pool, editor: User):
    first = add(pool, editor, LEA, PAUL)
    add(pool, editor, LEA_AGAIN, origin="landlords")
    lists.undo_list(prepared=first, by=editor, at=NOW)

    assert names(pool) == ["Léa Dupont"]
    with pytest.raises(Refused):
        lists.undo_list(prepared=first, by=editor, at=NOW)


def test_volunteers_stand_apart_unless_a_list_holds_them(pool: Pool, editor: User):
    add(pool, editor, LEA, PAUL, origin="volunteers")
    assert counts_of(pool).volunteers == 2
    add(pool, editor, LEA_AGAIN)
    assert counts_of(pool).volunteers == 1


def test_a_doubt_is_settled_once_and_can_be_taken_back(pool: Pool, editor: User):
    add(pool, editor, PAUL, "Roche;Paul;1950;H;9 rue B;30100;Alès;Le Mas")
    pair = open_pairs(pool).get()
    assert pair.reason == "moved"

    doubles.settle_pair(pair=pair, decision="merge", by=editor, at=NOW)
    assert names(pool) == ["Paul Roche"]
    assert not open_pairs(pool).exists()
    with pytest.raises(Refused):
        doubles.settle_pair(pair=pair, decision="keep", by=editor, at=NOW)

    doubles.reopen_pair(pair=pair, by=editor, at=NOW)
    assert names(pool) == ["Paul Roche", "Paul Roche"]
    doubles.settle_pair(pair=pair, decision="keep", by=editor, at=NOW)
    add(pool, editor, LEA)
    assert not open_pairs(pool).exists()


def test_a_pair_taken_back_gives_each_person_what_was_theirs(pool: Pool, editor: User):
    add(pool, editor, "Roche;Paul;1950;;1 rue A;30100;Alès;")
    add(pool, editor, "Roche;Paul;1950;H;9 rue B;30100;Alès;Le Mas")
    pair = open_pairs(pool).get()
    Entrant.objects.filter(pk=pair.first_id).update(is_volunteer=True)
    Entrant.objects.filter(pk=pair.second_id).update(
        exclusion="moved", others={"langue": "occitan"}
    )

    def first():
        fields = ("sex", "neighborhood", "address", "exclusion", "is_volunteer", "others")
        return Entrant.objects.filter(pk=pair.first_id).values_list(*fields).get()

    before = first()
    doubles.settle_pair(pair=pair, decision="merge", by=editor, at=NOW)
    assert first() == ("H", "Le Mas", "1 rue A", "moved", False, {"langue": "occitan"})

    doubles.reopen_pair(pair=pair, by=editor, at=NOW)
    assert first() == before == ("", "", "1 rue A", "", True, {})
    assert names(pool) == ["Paul Roche", "Paul Roche"]


def test_doubts_are_seen_side_by_side(pool: Pool, editor: User, editor_client: Client):
    add(pool, editor, PAUL, "Roche;Paul;1950;H;9 rue B;30100;Alès;Le Mas")
    page = editor_client.get(at("doubts", pool)).content.decode()
    assert page.index("1 rue A") < page.index("9 rue B")

    pair = open_pairs(pool).get()
    values = {"pair": pair.pk, "decision": "merge"}
    page = editor_client.post(at("doubts", pool), values, follow=True).content.decode()
    assert "Plus aucun doublon possible" in page
    assert editor_client.post(at("doubts", pool), {"pair": "x"}).status_code == 404


def test_somebody_left_out_is_counted_with_the_reason(
    pool: Pool, editor: User, editor_client: Client
):
    add(pool, editor, LEA, PAUL)
    paul = people_of(pool).get(first_name="Paul")
    url = reverse("draws:exclude", args=[paul.pk])
    editor_client.post(url, {"exclusion": "elected", "words": "adjoint"})
    counts = counts_of(pool)
    assert (counts.total, counts.excluded, counts.exclusions) == (1, 1, [("personne élue", 1)])
    editor_client.post(url, {"exclusion": "", "words": ""})
    assert counts_of(pool).total == 2


def test_deletion_date_is_demanded_and_near(contract: Contract, editor: User):
    for day in (datetime.date(2026, 1, 1), datetime.date(2031, 1, 1)):
        with pytest.raises(InvalidInput) as refused:
            make_pool(contract, editor, ages_on=datetime.date(2025, 1, 1), delete_on=day)
        assert refused.value.field == "delete_on"


def test_the_day_of_deletion_is_not_put_off_for_ever(pool: Pool, editor: User):
    later = NOW + datetime.timedelta(days=700)
    Pool.objects.filter(pk=pool.pk).update(delete_on=datetime.date(2028, 12, 31))
    values = {"delete_on": datetime.date(2029, 3, 1)}
    assert pools.update_pool(pool=pool, values=values, by=editor, at=later).delete_on.year == 2029
    with pytest.raises(InvalidInput) as refused:
        values = {"delete_on": datetime.date(2029, 3, 2)}
        pools.update_pool(pool=pool, values=values, by=editor, at=later)
    assert refused.value.field == "delete_on"


def test_names_go_on_the_day_and_counts_stay(pool: Pool, editor: User, editor_client: Client):
    add(pool, editor, LEA, PAUL, "Petit;Zoé;2015;F;;;;")
    before = datetime.datetime(2026, 12, 30, 12, tzinfo=datetime.UTC)
    assert pools.erase_due_pools(at=before) == 0
    on_the_day = datetime.datetime(2026, 12, 31, 1, tzinfo=datetime.UTC)
    assert pools.erase_due_pools(at=on_the_day) == 1
    assert pools.erase_due_pools(at=on_the_day) == 0

    assert not Entrant.objects.filter(pool=pool).exists()
    assert "Zoé" not in str(PoolList.objects.filter(pool=pool).values())
    page = editor_client.get(at("pool", pool)).content.decode()
    assert "Les noms ont été effacés le 31/12/2026" in page
    assert pool.lists.get().row_count == 2
    with pytest.raises(Refused):
        add(pool, editor, LEA)


@pytest.mark.django_db(transaction=True)
def test_people_added_while_names_are_erased_are_erased_too(pool: Pool, editor: User):
    on_the_day = datetime.datetime(2026, 12, 31, 1, tzinfo=datetime.UTC)
    erase = functools.partial(pools.erase_due_pools, at=on_the_day)

    with meanwhile(pool.contract, erase) as pools_erased:
        add(pool, editor, LEA, PAUL)

    assert pools_erased == [1]
    assert not Entrant.objects.filter(pool=pool).exists()
    pool.refresh_from_db()
    assert pool.remains["total"] == 2


def test_readers_see_counts_and_no_name(
    pool: Pool, editor: User, reader: User, reader_client: Client, outsider_client: Client
):
    add(pool, editor, LEA)
    page = reader_client.get(at("pool", pool)).content.decode()
    assert "Les Prés" in page
    assert "Dupont" not in page
    for name in ("people", "doubts", "letters", "add_list"):
        assert reader_client.get(at(name, pool)).status_code == 403
    assert reader_client.get(at("labels", pool, "csv")).status_code == 403
    assert outsider_client.get(at("pool", pool)).status_code == 404
    with pytest.raises(NotAllowed):
        prepare(pool, reader, LEA)


def test_letters_say_where_data_came_from_until_when_and_hold_the_code(
    pool: Pool, editor: User, editor_client: Client
):
    add(pool, editor, LEA, name="État civil d’Alès")
    lea = people_of(pool).get()
    data = letter_data(pool, [lea], host="https://ville.test/")
    letter = data["people"][0]
    assert letter["name"] == "Léa Dupont"
    assert letter["address"] == ["3 av. de la Gare", "30100 Alès"]
    assert letter["sources"] == ["État civil d’Alès. Donnée par la mairie."]
    assert letter["code"] == lea.code
    assert "31 décembre 2026" in " ".join(data["use"])
    assert "ville.test/" in data["code_words"]

    answer = editor_client.get(at("letters", pool))
    assert answer.content.startswith(b"%PDF-")
    labels = editor_client.get(at("labels", pool, "csv")).content.decode()
    assert "Léa Dupont" in labels
    assert lea.code not in labels


def test_team_keeps_a_pool_from_its_pages(contract: Contract, editor_client: Client):
    create = reverse("draws:create", args=[contract.slug])
    assert "Nouveau vivier" in editor_client.get(create).content.decode()
    values = {
        "name": "Jury 2099",
        "purpose": "panel",
        "ages_on": "2099-06-10",
        "minimum_age": "18",
        "delete_on": "2020-01-01",
        "sender": "GIP",
        "contact": "ici",
    }
    assert editor_client.post(create, values).status_code == 200
    values["delete_on"] = "2099-12-31"
    page = editor_client.post(create, values).content.decode()
    assert "Trois ans au plus" in page
    today = datetime.date.today()
    values["ages_on"] = str(today)
    values["delete_on"] = str(today + datetime.timedelta(days=90))
    editor_client.post(create, values)
    pool = Pool.objects.get(name="Jury 2099")
    values["name"] = "Jury"
    editor_client.post(at("edit", pool), values)

    upload = {"file": table(LEA, PAUL), "origin": "youth", "name": ""}
    editor_client.post(at("add_list", pool), upload)
    prepared = pool.lists.get()
    address = reverse("draws:list_preview", args=[prepared.pk])
    page = editor_client.get(address).content.decode()
    assert "Voici ce que cette liste apporterait" in page
    assert "Léa Dupont" in page
    chosen = {"last_name": "Nom", "first_name": "Prénom", "birth": "Né le"}
    editor_client.post(address, {"action": "remap", **chosen})
    editor_client.post(address, {"action": "apply"})
    assert people_of(pool).count() == 2
    assert "Paul" in editor_client.get(at("people", pool) + "?q=roch").content.decode()
    assert editor_client.get(at("export_people", pool, "xlsx")).status_code == 200
    editor_client.post(reverse("draws:list_undo", args=[prepared.pk]))
    assert people_of(pool).count() == 0
    editor_client.post(at("add_list", pool), {"file": table(LEA), "origin": "civil"})
    other = pool.lists.get(undone_at=None)
    editor_client.post(reverse("draws:list_preview", args=[other.pk]), {"action": "discard"})
    assert pool.lists.count() == 1
    assert "Jury" in editor_client.get(reverse("draws:list")).content.decode()


def test_people_who_look_like_nobody_raise_no_doubt(pool: Pool, editor: User):
    done = add(pool, editor, *crowd(2000))
    assert (done.row_count, Pair.objects.count()) == (2000, 0)


def test_as_many_queries_for_many_as_for_few(pool: Pool, editor: User, editor_client: Client):
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor_client.get(url).status_code == 200
        return len(captured)

    add(pool, editor, *crowd(2))
    few = [cost(at(name, pool)) for name in ("pool", "people")]
    add(pool, editor, *crowd(40), origin="landlords")
    assert [cost(at(name, pool)) for name in ("pool", "people")] == few
