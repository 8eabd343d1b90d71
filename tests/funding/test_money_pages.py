"""The pages of decisions, letters, agreements and payments, as each person meets them."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState
from ensemblier.core.docx import read_docx_text
from ensemblier.core.spreadsheets import open_table
from ensemblier.funding.enums import AgreementKind, TemplateKind
from ensemblier.funding.models import Agreement, Award, Letter, Payment, Recovery
from ensemblier.funding.operations import agreements, letters, payments, recoveries
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.funding.lines import AT, DAY, DECIDED, grant, make_line, pdf_text
from tests.funding.test_letters import docx


def url(name, *args):
    return reverse(f"funding:{name}", args=args)


def text_of(response):
    return " ".join(response.content.decode().split())


def table_of(response):
    table = open_table(io.BytesIO(response.content))
    return [table.columns, *(row.cells for row in table.rows)]


@pytest.fixture
def agent_client(agent):
    return client_of(agent)


def deliberate(client, call, *lines, **fields):
    data = {
        "verdict": "grant",
        "decided_on": "2026-03-12",
        "reference": "2026-031",
        "lines": [line.pk for line in lines],
        **fields,
    }
    return client.post(url("decisions", call.pk), data)


class TestDecisions:
    def test_a_deliberation_is_written_at_once(self, department, gardeners, agent_client):
        first, second = (make_line(department, gardeners) for _rank in range(2))
        amounts = {f"amount_{first.pk}": "5 000 €", f"amount_{second.pk}": "1.234,50"}

        response = deliberate(agent_client, department.call, first, second, **amounts)

        assert response.status_code == 302
        assert list(Award.objects.order_by("request").values_list("granted_cents", flat=True)) == [
            5_000_00,
            1_234_50,
        ]
        page = agent_client.get(url("decisions", department.call.pk))
        assert "2 décisions sont enregistrées." in text_of(page)
        assert "2026-031" in text_of(page)

    def test_an_amount_that_cannot_be_read_is_said_beside_it_and_kept(
        self, department, gardeners, agent_client
    ):
        line = make_line(department, gardeners)

        page = deliberate(agent_client, department.call, line, **{f"amount_{line.pk}": "12,3.4"})

        assert page.status_code == 200
        assert 'value="12,3.4"' in text_of(page)
        assert f'id="mistake_{line.pk}"' in text_of(page)
        assert "Corrigez les montants signalés dans le tableau." in text_of(page)
        assert not Award.objects.filter(granted_cents__gt=0).exists()

    def test_what_does_not_fit_is_refused_and_what_was_typed_is_kept(
        self, department, gardeners, agent_client
    ):
        line = make_line(department, gardeners, asked=200_000_00)

        page = deliberate(agent_client, department.call, line, **{f"amount_{line.pk}": "150 000"})

        assert "c’est plus que ce qui reste dans l’enveloppe" in text_of(page)
        assert 'value="150 000"' in text_of(page)
        assert 'value="2026-031"' in text_of(page)

    def test_all_that_is_proposed_is_ticked_at_once(self, department, gardeners, agent_client):
        proposed, asked = (make_line(department, gardeners) for _rank in range(2))
        make.make_award(proposed, proposed_cents=1_500_00)

        page = text_of(
            agent_client.get(url("decisions", department.call.pk), {"cocher": "proposes"})
        )

        def is_ticked(line):
            box = page[page.index(f'name="lines" value="{line.pk}"') :]
            return "checked" in box[: box.index(">")]

        assert [is_ticked(proposed), is_ticked(asked)] == [True, False]
        assert 'value="1 500"' in page

    def test_the_team_chooses_a_funder_first(self, department, gardeners, editor_client):
        make_line(department, gardeners)

        blind = text_of(editor_client.get(url("decisions", department.call.pk)))
        chosen = text_of(
            editor_client.get(
                url("decisions", department.call.pk), {"financeur": department.funder_id}
            )
        )

        assert "choisissez d’abord votre financeur" in blind
        assert 'name="lines"' not in blind
        assert 'name="lines"' in chosen

    def test_readers_read(self, department, gardeners, reader_client):
        line = make_line(department, gardeners)

        page = text_of(reader_client.get(url("decisions", department.call.pk)))
        answer = deliberate(reader_client, department.call, line, **{f"amount_{line.pk}": "100"})

        assert line.application.reference in page
        assert 'name="verdict"' not in page
        assert answer.status_code == 403

    def test_one_s_own_association_is_not_in_the_list(
        self, department, gardeners, agent, agent_client
    ):
        line = make_line(department, gardeners)
        make.make_member(gardeners, user=agent)

        page = text_of(agent_client.get(url("decisions", department.call.pk)))

        assert line.application.reference not in page

    def test_a_decision_is_revised_with_a_reason(self, department, gardeners, agent, editor_client):
        award = grant(make_line(department, gardeners), 5_000_00, agent)
        address = url("revise_decision", award.request_id)

        empty = editor_client.post(address, {"reason": ""})
        assert empty.status_code == 200
        assert editor_client.post(address, {"reason": "Erreur de ligne."}).status_code == 302

        assert Award.objects.get().granted_cents is None

    def test_the_list_is_exported_as_it_is_filtered(
        self, department, gardeners, agent, agent_client
    ):
        grant(make_line(department, gardeners, title="Jardiner"), 5_000_50, agent)
        make_line(department, gardeners)

        table = table_of(
            agent_client.get(
                url("decisions_export", department.call.pk, "xlsx"), {"etat": "accordes"}
            )
        )

        [row] = table[1:]
        by_name = dict(zip(table[0], row, strict=True))
        assert (by_name["intitulé"], by_name["accordé"], by_name["décidé le"]) == (
            "Jardiner",
            "5000.5",
            "2026-03-12",
        )


class TestLetters:
    def post(self, client, call, *lines, action):
        data = {"lines": [line.pk for line in lines], "action": action}
        return client.post(url("letters", call.pk), data)

    def test_letters_are_made_read_and_sent_in_bulk(
        self, department, gardeners, agent, agent_client
    ):
        make.make_member(gardeners)
        lines = [make_line(department, gardeners) for _rank in range(2)]
        for line in lines:
            grant(line, 5_000_00, agent)

        self.post(agent_client, department.call, *lines, action="make")
        pdf = self.post(agent_client, department.call, *lines, action="pdf")
        packed = self.post(agent_client, department.call, *lines, action="docx")
        self.post(agent_client, department.call, *lines, action="send")

        text = pdf_text(pdf.content)
        assert [text.count(line.application.reference) > 0 for line in lines] == [True, True]
        with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
            contents = [archive.read(name) for name in archive.namelist()]
        assert [
            lines[rank].application.reference in read_docx_text(content)
            for rank, content in enumerate(contents)
        ] == [True, True]
        assert Letter.objects.exclude(sent_at=None).count() == 2

    def test_a_letter_that_cannot_be_sent_keeps_the_others_unsent(
        self, department, gardeners, agent, agent_client
    ):
        make.make_member(gardeners)
        alone = factories.make_organization(name="Le Cercle")
        lines = [make_line(department, gardeners), make_line(department, alone)]
        for line in lines:
            grant(line, 1_000_00, agent)
        self.post(agent_client, department.call, *lines, action="make")

        self.post(agent_client, department.call, *lines, action="send")

        page = text_of(agent_client.get(url("letters", department.call.pk)))
        assert "personne de « Le Cercle » n’a de compte" in page
        assert not Letter.objects.exclude(sent_at=None).exists()


class TestWhatTheAssociationSees:
    @pytest.fixture
    def applicant_client(self, gardeners):
        return client_of(make.make_member(gardeners))

    def page(self, client, line):
        return client.get(url("application", line.application_id))

    def test_nothing_of_a_decision_before_it_is_told(
        self, department, gardeners, agent, applicant_client
    ):
        line = make_line(department, gardeners)
        award = grant(line, 4_321_00, agent)
        letter = letters.make_letter(award=award, by=agent, at=AT)

        page = text_of(self.page(applicant_client, line))

        assert "en cours d’examen" in page
        assert "4 321" not in page
        assert applicant_client.get(url("letter", letter.pk, "pdf")).status_code == 404

    def test_a_sent_letter_tells_it(self, department, gardeners, agent, applicant_client):
        line = make_line(department, gardeners)
        award = grant(line, 4_321_00, agent)
        letter = letters.make_letter(award=award, by=agent, at=AT)
        letters.send_letter(letter=letter, by=agent, at=AT)

        page = text_of(self.page(applicant_client, line))
        pdf = applicant_client.get(url("letter", letter.pk, "pdf"))

        assert "4 321 € vous sont accordés" in page
        assert "Votre demande est acceptée" in pdf_text(pdf.content)

    def test_a_decided_application_shows_payments_made_expected_and_late(
        self, department, gardeners, agent, editor, applicant_client
    ):
        line = make_line(department, gardeners)
        award = grant(line, 5_000_00, editor)
        for cents, day in ((1_000_00, DECIDED), (3_000_00, DAY)):
            payments.add_payment(
                award=award, kind="advance", amount_cents=cents, expected_on=day, by=agent, at=AT
            )
        later = datetime.date.today() + datetime.timedelta(days=40)
        payments.add_payment(
            award=award, kind="balance", amount_cents=1_000_00, expected_on=later, by=agent, at=AT
        )
        first = Payment.objects.order_by("pk")[0]
        payments.make_payment(payment=first, made_on=DAY, reference="M-12", by=agent, at=AT)

        page = text_of(self.page(applicant_client, line))

        assert line.application.__class__.objects.get().state == ApplicationState.DECIDED
        assert "1 000 € payés le 3 avril 2026 (avance), M-12" in page
        assert "En retard : avance de 3 000 €, attendu le 3 avril 2026." in page
        assert "1 000 € attendus le" in page

    def test_an_agreement_is_read_once_it_is_sent(
        self, department, gardeners, agent, editor, applicant_client
    ):
        line = make_line(department, gardeners)
        agreement = agreements.prepare_agreement(
            award=grant(line, 5_000_00, editor), kind=AgreementKind.ANNUAL, by=agent, at=AT
        )
        address = url("agreement_document", agreement.pk, "pdf")
        assert applicant_client.get(address).status_code == 404

        agreements.send_agreement(agreement=agreement, sent_on=DAY, by=agent, at=AT)

        assert agreement.reference in text_of(self.page(applicant_client, line))
        assert agreement.reference in pdf_text(applicant_client.get(address).content)
        assert (
            applicant_client.get(url("agreement_document", agreement.pk, "signe")).status_code
            == 404
        )

    def test_money_to_give_back_is_said(
        self, department, gardeners, agent, editor, applicant_client
    ):
        line = make_line(department, gardeners)
        award = grant(line, 5_000_00, editor)
        for payment in payments.plan_payments(award=award, start=DECIDED, by=agent, at=AT):
            payments.make_payment(payment=payment, made_on=DAY, by=agent, at=AT)
        recoveries.ask_recovery(
            award=award,
            amount_cents=850_00,
            reason="Sortie annulée.",
            asked_on=DAY,
            by=agent,
            at=AT,
        )

        page = text_of(self.page(applicant_client, line))

        assert "À rendre : 850 €, dont 0 € déjà rendus. Sortie annulée." in page

    def test_for_others_the_page_does_not_exist(
        self, department, gardeners, agent, outsider_client, other_member_client
    ):
        line = make_line(department, gardeners)
        neighbour = client_of(make.make_member(factories.make_organization()))
        resident = client_of(make.make_mandate(make.make_council(department.contract)).user)
        agent_client = client_of(agent)

        answers = [
            self.page(client, line).status_code
            for client in (outsider_client, other_member_client, neighbour, resident, agent_client)
        ]

        assert answers == [404, 404, 404, 404, 200]

    def test_it_costs_the_same_for_many_lines(self, department, gardeners, editor):
        line = make_line(department, gardeners)
        client = client_of(make.make_member(gardeners))

        def more(count):
            for _rank in range(count):
                envelope = make.make_envelope(department.call)
                other = make.make_request(line.application, envelope.funder)
                award = make.make_award(
                    other, envelope=envelope, granted_cents=1_000_00, decided_on=DECIDED
                )
                Payment.objects.create(
                    award=award,
                    contract=award.contract,
                    kind="single",
                    amount_cents=1_000_00,
                    expected_on=DAY,
                )
            line.application.requests.filter(award__isnull=False).update(state="granted")

        line.application.__class__.objects.update(state=ApplicationState.DECIDED)
        assert costs_the_same(client, url("application", line.application_id), more)


def costs_the_same(client, address, more):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    more(2)
    client.get(address)
    first = queries()
    more(6)
    return queries() == first


class TestLists:
    def fill(self, department, gardeners, agent, count):
        """Each line decided, told, under agreement, paid, and with something to give back."""
        for _rank in range(count):
            line = make_line(department, gardeners, asked=2_000_00)
            award = grant(line, 1_000_00, agent)
            letters.make_letter(award=award, by=agent, at=AT)
            agreement = agreements.prepare_agreement(
                award=award, kind=AgreementKind.ANNUAL, by=agent, at=AT
            )
            agreements.sign_agreement(
                agreement=agreement, bearer_signed_on=DAY, funder_signed_on=DAY, by=agent, at=AT
            )
            advance = award.payments.order_by("expected_on")[0]
            payments.make_payment(payment=advance, made_on=DAY, by=agent, at=AT)
            recoveries.ask_recovery(
                award=award, amount_cents=1_00, reason="Reste.", asked_on=DAY, by=agent, at=AT
            )

    @pytest.mark.parametrize(
        "name", ["decisions", "letters", "agreements", "payments", "recoveries", "decision_calls"]
    )
    def test_each_list_costs_the_same_for_many(self, name, department, gardeners, agent):
        args = [department.call.pk] if name in {"decisions", "letters"} else []

        assert costs_the_same(
            client_of(agent),
            url(name, *args),
            lambda count: self.fill(department, gardeners, agent, count),
        )

    @pytest.mark.parametrize("name", ["agreements", "payments", "recoveries"])
    def test_each_list_is_exported(self, name, department, gardeners, agent, agent_client):
        self.fill(department, gardeners, agent, 1)

        for fmt in ("csv", "xlsx"):
            table = table_of(agent_client.get(url(f"{name}_export", fmt)))
            assert len(table) == (3 if name == "payments" else 2)
        assert agent_client.get(url(f"{name}_export", "exe")).status_code == 404

    @pytest.mark.parametrize("name", ["agreements", "payments", "recoveries", "decision_calls"])
    def test_an_empty_list_says_so(self, name, contract, editor_client, outsider_client):
        assert "empty-title" in text_of(editor_client.get(url(name)))
        assert outsider_client.get(url(name)).status_code == 404

    def test_late_payments_are_one_click_away(self, department, gardeners, agent, agent_client):
        self.fill(department, gardeners, agent, 1)

        page = text_of(agent_client.get(url("payments"), {"etat": "retard"}))

        assert "en retard" in page
        assert page.count("<tbody><tr>") <= 1

    def test_missing_agreements_stand_above_the_list(
        self, department, gardeners, agent, agent_client
    ):
        grant(make_line(department, gardeners, asked=30_000_00), 25_000_00, agent)

        page = text_of(agent_client.get(url("agreements")))

        assert "1 financement attend sa convention signée" in page

    def test_all_expected_payments_are_planned_in_one_click(
        self, department, gardeners, agent, agent_client
    ):
        grant(make_line(department, gardeners), 1_000_00, agent)
        grant(make_line(department, gardeners), 2_000_00, agent)

        agent_client.post(url("plan_payments"))

        assert Payment.objects.count() == 4


class TestLine:
    def test_from_the_decision_to_the_last_euro(self, department, gardeners, agent, agent_client):
        award = grant(make_line(department, gardeners, asked=30_000_00), 25_000_00, agent)
        line = url("line", award.pk)
        assert "Une convention signée est obligatoire" in text_of(agent_client.get(line))

        agent_client.post(url("prepare_agreement", award.pk), {"kind": "annual"})
        agreement = Agreement.objects.get()
        agent_client.post(url("send_agreement", agreement.pk), {"day": "2026-04-01"})
        signatures = {"bearer_signed_on": "2026-04-02", "funder_signed_on": "2026-04-03"}
        agent_client.post(
            url("sign_agreement", agreement.pk),
            {**signatures, "file": factories.make_upload("signee.pdf")},
        )
        for payment in Payment.objects.order_by("expected_on"):
            agent_client.post(
                url("make_payment", payment.pk),
                {"made_on": "2026-04-10", "amount_cents": payment.amount_cents // 100},
            )
        agent_client.post(
            url("ask_recovery", award.pk),
            {"amount_cents": "850", "asked_on": "2026-05-01", "reason": "Reste."},
        )
        recovery = Recovery.objects.get()
        agent_client.post(
            url("receive_part", recovery.pk),
            {"amount_cents": "850", "received_on": "2026-05-10", "reference": "T-1"},
        )
        agent_client.post(url("recovery_letter", recovery.pk))

        page = text_of(agent_client.get(line))
        assert "payé" in page
        assert "tout est rendu" in page
        assert agreement.reference in page
        assert [letter.kind for letter in Letter.objects.all()] == [TemplateKind.RECOVERY_LETTER]
        assert agent_client.get(url("agreement", agreement.pk))["Location"] == line
        signed = agent_client.get(url("agreement_document", agreement.pk, "signe"))
        assert b"".join(signed.streaming_content).startswith(b"%PDF")

    def test_a_refused_payment_keeps_what_was_typed(
        self, department, gardeners, agent, agent_client
    ):
        gardeners.documents.all().delete()
        award = grant(make_line(department, gardeners), 1_000_00, agent)
        payment = payments.plan_payments(award=award, start=DECIDED, by=agent, at=AT)[0]

        page = agent_client.post(
            url("make_payment", payment.pk),
            {"made_on": "2026-04-10", "amount_cents": "800", "reference": "M-77"},
        )

        assert page.status_code == 200
        assert "relevé d’identité bancaire" in text_of(page)
        assert 'value="M-77"' in text_of(page)

    def test_who_may(self, department, gardeners, agent, reader_client, outsider_client):
        award = grant(make_line(department, gardeners), 1_000_00, agent)
        other = client_of(make.make_officer(make.make_envelope(department.call).funder))
        member = client_of(make.make_member(gardeners))
        people = (reader_client, other, member, outsider_client)

        assert [client.get(url("line", award.pk)).status_code for client in people] == [
            200,
            200,
            404,
            404,
        ]
        address = url("add_payment", award.pk)
        assert [client.post(address).status_code for client in people] == [403, 403, 404, 404]


class TestTemplates:
    def test_fields_are_shown_as_a_real_line_tells_them(
        self, department, gardeners, agent, editor_client
    ):
        grant(make_line(department, gardeners, title="Jardiner ensemble"), 5_000_00, agent)

        page = text_of(editor_client.get(url("template_kind", "ici", TemplateKind.GRANT_LETTER)))

        assert "{{ dossier.intitule }}" in page
        assert "Jardiner ensemble" in page
        assert "{%p for versement in versements %}" in page

    def test_a_template_is_previewed_on_a_real_line(
        self, department, gardeners, agent, editor_client
    ):
        award = grant(make_line(department, gardeners), 5_000_00, agent)
        uploaded = factories.make_upload("m.docx", docx("Pour {{ structure.nom }}."))
        editor_client.post(
            url("add_template", "ici"),
            {"kind": TemplateKind.GRANT_LETTER, "name": "Le nôtre", "file": uploaded},
        )
        template = award.contract.documenttemplates.get()

        address = url("template_preview", "ici", TemplateKind.GRANT_LETTER, "pdf")
        pdf = editor_client.get(address, {"modele": template.pk, "financement": award.pk})

        assert pdf_text(pdf.content).split("\n")[0].strip() == "Pour Les Jardins."

    def test_unknown_fields_are_said_beside_the_file(self, contract, editor_client):
        uploaded = factories.make_upload("m.docx", docx("{{ structure.surnom }}"))

        page = editor_client.post(
            url("add_template", "ici"),
            {"kind": TemplateKind.GRANT_LETTER, "name": "Le nôtre", "file": uploaded},
        )

        assert page.status_code == 200
        assert "structure.surnom" in text_of(page)
        assert 'value="Le nôtre"' in text_of(page)

    def test_the_default_template_is_a_document_to_edit(self, contract, reader_client):
        for kind in TemplateKind.values:
            response = reader_client.get(url("default_template", "ici", kind))
            assert "{{ structure.nom }}" in read_docx_text(response.content)
        other = url("default_template", "ici", kind).replace("lettre-reversement", "autre")
        assert reader_client.get(other).status_code == 404

    def test_readers_add_nothing(self, contract, reader_client, outsider_client):
        assert reader_client.get(url("contract_templates", "ici")).status_code == 200
        assert reader_client.get(url("add_template", "ici")).status_code == 403
        assert outsider_client.get(url("contract_templates", "ici")).status_code == 404
