"""The page of one application in appraisal: who reads what of it, and what is done there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Message
from ensemblier.applications.operations.messages import post_message
from ensemblier.appraisal.models import Check, Opinion
from ensemblier.appraisal.operations.recusals import declare_recusal
from ensemblier.calls.models import ChecklistItem
from tests import factories
from tests.appraisal.asking import page, post, queries_of, say, token_in
from tests.appraisal.conftest import AT
from tests.conftest import client_of
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("person", "cost"), [("editor", 31), ("delegate", 33), ("resident", 27), ("administrator", 30)]
)
def test_the_file_costs_the_same_for_two_opinions_or_twelve(year, editor, person, cost, request):
    user = request.getfixturevalue(person)
    url = reverse("appraisal:file", args=[year.application.pk])
    few = queries_of(user, url)
    for rank in range(10):
        make.make_opinion(year.application, make.make_funder(name=f"Service {rank}"))
        make.make_opinion(year.application, make.make_council(year.call.contract))
        post_message(application=year.application, text="Vu.", by=editor, at=AT)
    assert (few, queries_of(user, url)) == (cost, cost)


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


def test_a_point_that_left_the_list_meanwhile_is_told_on_a_page(year, editor):
    item = ChecklistItem.objects.create(call=year.call, label="Budget équilibré")
    data = {f"result-{item.pk}": "yes", f"note-{item.pk}": "Vu."}
    item.delete()
    response = post(editor, "check", year.application.pk, **data)
    assert response.status_code == 409
    assert "Ce point n’est pas dans la liste de l’appel." in response.content.decode()
    assert not Check.objects.exists()


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
