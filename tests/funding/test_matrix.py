"""The matrix: every request of a call on one page, written cell by cell or block by block."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import JointApplicant
from ensemblier.appraisal.models import Recusal
from ensemblier.funding.grid import Choice, shared_out, sheet_of
from ensemblier.funding.models import Award
from ensemblier.funding.queries.matrix import gauges_of, matrix_of
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.funding.areas import sums_by_area
from tests.funding.worlds import World

IN_APPRAISAL = ApplicationState.IN_APPRAISAL


def sheet_for(world, user, **choice):
    return sheet_of(matrix_of(world.call, user), Choice(**choice))


@pytest.fixture
def world(contract):
    return World(contract)


@pytest.fixture
def officer_client(world):
    return client_of(make.make_officer(world.region))


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).replace("\u202f", " ").split())


def write(client, world, *cells):
    address = reverse("funding:write", args=[world.call.pk])
    return client.post(address, json.dumps({"cells": cells}), content_type="application/json")


def titles(sheet):
    return [row.title for group in sheet.groups for row in group.rows]


def test_every_request_of_the_call_is_on_the_page(world, editor_client):
    world.award(world.first, world.state, proposed_cents=2_000_50)
    text = text_of(editor_client.get(world.page))
    assert f"{world.first.reference} Chorale Les amis : Chorale" in text
    assert "4 000,01 2 000,50 0 3 000 2 000,50 1 000,01" in text
    assert "Total 8 000,02 2 000,50 0 6 000 2 000,50 0 2 000,02 0 0" in text


def test_only_what_was_received_is_on_it(world, editor):
    world.add("Brouillon", world.nodes[0], world.areas, state=ApplicationState.DRAFT)
    world.add("Retiré", world.nodes[0], world.areas, state=ApplicationState.WITHDRAWN)
    assert titles(sheet_for(world, editor)) == ["Chorale", "Échecs"]


def test_a_page_costs_as_many_queries_for_many_rows(
    world, editor_client, django_assert_max_num_queries
):
    make.make_committee(world.call)
    with django_assert_max_num_queries(12):
        editor_client.get(world.page)
    for rank in range(30):
        world.add(f"Action {rank}", world.nodes[0], world.areas)
    with django_assert_max_num_queries(12):
        editor_client.get(world.page)


def test_an_officer_pays_no_more(world, officer_client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert officer_client.get(world.page).status_code == 200


def test_gauges_count_what_is_granted_and_what_waits(world, editor):
    world.award(world.first, world.state, proposed_cents=2_500_00, granted_cents=2_000_00)
    world.award(world.second, world.state, proposed_cents=1_500_00)
    gauge = matrix_of(world.call, editor).columns[0].gauges[0]
    assert (gauge.amount, gauge.granted, gauge.expected) == (10_000_00, 2_000_00, 3_500_00)
    assert gauges_of(world.call, [world.state.pk]) == [gauge]


def test_a_gauge_says_by_how_much_proposals_exceed(world, editor_client):
    world.envelopes[0].amount_cents = 1_000_00
    world.envelopes[0].save()
    world.award(world.first, world.state, proposed_cents=2_500_00)
    assert "dépasse de 1 500 €" in text_of(editor_client.get(world.page))


def test_a_request_to_a_funder_without_envelope_has_its_column(world, editor):
    commune = make.make_funder(name="Commune", short_name="Commune")
    make.make_request(world.first, commune)
    columns = matrix_of(world.call, editor).columns
    assert [(column.label, len(column.gauges)) for column in columns] == [
        ("État", 1),
        ("Région", 1),
        ("Commune", 0),
    ]


def test_filters_keep_the_rows_that_fit(world, editor):
    committee = make.make_committee(world.call)
    committee.themes.set([world.nodes[1].theme])
    assert titles(sheet_for(world, editor, words="echecs amis")) == ["Échecs"]
    assert titles(sheet_for(world, editor, words=world.first.reference)) == ["Chorale"]
    assert titles(sheet_for(world, editor, node=world.nodes[0].pk)) == ["Chorale"]
    assert titles(sheet_for(world, editor, area=world.areas[1].pk)) == ["Échecs"]
    assert titles(sheet_for(world, editor, committee=committee.pk)) == ["Échecs"]
    assert titles(sheet_for(world, editor, nature="renewal")) == ["Échecs"]
    assert titles(sheet_for(world, editor, state=ApplicationState.DECIDED)) == []


def test_lines_that_wait_are_found_by_their_state(world, editor):
    request = world.request(world.second, world.region)
    request.state = LineState.POSTPONED
    request.save()
    assert titles(sheet_for(world, editor, line=LineState.POSTPONED)) == ["Échecs"]
    asked = {"line": LineState.POSTPONED, "funder": world.state.pk}
    assert titles(sheet_for(world, editor, **asked)) == []


def test_a_branch_of_the_plan_holds_its_nodes(contract, editor):
    version = factories.make_version(factories.make_plan(contract))
    pillar = factories.make_node(version)
    leaf = factories.make_node(version, pillar)
    other = factories.make_node(version)
    call = make.make_call(contract, nodes=(leaf, other))
    for title, node in (("Feuille", leaf), ("Ailleurs", other)):
        make.make_application(call, node=node, title=title, state=IN_APPRAISAL)
    sheet = sheet_of(matrix_of(call, editor), Choice(node=pillar.pk))
    assert titles(sheet) == ["Feuille"]


def test_a_funder_alone_keeps_its_column_and_its_sums(world, editor):
    sheet = sheet_for(world, editor, funder=world.region.pk)
    assert [column.label for column in sheet.columns] == ["Région"]
    assert sheet.sums.total == [2_000_02, 0, 0]


@pytest.mark.parametrize("by", ["node", "area", "committee", "state", "nature", "bearer"])
def test_subtotals_add_up_to_the_total(world, editor, by):
    world.award(world.first, world.state, proposed_cents=1_33, granted_cents=1_01)
    world.add("Sans quartier", world.nodes[0], [])
    sheet = sheet_for(world, editor, group=by)
    for place in range(3):
        total = sum(group.sums.total[place] for group in sheet.groups)
        assert total == sheet.sums.total[place]
    assert sorted(titles(sheet)) == ["Chorale", "Sans quartier", "Échecs"]


def test_groups_are_named_in_the_order_of_the_plan(world, editor_client, editor):
    sheet = sheet_for(world, editor, group="node")
    assert [group.title for group in sheet.groups] == ["1.1 Objectif 1", "1.2 Objectif 2"]
    text = text_of(editor_client.get(world.page, {"groupe": "node"}))
    assert "1.2 Objectif 2 1 dossier 4 000,01 0 0 3 000" in text


def test_nothing_fits_and_the_page_says_what_to_do(world, editor_client):
    text = text_of(editor_client.get(world.page, {"q": "introuvable"}))
    assert "Aucun dossier ne correspond" in text


def test_a_filter_that_does_not_exist_shows_everything(world, editor_client):
    text = text_of(editor_client.get(world.page, {"objectif": "x", "groupe": "drop table"}))
    assert "Chorale" in text
    assert "Échecs" in text


def test_money_by_area_follows_the_shares_to_the_cent(world, editor):
    sums = sums_by_area(matrix_of(world.call, editor).rows)
    meadow, farm = (sums[area.pk][0] for area in world.areas)
    assert (meadow, farm) == (4_000_01 + 2_000_01, 2_000_00)


@pytest.mark.parametrize(
    ("cents", "shares", "parts"),
    [
        (100, [3333, 3333, 3334], [33, 33, 34]),
        (1, [5000, 5000], [1, 0]),
        (0, [10_000], [0]),
        (101, [2500, 2500, 5000], [25, 25, 51]),
        (5, [], []),
    ],
)
def test_parts_sum_to_the_whole(cents, shares, parts):
    assert shared_out(cents, shares) == parts


def test_titles_are_escaped(world, editor_client):
    world.add("<script>alert(1)</script>", world.nodes[0], [])
    page = editor_client.get(world.page).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_amounts_of_those_one_is_linked_to_are_hidden(world):
    officer = make.make_officer(world.region)
    world.award(world.first, world.region, proposed_cents=777_00)
    world.award(world.second, world.region, proposed_cents=888_00)
    Recusal.objects.create(
        contract=world.call.contract,
        call=world.call,
        user=officer,
        organization=world.first.action.bearer,
        reason="Sa sœur y travaille.",
        declared_by=officer,
        declared_at=world.call.opens_at,
    )
    text = text_of(client_of(officer).get(world.page))
    assert "777" not in text
    assert "888" in text
    assert "Vous avez un lien avec le porteur d’un dossier" in text


def test_so_are_those_of_a_partner(world, contract):
    person = make.make_officer(world.region)
    partner = factories.make_organization(name="Partenaire")
    JointApplicant.objects.create(application=world.second, organization=partner)
    make.make_member(partner, user=person)
    rows = matrix_of(world.call, person).rows
    assert [row.is_closed for row in rows] == [False, True]


def test_strangers_do_not_know_that_it_exists(
    world, outsider_client, other_member_client, visitor_client
):
    assert outsider_client.get(world.page).status_code == 404
    assert other_member_client.get(world.page).status_code == 404
    assert visitor_client.get(world.page).status_code == 302
    member = client_of(make.make_member(world.first.action.bearer))
    assert member.get(world.page).status_code == 404
    assert member.get(reverse("funding:calls")).status_code == 404


def test_the_list_of_calls_leads_to_their_matrix(world, officer_client, reader_client):
    for client in (officer_client, reader_client):
        assert world.page in client.get(reverse("funding:calls")).content.decode()


def test_a_cell_is_written_and_answered_with_its_gauge(world, officer_client):
    request = world.request(world.first, world.region)
    answer = write(officer_client, world, [request.pk, "proposed", "900,50", None])
    assert answer.status_code == 200
    assert answer.json() == {
        "cells": [
            {"request": request.pk, "state": "proposed", "proposed": 900_50, "granted": None}
        ],
        "gauges": [
            {
                "pk": world.envelopes[1].pk,
                "funder_id": world.region.pk,
                "label": "147",
                "amount": 10_000_00,
                "granted": 0,
                "expected": 900_50,
            }
        ],
    }


@pytest.mark.parametrize("typed", ["12,3.4", "mille", "-5", "1.234"])
def test_what_is_no_amount_is_refused_with_a_sentence(world, officer_client, typed):
    request = world.request(world.first, world.region)
    answer = write(officer_client, world, [request.pk, "proposed", typed, None])
    assert answer.status_code == 422
    assert typed in answer.json()["error"]
    assert not Award.objects.exists()


def test_a_conflict_gives_both_values(world, officer_client, editor_client):
    request = world.request(world.first, world.region)
    write(editor_client, world, [request.pk, "proposed", "500", None])
    answer = write(officer_client, world, [request.pk, "proposed", "600", None])
    assert answer.status_code == 409
    assert answer.json()["cells"][0]["now"] == 500_00
    assert "il vaut 500\u00a0€. Vous vouliez écrire 600\u00a0€." in answer.json()["error"]


def test_the_column_of_another_is_refused(world, officer_client):
    request = world.request(world.first, world.state)
    answer = write(officer_client, world, [request.pk, "proposed", "1", None])
    assert answer.status_code == 403
    assert "Cette colonne est celle de «\u00a0État\u00a0»" in answer.json()["error"]


def test_readers_see_and_do_not_write(world, reader_client):
    assert reader_client.get(world.page).status_code == 200
    request = world.request(world.first, world.state)
    assert write(reader_client, world, [request.pk, "proposed", "1", None]).status_code == 403


def test_a_block_that_does_not_fit_is_refused_whole(world, officer_client):
    first, second = (
        world.request(application, world.region) for application in (world.first, world.second)
    )
    answer = write(
        officer_client,
        world,
        [first.pk, "proposed", "1 000,01 €", None],
        [second.pk, "proposed", "1000,02", None],
    )
    assert answer.status_code == 422
    assert [cell["request"] for cell in answer.json()["cells"]] == [second.pk]
    assert not Award.objects.exists()


def test_a_block_that_fits_is_written_and_taken_back_at_once(world, officer_client):
    cells = [
        [world.request(application, world.region).pk, "proposed", "10", None]
        for application in (world.first, world.second)
    ]
    assert write(officer_client, world, *cells).status_code == 200
    address = reverse("funding:undo", args=[world.call.pk])
    answer = officer_client.post(address, headers={"accept": "application/json"})
    assert [cell["proposed"] for cell in answer.json()["cells"]] == [None, None]
    again = officer_client.post(address, headers={"accept": "application/json"})
    assert again.status_code == 422
    assert again.json()["error"] == "Vous n’avez rien à annuler dans ce tableau."


@pytest.mark.parametrize(
    "body", ["", "[]", '{"cells": []}', '{"cells": [[1]]}', '{"cells": [["x", "y", "", 1]]}']
)
def test_what_no_page_would_send_is_refused(world, officer_client, body):
    address = reverse("funding:write", args=[world.call.pk])
    answer = officer_client.post(address, body, content_type="application/json")
    assert answer.status_code == 422


def test_without_script_one_opens_the_row_and_writes_one_amount(world, officer_client):
    row = reverse("funding:row", args=[world.call.pk, world.first.pk])
    request = world.request(world.first, world.region)
    address = reverse("funding:cell", args=[world.call.pk, request.pk, "proposed"])
    assert row in officer_client.get(world.page).content.decode()
    assert address in officer_client.get(row).content.decode()
    response = officer_client.post(address, {"amount": "900", "seen": ""}, follow=True)
    assert response.redirect_chain == [(row, 302)]
    assert "Le montant est enregistré." in text_of(response)
    assert "rien → 900 €" in text_of(response)


def test_the_plain_form_keeps_what_was_typed_beside_the_refusal(world, officer_client):
    request = world.request(world.first, world.region)
    address = reverse("funding:cell", args=[world.call.pk, request.pk, "granted"])
    response = officer_client.post(address, {"amount": "1 000,02", "seen": ""})
    assert 'value="1 000,02"' in response.content.decode()
    assert "c’est plus que la demande" in text_of(response)
    make.make_award(request, proposed_cents=5, granted_cents=0)
    response = officer_client.post(address, {"amount": "10", "seen": ""})
    assert "a changé ce montant entre-temps : il vaut 0 €" in text_of(response)


def test_the_plain_form_of_another_is_403(world, officer_client, reader_client):
    request = world.request(world.first, world.state)
    address = reverse("funding:cell", args=[world.call.pk, request.pk, "proposed"])
    assert officer_client.get(address).status_code == 403
    assert reader_client.get(address).status_code == 403


def test_undo_without_script_comes_back_to_the_page(world, officer_client):
    request = world.request(world.first, world.region)
    write(officer_client, world, [request.pk, "granted", "10", None])
    response = officer_client.post(reverse("funding:undo", args=[world.call.pk]), follow=True)
    assert "Votre dernière saisie est annulée." in text_of(response)
    request.refresh_from_db()
    assert request.state == LineState.REQUESTED


def test_a_cell_tells_its_story(world, officer_client):
    request = world.request(world.first, world.region)
    write(officer_client, world, [request.pk, "proposed", "10", None])
    write(officer_client, world, [request.pk, "proposed", "20", 10_00])
    text = text_of(officer_client.get(reverse("funding:story", args=[world.call.pk, request.pk])))
    assert "proposé 10 € → 20 €" in text
    assert "proposé rien → 10 €" in text


def test_a_request_of_another_call_is_not_there(world, officer_client):
    other = make.make_request()
    for name in ("story", "cell"):
        extra = ["proposed"] if name == "cell" else []
        address = reverse(f"funding:{name}", args=[world.call.pk, other.pk, *extra])
        assert officer_client.get(address).status_code == 404
