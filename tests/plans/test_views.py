"""Pages of the plans: who comes in, what they do without JavaScript, what the editor asks."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.plans.models import Alignment, Node, Plan, PlanVersion
from ensemblier.plans.operations import (
    add_node,
    create_draft,
    delete_node,
    publish_version,
    update_node,
)
from tests import factories
from tests.plans.building import codes_of, node

PLAN = "plan-du-contrat"


def address(name: str, *args: object, slug: str = PLAN) -> str:
    return reverse(f"plans:{name}", args=["ici", slug, *args])


def post(client: Client, url: str, version: PlanVersion, **data: Any) -> Any:
    version.refresh_from_db()
    return client.post(url, {"edition": version.edition, **data}, follow=True)


def tree_of(client: Client, url: str, version: PlanVersion, **data: Any) -> Any:
    """As editor.js asks."""
    version.refresh_from_db()
    return client.post(url, {"edition": version.edition, **data}, headers={"X-Editor": "tree"})


def messages_in(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


READ = ["list", "detail", "read", "compare", "align", "export"]
WRITE = ["create", "import", "settings", "delete", "edit", "node", "remove", "discard", "publish"]


def page(name: str, version: PlanVersion) -> str:
    if name in ("list", "create", "import"):
        return reverse(f"plans:{name}", args=["ici"])
    extra = {
        "read": [version.number],
        "export": [version.number, "csv"],
        "node": [node(version, "1.2").pk],
        "remove": [node(version, "1.2").pk],
    }
    return address(name, *extra.get(name, []))


@pytest.mark.parametrize("name", READ + WRITE)
def test_who_comes_in(
    *,
    draft: PlanVersion,
    name: str,
    visitor_client: Client,
    outsider_client: Client,
    other_member_client: Client,
    reader_client: Client,
    editor_client: Client,
    administrator_client: Client,
) -> None:
    url = page(name, draft)
    assert visitor_client.get(url).status_code == 302
    assert outsider_client.get(url).status_code == 404
    assert other_member_client.get(url).status_code == 404
    assert reader_client.get(url).status_code == (200 if name in READ else 403)
    assert editor_client.get(url).status_code == 200
    assert administrator_client.get(url).status_code == 200


@pytest.mark.parametrize(
    "name", ["prepare", "add_node", "undo", "renumber", "settle", "declare", "retitle", "move"]
)
def test_who_writes(
    *,
    draft: PlanVersion,
    name: str,
    visitor_client: Client,
    other_member_client: Client,
    reader_client: Client,
    editor_client: Client,
) -> None:
    extra = [node(draft, "1.2").pk] if name in ("retitle", "move") else []
    url = address(name, *extra)
    assert visitor_client.post(url).status_code == 302
    assert other_member_client.post(url).status_code == 404
    assert reader_client.post(url).status_code == 403
    assert editor_client.get(url).status_code == 405
    draft.refresh_from_db()
    assert draft.edition == 6


def test_a_refusal_says_who_can(draft: PlanVersion, reader_client: Client) -> None:
    response = reader_client.get(address("edit"))
    assert "Vous pouvez lire ce contrat, pas le modifier." in response.content.decode()


def test_an_empty_list_says_what_to_do(contract: Contract, editor_client: Client) -> None:
    text = editor_client.get(reverse("plans:list", args=["ici"])).content.decode()
    assert "Ce contrat n’a pas encore de plan" in text
    assert reverse("plans:import", args=["ici"]) in text


def test_a_plan_is_created_then_prepared(contract: Contract, editor_client: Client) -> None:
    url = reverse("plans:create", args=["ici"])
    response = editor_client.post(
        url, {"kind": "contract", "name": "Plan neuf", "level_names": "axe\naction\n"}, follow=True
    )
    assert messages_in(response) == ["Le plan est créé. Préparez sa première version."]
    plan = Plan.objects.get()
    assert plan.level_names == ["axe", "action"]
    editor_client.post(address("prepare", slug=plan.slug))
    assert plan.versions.get().is_draft


def test_a_bad_plan_keeps_what_was_typed(plan: Plan, editor_client: Client) -> None:
    url = reverse("plans:create", args=["ici"])
    response = editor_client.post(
        url, {"kind": "neighbourhood", "name": "Projet", "level_names": "enjeu"}
    )
    form = response.context["form"]
    assert form.errors["area"] == ["Un projet de quartier dit de quel quartier il parle."]
    assert "Projet" in response.content.decode()
    assert Plan.objects.count() == 1


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


def test_a_revision_is_published_by_hand(
    published: PlanVersion, editor_client: Client, editor: User, at: datetime.datetime
) -> None:
    editor_client.post(address("prepare"))
    draft = PlanVersion.objects.get(state="draft")
    who = {"by": editor, "at": at, "edition": None}
    delete_node(node=node(draft, "2"), **who)
    delete_node(node=node(draft, "1.1.2"), **who)
    add_node(version=draft, code="3", title="Titre de 2 et d’ailleurs", **who)
    page = editor_client.get(address("publish"))
    fates = {node.code: form.initial for node, form in page.context["fates"]}
    assert fates == {
        "1.1.2": {"kind": "dropped", "targets": ""},
        "2": {"kind": "reworded", "targets": "3"},
    }
    keys = {code: f"s{node(published, code).pk}" for code in fates}
    response = post(
        editor_client, address("declare"), draft,
        **{
            f"{keys['1.1.2']}-kind": "merged", f"{keys['1.1.2']}-targets": "1.1.1",
            f"{keys['2']}-kind": "reworded", f"{keys['2']}-targets": "3",
        },
    )  # fmt: skip
    assert messages_in(response) == ["C’est noté."]
    assert response.context["obstacles"] == []
    response = post(
        editor_client, address("publish"), draft, effective_on="2027-01-01", title="Révision"
    )
    assert messages_in(response) == ["La version 2 est publiée."]
    told = [
        (row.source.code, row.target.code, row.kind)
        for row in draft.nodes.get(code="1.1.1").predecessors.order_by("source__path")
    ]
    assert told == [("1.1.1", "1.1.1", "merged"), ("1.1.2", "1.1.1", "merged")]
    assert node(draft, "3").theme_id == node(published, "2").theme_id


def test_a_bad_date_or_fate_is_told_beside_it(
    published: PlanVersion, editor_client: Client, editor: User, at: datetime.datetime
) -> None:
    draft = create_draft(plan=published.plan, by=editor, at=at)
    response = post(editor_client, address("publish"), draft, effective_on="2020-01-01")
    assert list(response.context["form"].errors) == ["effective_on"]
    delete_node(node=node(draft, "2"), by=editor, at=at, edition=None)
    key = f"s{node(published, '2').pk}"
    response = post(
        editor_client, address("declare"), draft,
        **{f"{key}-kind": "merged", f"{key}-targets": "9.9"},
    )  # fmt: skip
    assert "Aucun élément n’a le code 9.9." in response.content.decode()
    response = post(
        editor_client, address("declare"), draft,
        **{f"{key}-kind": "reworded", f"{key}-targets": "1.2"},
    )  # fmt: skip
    assert response.context["error"] == (
        "«\u00a01.2 Titre de 1.2\u00a0» continue déjà "
        "«\u00a01.2 Titre de 1.2\u00a0»\u00a0: dites plutôt «\u00a0fusionné\u00a0»."
    )


def test_what_was_declared_is_taken_back(
    published: PlanVersion, editor_client: Client, editor: User, at: datetime.datetime
) -> None:
    draft = create_draft(plan=published.plan, by=editor, at=at)
    delete_node(node=node(draft, "2"), by=editor, at=at, edition=None)
    gone = node(published, "2")
    post(editor_client, address("declare"), draft, **{f"s{gone.pk}-kind": "dropped"})
    assert gone.successors.count() == 1
    post(editor_client, address("forget", gone.pk), draft)
    assert gone.successors.count() == 0


def test_versions_are_compared_on_a_page(
    published: PlanVersion, editor_client: Client, reader_client: Client, editor: User,
    at: datetime.datetime,
) -> None:  # fmt: skip
    draft = create_draft(plan=published.plan, by=editor, at=at)
    update_node(node=node(draft, "2"), title="Reformulé", edition=None, by=editor, at=at)
    response = reader_client.get(address("compare"))
    assert [(pair.kind, pair.after[0].code) for pair in response.context["pairs"]] == [
        ("reworded", "2")
    ]
    everything = reader_client.get(address("compare") + "?avant=1&apres=2&tout=1")
    assert len(everything.context["pairs"]) == 6
    assert reader_client.get(address("compare") + "?avant=1&apres=1").context["pairs"] == []


def test_two_plans_are_aligned_and_parted(
    *, published: PlanVersion, large: PlanVersion, editor: User, editor_client: Client,
    reader_client: Client, at: datetime.datetime,
) -> None:  # fmt: skip
    publish_version(version=large, effective_on=datetime.date(2024, 1, 1), by=editor, at=at)
    url = f"{address('align')}?avec={large.plan.pk}"
    mine, theirs = node(published, "1.1"), node(large, "2.3")
    data = {"source": mine.pk, "target": theirs.pk, "note": "Même but"}
    assert reader_client.get(url).status_code == 200
    assert reader_client.post(url, data).status_code == 403
    editor_client.post(url, data, follow=True)
    alignment = Alignment.objects.get()
    assert (alignment.source, alignment.target) == (mine.theme, theirs.theme)
    response = editor_client.post(url, data, follow=True)
    assert messages_in(response) == ["Ces deux éléments sont déjà alignés."]
    response = editor_client.post(url, {"source": mine.pk}, follow=True)
    assert messages_in(response) == ["Choisissez un élément de chaque côté."]
    editor_client.post(address("unalign", alignment.pk))
    assert not Alignment.objects.exists()


def test_a_version_is_read_searched_and_taken_away(
    published: PlanVersion, reader_client: Client
) -> None:
    text = reader_client.get(address("read", 1) + "?q=1.1").content.decode()
    assert "3 éléments trouvés" in text
    for fmt in ("xlsx", "csv", "json", "pdf"):
        response = reader_client.get(address("export", 1, fmt))
        assert response["Content-Disposition"] == (
            f'attachment; filename="plan-du-contrat-v1.{fmt}"'
        )
    assert reader_client.get(address("export", 1, "exe")).status_code == 404
    assert reader_client.get(address("read", 7)).status_code == 404


def test_a_draft_is_discarded_after_a_question(draft: PlanVersion, editor_client: Client) -> None:
    assert "est perdu" in editor_client.get(address("discard")).content.decode()
    editor_client.post(address("discard"))
    assert not PlanVersion.objects.exists()
    response = editor_client.get(address("edit"), follow=True)
    assert messages_in(response)[-1] == "Aucune version n’est en préparation."


def test_a_plan_never_published_is_deleted(draft: PlanVersion, editor_client: Client) -> None:
    editor_client.post(address("delete"))
    assert not Plan.objects.exists()


def test_a_published_plan_is_not_deleted(published: PlanVersion, editor_client: Client) -> None:
    response = editor_client.post(address("delete"), follow=True)
    assert messages_in(response) == [
        "Un plan publié ne se supprime pas\u00a0: d’autres s’y réfèrent."
    ]
    assert Node.objects.count() == 6
