"""The tree of a draft written from its pages, with conflicts and refusals told."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ensemblier.accounts.models import User
from ensemblier.plans.models import PlanVersion
from ensemblier.plans.operations import update_node
from tests import factories
from tests.plans.building import codes_of, node
from tests.plans.pages import PLAN, address, messages_in, post, tree_of


def test_nodes_are_added_moved_and_removed_by_plain_forms(
    draft: PlanVersion, editor_client: Client
) -> None:
    post(editor_client, address("add_node"), draft, title="Trois", code="3")
    post(
        editor_client, address("add_node"), draft,
        title="Dedans", code="2.1", parent=node(draft, "2").pk,
    )  # fmt: skip
    for do in ("up", "in", "out", "down"):
        post(editor_client, address("move", node(draft, "3").pk), draft, do=do)
    post(
        editor_client, address("move", node(draft, "1.2").pk), draft,
        parent=node(draft, "3").pk, rank=0,
    )  # fmt: skip
    response = post(editor_client, address("remove", node(draft, "1.1").pk), draft)
    assert messages_in(response) == ["L’élément est retiré. Vous pouvez annuler."]
    assert codes_of(draft) == ["1", "2", "  2.1", "3", "  1.2"]
    response = post(editor_client, address("undo"), draft)
    assert messages_in(response) == ["La dernière modification est annulée."]
    assert "    1.1.1" in codes_of(draft)


def test_an_impossible_move_is_told(draft: PlanVersion, editor_client: Client) -> None:
    response = post(editor_client, address("move", node(draft, "1").pk), draft, do="up")
    assert messages_in(response) == ["Cet élément est déjà le premier."]
    assert response.redirect_chain == [(f"{address('edit')}#n{node(draft, '1').pk}", 302)]


def test_codes_are_redone_and_points_settled(draft: PlanVersion, editor_client: Client) -> None:
    draft.pending = [{"kind": "line", "text": "Page 3", "line": 9, "code": ""}]
    draft.save()
    assert "Page 3" in editor_client.get(address("edit")).content.decode()
    post(editor_client, address("settle"), draft, rank="0")
    draft.refresh_from_db()
    assert draft.pending == []
    post(editor_client, address("undo"), draft)
    post(editor_client, address("settle"), draft, all="1")
    post(editor_client, address("renumber"), draft, pattern="I.A.1")
    draft.refresh_from_db()
    assert (draft.pending, codes_of(draft)[0]) == ([], "I")
    response = post(editor_client, address("renumber"), draft, pattern="rien")
    assert messages_in(response)[0].startswith("Écrivez un modèle comme 1.1.1.a")


def test_the_editor_gets_the_tree_and_where_the_node_is(
    draft: PlanVersion, editor_client: Client
) -> None:
    moved = node(draft, "1.2")
    response = tree_of(editor_client, address("move", moved.pk), draft, do="up")
    text = response.content.decode()
    assert (response.status_code, response.templates[0].name) == (200, "plans/editor_tree.html")
    assert f'data-focus="{moved.pk}"' in text
    assert 'data-said="1.2 Titre de 1.2\u00a0: 1 sur 2, dans 1 Titre de 1."' in text
    assert 'data-edition="7"' in text


def test_the_editor_is_told_of_a_conflict_with_the_fresh_tree(
    draft: PlanVersion, editor: User, editor_client: Client, at: datetime.datetime
) -> None:
    seen = draft.edition
    update_node(node=node(draft, "2"), title="D’un autre", edition=None, by=editor, at=at)
    response = editor_client.post(
        address("retitle", node(draft, "2").pk),
        {"edition": seen, "title": "Le mien", "code": "2"},
        headers={"X-Editor": "tree"},
    )
    text = response.content.decode()
    assert (response.status_code, "D’un autre" in text) == (409, True)
    assert 'data-edition="7"' in text
    assert node(draft, "2").title == "D’un autre"


def test_the_editor_is_told_of_a_refusal(draft: PlanVersion, editor_client: Client) -> None:
    url = address("retitle", node(draft, "2").pk)
    response = tree_of(editor_client, url, draft, title=" ", code="2")
    assert response.status_code == 422
    assert "Donnez un titre." in response.content.decode()
    response = tree_of(editor_client, address("add_node"), draft, title="", code="")
    assert response.status_code == 422


def test_the_editor_costs_the_same_for_6_nodes_and_292(
    draft: PlanVersion, large: PlanVersion, editor_client: Client
) -> None:
    counts = []
    for slug in (PLAN, "grand-plan"):
        with CaptureQueriesContext(connection) as context:
            response = editor_client.get(address("edit", slug=slug))
        assert response.status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1]


def filled(draft: PlanVersion, of: str, **changes: Any) -> dict[str, Any]:
    shown = node(draft, of)
    return {
        "title": shown.title,
        "short_title": shown.short_title,
        "code": shown.code,
        "description": "",
        "priority": "",
        "requirements": "",
        "schemes": "",
        "references": "",
        "indicators-TOTAL_FORMS": "1",
        "indicators-INITIAL_FORMS": "0",
        "indicators-0-kind": "quantitative",
        **changes,
    }


def test_a_node_is_written_in_full(draft: PlanVersion, editor_client: Client) -> None:
    area = factories.make_area()
    factories.ContractArea.objects.create(contract=draft.contract, area=area)
    data = filled(
        draft, "1.2",
        title="Un titre entier", short_title="", description="Pourquoi.", priority="priority",
        is_outside_call="on", areas=[area.pk], requirements="Veiller\nÉcouter\n", schemes="FIPD",
        references="1.1.1 ; 2",
    )  # fmt: skip
    data |= {
        "indicators-0-label": "Personnes",
        "indicators-0-unit": "personnes",
        "indicators-0-breakdowns": ["sex", "qpv"],
    }
    response = post(editor_client, address("node", node(draft, "1.2").pk), draft, **data)
    assert messages_in(response) == ["L’élément est enregistré."]
    after = node(draft, "1.2")
    assert (after.title, after.short_title, after.priority, after.is_outside_call) == (
        "Un titre entier",
        "Un titre entier",
        "priority",
        True,
    )
    assert [str(one) for one in after.specifications.all()] == ["Veiller", "Écouter", "FIPD"]
    assert [(one.label, one.breakdowns) for one in after.indicators.all()] == [
        ("Personnes", ["sex", "qpv"])
    ]
    assert {link.target.code for link in after.references.all()} == {"1.1.1", "2"}
    assert [*after.areas.all()] == [area]
    shown = editor_client.get(address("node", after.pk)).content.decode()
    assert "Veiller\nÉcouter" in shown
    assert "1.1.1 ; 2" in shown


def test_a_bad_node_keeps_everything_typed(draft: PlanVersion, editor_client: Client) -> None:
    data = filled(draft, "1.2", title="Nouveau", code="1.1", references="9.9")
    response = post(editor_client, address("node", node(draft, "1.2").pk), draft, **data)
    assert response.context["form"].errors == {"references": ["Aucun élément n’a le code 9.9."]}
    data["references"] = ""
    response = post(editor_client, address("node", node(draft, "1.2").pk), draft, **data)
    assert response.context["form"].errors == {
        "code": ["Le code 1.1 est déjà celui de «\u00a0Titre de 1.1\u00a0»."]
    }
    assert "Nouveau" in response.content.decode()
    assert node(draft, "1.2").title == "Titre de 1.2"


def test_a_conflict_on_a_node_shows_both_and_lets_one_decide(
    draft: PlanVersion, editor: User, editor_client: Client, at: datetime.datetime
) -> None:
    shown = node(draft, "1.2")
    data = filled(draft, "1.2", title="Ce que je tape", edition=draft.edition)
    update_node(node=shown, title="D’un autre", edition=None, by=editor, at=at)
    response = editor_client.post(address("node", shown.pk), data)
    text = response.content.decode()
    assert "Ce que je tape" in text
    assert ("Titre complet", "D’un autre") in [
        (label.capitalize(), value) for label, value in response.context["now"]
    ]
    assert node(draft, "1.2").title == "D’un autre"
    data["edition"] = response.context["form"].data["edition"]
    editor_client.post(address("node", shown.pk), data)
    assert node(draft, "1.2").title == "Ce que je tape"


def test_more_rows_of_indicators_lose_nothing(draft: PlanVersion, editor_client: Client) -> None:
    data = filled(draft, "1.2", description="En cours", more="1")
    data |= {"indicators-0-label": "Déjà tapé"}
    response = post(editor_client, address("node", node(draft, "1.2").pk), draft, **data)
    text = response.content.decode()
    assert ("En cours" in text, "Déjà tapé" in text) == (True, True)
    assert len(response.context["rows"].forms) == 2
