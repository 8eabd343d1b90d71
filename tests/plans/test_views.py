"""Pages of the plans: who comes in, and a plan from its creation to its deletion."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.plans.models import Alignment, Node, Plan, PlanVersion
from ensemblier.plans.operations import create_draft, publish_version, update_node
from tests.plans.building import node
from tests.plans.pages import address, messages_in

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
