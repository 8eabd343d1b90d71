"""Files in and out: documents saved as drafts, and our own files read back exactly."""

from __future__ import annotations

import csv
import datetime
import io
import json
from typing import Any

import pypdfium2
import pytest

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.spreadsheets import read_grid, write_csv
from ensemblier.plans.exports import COLUMNS, as_csv, as_json, as_pdf, as_xlsx, export_version
from ensemblier.plans.imports import read_document
from ensemblier.plans.models import Plan, PlanVersion
from ensemblier.plans.operations import (
    add_node,
    delete_node,
    move_node,
    publish_version,
    save_parsed_plan,
    undo_last_edit,
    update_node,
)
from ensemblier.plans.operations.drafting import snapshot
from ensemblier.plans.queries.incoming import compare_rows, counts_of
from ensemblier.plans.rows import reading_of
from tests import factories
from tests.plans.building import codes_of, node, parsed_plan

FORMATS = ["xlsx", "csv", "json"]


@pytest.fixture
def who(editor: User, at: datetime.datetime) -> dict[str, Any]:
    return {"by": editor, "at": at}


@pytest.fixture
def rich(draft: PlanVersion, who: dict[str, Any]) -> PlanVersion:
    """The small draft with hard cases: formulas, quotes, lines, no code, areas without code."""
    update_node(
        node=node(draft, "1.2"),
        title='=SOMME(A1) « garder » ; "guillemets", virgules',
        short_title="+33 court",
        description="- Une ligne.\n\nUne autre, après un blanc ; 50 %.",
        priority="complementary",
        is_outside_call=True,
        areas=[factories.make_area(), factories.make_area(kind="other", code="", name="Bessèges")],
        specifications=[
            ("requirement", "=1+1"),
            ("requirement", "'quoted"),
            ("scheme", "FIPD ; A"),
        ],
        indicators=[
            {"label": "Dont [sic]", "unit": "€ par an", "breakdowns": ["sex", "child_sex"]},
            {"label": "@avis", "kind": "qualitative"},
        ],
        references=[node(draft, "1.1.1"), node(draft, "2")],
        edition=None,
        **who,
    )
    update_node(node=node(draft, "2"), code="", edition=None, **who)
    return draft


def read_back(version: PlanVersion, content: bytes, name: str, who: dict[str, Any]) -> PlanVersion:
    return save_parsed_plan(
        contract=version.contract,
        parsed=read_document(content, name),
        name=version.plan.name,
        kind=version.plan.kind,
        area=None,
        plan=version.plan,
        source_name=version.source_name,
        **who,
    )


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("size", ["rich", "large"])
def test_reading_our_own_file_back_changes_nothing(
    request: pytest.FixtureRequest, who: dict[str, Any], fmt: str, size: str
) -> None:
    version = request.getfixturevalue(size)
    content = export_version(version, fmt)
    rows = reading_of(read_document(content, f"plan.{fmt}"))
    assert rows.pending == []
    assert {one.kind for one in compare_rows(version, rows.rows)} == {"same"}
    before = snapshot(version)
    assert snapshot(read_back(version, content, f"plan.{fmt}", who)) == before


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_plan_lost_and_read_again_says_the_same(
    rich: PlanVersion, who: dict[str, Any], contract: Contract, fmt: str
) -> None:
    """Into a plan that has nothing: everything comes from the file."""
    content = export_version(rich, fmt)
    again = save_parsed_plan(
        contract=contract,
        parsed=read_document(content, f"plan.{fmt}"),
        name="Le même ailleurs",
        kind="contract",
        area=None,
        **who,
    )

    def told(version: PlanVersion) -> list[dict[str, Any]]:
        """The JSON of the nodes with themes told by their rank."""
        nodes = json.loads(as_json(version))["nodes"]
        ranks = {str(one["theme"]): str(rank) for rank, one in enumerate(nodes)}
        for one in nodes:
            one["theme"] = ranks[str(one["theme"])]
            one["parent"] = ranks[str(one["parent"])] if one["parent"] else None
            one["see_also"] = [
                ranks[code[1:]] if code.startswith("#") else code for code in one["see_also"]
            ]
        return nodes

    assert told(again) == told(rich)


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_file_restores_what_was_changed_since(
    rich: PlanVersion, who: dict[str, Any], fmt: str
) -> None:
    before, content = codes_of(rich), export_version(rich, fmt)
    themes = dict(rich.nodes.values_list("theme", "title"))
    move_node(node=node(rich, "1.1"), parent=None, rank=0, edition=None, **who)
    update_node(node=node(rich, "1.2"), title="Autre", code="7", edition=None, **who)
    add_node(version=rich, code="9", title="De trop", edition=None, **who)
    reading = reading_of(read_document(content, f"plan.{fmt}"))
    told = compare_rows(rich, reading.rows)
    assert [(kind, count) for kind, _label, count in counts_of(told)] == [
        ("changed", 1),
        ("moved", 1),
        ("removed", 1),
        ("same", 4),
    ]
    changed = next(one for one in told if one.kind == "changed")
    assert [(one.label, one.before, one.after) for one in changed.changes] == [
        ("code", "7", "1.2"),
        ("titre complet", "Autre", '=SOMME(A1) « garder » ; "guillemets", virgules'),
    ]
    read_back(rich, content, f"plan.{fmt}", who)
    assert codes_of(rich) == before
    assert dict(rich.nodes.values_list("theme", "title")) == themes
    undo_last_edit(version=rich, edition=None, **who)
    assert "9" in codes_of(rich)


def test_a_row_added_in_the_spreadsheet_is_a_new_node(
    draft: PlanVersion, who: dict[str, Any]
) -> None:
    grid = read_grid(as_csv(draft))
    new = ["3", "objectif", "1.1.3", "Un nouvel objectif", *[""] * 10]
    grid.insert(5, new)
    content = write_csv(grid[0], grid[1:])
    read_back(draft, content, "plan.csv", who)
    assert codes_of(draft) == ["1", "  1.1", "    1.1.1", "    1.1.2", "    1.1.3", "  1.2", "2"]


def test_bad_rows_come_back_with_their_reason_and_lose_no_other(draft: PlanVersion) -> None:
    rows = [
        ["1", "", "1", "Un", *[""] * 10],
        ["3", "", "1.1.1", "Trop bas", *[""] * 10],
        ["x", "", "2", "Sans niveau", *[""] * 10],
        ["2", "", "1.1", " ", *[""] * 10],
        ["2", "", "1.2", "Bien", "", "", "urgent", *[""] * 7],
        ["2", "", "1.3", "Bon", *[""] * 10],
    ]
    parsed = read_document(write_csv(COLUMNS.values(), rows), "plan.csv")
    assert [one["title"] for one in parsed["nodes"]] == ["Un", "Bon"]
    assert [(one["line"], one["reason"]) for one in parsed["unread"]] == [
        (3, "Le niveau du dessus manque juste avant cette ligne."),
        (4, "Le niveau est un nombre de 1 à 10."),
        (5, "Donnez un titre."),
        (6, "La priorité est «\u00a0prioritaire\u00a0», «\u00a0complémentaire\u00a0» ou vide."),
    ]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "plan.txt", "Ce fichier est vide."),
        (b'{"format": "autre"}', "plan.json", "n’est pas un plan exporté"),
        (b'{"format":', "plan.json", "Ce fichier JSON est abîmé"),
        (b'{"format": "ensemblier-plan"}', "plan.json", "Il manque quelque chose"),
    ],
)
def test_unreadable_files_get_one_sentence(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        read_document(content, name)


def test_the_spreadsheet_runs_no_formula(rich: PlanVersion) -> None:
    text = as_csv(rich).decode("utf-8-sig")
    titles = [row[3] for row in csv.reader(io.StringIO(text))]
    assert '\'=SOMME(A1) « garder » ; "guillemets", virgules' in titles
    sheet = read_grid(as_xlsx(rich))
    assert sheet[0] == list(COLUMNS.values())
    assert len(sheet) == 7


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).replace("\ufffe", "").split())


def test_the_pdf_holds_every_title_and_is_tagged(large: PlanVersion) -> None:
    content = as_pdf(large)
    text = pdf_text(content)
    assert [one.title for one in large.nodes.all() if one.title not in text] == []
    assert b"/MarkInfo" in content or b"/StructTreeRoot" in content


def test_the_pdf_takes_words_for_words(rich: PlanVersion, who: dict[str, Any]) -> None:
    """Nothing typed is ever markup of the document."""
    hard = "#panic() $x$ *gras* _bas_ `code` <étiquette> @cf \\ [crochets] // fin"
    update_node(node=node(rich, "1.1"), title=hard, edition=None, **who)
    assert hard in pdf_text(as_pdf(rich))


def test_a_document_becomes_a_draft(contract: Contract, who: dict[str, Any]) -> None:
    parsed = parsed_plan(["1", "1.1", "1.1.1", "2"], details=True)
    version = save_parsed_plan(
        contract=contract, parsed=parsed, name="Plan lu", kind="contract", area=None,
        source_name="plan.txt", **who,
    )  # fmt: skip
    assert (version.plan.name, version.state, version.source_name) == (
        "Plan lu",
        "draft",
        "plan.txt",
    )
    assert version.plan.level_names == [
        "pilier",
        "orientation stratégique",
        "objectif opérationnel",
    ]
    assert codes_of(version) == ["1", "  1.1", "    1.1.1", "2"]
    first = node(version, "1")
    assert first.short_title == "Titre complet de l’élément 1, écrit comme dans le document…"
    assert [(one.kind, one.text) for one in first.specifications.all()] == [
        ("requirement", "Veiller à la mixité en 1 ; « garder » [trace]"),
        ("scheme", "=FIPD en 1"),
    ]
    assert [link.target.code for link in node(version, "2").references.all()] == ["1"]


def test_what_cannot_be_placed_is_kept_to_be_settled(
    contract: Contract, who: dict[str, Any]
) -> None:
    parsed = parsed_plan(
        ["1", "1.1", "2"],
        unread=[{"line": 12, "text": "page 3 sur 40"}],
        groups=[
            {
                "nodes": ["n1", "n2"],
                "specification": ["Travailler ensemble"],
                "indicators": ["Nombre de réunions"],
                "lines": [20, 25],
            }
        ],
    )
    parsed["nodes"][2]["code"] = "1.1"
    parsed["nodes"][0]["see_also"] = ["9.9"]
    version = save_parsed_plan(
        contract=contract, parsed=parsed, name="Plan lu", kind="contract", area=None, **who
    )
    assert [(one["kind"], one["line"], one["code"]) for one in version.pending] == [
        ("line", 12, ""),
        ("items", 20, "1.1, 1.1"),
        ("items", 20, "1.1, 1.1"),
        ("code", None, "1.1"),
        ("reference", None, "1"),
    ]
    assert codes_of(version) == ["1", "  1.1", ""]
    with pytest.raises(Refused, match="Il reste 5 points à régler"):
        publish_version(version=version, effective_on=datetime.date(2026, 1, 1), **who)


def test_official_wording_fills_the_full_titles_of_a_known_plan(
    published: PlanVersion, who: dict[str, Any]
) -> None:
    """Matched by code, then by title; short titles and themes stay, the draft is made."""
    before = {one.code: (one.theme_id, one.short_title) for one in published.nodes.all()}
    parsed = parsed_plan(["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"])
    parsed["nodes"][5] |= {"code": "3", "title": "TITRE de 2 !"}
    version = save_parsed_plan(
        contract=published.contract, parsed=parsed, name="Plan du contrat", kind="contract",
        area=None, **who,
    )  # fmt: skip
    assert (version.plan, version.number, version.based_on) == (published.plan, 2, published)
    after = {one.code: (one.theme_id, one.short_title) for one in version.nodes.all()}
    assert after == {
        **{code: said for code, said in before.items() if code != "2"},
        "3": before["2"],
    }
    assert node(version, "1.1").title.startswith("Titre complet de l’élément 1.1")
    assert node(published, "1.1").title == "Titre de 1.1"


def test_a_deeper_document_adds_levels_to_the_plan(draft: PlanVersion, who: dict[str, Any]) -> None:
    parsed = parsed_plan(["1", "1.1", "1.1.1", "1.1.1.1"])
    save_parsed_plan(
        contract=draft.contract, parsed=parsed, name=draft.plan.name, kind="contract",
        area=None, **who,
    )  # fmt: skip
    assert Plan.objects.get(pk=draft.plan.pk).level_names == [
        "pilier", "orientation", "objectif", "action",
    ]  # fmt: skip


def test_a_document_without_a_plan_is_refused(contract: Contract, who: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="Aucun élément"):
        save_parsed_plan(
            contract=contract,
            parsed=parsed_plan([]),
            name="Vide",
            kind="contract",
            area=None,
            **who,
        )
    assert not Plan.objects.exists()


def test_only_editors_save_documents(
    contract: Contract, reader: User, at: datetime.datetime
) -> None:
    with pytest.raises(NotAllowed):
        save_parsed_plan(
            contract=contract, parsed=parsed_plan(["1"]), name="Non", kind="contract", area=None,
            by=reader, at=at,
        )  # fmt: skip


def test_a_removed_branch_is_told_in_the_comparison(
    draft: PlanVersion, who: dict[str, Any]
) -> None:
    content = as_xlsx(draft)
    delete_node(node=node(draft, "1.1"), edition=None, **who)
    told = compare_rows(draft, reading_of(read_document(content, "plan.xlsx")).rows)
    assert [(one.code, one.kind, one.level) for one in told if one.kind != "same"] == [
        ("1.1", "added", 1),
        ("1.1.1", "added", 2),
        ("1.1.2", "added", 2),
    ]
