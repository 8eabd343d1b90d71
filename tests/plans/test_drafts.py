"""Editing a draft: moves, wording, undo, and two people at once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.operations import (
    StaleEdition,
    add_node,
    delete_node,
    indent_node,
    last_edit,
    lower_node,
    move_node,
    outdent_node,
    raise_node,
    renumber_codes,
    reorder,
    set_codes,
    undo_last_edit,
    update_node,
)
from ensemblier.plans.operations.drafting import snapshot
from tests import factories
from tests.plans.building import codes_of, node, shape

START = ["1", "  1.1", "    1.1.1", "    1.1.2", "  1.2", "2"]


@pytest.fixture
def who(draft: PlanVersion, editor: User, at: datetime.datetime) -> dict[str, Any]:
    """The arguments that every edit takes; no edition, which `test_two_people…` is about."""
    return {"by": editor, "at": at, "edition": None}


def test_a_tree_is_kept_in_order(draft: PlanVersion) -> None:
    assert shape(draft) == [
        ("0001", "1", 0),
        ("0001.0001", "1.1", 1),
        ("0001.0001.0001", "1.1.1", 2),
        ("0001.0001.0002", "1.1.2", 2),
        ("0001.0002", "1.2", 1),
        ("0002", "2", 0),
    ]


def test_a_new_node_goes_last_or_where_told(draft: PlanVersion, who: dict[str, Any]) -> None:
    add_node(version=draft, parent=node(draft, "1"), code="1.3", title="Fin", **who)
    add_node(version=draft, parent=None, rank=0, code="0", title="Début", **who)
    assert codes_of(draft) == ["0", "1", "  1.1", "    1.1.1", "    1.1.2", "  1.2", "  1.3", "2"]


def test_a_branch_moves_with_its_head(draft: PlanVersion, who: dict[str, Any]) -> None:
    moved = move_node(node=node(draft, "1.1"), parent=None, rank=0, **who)
    assert codes_of(draft) == ["1.1", "  1.1.1", "  1.1.2", "1", "  1.2", "2"]
    assert (moved.path, moved.level, moved.parent_id) == ("0001", 0, None)


def test_a_node_goes_up_and_down_among_its_siblings(
    draft: PlanVersion, who: dict[str, Any]
) -> None:
    lower_node(node=node(draft, "1.1.1"), **who)
    assert codes_of(draft) == ["1", "  1.1", "    1.1.2", "    1.1.1", "  1.2", "2"]
    raise_node(node=node(draft, "2"), **who)
    assert codes_of(draft) == ["2", "1", "  1.1", "    1.1.2", "    1.1.1", "  1.2"]


def test_a_node_goes_under_the_one_above_and_back(draft: PlanVersion, who: dict[str, Any]) -> None:
    indent_node(node=node(draft, "1.2"), **who)
    assert codes_of(draft) == ["1", "  1.1", "    1.1.1", "    1.1.2", "    1.2", "2"]
    outdent_node(node=node(draft, "1.1.1"), **who)
    assert codes_of(draft) == ["1", "  1.1", "    1.1.2", "    1.2", "  1.1.1", "2"]


def test_children_take_the_order_given(draft: PlanVersion, who: dict[str, Any]) -> None:
    order = [node(draft, "1.2"), node(draft, "1.1")]
    reorder(version=draft, parent=node(draft, "1"), nodes=order, **who)
    assert codes_of(draft) == ["1", "  1.2", "  1.1", "    1.1.1", "    1.1.2", "2"]


def test_impossible_moves_say_why_and_change_nothing(
    draft: PlanVersion, who: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="déjà le premier"):
        raise_node(node=node(draft, "1"), **who)
    with pytest.raises(Refused, match="déjà le dernier"):
        lower_node(node=node(draft, "2"), **who)
    with pytest.raises(Refused, match="Il faut un élément au-dessus"):
        indent_node(node=node(draft, "1.1.1"), **who)
    with pytest.raises(Refused, match="déjà au premier niveau"):
        outdent_node(node=node(draft, "1"), **who)
    with pytest.raises(Refused, match="dans lui-même"):
        move_node(node=node(draft, "1"), parent=node(draft, "1.1.1"), rank=None, **who)
    with pytest.raises(Refused, match="3 niveaux\u00a0: pilier, orientation, objectif"):
        move_node(node=node(draft, "1.1"), parent=node(draft, "1.2"), rank=None, **who)
    with pytest.raises(Refused, match="La liste a changé"):
        reorder(version=draft, parent=None, nodes=[node(draft, "2")], **who)
    with pytest.raises(Refused, match="3 niveaux"):
        add_node(version=draft, parent=node(draft, "1.1.1"), title="Trop bas", **who)
    assert codes_of(draft) == START


def test_removing_a_node_removes_what_it_holds(draft: PlanVersion, who: dict[str, Any]) -> None:
    assert delete_node(node=node(draft, "1.1"), **who) == 3
    assert shape(draft) == [("0001", "1", 0), ("0001.0001", "1.2", 1), ("0002", "2", 0)]
    assert last_edit(draft).summary == (
        "retire «\u00a01.1 Titre de 1.1\u00a0» et les 2 éléments qu’il contenait"
    )


def test_a_node_says_all_it_has_to_say(draft: PlanVersion, who: dict[str, Any]) -> None:
    area = factories.make_area(name="L’Écusson")
    update_node(
        node=node(draft, "1.2"),
        title="  Un titre\n sur deux lignes ",
        short_title="Un titre",
        description="Pourquoi.\r\n\r\nComment.  ",
        priority="priority",
        is_outside_call=True,
        areas=[area],
        specifications=[("requirement", "Veiller"), ("scheme", "FIPD"), ("requirement", "  ")],
        indicators=[
            {"label": "Personnes", "unit": "personnes", "breakdowns": ["age", "sex"]},
            {"label": "Avis", "kind": "qualitative"},
        ],
        references=[node(draft, "1.1.2")],
        **who,
    )
    after = node(draft, "1.2")
    assert (after.title, after.description) == ("Un titre sur deux lignes", "Pourquoi.\n\nComment.")
    assert (after.priority, after.is_outside_call) == ("priority", True)
    assert [*after.areas.all()] == [area]
    assert [(one.kind, one.text) for one in after.specifications.all()] == [
        ("requirement", "Veiller"),
        ("scheme", "FIPD"),
    ]
    assert [(one.label, one.kind, one.unit, one.breakdowns) for one in after.indicators.all()] == [
        ("Personnes", "quantitative", "personnes", ["sex", "age"]),
        ("Avis", "qualitative", "", []),
    ]
    assert [link.target.code for link in after.references.all()] == ["1.1.2"]


def test_a_short_title_follows_the_full_one_until_it_is_written(
    draft: PlanVersion, who: dict[str, Any]
) -> None:
    long = "Accompagner chaque jeune du quartier jusqu’à un premier emploi qui dure vraiment"
    short = "Accompagner chaque jeune du quartier jusqu’à un premier…"
    assert update_node(node=node(draft, "2"), title=long, **who).short_title == short
    update_node(node=node(draft, "2"), short_title="Un premier emploi", **who)
    assert update_node(node=node(draft, "2"), title="Autre", **who).short_title == (
        "Un premier emploi"
    )
    assert update_node(node=node(draft, "2"), short_title="", **who).short_title == "Autre"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Donnez un titre."),
        ({"code": "1.1"}, "code", "Le code 1.1 est déjà celui de «\u00a0Titre de 1.1\u00a0»."),
        ({"code": "x" * 31}, "code", "Un code a 30 caractères au plus."),
        ({"short_title": "x" * 61}, "short_title", "Un titre court a 60 caractères au plus."),
        ({"priority": "urgent"}, "priority", "Choisissez une priorité de la liste."),
        (
            {"indicators": [{"label": "x", "unit": "a;b"}]},
            "indicators",
            "Une unité a 60 caractères au plus, sans crochet ni point-virgule.",
        ),
    ],
)
def test_bad_wording_is_refused_beside_its_field(
    draft: PlanVersion, who: dict[str, Any], fields: Any, field: str, sentence: str
) -> None:
    before = snapshot(draft)
    with pytest.raises(InvalidInput) as refusal:
        update_node(node=node(draft, "2"), **fields, **who)
    assert (refusal.value.field, str(refusal.value)) == (field, sentence)
    assert snapshot(draft) == before


def test_codes_change_together_and_may_be_swapped(draft: PlanVersion, who: dict[str, Any]) -> None:
    one, two = node(draft, "1"), node(draft, "2")
    assert set_codes(version=draft, codes={one.pk: "2", two.pk: "1"}, **who) == 2
    assert codes_of(draft) == ["2", "  1.1", "    1.1.1", "    1.1.2", "  1.2", "1"]
    with pytest.raises(InvalidInput, match=r"Un code ne sert qu’une fois\u00a0: 1\.1\."):
        set_codes(version=draft, codes={one.pk: "1.1"}, **who)


def test_codes_are_numbered_after_a_pattern(draft: PlanVersion, who: dict[str, Any]) -> None:
    assert renumber_codes(version=draft, pattern="I.A.1", **who) == 6
    assert codes_of(draft) == ["I", "  I.A", "    I.A.1", "    I.A.2", "  I.B", "II"]
    assert renumber_codes(version=draft, pattern="A1.O1.P1", **who) == 6
    assert codes_of(draft)[2] == "    A1.O1.P1"
    with pytest.raises(InvalidInput) as refusal:
        renumber_codes(version=draft, pattern="x.y", **who)
    assert refusal.value.field == "pattern"


def test_every_edit_is_taken_back_exactly(draft: PlanVersion, who: dict[str, Any]) -> None:
    """From one edit of each kind back to the start, one by one."""
    area = factories.make_area()

    def rich() -> Any:
        return update_node(
            node=node(draft, "1.1.1"),
            title="Autre",
            areas=[area],
            specifications=[("requirement", "Veiller")],
            indicators=[{"label": "Avis"}],
            references=[node(draft, "2")],
            **who,
        )

    edits = [
        rich,
        lambda: move_node(node=node(draft, "1.1"), parent=node(draft, "2"), rank=0, **who),
        lambda: renumber_codes(version=draft, pattern="A.1.a", **who),
        lambda: delete_node(node=node(draft, "B"), **who),
        lambda: add_node(version=draft, parent=None, code="9", title="Neuf", **who),
        lambda: indent_node(node=node(draft, "9"), **who),
    ]
    states = []
    for edit in edits:
        states.append(snapshot(draft))
        edit()
    while states:
        undo_last_edit(version=draft, **who)
        assert snapshot(draft) == states.pop()
    assert codes_of(draft) == START


def test_undoing_stops_when_nothing_is_left(draft: PlanVersion, who: dict[str, Any]) -> None:
    for _edit in range(6):
        undo_last_edit(version=draft, **who)
    assert codes_of(draft) == []
    with pytest.raises(Refused, match="Il n’y a rien à annuler"):
        undo_last_edit(version=draft, **who)


def test_two_people_at_once_do_not_overwrite_each_other(
    draft: PlanVersion, editor: User, at: datetime.datetime, administrator: User
) -> None:
    seen = draft.edition
    update_node(node=node(draft, "2"), title="Le mien", edition=seen, by=editor, at=at)
    with pytest.raises(StaleEdition) as refusal:
        update_node(node=node(draft, "2"), title="Le sien", edition=seen, by=administrator, at=at)
    assert str(refusal.value) == (
        "Ce plan a changé entre-temps (Emma Écriture\u00a0: modifie «\u00a02 Le mien\u00a0»). "
        "Relisez-le, puis recommencez."
    )
    assert node(draft, "2").title == "Le mien"


def test_an_edit_that_changes_nothing_leaves_no_trace(
    draft: PlanVersion, who: dict[str, Any]
) -> None:
    edition, entries = draft.edition, Entry.objects.count()
    update_node(node=node(draft, "2"), title="Titre de 2", specifications=[], **who)
    draft.refresh_from_db()
    assert (draft.edition, Entry.objects.count()) == (edition, entries)


def test_each_edit_is_in_the_trail(draft: PlanVersion, who: dict[str, Any], editor: User) -> None:
    update_node(node=node(draft, "2"), title="Nouveau", **who)
    entry = Entry.objects.first()
    assert (entry.action, entry.actor, entry.contract_id) == (
        "plans.update_node",
        editor,
        draft.contract_id,
    )
    assert entry.summary == "Plan du contrat\u00a0: modifie «\u00a02 Nouveau\u00a0»"


def test_only_editors_of_the_contract_edit(
    draft: PlanVersion,
    reader: User,
    outsider: User,
    other_member: User,
    at: datetime.datetime,
) -> None:
    for person in (reader, outsider, other_member):
        with pytest.raises(NotAllowed, match="droit d’écriture sur ce contrat"):
            update_node(node=node(draft, "2"), title="Non", edition=None, by=person, at=at)
        with pytest.raises(NotAllowed):
            undo_last_edit(version=draft, edition=None, by=person, at=at)
    assert not Node.objects.filter(title="Non").exists()
