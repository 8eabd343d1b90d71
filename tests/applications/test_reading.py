"""Who reads which applications, and the exchange inside them."""

from __future__ import annotations

from ensemblier.applications.models import Application
from ensemblier.applications.operations.messages import post_message
from ensemblier.applications.operations.submitting import (
    submit_application,
)
from ensemblier.applications.permissions import can_view_application
from ensemblier.applications.queries.lists import applications_for
from ensemblier.appraisal.models import Recusal
from ensemblier.notices.models import Notice
from tests import factories
from tests.applications.lives import url
from tests.conftest import client_of


class TestList:
    def test_mine_says_what_is_awaited(self, ready, applicant, call):
        page = client_of(applicant).get(url("list")).content.decode()
        assert "Mes dossiers" in page
        assert "Jardin des deux âges" in page
        assert "<strong>De vous\u00a0: finissez et déposez</strong>" in page

    def test_nobody_sees_another_s(self, ready, other_association, funder, council_member):
        for person in (other_association, funder, council_member):
            assert "Jardin des deux âges" not in client_of(person).get(url("list")).content.decode()

    def test_it_agrees_with_the_right_to_see_one(self, ready, programming, request):
        names = (
            *("applicant", "co_applicant", "other_association", "funder", "other_funder"),
            *("council_member", "recused_member", "editor", "reader", "outsider"),
        )
        everything = list(Application.objects.all())
        for name in names:
            person = request.getfixturevalue(name)
            seen = {row.pk for row in everything if can_view_application(person, row)}
            assert set(applications_for(person).values_list("pk", flat=True)) == seen, name

    def test_filters_and_export(self, ready, programming, editor):
        client = client_of(editor)
        page = client.get(url("list"), {"etat": "draft", "q": "jardin"}).content.decode()
        assert "Jardin des deux âges" in page
        assert programming.application.title not in page
        table = client.get(url("export", "csv"), {"q": "jardin"}).content.decode()
        assert "Jardin des deux âges" in table and "La Ronde" in table
        assert len(table.strip().splitlines()) == 2


class TestExchange:
    def test_a_message_reaches_the_team(self, programming, applicant, editor):
        client = client_of(applicant)
        sent = client.post(
            url("message", programming.application.pk),
            {"text": "Voici le devis.", "file": factories.make_upload("devis.pdf")},
            follow=True,
        )
        assert "Voici le devis." in sent.content.decode()
        assert "Voici le devis." in Notice.objects.get(user=editor).text

    def test_an_empty_one_is_refused(self, programming, applicant):
        page = client_of(applicant).post(url("message", programming.application.pk), {"text": " "})
        assert page.status_code == 422

    def test_councils_read_the_file_and_not_the_exchange(
        self, programming, applicant, council_member
    ):
        client_of(applicant).post(
            url("message", programming.application.pk), {"text": "Entre nous."}
        )
        client = client_of(council_member)
        page = client.get(programming.application.get_absolute_url())
        assert page.status_code == 200
        assert "Entre nous." not in page.content.decode()
        assert (
            client.post(url("message", programming.application.pk), {"text": "x"}).status_code
            == 403
        )


class TestRecusal:
    def test_who_declared_a_stake_does_not_read_the_exchange(self, ready, applicant, editor, at):
        submit_application(application=ready, by=applicant, at=at)
        Recusal.objects.create(
            contract=ready.contract,
            call=ready.call,
            user=editor,
            organization=ready.action.bearer,
            reason="Trésorière.",
            declared_by=editor,
            declared_at=at,
        )
        page = client_of(editor).get(url("detail", ready.pk))
        assert page.status_code == 403
        assert "examiné sans vous" in page.content.decode()
        assert client_of(applicant).get(url("detail", ready.pk)).status_code == 200

    def test_a_council_does_not_read_what_is_joined_to_an_internal_note(
        self, ready, applicant, editor, council_member, at
    ):
        submit_application(application=ready, by=applicant, at=at)
        note = post_message(
            application=ready,
            text="Entre nous.",
            internal=True,
            files=[factories.make_upload()],
            by=editor,
            at=at,
        )
        joined = note.attachments.get()
        address = url("attachment", ready.pk, joined.pk)
        assert client_of(editor).get(address).status_code == 200
        assert client_of(council_member).get(address).status_code == 404
