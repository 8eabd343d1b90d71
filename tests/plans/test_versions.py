"""Publishing, revising, and what became of each node."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.plans import operations
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.lifecycle import obstacles
from ensemblier.plans.models import Node, Plan, PlanVersion, Specification, Succession, Theme
from ensemblier.plans.operations import (
    add_node,
    create_draft,
    create_plan,
    declare_succession,
    delete_node,
    discard_draft,
    forget_succession,
    move_node,
    publish_version,
    settle_pending,
    undo_last_edit,
    update_node,
    update_plan,
)
from ensemblier.plans.operations.drafting import snapshot
from ensemblier.plans.queries import current_version, heirs_of, latest_published, node_page
from tests import factories
from tests.plans.building import codes_of, node

LATER = datetime.date(2027, 1, 1)


@pytest.fixture
def who(editor: User, at: datetime.datetime) -> dict[str, Any]:
    return {"by": editor, "at": at, "edition": None}


def successions(version: PlanVersion) -> list[tuple[str, str, str]]:
    """(code before, code after or «», kind), in the order of the base."""
    rows = Succession.objects.filter(source__version=version.based_on).select_related(
        "source", "target"
    )
    return [
        (row.source.code, row.target.code if row.target else "", row.kind)
        for row in rows.order_by("source__path", "target__path")
    ]


def publish(version: PlanVersion, who: dict[str, Any], day: datetime.date = LATER) -> PlanVersion:
    return publish_version(version=version, effective_on=day, **who)


def test_a_plan_is_created_with_its_levels(plan: Plan, editor: User, at: datetime.datetime) -> None:
    assert (plan.slug, plan.level_names) == (
        "plan-du-contrat",
        ["pilier", "orientation", "objectif"],
    )
    with pytest.raises(InvalidInput, match="porte déjà ce nom"):
        create_plan(
            contract=plan.contract, kind="contract", name="Plan du contrat", level_names=["axe"],
            by=editor, at=at,
        )  # fmt: skip
    with pytest.raises(InvalidInput, match="de quel quartier il parle"):
        create_plan(
            contract=plan.contract, kind="neighbourhood", name="Projet", level_names=["axe"],
            by=editor, at=at,
        )  # fmt: skip
    with pytest.raises(InvalidInput, match="Nommez au moins un niveau"):
        create_plan(
            contract=plan.contract, kind="contract", name="Autre", level_names=[" "],
            by=editor, at=at,
        )  # fmt: skip


def test_level_names_of_a_published_version_stay(
    published: PlanVersion, editor: User, at: datetime.datetime
) -> None:
    names = ["pilier", "orientation", "objectif", "action"]
    assert (
        update_plan(plan=published.plan, level_names=names, by=editor, at=at).level_names == names
    )
    with pytest.raises(InvalidInput, match="ils ne changent plus"):
        update_plan(plan=published.plan, level_names=["axe", *names[1:]], by=editor, at=at)
    with pytest.raises(InvalidInput, match="contient des éléments"):
        update_plan(plan=published.plan, level_names=["pilier"], by=editor, at=at)


def test_a_published_version_is_the_current_one_from_its_day(published: PlanVersion) -> None:
    assert published.published_at is not None
    assert current_version(published.plan) == published
    assert current_version(published.plan, on=datetime.date(2023, 12, 31)) is None


def test_a_revision_starts_as_a_copy_with_the_same_themes(
    published: PlanVersion, who: dict[str, Any], plan: Plan
) -> None:
    assert latest_published(plan) == published
    revision = create_draft(plan=plan, by=who["by"], at=who["at"])
    assert (revision.number, revision.based_on) == (2, published)
    assert codes_of(revision) == codes_of(published)
    themes = [set(v.nodes.values_list("theme", flat=True)) for v in (published, revision)]
    assert themes[0] == themes[1]
    with pytest.raises(Refused, match="déjà en préparation"):
        create_draft(plan=plan, by=who["by"], at=who["at"])


def test_a_copy_keeps_everything_a_node_carries(large: PlanVersion, who: dict[str, Any]) -> None:
    update_node(node=node(large, "2.1"), areas=[factories.make_area()], description="Oui", **who)
    publish(large, who, datetime.date(2024, 1, 1))
    copy = create_draft(plan=large.plan, by=who["by"], at=who["at"])

    def said(version: PlanVersion) -> list[Any]:
        rows = version.nodes.order_by("path")
        return [
            (
                row.code, row.title, row.short_title, row.description, row.priority,
                row.is_outside_call, row.theme_id, row.search_text,
                [area.pk for area in row.areas.all()],
                [(one.kind, one.text) for one in row.specifications.all()],
                [(one.label, one.unit, one.breakdowns) for one in row.indicators.all()],
                [link.target.code for link in row.references.all()],
            )
            for row in rows.prefetch_related(
                "areas", "specifications", "indicators", "references__target"
            )
        ]  # fmt: skip

    assert said(copy) == said(large)
    assert len(said(copy)) == 292


@pytest.mark.parametrize(
    "operation",
    [
        "update_node", "delete_node", "raise_node", "lower_node", "indent_node", "outdent_node",
    ],
)  # fmt: skip
def test_a_published_node_refuses_every_operation(
    published: PlanVersion, who: dict[str, Any], operation: str
) -> None:
    before = snapshot(published)
    with pytest.raises(Refused, match="Une version publiée ne change pas"):
        getattr(operations, operation)(node=node(published, "1.2"), **who)
    assert snapshot(published) == before


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("add_node", {"title": "Non"}),
        ("reorder", {"parent": None, "nodes": []}),
        ("set_codes", {"codes": {}}),
        ("renumber_codes", {"pattern": "A"}),
        ("settle_pending", {"ranks": [0]}),
        ("declare_succession", {"kind": "dropped", "sources": [], "targets": []}),
        ("undo_last_edit", {}),
        ("publish_version", {"effective_on": LATER}),
        ("discard_draft", {}),
    ],
)
def test_a_published_version_refuses_every_operation(
    published: PlanVersion, who: dict[str, Any], operation: str, arguments: Any
) -> None:
    before = snapshot(published)
    with pytest.raises(Refused, match="Une version publiée ne change pas"):
        getattr(operations, operation)(version=published, **arguments, **who)
    assert snapshot(published) == before


def test_a_published_version_is_guarded_below_the_operations(published: PlanVersion) -> None:
    row = node(published, "2")
    row.title = "Réécrit"
    item = Specification.objects.create(node=row, text="Veiller")
    writes = [
        row.save,
        row.delete,
        item.save,
        item.delete,
        lambda: Node.objects.filter(pk=row.pk).update(title="Réécrit"),
        lambda: published.nodes.all().delete(),
        lambda: row.specifications.all().delete(),
        lambda: Node.objects.bulk_update([row], ["title"]),
    ]
    for write in writes:
        with pytest.raises(TypeError, match="never changes"), transaction.atomic():
            write()
    assert node(published, "2").title == "Titre de 2"


def test_an_empty_plan_is_not_published(plan: Plan, who: dict[str, Any]) -> None:
    empty = create_draft(plan=plan, by=who["by"], at=who["at"])
    with pytest.raises(Refused, match="Ce plan est vide"):
        publish(empty, who)


def test_codes_that_look_the_same_are_not_published(
    draft: PlanVersion, who: dict[str, Any]
) -> None:
    update_node(node=node(draft, "2"), code="1.", **who)
    assert obstacles(draft) == ["Ces codes se confondent\u00a0: 1, 1.. Changez-en un."]


def test_what_an_import_left_is_settled_first(draft: PlanVersion, who: dict[str, Any]) -> None:
    draft.pending = [
        {"kind": "line", "text": "Une ligne", "line": 3, "code": ""},
        {"kind": "reference", "text": "1.1 → 9.9", "line": None, "code": "1.1"},
    ]
    draft.save()
    with pytest.raises(Refused, match="Il reste 2 points à régler depuis l’import"):
        publish(draft, who)
    settle_pending(version=draft, ranks=[0], **who)
    assert [one["kind"] for one in draft.pending] == ["reference"]
    undo_last_edit(version=draft, **who)
    assert [one["kind"] for one in draft.pending] == ["line", "reference"]
    settle_pending(version=draft, ranks=[0, 1], **who)
    assert publish(draft, who).state == "published"


def test_publishing_says_what_was_kept_and_reworded(
    revision: PlanVersion, who: dict[str, Any]
) -> None:
    update_node(node=node(revision, "1.2"), title="Nouveaux mots", **who)
    add_node(version=revision, code="3", title="Nouveau", **who)
    publish(revision, who)
    assert successions(revision) == [
        ("1", "1", "kept"),
        ("1.1", "1.1", "kept"),
        ("1.1.1", "1.1.1", "kept"),
        ("1.1.2", "1.1.2", "kept"),
        ("1.2", "1.2", "reworded"),
        ("2", "2", "kept"),
    ]


def test_what_disappears_must_be_accounted_for(
    revision: PlanVersion, published: PlanVersion, who: dict[str, Any]
) -> None:
    delete_node(node=node(revision, "1.1"), **who)
    with pytest.raises(Refused) as refusal:
        publish(revision, who)
    assert str(refusal.value) == (
        "Dites ce que deviennent ces éléments de la version précédente\u00a0: "
        "1.1 Titre de 1.1, 1.1.1 Titre de 1.1.1, 1.1.2 Titre de 1.1.2."
    )
    gone = [node(published, code) for code in ("1.1", "1.1.1")]
    declare_succession(version=revision, kind="dropped", sources=gone, targets=[], **who)
    declare_succession(
        version=revision,
        kind="merged",
        sources=[node(published, "1.1.2"), node(published, "1.2")],
        targets=[node(revision, "1.2")],
        **who,
    )
    publish(revision, who)
    assert successions(revision) == [
        ("1", "1", "kept"),
        ("1.1", "", "dropped"),
        ("1.1.1", "", "dropped"),
        ("1.1.2", "1.2", "merged"),
        ("1.2", "1.2", "merged"),
        ("2", "2", "kept"),
    ]


def test_a_split_keeps_the_theme_on_its_first_part(
    revision: PlanVersion, published: PlanVersion, who: dict[str, Any]
) -> None:
    delete_node(node=node(revision, "2"), **who)
    left = add_node(version=revision, code="2a", title="Une part", **who)
    right = add_node(version=revision, code="2b", title="L’autre", **who)
    before = node(published, "2")
    declare_succession(
        version=revision, kind="split", sources=[before], targets=[left, right], **who
    )
    assert node(revision, "2a").theme_id == before.theme_id
    assert node(revision, "2b").theme_id != before.theme_id
    publish(revision, who)
    assert successions(revision)[-2:] == [("2", "2a", "split"), ("2", "2b", "split")]


def test_declarations_are_replaced_taken_back_and_undone(
    revision: PlanVersion, published: PlanVersion, who: dict[str, Any]
) -> None:
    delete_node(node=node(revision, "2"), **who)
    before = node(published, "2")
    declare_succession(version=revision, kind="dropped", sources=[before], targets=[], **who)
    declare_succession(
        version=revision, kind="merged", sources=[before, node(published, "1.2")],
        targets=[node(revision, "1.2")], **who,
    )  # fmt: skip
    assert successions(revision) == [("1.2", "1.2", "merged"), ("2", "1.2", "merged")]
    undo_last_edit(version=revision, **who)
    assert successions(revision) == [("2", "", "dropped")]
    forget_succession(version=revision, source=before, **who)
    assert successions(revision) == []


def test_impossible_successions_are_refused(
    revision: PlanVersion, published: PlanVersion, who: dict[str, Any]
) -> None:
    def declare(kind: str, sources: list[str], targets: list[str]) -> None:
        declare_succession(
            version=revision,
            kind=kind,
            sources=[node(published, code) for code in sources],
            targets=[node(revision, code) for code in targets],
            **who,
        )

    with pytest.raises(InvalidInput, match="Une fusion réunit au moins deux"):
        declare("merged", ["1"], ["1"])
    with pytest.raises(InvalidInput, match="fait d’un élément au moins deux"):
        declare("split", ["1"], ["1"])
    with pytest.raises(InvalidInput, match="n’a pas de suite"):
        declare("dropped", ["1"], ["1"])
    with pytest.raises(Refused, match="«\u00a01 Titre de 1\u00a0» est encore dans le plan"):
        declare("dropped", ["1"], [])
    with pytest.raises(InvalidInput, match="Choisissez au moins un élément d’avant"):
        declare("dropped", [], [])
    with pytest.raises(Refused, match="n’est plus là"):
        declare_succession(
            version=revision, kind="kept", sources=[node(revision, "1")],
            targets=[node(revision, "1")], **who,
        )  # fmt: skip
    assert successions(revision) == []


def test_what_is_merged_elsewhere_may_not_stay(
    revision: PlanVersion, published: PlanVersion, who: dict[str, Any]
) -> None:
    declare_succession(
        version=revision,
        kind="merged",
        sources=[node(published, "1.1.1"), node(published, "1.1.2")],
        targets=[node(revision, "1.1.1")],
        **who,
    )
    with pytest.raises(Refused, match=r"encore dans le plan\u00a0: 1\.1\.2 Titre de 1\.1\.2"):
        publish(revision, who)


def test_a_new_version_takes_effect_after_the_old_one(
    revision: PlanVersion, who: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        publish(revision, who, datetime.date(2024, 1, 1))
    assert refusal.value.field == "effective_on"


def test_discarding_a_draft_leaves_the_published_version_as_it_was(
    revision: PlanVersion, published: PlanVersion, who: dict[str, Any]
) -> None:
    themes = Theme.objects.count()
    delete_node(node=node(revision, "2"), **who)
    add_node(version=revision, title="Jamais publié", **who)
    declare_succession(
        version=revision, kind="dropped", sources=[node(published, "2")], targets=[], **who
    )
    discard_draft(version=revision, **who)
    assert not PlanVersion.objects.filter(pk=revision.pk).exists()
    assert (Succession.objects.count(), Theme.objects.count()) == (0, themes)
    assert codes_of(published)[-1] == "2"


def test_figures_follow_a_theme_to_its_heirs(
    revision: PlanVersion, published: PlanVersion, who: dict[str, Any]
) -> None:
    gone = node(published, "1.1.2")
    delete_node(node=node(revision, "1.1.2"), **who)
    declare_succession(
        version=revision, kind="merged", sources=[node(published, "1.1.1"), gone],
        targets=[node(revision, "1.1.1")], **who,
    )  # fmt: skip
    publish(revision, who)
    assert [str(one) for one in heirs_of(gone.theme, revision)] == ["1.1.1 Titre de 1.1.1"]
    assert heirs_of(gone.theme, published) == [gone]
    page = node_page(revision, node(revision, "1.1.1").theme)
    assert [(step.version.number, step.kind, [one.code for one in step.nodes])
            for step in page.history] == [
        (1, "", ["1.1.1", "1.1.2"]),
        (2, SuccessionKind.MERGED, ["1.1.1"]),
    ]  # fmt: skip
    old = node_page(published, gone.theme)
    assert [(step.version.number, [one.code for one in step.nodes]) for step in old.history] == [
        (1, ["1.1.2"]),
        (2, ["1.1.1"]),
    ]


def test_a_dropped_theme_ends_its_history(
    revision: PlanVersion, published: PlanVersion, who: dict[str, Any]
) -> None:
    gone = node(published, "2")
    delete_node(node=node(revision, "2"), **who)
    declare_succession(version=revision, kind="dropped", sources=[gone], targets=[], **who)
    publish(revision, who)
    assert heirs_of(gone.theme, revision) == []
    steps = node_page(published, gone.theme).history
    assert [(step.version.number, step.kind, step.nodes) for step in steps] == [
        (1, "", [gone]),
        (2, SuccessionKind.DROPPED, []),
    ]


def test_only_editors_publish_and_discard(
    draft: PlanVersion, reader: User, outsider: User, at: datetime.datetime
) -> None:
    for person in (reader, outsider):
        with pytest.raises(NotAllowed):
            publish_version(version=draft, effective_on=LATER, by=person, at=at)
        with pytest.raises(NotAllowed):
            discard_draft(version=draft, by=person, at=at)
        with pytest.raises(NotAllowed):
            create_draft(plan=draft.plan, by=person, at=at)


def test_moving_is_not_rewording(revision: PlanVersion, who: dict[str, Any]) -> None:
    move_node(node=node(revision, "1.2"), parent=node(revision, "2"), rank=None, **who)
    publish(revision, who)
    assert ("1.2", "1.2", "kept") in successions(revision)
