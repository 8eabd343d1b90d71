"""Downloading an application as the Cerfa; the blank form of a call for everybody."""

import pytest
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import BudgetLine
from ensemblier.core.typography import euros
from tests import factories
from tests.applications.sheets import text_of
from tests.conftest import client_of
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(contract):
    call = make.make_call(contract, year=2026)
    action = make.make_action(contract, name="Un potager")
    application = make.make_application(call, action, state=ApplicationState.SUBMITTED)
    BudgetLine.objects.create(application=application, account="604", planned_cents=123_450)
    return application


def cerfa(application, fmt: str) -> str:
    return reverse("applications:cerfa", args=[application.pk, fmt])


def test_whoever_reads_an_application_downloads_it(application, reader_client):
    pdf = reader_client.get(cerfa(application, "pdf"))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"].startswith("inline")
    text = text_of(pdf.content)
    assert "Un potager" in text
    assert " ".join(f"Prestations de services {euros(123_450)}".split()) in text
    for fmt in ("docx", "xlsx"):
        answer = reader_client.get(cerfa(application, fmt))
        assert answer.content.startswith(b"PK")
        assert answer["Content-Disposition"].startswith("attachment")
    assert reader_client.get(cerfa(application, "exe")).status_code == 404


def test_the_application_of_somebody_else_does_not_exist(application, visitor_client):
    stranger = client_of(make.make_member(factories.make_organization()))
    assert stranger.get(cerfa(application, "pdf")).status_code == 404
    assert visitor_client.get(cerfa(application, "pdf")).status_code == 302


def test_the_applicant_downloads_a_draft(contract):
    bearer = factories.make_organization()
    draft = make.make_application(make.make_call(contract), make.make_action(contract, bearer))
    applicant = client_of(make.make_member(bearer))
    assert applicant.get(cerfa(draft, "pdf")).content.startswith(b"%PDF")


def test_everybody_prints_the_empty_form_of_a_published_call(contract, visitor_client):
    call = make.make_call(contract, year=2026, name="Appel du printemps")
    address = f"{call.get_absolute_url()}formulaire.pdf"
    assert address in visitor_client.get(call.get_absolute_url()).content.decode()
    answer = visitor_client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert "Appel du printemps" in text
    assert "7. Attestations" in text
    assert "☒" not in text


def test_the_form_of_a_draft_call_is_nobodys(contract, visitor_client):
    call = make.make_call(contract, state="draft")
    address = reverse("portal:call_form", args=[contract.slug, call.slug])
    assert visitor_client.get(address).status_code == 404
