"""A version published by hand, and what becomes of each element."""

from __future__ import annotations

import datetime

from django.test import Client

from ensemblier.accounts.models import User
from ensemblier.plans.models import PlanVersion
from ensemblier.plans.operations import add_node, create_draft, delete_node
from tests.plans.building import node
from tests.plans.pages import address, messages_in, post


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
