"""Reading plans: right, and at a cost that does not grow with the tree."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.plans.models import Plan, PlanVersion
from ensemblier.plans.operations import (
    add_node,
    align_themes,
    create_draft,
    declare_succession,
    delete_node,
    move_node,
    publish_version,
    save_parsed_plan,
    unalign,
    update_node,
)
from ensemblier.plans.queries import (
    alignments_between,
    compare_versions,
    current_version,
    node_page,
    plan_counts,
    plans_of,
    search_nodes,
    version_tree,
)
from tests import factories
from tests.plans.building import node, parsed_plan

NEW_YEAR = datetime.date(2024, 1, 1)


@pytest.fixture
def who(editor: User, at: datetime.datetime) -> dict[str, Any]:
    return {"by": editor, "at": at}


@pytest.fixture
def small(contract: Contract, who: dict[str, Any]) -> PlanVersion:
    """Three nodes, with the details of the large one."""
    parsed = parsed_plan(["1", "1.1", "2"], details=True)
    return save_parsed_plan(
        contract=contract, parsed=parsed, name="Petit plan", kind="contract", area=None, **who
    )


def queries_of(call: Any) -> int:
    with CaptureQueriesContext(connection) as context:
        call()
    return len(context)


def pairs(old: PlanVersion, new: PlanVersion) -> list[tuple[str, list[str], list[str]]]:
    return [
        (pair.kind, [one.code for one in pair.before], [one.code for one in pair.after])
        for pair in compare_versions(old, new)
        if pair.kind != "kept"
    ]


def test_the_tree_is_nested_in_one_query(draft: PlanVersion) -> None:
    with CaptureQueriesContext(connection) as context:
        tree = version_tree(draft)
    assert len(context) == 1
    assert [one.code for one in tree.roots] == ["1", "2"]
    assert [one.code for one in tree.roots[0].subnodes] == ["1.1", "1.2"]
    assert [one.level_name for one in tree.roots[0].subnodes[0].subnodes] == ["objectif"] * 2
    assert tree.nodes[2].parent_node == tree.nodes[1]
    assert [(one.count, one.label) for one in tree.counts()] == [
        (2, "piliers"),
        (2, "orientations"),
        (2, "objectifs"),
    ]
    assert plan_counts(draft) == tree.counts()


@pytest.mark.parametrize("details", [False, True])
def test_a_tree_costs_the_same_for_3_nodes_and_292(
    small: PlanVersion, large: PlanVersion, details: bool
) -> None:
    counts = [
        queries_of(lambda version=version: version_tree(version, with_details=details))
        for version in (small, large)
    ]
    # The plan, the nodes; then areas, specifications, indicators, references.
    assert counts == ([6, 6] if details else [2, 2])
    assert len(version_tree(large).nodes) == 292


def test_a_node_page_costs_the_same_in_a_small_and_in_a_large_plan(
    small: PlanVersion, large: PlanVersion, who: dict[str, Any]
) -> None:
    for version in (small, large):
        publish_version(version=version, effective_on=NEW_YEAR, **who)
    for code in ("1", "1.1", "2"):
        align_themes(source=node(small, code).theme, target=node(large, code).theme, **who)
    counts = [
        queries_of(lambda version=version: node_page(version, node(version, "1.1").theme_id))
        for version in (small, large)
    ]
    assert counts[0] == counts[1]
    assert counts[0] <= 18


def test_a_comparison_costs_the_same_in_a_small_and_in_a_large_plan(
    small: PlanVersion, large: PlanVersion, who: dict[str, Any]
) -> None:
    counts = []
    for version in (small, large):
        published = publish_version(version=version, effective_on=NEW_YEAR, **who)
        copy = create_draft(plan=version.plan, **who)
        counts.append(queries_of(lambda old=published, new=copy: compare_versions(old, new)))
    assert counts[0] == counts[1]


def test_a_node_page_shows_its_neighbourhood(
    draft: PlanVersion, who: dict[str, Any], contract: Contract
) -> None:
    area = factories.make_area(name="L’Écusson")
    update_node(
        node=node(draft, "1.2"),
        specifications=[("scheme", "FIPD"), ("requirement", "Veiller")],
        indicators=[{"label": "Personnes"}],
        areas=[area],
        references=[node(draft, "2")],
        edition=None,
        **who,
    )
    page = node_page(draft, node(draft, "1.2").theme)
    assert [one.code for one in page.ancestors] == ["1"]
    assert (page.previous.code if page.previous else None, page.next) == ("1.1", None)
    assert [one.code for one in page.siblings] == ["1.1", "1.2"]
    assert page.children == []
    assert [one.text for one in page.requirements] == ["Veiller"]
    assert [one.text for one in page.schemes] == ["FIPD"]
    assert [one.label for one in page.indicators] == ["Personnes"]
    assert page.areas == [area]
    assert [one.code for one in page.references] == ["2"]
    assert (page.level_name, page.child_level_name) == ("orientation", "objectif")
    other = node_page(draft, node(draft, "2").theme)
    assert [one.code for one in other.referenced_by] == ["1.2"]
    assert [one.code for one in other.siblings] == ["1", "2"]
    assert [one.code for one in node_page(draft, node(draft, "1").theme).children] == ["1.1", "1.2"]


def test_alignments_are_seen_from_both_sides(
    published: PlanVersion, large: PlanVersion, who: dict[str, Any]
) -> None:
    publish_version(version=large, effective_on=NEW_YEAR, **who)
    mine, theirs = node(published, "1.1"), node(large, "2.3")
    alignment = align_themes(source=mine.theme, target=theirs.theme, note="Même but", **who)
    here = node_page(published, mine.theme).alignments
    there = node_page(large, theirs.theme).alignments
    assert [(one.plan, one.node, one.note) for one in here] == [(large.plan, theirs, "Même but")]
    assert [(one.plan, one.node) for one in there] == [(published.plan, mine)]
    assert [*alignments_between(large.plan, published.plan)] == [alignment]
    unalign(alignment=alignment, **who)
    assert node_page(published, mine.theme).alignments == []


def test_the_version_in_force_changes_on_its_day(
    published: PlanVersion, who: dict[str, Any], plan: Plan
) -> None:
    revision = create_draft(plan=plan, **who)
    publish_version(version=revision, effective_on=datetime.date(2027, 1, 1), **who)
    assert current_version(plan, datetime.date(2026, 12, 31)) == published
    assert current_version(plan, datetime.date(2027, 1, 1)) == revision


def test_nodes_are_found_by_their_words(draft: PlanVersion, who: dict[str, Any]) -> None:
    update_node(node=node(draft, "1.2"), title="Se former à l’école", edition=None, **who)
    assert [one.code for one in search_nodes(draft, "ECOLE former")] == ["1.2"]
    assert [one.code for one in search_nodes(draft, "1.1")] == ["1.1", "1.1.1", "1.1.2"]
    assert [*search_nodes(draft, "  ")] == []


def test_plans_come_with_their_versions(
    contract: Contract, published: PlanVersion, large: PlanVersion
) -> None:
    with CaptureQueriesContext(connection) as context:
        told = [(plan.name, [one.size for one in plan.versions.all()])
                for plan in plans_of(contract)]  # fmt: skip
    assert told == [("Grand plan", [292]), ("Plan du contrat", [6])]
    assert len(context) == 2


def test_versions_compare_side_by_side(
    published: PlanVersion, who: dict[str, Any], plan: Plan
) -> None:
    new = create_draft(plan=plan, **who)
    asked = {**who, "edition": None}
    update_node(node=node(new, "1.1.1"), title="Autres mots", **asked)
    move_node(node=node(new, "1.2"), parent=node(new, "2"), rank=None, **asked)
    delete_node(node=node(new, "1.1.2"), **asked)
    add_node(version=new, parent=node(new, "1"), code="1.9", title="Nouveau", **asked)
    assert pairs(published, new) == [
        ("reworded", ["1.1.1"], ["1.1.1"]),
        ("dropped", ["1.1.2"], []),
        ("added", [], ["1.9"]),
        ("moved", ["1.2"], ["1.2"]),
    ]
    reworded = compare_versions(published, new)[2]
    assert [(one.label, one.before, one.after) for one in reworded.changes] == [
        ("titre complet", "Titre de 1.1.1", "Autres mots"),
        ("titre court", "Titre de 1.1.1", "Autres mots"),
    ]


def test_declared_successions_are_followed_through_versions(
    published: PlanVersion, who: dict[str, Any], plan: Plan
) -> None:
    asked = {**who, "edition": None}
    second = create_draft(plan=plan, **who)
    delete_node(node=node(second, "1.1.2"), **asked)
    declare_succession(
        version=second, kind="merged", targets=[node(second, "1.1.1")],
        sources=[node(published, "1.1.1"), node(published, "1.1.2")], **asked,
    )  # fmt: skip
    publish_version(version=second, effective_on=datetime.date(2025, 1, 1), **who)
    third = create_draft(plan=plan, **who)
    delete_node(node=node(third, "2"), **asked)
    declare_succession(
        version=third, kind="dropped", sources=[node(second, "2")], targets=[], **asked
    )
    publish_version(version=third, effective_on=datetime.date(2026, 1, 1), **who)
    assert pairs(published, third) == [
        ("merged", ["1.1.1", "1.1.2"], ["1.1.1"]),
        ("dropped", ["2"], []),
    ]


def test_likeness_is_only_a_suggestion(
    published: PlanVersion, who: dict[str, Any], plan: Plan
) -> None:
    asked = {**who, "edition": None}
    new = create_draft(plan=plan, **who)
    update_node(node=node(new, "2"), title="Animer les places et les jardins", **asked)
    publish_version(version=new, effective_on=datetime.date(2025, 1, 1), **who)
    third = create_draft(plan=plan, **who)
    delete_node(node=node(third, "2"), **asked)
    add_node(version=third, code="3", title="Animer les places, les jardins et les cours", **asked)
    last = compare_versions(new, third)[-1]
    assert (last.kind, last.is_suggestion) == ("reworded", True)
    assert [one.code for one in [*last.before, *last.after]] == ["2", "3"]
