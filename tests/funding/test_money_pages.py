"""Agreements, payments, recoveries and templates, on their pages."""

from __future__ import annotations

import pytest

from ensemblier.core.docx import read_docx_text
from ensemblier.funding.enums import AgreementKind, TemplateKind
from ensemblier.funding.models import Agreement, Letter, Payment, Recovery
from ensemblier.funding.operations import agreements, letters, payments, recoveries
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.funding.lines import AT, DAY, DECIDED, grant, make_line, pdf_text
from tests.funding.pages import costs_the_same, table_of, text_of, url
from tests.funding.test_letters import docx


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
