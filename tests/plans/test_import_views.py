"""A document comes in through the pages: read, corrected, saved or let go."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.files.models import StoredFile
from ensemblier.plans import corrections
from ensemblier.plans.exports import as_csv
from ensemblier.plans.models import Plan, PlanImport, PlanVersion
from ensemblier.plans.operations import correct_import
from tests.plans.building import codes_of, node, parsed_plan, real_outline
from tests.plans.test_import_plan import TEXT

UPLOAD = "plans:import"


def upload(
    client: Client, text: str | bytes = TEXT, filename: str = "plan.txt", **data: Any
) -> Any:
    content = text.encode() if isinstance(text, str) else text
    values = {"name": "Plan lu", "kind": "contract", **data}
    return client.post(
        reverse(UPLOAD, args=["ici"]), {"file": SimpleUploadedFile(filename, content), **values}
    )


@pytest.fixture
def kept(contract: Contract, editor: User, at: datetime.datetime) -> PlanImport:
    """1 (1.1, 1.2), 2; two lines not understood; a group of two with two items."""
    parsed = parsed_plan(
        ["1", "1.1", "1.2", "2"],
        unread=[{"line": 2, "text": "un reste de titre"}, {"line": 9, "text": "page 4"}],
        groups=[
            {
                "nodes": ["n1", "n2"],
                "specification": ["Travailler ensemble"],
                "indicators": ["Nombre de réunions"],
                "lines": [5, 6],
            }
        ],
        declared=[{"node": "n0", "what": "orientations", "declared": 2, "found": 2, "ok": True},
                  {"node": None, "what": "piliers", "declared": 4, "found": 2, "ok": False}],
    )  # fmt: skip
    stored = StoredFile.objects.create(
        name="plan.pdf", content_type="application/pdf", size=1, sha256="x", content="ab/absent",
        uploaded_by=editor, uploaded_at=at,
    )  # fmt: skip
    return PlanImport.objects.create(
        contract=contract, name="Plan lu", kind="contract", file=stored, parsed=parsed,
        created_by=editor, created_at=at,
    )  # fmt: skip


def act(client: Client, kept: PlanImport, name: str, *extra: object, **data: Any) -> Any:
    """POST as the page would: with the fingerprint that it shows."""
    seen = client.get(address(kept, "import_preview")).context["seen"]
    return client.post(address(kept, name, *extra), {"seen": seen, **data}, follow=True)


def address(kept: PlanImport, name: str, *extra: object) -> str:
    return reverse(f"plans:{name}", args=["ici", kept.pk, *extra])


def messages_in(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def said(kept: PlanImport) -> list[tuple[str, str]]:
    kept.refresh_from_db()
    return [("  " * one["level"] + one["code"], one["title"]) for one in kept.parsed["nodes"]]


def test_a_document_is_shown_before_it_is_saved(contract: Contract, editor_client: Client) -> None:
    response = upload(editor_client)
    kept = PlanImport.objects.get()
    assert response.url == address(kept, "import_preview")
    text = editor_client.get(response.url).content.decode()
    assert "Rien n’est encore enregistré" in text
    assert "Animations itinérantes" in text
    assert not Plan.objects.exists()
    response = act(editor_client, kept, "import_save")
    assert messages_in(response) == ["Le plan est enregistré\u00a0: relisez-le, puis publiez-le."]
    assert codes_of(PlanVersion.objects.get())[:3] == ["1", "  1.1", "    1.1.A"]
    again = editor_client.get(address(kept, "import_preview"), follow=True)
    assert messages_in(again) == ["Cet import est déjà enregistré."]


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"name": ""}, "name", "Donnez un nom, ou choisissez le plan à mettre à jour."),
        ({"kind": "neighbourhood"}, "area", "Un projet de quartier dit de quel quartier il parle."),
        ({"text": "bonjour"}, "file", "ne ressemble pas à un plan"),
        ({"text": b"\x89PNG\r\n\x1a\n", "name": "Plan"}, "file", ""),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(
    contract: Contract, editor_client: Client, data: dict[str, Any], field: str, sentence: str
) -> None:
    response = upload(editor_client, **data)
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert (PlanImport.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_file_too_big_is_told_the_maximum(
    contract: Contract, editor_client: Client, settings: Any
) -> None:
    settings.FILES_MAX_BYTES = 2 * 1_048_576
    response = upload(editor_client, "Axe 1\n" + " " * settings.FILES_MAX_BYTES)
    assert response.context["form"].errors == {
        "file": ["Ce fichier est trop gros\u00a0: 2 Mo au plus."]
    }
    assert (PlanImport.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_our_own_file_is_compared_with_the_plan(draft: PlanVersion, editor_client: Client) -> None:
    content = as_csv(draft).decode().replace("Titre de 1.2", "Autres mots")
    upload(editor_client, content, "plan.csv", plan=draft.plan.pk)
    kept = PlanImport.objects.get()
    context = editor_client.get(address(kept, "import_preview")).context
    assert [(one.kind, one.code) for one in context["changes"]] == [("changed", "1.2")]
    act(editor_client, kept, "import_save")
    assert node(draft, "1.2").title == "Autres mots"


def test_who_imports(
    kept: PlanImport, visitor_client: Client, outsider_client: Client,
    other_member_client: Client, reader_client: Client,
) -> None:  # fmt: skip
    urls = [reverse(UPLOAD, args=["ici"]), address(kept, "import_preview")]
    for url in [*urls, address(kept, "import_drop")]:
        assert visitor_client.get(url).status_code == 302
        assert outsider_client.get(url).status_code == 404
        assert other_member_client.get(url).status_code == 404
        assert reader_client.get(url).status_code == 403
    assert reader_client.post(address(kept, "import_save")).status_code == 403


def test_declared_counts_stand_beside_what_was_found(
    kept: PlanImport, editor_client: Client
) -> None:
    declared = editor_client.get(address(kept, "import_preview")).context["declared"]
    assert [(one["place"][:2], one["declared"], one["found"], one["ok"]) for one in declared] == [
        ("1 ", 2, 2, True),
        ("", 4, 2, False),
    ]


def test_levels_and_nodes_are_corrected(kept: PlanImport, editor_client: Client) -> None:
    act(editor_client, kept, "import_levels", names="axe\nmesure")
    url = address(kept, "import_preview") + "?corriger=n2"
    assert editor_client.get(url).context["node_form"].initial["code"] == "1.2"
    act(
        editor_client, kept, "import_node", "n2",
        title="Mieux lu", code="A", level="0", priority="priority",
    )  # fmt: skip
    assert said(kept)[2] == ("A", "Mieux lu")
    assert [one["name"] for one in kept.parsed["levels"]] == ["axe", "mesure"]
    assert [one["count"] for one in kept.parsed["levels"]] == [3, 1]
    response = act(
        editor_client, kept, "import_node", "n2", title=" ", code="A", level="0", priority=""
    )
    assert list(response.context["node_form"].errors) == ["title"]


def test_what_is_no_node_goes_back_among_the_lines(kept: PlanImport, editor_client: Client) -> None:
    act(editor_client, kept, "import_take_out", "n0")
    assert [code for code, _title in said(kept)] == ["1.1", "1.2", "2"]
    texts = [one["text"] for one in kept.parsed["unread"]]
    assert texts[0] == "1 Titre complet de l’élément 1, écrit comme dans le document signé"


def test_lines_are_attached_or_left_aside(kept: PlanImport, editor_client: Client) -> None:
    page = editor_client.get(address(kept, "import_preview"))
    assert [form.initial["code"] for _rank, _line, form in page.context["line_forms"]] == [
        "1.1",
        "2",
    ]
    act(
        editor_client, kept, "import_lines",
        **{"u0-how": "title", "u0-code": "1.1", "u1-how": "", "u1-code": "2"},
    )  # fmt: skip
    assert said(kept)[1][1].endswith("document signé un reste de titre")
    assert [one["text"] for one in kept.parsed["unread"]] == ["page 4"]
    response = act(editor_client, kept, "import_lines", **{"u0-how": "child", "u0-code": "9"})
    assert messages_in(response) == ["Aucun élément n’a le code «\u00a09\u00a0»."]
    act(editor_client, kept, "import_lines", **{"u0-how": "child", "u0-code": "1"})
    assert said(kept)[3] == ("  ", "page 4")
    assert kept.parsed["unread"] == []


def test_a_page_of_lines_is_left_aside_at_once(kept: PlanImport, editor_client: Client) -> None:
    act(editor_client, kept, "import_lines", **{"u0-how": "", "u1-how": "", "all": "ignore"})
    kept.refresh_from_db()
    assert kept.parsed["unread"] == []


def test_group_items_are_handed_out(kept: PlanImport, editor_client: Client) -> None:
    act(editor_client, kept, "import_groups", **{"g0-specification-0-to": "n1"})
    kept.refresh_from_db()
    assert [one["specification"] for one in kept.parsed["nodes"]] == [
        [],
        ["Travailler ensemble"],
        [],
        [],
    ]
    assert kept.parsed["groups"][0]["indicators"] == ["Nombre de réunions"]
    act(editor_client, kept, "import_groups", all="all")
    kept.refresh_from_db()
    assert [one["indicators"] for one in kept.parsed["nodes"]] == [
        [],
        ["Nombre de réunions"],
        ["Nombre de réunions"],
        [],
    ]
    assert kept.parsed["groups"] == []


def test_what_is_left_undecided_is_kept_with_the_draft(
    kept: PlanImport, editor_client: Client
) -> None:
    act(editor_client, kept, "import_groups", **{"g0-specification-0-to": "none"})
    act(editor_client, kept, "import_save")
    assert [(one["kind"], one["text"]) for one in PlanVersion.objects.get().pending] == [
        ("line", "un reste de titre"),
        ("line", "page 4"),
        ("items", "Nombre de réunions"),
    ]


def test_a_stale_page_changes_nothing(
    kept: PlanImport, editor_client: Client, editor: User, at: datetime.datetime
) -> None:
    before = kept.parsed
    data = {"seen": "vieux", "names": "a\nb"}
    response = editor_client.post(address(kept, "import_levels"), data, follow=True)
    assert messages_in(response) == [
        "Cette lecture a été corrigée entre-temps. Relisez-la, puis recommencez."
    ]
    kept.refresh_from_db()
    assert kept.parsed == before
    with pytest.raises(Refused, match="corrigée entre-temps"):
        correct_import(plan_import=kept, parsed={}, seen={}, by=editor, at=at)


def test_an_import_is_let_go_with_its_file(kept: PlanImport, editor_client: Client) -> None:
    response = editor_client.post(address(kept, "import_drop"), follow=True)
    assert messages_in(response) == ["L’import est abandonné\u00a0: rien n’a été enregistré."]
    assert (PlanImport.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert not Plan.objects.exists()


def test_the_preview_costs_the_same_for_4_nodes_and_292(
    kept: PlanImport, editor_client: Client
) -> None:
    counts = []
    for parsed in (kept.parsed, parsed_plan(real_outline(), details=True)):
        kept.parsed = parsed
        kept.save()
        with CaptureQueriesContext(connection) as context:
            editor_client.get(address(kept, "import_preview"))
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_corrections_refuse_what_makes_no_tree() -> None:
    parsed = parsed_plan(["1", "1.1"])
    with pytest.raises(InvalidInput, match="Ce document a 2 niveaux"):
        corrections.rename_levels(parsed, names=["axe"])
    with pytest.raises(InvalidInput, match="10 niveaux au plus"):
        corrections.correct_node(
            parsed, node_id="n0", code="1", title="x", level=9, priority="", outside_call=False
        )
    with pytest.raises(InvalidInput, match="n’est plus dans le document"):
        corrections.take_out_node(parsed, node_id="absent")
