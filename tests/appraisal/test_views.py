"""The pages of the appraisal, as each kind of person meets them."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from django.urls import reverse
from docx import Document
from pypdfium2 import PdfDocument

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Message
from ensemblier.applications.operations.messages import post_message
from ensemblier.appraisal.models import Assignment, Check, Opinion, Recusal, SheetNote
from ensemblier.appraisal.operations.files import appraise_application
from ensemblier.appraisal.operations.opinions import Typed, give_opinion
from ensemblier.appraisal.operations.recusals import declare_recusal
from ensemblier.appraisal.operations.sessions import add_to_agenda
from ensemblier.calls.models import ChecklistItem
from ensemblier.governance.models import Session
from tests import factories
from tests.appraisal.conftest import AT
from tests.conftest import client_of
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def appraised(year, editor):
    return appraise_application(application=year.application, by=editor, at=AT)


@pytest.fixture
def session(year, appraised, editor):
    session = make.make_session(year.body)
    add_to_agenda(session=session, applications=[appraised], by=editor, at=AT)
    return session


def page(user, name, *args):
    return client_of(user).get(reverse(f"appraisal:{name}", args=args))


def post(person, name, /, *args, **data):
    return client_of(person).post(reverse(f"appraisal:{name}", args=args), data)


def say(opinion, by, **said):
    values = {"value": "favourable", "amount_cents": None, "comment": "", "edition": 0} | said
    give_opinion(typed=Typed(opinion=opinion, **values), by=by, at=AT)


def make_many(year, editor, count):
    for _rank in range(count):
        row = make.make_application(year.call, state=ApplicationState.SUBMITTED, areas=(year.area,))
        make.make_request(row, year.state)
        appraise_application(application=row, by=editor, at=AT)
        Assignment.objects.create(
            contract=year.call.contract, application=row, user=editor, assigned_at=AT
        )


def queries_of(user, url, django_assert_max_num_queries):
    client = client_of(user)
    client.get(url)
    with django_assert_max_num_queries(80) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


@pytest.mark.parametrize("name", ["list", "bulk_opinions", "session", "sessions", "recusals"])
def test_a_page_costs_the_same_for_three_rows_or_thirty(
    year, session, editor, name, django_assert_max_num_queries
):
    arguments = {
        "list": [],
        "sessions": [],
        "session": [session.pk],
        "bulk_opinions": [year.call.pk],
        "recusals": [year.call.pk],
    }[name]
    url = reverse(f"appraisal:{name}", args=arguments)

    def fill(count):
        make_many(year, editor, count)
        for row in year.call.applications.exclude(sheet_notes__session=session):
            SheetNote.objects.create(
                contract=row.contract, session=session, application=row, rank=9
            )
            make.make_seat(year.body)
            make.make_session(year.body)
            Recusal.objects.create(
                contract=row.contract,
                call=year.call,
                user=factories.make_user(),
                organization=row.action.bearer,
                reason="Lien.",
                declared_by=editor,
                declared_at=AT,
            )

    fill(2)
    few = queries_of(editor, url, django_assert_max_num_queries)
    fill(12)
    assert queries_of(editor, url, django_assert_max_num_queries) == few


def test_the_list_says_what_is_awaited_and_what_is_late(year, appraised, delegate, regional):
    Opinion.objects.update(due_on=datetime.date(2026, 1, 20))
    content = page(delegate, "list").content.decode()
    assert "0 avis reçus sur 3" in content
    assert "3 en retard" in content
    assert "le vôtre est attendu" in content
    say(Opinion.objects.get(organization=year.state), delegate)
    content = page(delegate, "list").content.decode()
    assert "1 avis reçu sur 3" in content
    assert "le vôtre est attendu" not in content


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=mercredi", True),
        ("q=zzz", False),
        ("etat=in_appraisal", True),
        ("etat=decided", False),
        ("suivi=moi", False),
        ("suivi=personne", True),
        ("avis=manquants", True),
        ("avis=complets", False),
        ("avis=a-donner", False),
        ("retard=avis", False),
        ("retard=complement", False),
    ],
)
def test_the_list_is_narrowed(year, appraised, editor, query, found):
    Opinion.objects.update(due_on=datetime.date(2100, 1, 1))
    response = client_of(editor).get(f"/espace/instruction/?appel={year.call.pk}&{query}")
    assert ("Ateliers du mercredi" in response.content.decode()) is found
    assert ("Aucun dossier ne correspond" in response.content.decode()) is not found


def test_the_list_is_narrowed_by_committee_node_and_area(year, appraised, editor):
    node = year.application.nodes.get().node
    for query, found in (
        (f"comite={year.committee.pk}", True),
        (f"theme={node.pk}", True),
        (f"quartier={year.area.pk}", True),
    ):
        content = client_of(editor).get(f"/espace/instruction/?{query}").content.decode()
        assert ("Ateliers du mercredi" in content) is found


def test_the_list_goes_out_as_a_table(year, appraised, editor):
    response = client_of(editor).get("/espace/instruction/export/csv/")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("référence,intitulé,porteur,état")
    assert f"{year.application.reference},Ateliers du mercredi,La Ronde,en instruction" in lines[1]
    assert ",4000" in lines[1]


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *((name, 200) for name in ("editor", "reader", "delegate", "resident")),
        *((name, 404) for name in ("treasurer", "outsider", "other_member")),
    ],
)
def test_who_opens_the_file_and_who_does_not(appraised, person, status, request):
    user = request.getfixturevalue(person)
    assert page(user, "file", appraised.pk).status_code == status


def test_a_council_reads_councils_and_what_is_asked_nothing_of_the_rest(
    year, appraised, delegate, resident, editor
):
    say(
        Opinion.objects.get(organization=year.state),
        delegate,
        value="unfavourable",
        comment="Trop cher.",
    )
    say(Opinion.objects.get(council=year.council), resident, comment="On y tient.")
    post_message(application=appraised, text="Entre nous.", internal=True, by=editor, at=AT)
    seen = page(resident, "file", appraised.pk).content.decode()
    assert "On y tient." in seen and "3\u202f000\u00a0€" in seen
    for hidden in ("Trop cher.", "Entre nous.", "Proposé", "Échanges"):
        assert hidden not in seen
    seen = page(delegate, "file", appraised.pk).content.decode()
    for shown in ("On y tient.", "Trop cher.", "Entre nous.", "Proposé"):
        assert shown in seen


def test_a_service_that_was_asked_reads_its_own_opinion_only(year, appraised, delegate, editor):
    service = make.make_funder(name="DDETS")
    agent = make.make_officer(service)
    assert page(agent, "file", appraised.pk).status_code == 404
    make.make_opinion(appraised, service, source="service")
    say(Opinion.objects.get(organization=year.state), delegate, comment="Bien vu.")
    seen = page(agent, "file", appraised.pk).content.decode()
    assert "DDETS" in seen and "Bien vu." not in seen
    assert page(agent, "list").status_code == 200


def test_a_recused_person_learns_why_the_file_is_closed_and_sees_its_title_in_lists(
    year, appraised, delegate, session
):
    declare_recusal(
        call=year.call, user=delegate, organization=year.bearer, reason="Ami.", by=delegate, at=AT
    )
    response = page(delegate, "file", appraised.pk)
    assert response.status_code == 403
    assert "déport" in response.content.decode()
    for name, arguments in (("list", []), ("session", [session.pk])):
        seen = page(delegate, name, *arguments).content.decode()
        assert "Ateliers du mercredi" in seen and "déport" in seen
        assert reverse("appraisal:file", args=[appraised.pk]) not in seen
        assert "3\u202f000" not in seen
    opinion = Opinion.objects.get(organization=year.state)
    assert post(delegate, "give_opinion", appraised.pk, opinion.pk).status_code == 403


def test_applicants_read_opinions_once_it_is_decided_without_amounts(
    year, appraised, delegate, treasurer
):
    say(
        Opinion.objects.get(organization=year.state),
        delegate,
        amount_cents=1_234_00,
        comment="Action utile.",
    )
    assert page(treasurer, "opinions_given", appraised.pk).status_code == 404
    appraised.state = ApplicationState.DECIDED
    appraised.save()
    file = client_of(treasurer).get(appraised.get_absolute_url()).content.decode()
    assert reverse("appraisal:opinions_given", args=[appraised.pk]) in file
    seen = page(treasurer, "opinions_given", appraised.pk).content.decode()
    assert "Action utile." in seen and "1\u202f234" not in seen and "Région" not in seen


def test_the_team_moves_a_file_along(year, editor, delegate):
    pk = year.application.pk
    response = post(editor, "move", pk, "reject", reason="")
    assert "le porteur lira ce motif" in response.content.decode()
    assert post(editor, "move", pk, "appraise", reason="").status_code == 302
    assert Opinion.objects.count() == 3
    assert post(delegate, "move", pk, "reject", reason="Non").status_code == 403
    assert page(editor, "move", pk, "decide").status_code == 404


def test_a_completion_is_asked_from_the_file(year, editor):
    pk = year.application.pk
    data = {"text": "Le RIB.", "due_on": "2020-01-01"}
    response = post(editor, "move", pk, "ask_completion", **data)
    assert "Choisissez un jour à venir." in response.content.decode()
    assert "Le RIB." in response.content.decode()
    assert post(editor, "move", pk, "ask_completion", **data | {"due_on": "2100-01-01"}).url == (
        reverse("appraisal:file", args=[pk])
    )


def test_checks_are_saved_from_the_file(year, editor):
    item = ChecklistItem.objects.create(call=year.call, label="Budget équilibré")
    data = {f"result-{item.pk}": "yes", f"note-{item.pk}": "Vu."}
    assert post(editor, "check", year.application.pk, **data).status_code == 302
    assert Check.objects.get().note == "Vu."
    assert "1 point vérifié sur 1" in page(editor, "file", year.application.pk).content.decode()


def test_a_message_with_its_file_is_read_back_by_those_who_may(
    year, appraised, editor, delegate, resident
):
    data = {"text": "Voici.", "attachments": factories.make_upload("note.pdf")}
    response = client_of(editor).post(reverse("appraisal:post_message", args=[appraised.pk]), data)
    assert response.url.endswith("#echanges")
    joined = appraised.attachments.get()
    assert page(delegate, "attachment", appraised.pk, joined.pk).status_code == 200
    assert page(resident, "attachment", appraised.pk, joined.pk).status_code == 404


def test_an_empty_message_keeps_the_page_and_says_so(year, appraised, editor):
    response = post(editor, "post_message", appraised.pk, text=" ")
    assert response.status_code == 200
    assert "obligatoire" in response.content.decode()


def test_one_opinion_is_given_on_its_page(year, appraised, delegate):
    opinion = Opinion.objects.get(organization=year.state)
    data = {"value": "favourable", "amount": "12,3.4", "comment": "Bien.", "edition": 0}
    response = post(delegate, "give_opinion", appraised.pk, opinion.pk, **data)
    assert "n’est pas un montant" in response.content.decode()
    assert "Bien." in response.content.decode()
    data["amount"] = "1 234,5 €"
    assert post(delegate, "give_opinion", appraised.pk, opinion.pk, **data).status_code == 302
    opinion.refresh_from_db()
    assert (opinion.amount_cents, opinion.comment) == (1_234_50, "Bien.")


def test_a_delegate_gives_many_opinions_at_once(year, appraised, editor, delegate):
    make_many(year, editor, 2)
    first, second, third = Opinion.objects.filter(organization=year.state).order_by(
        "application__reference"
    )
    data = {
        f"value-{first.pk}": "favourable",
        f"amount-{first.pk}": "1.000,50",
        f"comment-{first.pk}": "",
        f"edition-{first.pk}": "0",
        f"value-{second.pk}": "unfavourable",
        f"amount-{second.pk}": "",
        f"comment-{second.pk}": "",
        f"edition-{second.pk}": "0",
        f"value-{third.pk}": "",
        f"amount-{third.pk}": "",
        f"comment-{third.pk}": "",
        f"edition-{third.pk}": "0",
    }
    response = post(delegate, "bulk_opinions", year.call.pk, **data)
    assert response.status_code == 422
    content = response.content.decode()
    assert "1 ligne n’est pas enregistrée" in content
    assert "Dites pourquoi en quelques mots" in content
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.value, first.amount_cents, second.value) == ("favourable", 1_000_50, "")
    data |= {f"edition-{first.pk}": "1", f"comment-{second.pk}": "Hors sujet."}
    assert post(delegate, "bulk_opinions", year.call.pk, **data).status_code == 302
    second.refresh_from_db()
    assert (second.value, second.edition) == ("unfavourable", 1)


def test_what_a_colleague_gave_meanwhile_comes_back_with_what_was_typed(year, appraised, delegate):
    colleague = make.make_officer(year.state)
    opinion = Opinion.objects.get(organization=year.state)
    say(opinion, colleague, comment="Très bien.")
    data = {
        f"value-{opinion.pk}": "unfavourable",
        f"comment-{opinion.pk}": "Mon long commentaire.",
        f"edition-{opinion.pk}": "0",
    }
    address = reverse("appraisal:bulk_opinions", args=[year.call.pk])
    response = client_of(delegate).post(f"{address}?avis=manquants", data)
    assert response.status_code == 422
    content = response.content.decode()
    assert "Mon long commentaire." in content and "Très bien." in content
    opinion.refresh_from_db()
    assert (opinion.value, opinion.edition) == ("favourable", 1)


def test_nobody_writes_in_bulk_for_another(year, appraised, regional):
    opinion = Opinion.objects.get(organization=year.state)
    data = {f"value-{opinion.pk}": "favourable", f"edition-{opinion.pk}": "0"}
    post(regional, "bulk_opinions", year.call.pk, **data)
    opinion.refresh_from_db()
    assert opinion.value == ""


def test_all_opinions_that_one_reads_go_out_as_a_table(year, appraised, delegate, resident):
    say(Opinion.objects.get(organization=year.state), delegate, amount_cents=150_00)
    lines = page(delegate, "opinions_export", year.call.pk, "csv").content.decode("utf-8-sig")
    assert "Préfecture,favorable,150" in lines
    lines = page(resident, "opinions_export", year.call.pk, "csv").content.decode("utf-8-sig")
    assert "Préfecture" not in lines and "Conseil des Prés" in lines


def test_opinions_are_asked_postponed_and_withdrawn_by_the_team(year, appraised, editor):
    council = make.make_council(year.call.contract, name="Conseil d’en face")
    data = {"councils": [council.pk], "due_on": "2100-01-01"}
    assert post(editor, "ask_opinions", appraised.pk, **data).status_code == 302
    opinion = Opinion.objects.get(council=council)
    post(editor, "postpone_opinion", appraised.pk, opinion.pk, due_on="2100-02-01")
    opinion.refresh_from_db()
    assert opinion.due_on == datetime.date(2100, 2, 1)
    assert page(editor, "withdraw_opinion", appraised.pk, opinion.pk).status_code == 200
    post(editor, "withdraw_opinion", appraised.pk, opinion.pk)
    assert not Opinion.objects.filter(pk=opinion.pk).exists()
    response = post(editor, "ask_opinions", appraised.pk, due_on="2100-01-01")
    assert "Choisissez au moins une structure ou un conseil." in response.content.decode()


def test_rows_ticked_are_entrusted_and_opened(year, editor):
    colleague = factories.make_user(full_name="Cloé Collègue")
    factories.make_role(colleague, year.call.contract)
    pk = year.application.pk
    post(editor, "bulk", year.call.pk, do="assign", person=colleague.pk, pk=[pk])
    assert Assignment.objects.get().user == colleague
    post(editor, "bulk", year.call.pk, do="appraise", all="1", query="etat=submitted")
    year.application.refresh_from_db()
    assert year.application.state == ApplicationState.IN_APPRAISAL
    client = client_of(editor)
    response = client.post(
        reverse("appraisal:bulk", args=[year.call.pk]), {"do": "appraise"}, follow=True
    )
    assert "Cochez au moins un dossier." in response.content.decode()


def test_files_are_shared_out_after_a_look(year, editor):
    seen = page(editor, "assign_all", year.call.pk).content.decode()
    assert "Emma Écriture" in seen and not Assignment.objects.exists()
    assert post(editor, "assign_all", year.call.pk).status_code == 302
    assert Assignment.objects.get().application == year.application


def test_recusals_are_declared_listed_and_lifted(year, editor, delegate):
    data = {"user": delegate.pk, "organization": year.bearer.pk, "reason": "Cousine."}
    assert post(delegate, "declare_recusal", year.call.pk, **data).status_code == 302
    assert "Cousine." in page(editor, "recusals", year.call.pk).content.decode()
    exported = page(editor, "recusals_export", year.call.pk, "csv").content.decode("utf-8-sig")
    assert "Dounia Déléguée,La Ronde,Cousine." in exported
    recusal = Recusal.objects.get()
    assert post(delegate, "lift_recusal", year.call.pk, recusal.pk).status_code == 403
    post(editor, "lift_recusal", year.call.pk, recusal.pk, reason="Erreur.")
    assert not Recusal.objects.exists()


def test_others_do_not_read_who_is_recused(year, appraised, delegate, regional):
    declare_recusal(
        call=year.call, user=delegate, organization=year.bearer, reason="Amie.", by=delegate, at=AT
    )
    assert "Amie." not in page(regional, "recusals", year.call.pk).content.decode()


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
    answer = client.post(
        address, {"text": "Oui. Non.", "edition": "1", "next": "https://ailleurs.example/"}
    )
    assert answer.url == reverse("appraisal:session", args=[session.pk])
    note.refresh_from_db()
    assert note.text == "Oui. Non."


def text_of(pdf: bytes) -> str:
    return "\n".join(one.get_textpage().get_text_range() for one in PdfDocument(pdf))


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


def test_empty_lists_say_what_to_do(contract, editor, outsider):
    assert "Aucun appel pour l’instant" in page(editor, "list").content.decode()
    assert "Aucune séance pour l’instant" in page(editor, "sessions").content.decode()
    assert page(outsider, "list").status_code == 404
    assert page(outsider, "sessions").status_code == 404


def test_a_paper_of_the_application_is_named_by_what_it_answers(year, appraised, editor):
    wanted = year.call.wanted_attachments.create(label="Le budget de la structure")
    for paper in (wanted, None):
        appraised.attachments.create(
            wanted=paper, file=factories.make_stored_file(name="devis.pdf"), added_at=AT
        )
    seen = page(editor, "file", appraised.pk).content.decode()
    assert "Le budget de la structure" in seen and "devis.pdf" in seen


def test_who_only_reads_sends_no_message(appraised, reader, resident):
    for person in (reader, resident):
        assert post(person, "post_message", appraised.pk, text="Bonjour").status_code == 403


@pytest.mark.parametrize("number", ["²", "-1", "9" * 30, "x"])
def test_a_number_that_is_none_breaks_nothing(year, session, editor, number):
    note = session.sheet_notes.get()
    assert client_of(editor).get(f"/espace/instruction/?appel={number}").status_code == 404
    assert page(editor, "list").status_code == 200
    assert post(editor, "bulk", year.call.pk, do="assign", pk=[number]).status_code == 302
    assert post(editor, "add_to_agenda", session.pk, pk=[number]).status_code == 302
    data = {f"rank-{note.pk}": number, "move": f"up-{number}"}
    assert post(editor, "order_agenda", session.pk, **data).status_code == 302
    data = {f"value-{number}": "favourable", f"seat-{number}": "present", f"result-{number}": "yes"}
    assert post(editor, "attendance", session.pk, **data).status_code == 302
    assert post(editor, "check", year.application.pk, **data).status_code == 302
    assert post(editor, "bulk_opinions", year.call.pk, **data).status_code == 302
    address = f"/espace/instruction/appels/{year.call.pk}/avis/?pour=o{number}"
    assert client_of(editor).get(address).status_code == 200
    minutes = post(editor, "save_minutes", session.pk, note.pk, text="Oui.", edition=number)
    assert minutes.status_code == 409


def token_in(response):
    return re.search(r'name="token" value="([0-9a-f-]{36})"', response.content.decode())[1]


def test_two_clicks_send_one_message(year, appraised, editor, treasurer):
    sides = [
        (editor, "/espace/instruction/{}/", "appraisal:post_message"),
        (treasurer, "/espace/dossiers/{}/", "applications:message"),
    ]
    for person, opened, sent in sides:
        client = client_of(person)
        first = token_in(client.get(opened.format(appraised.pk)))
        assert first != token_in(client.get(opened.format(appraised.pk)))
        url = reverse(sent, args=[appraised.pk])
        for _click in range(2):
            assert client.post(url, {"text": "Bonjour", "token": first}).status_code == 302
    assert list(Message.objects.values_list("by", "text")) == [
        (editor.pk, "Bonjour"),
        (treasurer.pk, "Bonjour"),
    ]
