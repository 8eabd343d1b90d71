from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.calls.enums import CallState, QuestionKind
from ensemblier.calls.models import (
    Call,
    CallDate,
    ChecklistItem,
    Committee,
    Question,
    WantedAttachment,
)
from ensemblier.contracts.models import Contract
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make

PARIS = ZoneInfo("Europe/Paris")
LISTS = ["enveloppes", "comites", "questions", "pieces", "verifications"]


@pytest.fixture
def node(contract: Contract) -> Node:
    version = factories.make_version(factories.make_plan(contract))
    return factories.make_node(version, short_title="Emploi")


@pytest.fixture
def call(contract: Contract, node: Node, area: Area) -> Call:
    call = make.make_call(contract, nodes=(node,), areas=(area,), name="Appel 2027")
    make.make_envelope(call, make.make_funder(name="Préfecture"), amount_cents=12_000_50)
    Question.objects.create(call=call, kind=QuestionKind.TEXT, label="Depuis quand ?")
    WantedAttachment.objects.create(call=call, label="Statuts", document_kind="statutes")
    ChecklistItem.objects.create(call=call, label="Budget équilibré")
    CallDate.objects.create(call=call, title="Réunion", day=datetime.date(2026, 10, 15))
    make.make_committee(call, make.make_body(contract, name="CTP Emploi"))
    return call


def at(name: str, call: Call, *args: object) -> str:
    return reverse(f"calls:{name}", args=[call.pk, *args])


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


class TestReading:
    def test_every_page_opens_for_those_who_see_the_call(
        self, call: Call, editor: User, reader: User
    ) -> None:
        officer = make.make_officer(call.envelopes.get().funder)
        names = ["detail", "presentation", "themes", "areas", "calendar", "note", "rules"]
        urls = [at(name, call) for name in names] + [at("rows", call, word) for word in LISTS]

        for person in (editor, reader, officer):
            client = client_of(person)
            assert [client.get(url).status_code for url in urls] == [200] * len(urls)
        assert client_of(reader).get(at("graces", call)).status_code == 200
        assert client_of(officer).get(at("graces", call)).status_code == 404

    def test_reader_sees_no_way_to_write(self, call: Call, reader_client: Client) -> None:
        page = reader_client.get(at("rows", call, "questions")).content.decode()

        assert "Depuis quand ?" in page
        assert "ajouter/" not in page
        assert "deplacer/" not in page

    def test_others_find_nothing(self, call: Call, outsider_client: Client) -> None:
        assert outsider_client.get(at("detail", call)).status_code == 404
        assert outsider_client.get(reverse("calls:list")).status_code == 404

    def test_reader_who_writes_is_told_who_can(self, call: Call, reader_client: Client) -> None:
        response = reader_client.post(at("themes", call), {"nodes": []})

        assert response.status_code == 403
        assert "Vous pouvez lire ce contrat, pas le modifier." in response.content.decode()
        assert call.themes.count() == 1

    def test_list_tells_where_each_call_stands(self, call: Call, reader_client: Client) -> None:
        make.make_call(call.contract, name="Brouillon", state=CallState.DRAFT)

        page = text_of(reader_client, reverse("calls:list"))
        assert "ouvert" in page
        assert "12\u202f000,50\u00a0€" in page
        only = text_of(reader_client, reverse("calls:list") + "?etat=preparation")
        assert "Brouillon" in only
        assert "Appel 2027" not in only

    def test_as_many_queries_for_many_calls_as_for_few(
        self, call: Call, reader_client: Client
    ) -> None:
        few = queries_of(reader_client, reverse("calls:list"))
        for _number in range(8):
            make.make_envelope(make.make_call(call.contract))

        assert queries_of(reader_client, reverse("calls:list")) == few

    @pytest.mark.parametrize("word", LISTS)
    def test_as_many_queries_for_many_rows_as_for_few(
        self, call: Call, area: Area, reader_client: Client, word: str
    ) -> None:
        few = queries_of(reader_client, at("rows", call, word))
        for number in range(6):
            make.make_envelope(call)
            Question.objects.create(call=call, kind=QuestionKind.TEXT, label=f"Q{number}")
            WantedAttachment.objects.create(
                call=call, label=f"P{number}", template=factories.make_stored_file()
            )
            ChecklistItem.objects.create(call=call, label=f"V{number}")
            committee = make.make_committee(call)
            committee.areas.set([area])
            committee.themes.set([row.theme for row in call.themes.all()])
        extra = 2 if word == "comites" else 0

        assert queries_of(reader_client, at("rows", call, word)) <= few + extra

    def test_lists_leave_as_spreadsheets(self, call: Call, reader_client: Client) -> None:
        for word in [*LISTS, "dates"]:
            assert reader_client.get(at("export_rows", call, word, "xlsx")).status_code == 200
        content = reader_client.get(at("export_rows", call, "enveloppes", "csv")).content

        assert content.decode("utf-8-sig").splitlines() == [
            "financeur,ligne budgétaire,montant (€),accordé (€)",
            "Préfecture,147,12000.5,0",
        ]
        assert reader_client.get(reverse("calls:export", args=["csv"])).status_code == 200
        assert reader_client.get(at("export_graces", call, "csv")).status_code == 200
        assert reader_client.get(at("export_rows", call, "autre", "csv")).status_code == 404

    def test_framing_note_is_a_tagged_pdf_that_says_it_all(
        self, call: Call, reader_client: Client
    ) -> None:
        call.framing_note = (
            "<h2>Notre souhait</h2><ul><li>des actions <strong>gratuites</strong></li></ul>"
        )
        call.eligibility = "Les associations\nLes bailleurs"
        call.save()

        content = reader_client.get(at("note_pdf", call)).content

        document = pypdfium2.PdfDocument(content)
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
        lines = text.replace("\r\n", "\n").split("\n")
        for line in (
            "Note de cadrage",
            "• Les associations",
            "• Les Prés",
            "Notre souhait",
            "• des actions gratuites",
            "• Statuts",
            "• Le bilan est rendu au plus tard 6 mois après la fin.",
        ):
            assert line in lines, line
        assert "Préfecture 147 12\u202f000,50\u00a0€" in text.replace("\u00a0 ", "\u00a0")


class TestWriting:
    def test_call_is_made_from_the_first_form_to_the_public_page(
        self, contract: Contract, node: Node, area: Area, editor_client: Client
    ) -> None:
        funder = make.make_funder(name="Préfecture")
        page = editor_client.get(reverse("calls:create", args=[contract.slug]))
        values = {
            **page.context["form"].initial,
            "plan_version": node.version_id,
            "name": "Appel 2027",
            "year": 2027,
            "actions_start_on": "2027-01-01",
            "actions_end_on": "2027-12-31",
        }

        answer = editor_client.post(reverse("calls:create", args=[contract.slug]), values)

        made = Call.objects.get()
        assert answer.headers["Location"] == at("themes", made)
        editor_client.post(at("themes", made), {"nodes": [node.pk]})
        editor_client.post(at("areas", made), {"areas": [area.pk]})
        envelope = {"funder": funder.pk, "budget_line": "147", "amount_cents": "12 000,50 €"}
        editor_client.post(at("add_row", made, "enveloppes"), envelope)
        dates = {"opens_at": "2026-10-01T09:00", "closes_at": "2099-12-01T12:00"}
        editor_client.post(at("calendar", made), dates)
        refused = editor_client.get(at("detail", made)).content.decode()
        assert "Les actions finissent avant la fermeture de l’appel." in refused
        editor_client.post(at("calendar", made), dates | {"closes_at": "2027-06-01T12:00"})
        note = {"framing_note": "## Bonjour\n\n- **tous**"}
        editor_client.post(at("note", made), note)
        editor_client.post(at("publish", made))

        made.refresh_from_db()
        assert made.state == CallState.PUBLISHED
        assert made.envelopes.get().amount_cents == 12_000_50
        assert made.closes_at == datetime.datetime(2027, 6, 1, 12, tzinfo=PARIS)
        assert made.framing_note == "<h2>Bonjour</h2><ul><li><strong>tous</strong></li></ul>"
        assert Client().get(made.get_absolute_url()).status_code == 200

    def test_wrong_amount_stays_as_typed_beside_its_reason(
        self, call: Call, editor_client: Client
    ) -> None:
        values = {
            "funder": call.envelopes.get().funder_id,
            "budget_line": "148",
            "amount_cents": "12,3.4",
        }

        page = editor_client.post(at("add_row", call, "enveloppes"), values).content.decode()

        assert 'value="12,3.4"' in page
        assert "«\u00a012,3.4\u00a0» n’est pas un montant." in page
        assert call.envelopes.count() == 1

    def test_node_outside_call_is_shown_with_its_reason_and_refused(
        self, call: Call, node: Node, editor_client: Client
    ) -> None:
        outside = factories.make_node(node.version, is_outside_call=True, short_title="Régie")
        reason = "«\u00a02 Régie\u00a0» est «\u00a0hors appel à projets\u00a0» dans le plan."

        assert reason in editor_client.get(at("themes", call)).content.decode()
        page = editor_client.post(at("themes", call), {"nodes": [node.pk, outside.pk]})

        assert page.status_code == 200
        assert reason in page.content.decode()
        assert [row.node for row in call.themes.all()] == [node]

    @pytest.mark.parametrize("kind", QuestionKind.values)
    def test_a_question_of_every_kind(self, call: Call, editor_client: Client, kind: str) -> None:
        values = {"kind": kind, "label": "Laquelle ?", "options": "a\nb\n", "is_required": "on"}

        editor_client.post(at("add_row", call, "questions"), values)

        made = call.questions.get(label="Laquelle ?")
        assert (made.kind, made.is_required, made.rank) == (kind, True, 1)
        assert made.options == (["a", "b"] if kind in ("choice", "choices") else [])

    def test_rows_are_changed_moved_and_removed(self, call: Call, editor_client: Client) -> None:
        first = call.questions.get()
        second = Question.objects.create(call=call, kind="text", label="Combien ?", rank=1)

        editor_client.post(at("move_row", call, "questions", second.pk), {"sens": "haut"})
        assert list(call.questions.all()) == [second, first]
        values = {"kind": "number", "label": "Combien êtes-vous ?"}
        editor_client.post(at("edit_row", call, "questions", second.pk), values)
        editor_client.post(at("remove_row", call, "questions", first.pk))

        assert [(row.kind, row.label) for row in call.questions.all()] == [
            ("number", "Combien êtes-vous ?")
        ]

    def test_row_of_another_call_is_not_there(self, call: Call, editor_client: Client) -> None:
        other = make.make_call(call.contract)

        url = at("edit_row", other, "questions", call.questions.get().pk)
        assert editor_client.get(url).status_code == 404

    def test_form_to_fill_in_is_kept_until_it_is_taken_away(
        self, call: Call, editor_client: Client
    ) -> None:
        paper = call.wanted_attachments.get()
        edit = at("edit_row", call, "pieces", paper.pk)

        editor_client.post(edit, {"label": "Statuts", "template": factories.make_upload("m.pdf")})
        editor_client.post(edit, {"label": "Statuts signés"})
        paper.refresh_from_db()
        assert paper.template is not None
        assert (paper.label, paper.template.name) == ("Statuts signés", "m.pdf")

        editor_client.post(edit, {"label": "Statuts signés", "without_template": "on"})
        paper.refresh_from_db()
        assert paper.template is None

    def test_committee_by_theme_and_area(
        self, call: Call, node: Node, area: Area, editor_client: Client
    ) -> None:
        body = make.make_body(call.contract, name="CTP Santé")
        values = {"body": body.pk, "themes": [node.theme_id], "areas": [area.pk]}

        editor_client.post(at("add_row", call, "comites"), values)

        made = Committee.objects.get(body=body)
        assert (list(made.themes.all()), list(made.areas.all())) == ([node.theme], [area])
        page = editor_client.get(at("edit_row", call, "comites", made.pk)).content.decode()
        assert f'value="{node.theme_id}" id="id_themes_0" checked' in page

    def test_rule_is_changed_with_its_source_and_put_back(
        self, call: Call, editor_client: Client
    ) -> None:
        edit = at("edit_rule", call, "max_request_cents")
        editor_client.post(edit, {"value": "15 000", "source": "COPIL", "as_of": "2026-06-01"})
        rule = call.rules.get()
        assert (rule.value, rule.source) == (15_000_00, "COPIL")

        editor_client.post(at("drop_rule", call, "max_request_cents"))
        assert call.rules.count() == 0
        assert editor_client.get(at("edit_rule", call, "nothing")).status_code == 404

    def test_more_time_is_given_and_taken_back(self, call: Call, editor_client: Client) -> None:
        bearer = factories.make_organization(name="La Ronde")
        until = datetime.datetime.now(PARIS) + datetime.timedelta(days=40)
        values = {
            "organization": bearer.pk,
            "until": until.strftime("%Y-%m-%dT%H:%M"),
            "reason": "Incendie",
        }

        editor_client.post(at("give_grace", call), values)

        assert "La Ronde" in text_of(editor_client, at("graces", call))
        editor_client.post(at("take_grace_back", call, call.graces.get().pk))
        assert call.graces.count() == 0

    def test_copied_in_one_click_with_what_is_to_be_read_again(
        self, call: Call, editor_client: Client
    ) -> None:
        editor_client.post(at("copy", call), {"year": call.year + 1})

        made = Call.objects.get(copied_from=call)
        page = text_of(editor_client, at("detail", made))
        assert page.count("à relire") == 3
        editor_client.post(at("review", made, "envelopes"))
        assert text_of(editor_client, at("detail", made)).count("à relire") == 2
        assert editor_client.post(at("review", made, "nothing")).status_code == 404

    def test_unpublished_archived_reopened_and_removed(
        self, call: Call, editor_client: Client
    ) -> None:
        states = []
        for name in ("archive", "reopen", "unpublish"):
            assert editor_client.get(at(name, call)).status_code == 200
            editor_client.post(at(name, call))
            states.append(Call.objects.get(pk=call.pk).state)
        editor_client.post(at("remove", call))

        assert states == ["archived", "published", "draft"]
        assert not Call.objects.filter(pk=call.pk).exists()
