"""Amounts tried side by side, computed or by hand, applied by those entitled."""

from __future__ import annotations

import datetime
import html
import re

import pytest

from ensemblier.applications.enums import LineState
from ensemblier.appraisal.enums import OpinionValue
from ensemblier.appraisal.models import Recusal
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.funding.models import Award, Scenario
from ensemblier.funding.operations import amounts, scenarios
from ensemblier.funding.operations.sharing import (
    Rules,
    compute_scenario,
    node_share,
    priorities_of,
    problem_of,
)
from ensemblier.funding.queries.matrix import matrix_of
from ensemblier.funding.queries.scenarios import beside
from ensemblier.funding.sharing import ImpossibleRules
from ensemblier.plans.enums import Priority
from tests.conftest import client_of
from tests.factories import programming as make
from tests.funding.worlds import World

AT = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)


@pytest.fixture
def world(contract):
    return World(contract)


@pytest.fixture
def officer(world):
    return make.make_officer(world.region)


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).replace("\u202f", " ").split())


def copied(world, by, name="Essai"):
    return scenarios.create_scenario(call=world.call, name=name, by=by, at=AT)


def computed(world, by, name="Partage", **rules):
    return compute_scenario(call=world.call, name=name, rules=Rules(**rules), by=by, at=AT)


def amounts_in(scenario):
    return dict(scenario.amounts.values_list("request", "amount_cents"))


def change(scenario, by, **values):
    return scenarios.change_scenario(scenario=scenario, amounts=values["amounts"], by=by, at=AT)


def test_a_copy_starts_from_todays_amounts(world, editor):
    world.award(world.first, world.state, proposed_cents=2_000_00, granted_cents=1_500_00)
    world.award(world.first, world.region, proposed_cents=700_00)
    scenario = copied(world, editor)
    assert amounts_in(scenario) == {
        world.request(world.first, world.state).pk: 1_500_00,
        world.request(world.first, world.region).pk: 700_00,
        world.request(world.second, world.state).pk: 0,
        world.request(world.second, world.region).pk: 0,
    }
    assert not scenario.is_computed
    entry = Entry.objects.first()
    assert entry.summary == "Scénario «\u00a0Essai\u00a0» créé"


def test_two_scenarios_of_a_call_have_two_names(world, editor):
    copied(world, editor)
    with pytest.raises(InvalidInput, match="porte déjà ce nom"):
        copied(world, editor)


def test_changing_an_amount_decides_nothing(world, editor):
    scenario = copied(world, editor)
    pk = world.request(world.first, world.state).pk
    change(scenario, editor, amounts={pk: 2_999_99})
    assert amounts_in(scenario)[pk] == 2_999_99
    assert not Award.objects.exists()
    assert Entry.objects.first().changes == {str(pk): [0, 2_999_99]}


def test_a_scenario_may_exceed_an_envelope_and_never_a_request(world, editor):
    world.envelopes[0].amount_cents = 100
    world.envelopes[0].save()
    scenario = copied(world, editor)
    pk = world.request(world.first, world.state).pk
    change(scenario, editor, amounts={pk: 3_000_00})
    with pytest.raises(InvalidInput) as refusal:
        change(scenario, editor, amounts={pk: 3_000_01})
    assert refusal.value.field == f"a{pk}"
    with pytest.raises(InvalidInput, match="n’est pas dans cet appel"):
        change(scenario, editor, amounts={make.make_request().pk: 1})


def test_scenarios_stand_side_by_side_with_today(world, editor):
    world.award(world.first, world.state, proposed_cents=1_000_00)
    scenario = copied(world, editor)
    change(scenario, editor, amounts={world.request(world.second, world.state).pk: 3_000_00})
    for way, expected in {
        "funder": [("État", [1_000_00, 4_000_00]), ("Région", [0, 0])],
        "node": [("1.1 Objectif 1", [1_000_00, 1_000_00]), ("1.2 Objectif 2", [0, 3_000_00])],
        "area": [("Le Mas", [0, 1_500_00]), ("Les Prés", [1_000_00, 2_500_00])],
    }.items():
        compared = beside(matrix_of(world.call, editor), way)
        assert [(row.label, row.amounts) for row in compared.rows] == expected
        assert compared.total.amounts == [1_000_00, 4_000_00]
        assert compared.helped == [1, 2]


@pytest.mark.parametrize("way", ["funder", "node", "area", "application", "autre"])
def test_sums_agree_whichever_way_they_are_added(world, editor, way):
    scenario = copied(world, editor)
    world.add("Sans quartier", world.nodes[0], [])
    change(
        scenario,
        editor,
        amounts={
            world.request(world.second, funder).pk: 333_33 for funder in (world.state, world.region)
        },
    )
    compared = beside(matrix_of(world.call, editor), way)
    for place in range(2):
        assert sum(row.amounts[place] for row in compared.rows) == compared.total.amounts[place]
    assert sum(row.asked for row in compared.rows) == compared.total.asked


def test_a_comparison_costs_the_same_for_many(world, editor, django_assert_num_queries):
    client = client_of(editor)
    copied(world, editor, "Un")
    client.get(world.address("scenarios"))
    with django_assert_num_queries(14) as few:
        client.get(world.address("scenarios"))
    for rank in range(4):
        copied(world, editor, f"Essai {rank}")
        world.add(f"Action {rank}", world.nodes[0], world.areas)
    with django_assert_num_queries(len(few)):
        client.get(world.address("scenarios"))


def test_applying_proposes_its_amounts_where_one_may(world, officer, editor):
    world.award(world.first, world.region, proposed_cents=10_00)
    scenario = copied(world, editor)
    pks = {
        (application, funder): world.request(application, funder).pk
        for application in (world.first, world.second)
        for funder in (world.state, world.region)
    }
    change(scenario, editor, amounts=dict.fromkeys(pks.values(), 500_00))
    scenarios.apply_scenario(scenario=scenario, by=officer, at=AT)
    assert dict(Award.objects.values_list("request", "proposed_cents")) == {
        pks[world.first, world.region]: 500_00,
        pks[world.second, world.region]: 500_00,
    }
    scenario.refresh_from_db()
    assert scenario.applied_at == AT
    entry = Entry.objects.filter(action="funding.set_amounts").first()
    assert entry.summary.startswith("Scénario «\u00a0Essai\u00a0»\u00a0: 2 montants changés")
    amounts.undo_last(call=world.call, by=officer, at=AT)
    assert set(Award.objects.values_list("proposed_cents", flat=True)) == {10_00, None}


def test_what_is_decided_stays_when_a_scenario_is_applied(world, editor):
    scenario = copied(world, editor)
    request = world.request(world.first, world.state)
    change(scenario, editor, amounts={request.pk: 2_000_00})
    amounts.set_granted(request=request, cents=100_00, by=editor, at=AT)
    with pytest.raises(Refused, match="ne change rien"):
        scenarios.apply_scenario(scenario=scenario, by=editor, at=AT)
    award = Award.objects.get()
    assert (award.proposed_cents, award.granted_cents) == (None, 100_00)
    request.refresh_from_db()
    assert request.state == LineState.GRANTED


def test_nothing_proposed_stays_so(world, editor):
    scenario = copied(world, editor)
    with pytest.raises(Refused, match="ne change rien"):
        scenarios.apply_scenario(scenario=scenario, by=editor, at=AT)
    assert not Award.objects.exists()


def test_readers_read(world, reader, editor):
    scenario = copied(world, editor)
    for write in (
        lambda: copied(world, reader, "Autre"),
        lambda: computed(world, reader),
        lambda: change(scenario, reader, amounts={}),
        lambda: scenarios.apply_scenario(scenario=scenario, by=reader, at=AT),
        lambda: scenarios.remove_scenario(scenario=scenario, by=reader, at=AT),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert client_of(reader).get(world.address("scenario", scenario.pk)).status_code == 200


def test_a_funder_changes_its_own_scenario_and_not_the_teams(world, officer, editor):
    with pytest.raises(NotAllowed, match="Ce scénario est celui de Emma Écriture"):
        scenarios.rename_scenario(scenario=copied(world, editor), name="À moi", by=officer, at=AT)
    own = copied(world, officer, "Le mien")
    scenarios.rename_scenario(scenario=own, name="Toujours le mien", by=officer, at=AT)
    scenarios.remove_scenario(scenario=own, by=editor, at=AT)
    with pytest.raises(Refused, match="n’existe plus"):
        scenarios.remove_scenario(scenario=own, by=editor, at=AT)


def test_amounts_of_those_one_is_linked_to_stay_out(world, officer):
    Recusal.objects.create(
        contract=world.call.contract,
        call=world.call,
        user=officer,
        organization=world.first.action.bearer,
        reason="Il y siège.",
        declared_by=officer,
        declared_at=AT,
    )
    assert set(amounts_in(copied(world, officer))) == {
        world.request(world.second, funder).pk for funder in (world.state, world.region)
    }


def give(world, application, *values, author=None):
    for value in values:
        make.make_opinion(application, author or make.make_council(), value=value)


def test_priorities_are_made_of_opinions_and_of_the_plan(world, editor):
    node = world.nodes[0]
    type(node)._base_manager.filter(pk=node.pk).update(priority=Priority.PRIORITY)
    give(world, world.first, OpinionValue.FAVOURABLE, OpinionValue.RESERVED)
    give(world, world.second, OpinionValue.FAVOURABLE)
    give(world, world.second, OpinionValue.UNFAVOURABLE, author=world.region)
    make.make_opinion(world.second, make.make_funder())
    assert priorities_of(matrix_of(world.call, editor)) == {
        world.request(world.first, world.state).pk: 25 + 10,
        world.request(world.first, world.region).pk: 25 + 10,
        world.request(world.second, world.state).pk: 15 + 5,
        world.request(world.second, world.region).pk: 0,
    }


def test_without_opinion_a_line_has_a_middling_priority(world, editor):
    assert set(priorities_of(matrix_of(world.call, editor)).values()) == {25}


def test_the_proposal_is_a_scenario_with_its_reasons(world, editor):
    world.envelopes[0].amount_cents = 4_000_00
    world.envelopes[0].save()
    give(world, world.second, OpinionValue.FAVOURABLE)
    scenario = computed(world, editor)
    first, second = (world.request(one, world.state) for one in (world.first, world.second))
    found = amounts_in(scenario)
    assert (found[first.pk], found[second.pk]) == (1_000_00, 3_000_00)
    assert scenario.is_computed
    assert scenario.rules["is_proven"] is True
    reasons = dict(scenario.amounts.values_list("request", "reason"))
    assert reasons[second.pk] == ""
    assert reasons[first.pk] == (
        "L’enveloppe «\u00a0État, 147\u00a0» est épuisée. "
        "Toutes les lignes servies y ont une priorité plus haute."
    )
    assert not Award.objects.exists()


def test_what_is_already_granted_is_not_shared_again(world, editor):
    request = world.request(world.first, world.state)
    amounts.set_granted(request=request, cents=2_500_00, by=editor, at=AT)
    problem = problem_of(matrix_of(world.call, editor), Rules(), editor)
    assert request.pk not in {line.id for line in problem.lines}
    assert problem.envelopes[0].remaining == 7_500_00
    assert amounts_in(computed(world, editor))[request.pk] == 2_500_00


def test_a_funder_shares_its_own_envelopes_only(world, officer):
    world.award(world.first, world.state, proposed_cents=12_34)
    problem = problem_of(matrix_of(world.call, officer), Rules(), officer)
    assert [envelope.label for envelope in problem.envelopes] == ["Région, 147"]
    found = amounts_in(computed(world, officer))
    assert found[world.request(world.first, world.state).pk] == 12_34
    assert found[world.request(world.first, world.region).pk] == 1_000_01


def test_minimum_useful_amounts_are_kept(world, editor):
    request = world.request(world.first, world.state)
    request.minimum_cents = 2_500_00
    request.save()
    problem = problem_of(matrix_of(world.call, editor), Rules(), editor)
    assert next(line for line in problem.lines if line.id == request.pk).minimum == 2_500_00


def test_an_action_gets_at_most_its_share_of_the_expenses(world, editor):
    world.first.budget_lines.create(account="606", planned_cents=4_000_00)
    world.first.budget_lines.create(account="864", planned_cents=9_000_00)
    problem = problem_of(matrix_of(world.call, editor), Rules(ceiling_percent=80), editor)
    assert [action.ceiling for action in problem.actions] == [3_200_00, None]


def test_rules_that_conflict_are_named_and_nothing_is_kept(world, editor):
    matrix = matrix_of(world.call, editor)
    rules = (node_share(matrix, world.nodes[0].pk, 9000, None),)
    with pytest.raises(ImpossibleRules) as refusal:
        computed(world, editor, shares=rules)
    assert "«\u00a01.1 Objectif 1\u00a0» peut recevoir" in str(refusal.value)
    assert not Scenario.objects.exists()


def post_rules(client, world, **values):
    data = {"name": "Partage", "step": "100", **values}
    return client.post(world.address("compute"), data, follow=True)


def test_a_person_gives_rules_and_reads_the_sharing(world, editor_client):
    text = text_of(
        post_rules(
            editor_client,
            world,
            on_0=f"node:{world.nodes[0].pk}",
            least_0="10",
            most_0="12,5",
            ceiling_percent="90",
        )
    )
    assert "Ce partage est calculé : il propose, vous décidez." in text
    assert "1.1 Objectif 1, au moins 10 %, au plus 12,5 %" in text
    assert "atteint sa part maximale" in text or "sous la part maximale" in text


def test_impossible_rules_come_back_with_their_sentence(world, editor_client):
    response = post_rules(
        editor_client, world, on_0=f"area:{world.areas[1].pk}", least_0="99", name="Trop"
    )
    assert "Ces règles ne peuvent pas tenir ensemble" in text_of(response)
    assert 'value="Trop"' in response.content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"least_0": "10"}, "Dites pour quel objectif ou quel quartier."),
        ({"on_0": "area:0", "least_0": "1"}, "Sélectionnez un choix valide"),
        ({"step": "0"}, "Choisissez un pas d’au moins un centime."),
        ({"step": "12,3.4"}, "n’est pas un montant"),
    ],
)
def test_rules_that_cannot_be_read_are_told_beside_their_box(
    world, editor_client, values, sentence
):
    assert sentence in text_of(post_rules(editor_client, world, **values))
    assert not Scenario.objects.exists()


def test_a_scenario_is_written_on_its_page(world, editor, editor_client):
    scenario = copied(world, editor)
    page = world.address("scenario", scenario.pk)
    requests = [
        world.request(application, funder).pk
        for application in (world.first, world.second)
        for funder in (world.state, world.region)
    ]
    data = {f"a{pk}": "" for pk in requests} | {f"a{requests[0]}": "1 234,5"}
    text = text_of(editor_client.post(page, data, follow=True))
    assert "Les montants du scénario sont enregistrés." in text
    assert amounts_in(scenario)[requests[0]] == 1_234_50
    text = text_of(editor_client.post(page, data | {f"a{requests[1]}": "9 000"}))
    assert "c’est plus que la demande" in text


def test_only_the_reduced_lines_are_shown_when_asked(world, editor, editor_client):
    scenario = copied(world, editor)
    pks = [world.request(world.first, one).pk for one in (world.state, world.region)]
    change(scenario, editor, amounts={pks[0]: 3_000_00, pks[1]: 1_000_01})
    page = world.address("scenario", scenario.pk)
    assert world.first.reference in text_of(editor_client.get(page))
    text = text_of(editor_client.get(page, {"montrer": "reduits"}))
    assert world.first.reference not in text
    assert world.second.reference in text


def test_the_pages_of_a_scenario_answer(world, editor, editor_client):
    scenario = copied(world, editor)
    for way in ("funder", "node", "area", "application"):
        assert "Essai" in text_of(editor_client.get(world.address("scenarios"), {"par": way}))
    for fmt in ("xlsx", "csv"):
        address = world.address("export_scenario", scenario.pk, fmt)
        assert editor_client.get(address).status_code == 200
    assert (
        editor_client.get(world.address("export_scenario", scenario.pk, "exe")).status_code == 404
    )
    renamed = editor_client.post(
        world.address("rename_scenario", scenario.pk), {"name": "Mieux"}, follow=True
    )
    assert "Mieux" in text_of(renamed)
    change(scenario, editor, amounts={world.request(world.first, world.state).pk: 5_00})
    applied = editor_client.post(world.address("apply_scenario", scenario.pk), follow=True)
    assert "Les montants du scénario sont proposés." in text_of(applied)
    removed = editor_client.post(world.address("remove_scenario", scenario.pk), follow=True)
    assert "Le scénario est supprimé." in text_of(removed)


def test_strangers_know_of_no_scenario(world, editor, outsider_client):
    scenario = copied(world, editor)
    for name, args in (("scenarios", []), ("scenario", [scenario.pk]), ("compute", [])):
        assert outsider_client.get(world.address(name, *args)).status_code == 404


def test_the_scenario_of_another_call_is_not_there(world, editor, editor_client, contract):
    other = World(contract)
    scenario = copied(other, editor)
    assert editor_client.get(world.address("scenario", scenario.pk)).status_code == 404
