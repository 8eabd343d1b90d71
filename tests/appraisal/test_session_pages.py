"""A session from its agenda to its minutes, and the papers printed for it."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from docx import Document
from pypdfium2 import PdfDocument

from ensemblier.appraisal.models import Opinion
from ensemblier.appraisal.operations.recusals import declare_recusal
from ensemblier.governance.models import Session
from tests.appraisal.asking import make_many, page, post, say, text_of
from tests.appraisal.conftest import AT
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


def test_a_session_is_planned_filled_ordered_and_closed(year, appraised, editor):
    data = {"body": year.body.pk, "starts_at": "2026-03-12T09:30", "place": "Mairie"}
    response = post(editor, "create_session", **data)
    session = Session.objects.get()
    assert response.url == reverse("appraisal:session", args=[session.pk])
    assert "Ateliers du mercredi" in page(editor, "session", session.pk).content.decode()
    make_many(year, editor, 1)
    numbers = list(year.call.applications.order_by("reference").values_list("pk", flat=True))
    post(editor, "add_to_agenda", session.pk, pk=numbers)
    before = [note.pk for note in session.sheet_notes.all()]
    post(editor, "order_agenda", session.pk, move=f"up-{before[1]}")
    assert [note.pk for note in session.sheet_notes.all()] == before[::-1]
    post(editor, "order_agenda", session.pk, **{f"rank-{before[0]}": "1", f"rank-{before[1]}": "1"})
    assert [note.pk for note in session.sheet_notes.all()] == before
    post(editor, "order_agenda", session.pk, move=f"down-{before[0]}")
    assert [note.pk for note in session.sheet_notes.all()] == before[::-1]
    for deed in ("ouvrir", "clore"):
        post(editor, "move_session", session.pk, deed)
    session.refresh_from_db()
    assert session.state == "closed"


def test_the_agenda_goes_out_as_a_table(year, session, editor):
    lines = page(editor, "agenda_export", session.pk, "csv").content.decode("utf-8-sig")
    assert f"1,{year.application.reference},Ateliers du mercredi,La Ronde,4000" in lines


def test_minutes_are_saved_by_a_script_and_by_a_button(year, session, editor):
    note = session.sheet_notes.get()
    address = reverse("appraisal:save_minutes", args=[session.pk, note.pk])
    client = client_of(editor)
    script = {"HTTP_ACCEPT": "application/json"}
    answer = client.post(address, {"text": "Oui.", "edition": "0"}, **script)
    assert (answer.status_code, answer.json()["edition"]) == (200, 1)
    answer = client.post(address, {"text": "Non.", "edition": "0"}, **script)
    assert answer.status_code == 409
    assert (answer.json()["text"], answer.json()["edition"]) == ("Oui.", 1)
    answer = client.post(address, {"text": "Non.", "edition": "0", "next": "/espace/seances/"})
    assert answer.status_code == 409
    assert "Oui." in answer.content.decode() and "Non." in answer.content.decode()
    for edition, elsewhere in (
        (1, "https://ailleurs.example/"),
        (2, "//ailleurs.example"),
        (3, "None"),
    ):
        answer = client.post(
            address, {"text": "Oui. Non.", "edition": str(edition), "next": elsewhere}
        )
        assert answer.url == reverse("appraisal:session", args=[session.pk])
    note.refresh_from_db()
    assert note.text == "Oui. Non."


def test_the_papers_of_a_session_say_what_its_reader_may_read(year, session, editor, delegate):
    say(Opinion.objects.get(organization=year.state), delegate, comment="Action utile.")
    note = session.sheet_notes.get()
    post(editor, "save_minutes", session.pk, note.pk, text="Le comité approuve.", edition="0")
    pack = text_of(page(editor, "paper", session.pk, "dossier", "pdf").content)
    for words in ("Ateliers du mercredi", "La Ronde", "favorable", "Action utile.", "3\u202f000"):
        assert words.replace("\u202f", " ") in pack.replace("\u202f", " ")
    minutes = text_of(page(editor, "paper", session.pk, "compte-rendu", "pdf").content)
    assert "Le comité approuve." in minutes
    declare_recusal(
        call=year.call, user=delegate, organization=year.bearer, reason="Ami.", by=delegate, at=AT
    )
    for kind, hidden in (("dossier", "Action utile."), ("compte-rendu", "approuve")):
        seen = text_of(page(delegate, "paper", session.pk, kind, "pdf").content)
        assert "Ateliers du mercredi" in seen and "Déport" in seen and hidden not in seen


def test_the_pack_is_a_document_that_people_edit(year, session, editor):
    content = page(editor, "paper", session.pk, "dossier", "docx").content
    document = Document(io.BytesIO(content))
    assert "1. Ateliers du mercredi" in [one.text for one in document.paragraphs]
    money = document.tables[-1]
    assert [cell.text for cell in money.rows[-1].cells][:2] == ["Total", "4\u202f000\u00a0€"]


def test_one_sheet_for_one_application(year, appraised, editor, resident):
    content = page(editor, "sheet", appraised.pk, "pdf").content
    assert len(PdfDocument(content)) == 1
    assert page(resident, "sheet", appraised.pk, "pdf").status_code == 404
    assert page(editor, "sheet", appraised.pk, "odt").status_code == 404


def test_a_committee_has_its_pack_before_any_session(year, appraised, editor, resident):
    arguments = [year.call.pk, year.committee.pk, "pdf"]
    seen = text_of(page(editor, "committee_pack", *arguments).content)
    assert "Ateliers du mercredi" in seen and "CTP Jeunesse" in seen
    assert page(resident, "committee_pack", *arguments).status_code == 404
