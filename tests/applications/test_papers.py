"""What is joined to an application, and who reads it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ensemblier.applications.operations.attachments import attach, detach
from ensemblier.applications.operations.submitting import (
    submit_application,
)
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.files.models import StoredFile
from ensemblier.organizations.models import OrganizationDocument
from ensemblier.organizations.operations import add_document, remove_document
from tests import factories
from tests.applications.lives import url
from tests.conftest import client_of


class TestPapers:
    def test_a_program_renamed_is_refused_and_says_why(self, ready, applicant):
        page = client_of(applicant).post(
            url("attach", ready.pk),
            {"file": SimpleUploadedFile("statuts.pdf", b"MZ\x90\x00" + b"\0" * 200)},
        )
        assert "Ce fichier est un programme\u00a0: il est refusé." in page.content.decode()
        assert StoredFile.objects.count() == 0

    def test_too_heavy(self, ready, applicant, settings):
        settings.FILES_MAX_BYTES = 1000
        page = client_of(applicant).post(
            url("attach", ready.pk),
            {"file": SimpleUploadedFile("photo.pdf", b"%PDF-1.4\n" + b"0" * 2000)},
        )
        assert "Ce fichier dépasse" in page.content.decode()

    def test_neither_a_file_nor_a_document(self, ready, applicant):
        page = client_of(applicant).post(url("attach", ready.pk), {"document": ""})
        assert "Choisissez un fichier." in page.content.decode()

    def test_a_document_of_the_organization_is_joined_once(self, ready, applicant, at):
        paper = ready.action.bearer.documents.create(
            kind="bank", file=factories.make_stored_file(), valid_from=factories.LONG_AGO
        )
        first = attach(application=ready, document=paper, by=applicant, at=at)
        assert attach(application=ready, document=paper, by=applicant, at=at) == first

        other = factories.make_organization().documents.create(
            kind="bank", file=factories.make_stored_file(), valid_from=factories.LONG_AGO
        )
        with pytest.raises(InvalidInput, match="un document de la structure"):
            attach(application=ready, document=other, by=applicant, at=at)

        detach(attachment=first, by=applicant, at=at)
        assert OrganizationDocument.objects.filter(pk=paper.pk).exists()

    def test_a_file_sent_twice_is_joined_once(self, ready, applicant, at):
        first, again = (
            attach(application=ready, uploaded=factories.make_upload(), by=applicant, at=at)
            for _ in range(2)
        )
        assert first == again
        assert StoredFile.objects.count() == 1

    def test_a_document_that_was_joined_stays_in_the_file_of_the_organization(
        self, ready, applicant, at
    ):
        paper = add_document(
            organization=ready.action.bearer,
            kind="bank",
            uploaded=factories.make_upload(),
            valid_from=factories.LONG_AGO.replace(year=2016),
            by=applicant,
            at=at,
        )
        attach(application=ready, document=paper, by=applicant, at=at)

        with pytest.raises(Refused, match="joint à un dossier"):
            remove_document(document=paper, by=applicant, at=at)
        assert OrganizationDocument.objects.filter(pk=paper.pk).exists()

    def test_only_those_who_see_the_file_read_its_papers(
        self, ready, applicant, other_association, funder, at
    ):
        joined = attach(application=ready, uploaded=factories.make_upload(), by=applicant, at=at)
        address = url("attachment", ready.pk, joined.pk)
        assert client_of(applicant).get(address).status_code == 200
        assert client_of(other_association).get(address).status_code == 404
        assert client_of(funder).get(address).status_code == 404
        submit_application(application=ready, by=applicant, at=at)
        assert client_of(funder).get(address).status_code == 200
