"""What an association reads of its money."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.applications.enums import ApplicationState
from ensemblier.funding.enums import AgreementKind
from ensemblier.funding.models import Payment
from ensemblier.funding.operations import agreements, letters, payments, recoveries
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.funding.lines import AT, DAY, DECIDED, grant, make_line, pdf_text
from tests.funding.pages import costs_the_same, text_of, url


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
