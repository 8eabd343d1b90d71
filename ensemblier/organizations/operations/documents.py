"""The papers of a file: kept with the dates between which they are good."""

from __future__ import annotations

import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.validation import check_valid
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.organizations.models import Organization, OrganizationDocument
from ensemblier.organizations.permissions import require_edit_file

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def add_document(
    *,
    organization: Organization,
    kind: str,
    uploaded: File,
    valid_from: datetime.date,
    by: User,
    at: datetime.datetime,
    title: str = "",
    valid_to: datetime.date | None = None,
) -> OrganizationDocument:
    require_edit_file(by, organization.pk)
    document = OrganizationDocument(
        organization=organization,
        kind=kind,
        title=title.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    check_valid(document, exclude=["file"])
    document.file = store_upload(uploaded=uploaded, by=by, at=at)
    document.save()
    _record("add_document", _("Document ajouté"), document, by, at)
    return document


@transaction.atomic
def replace_document(
    *,
    document: OrganizationDocument,
    uploaded: File,
    valid_from: datetime.date,
    by: User,
    at: datetime.datetime,
    valid_to: datetime.date | None = None,
) -> OrganizationDocument:
    """A newer paper of the same kind; the older one is good until the day before."""
    require_edit_file(by, document.organization_id)
    document = _locked(document)
    if valid_from <= document.valid_from:
        raise InvalidInput(
            _("Le nouveau document doit commencer après celui qu’il remplace."), field="valid_from"
        )
    newer = add_document(
        organization=document.organization,
        kind=document.kind,
        title=document.title,
        uploaded=uploaded,
        valid_from=valid_from,
        valid_to=valid_to,
        by=by,
        at=at,
    )
    eve = valid_from - ONE_DAY
    if document.valid_to is None or document.valid_to > eve:
        document.valid_to = eve
        document.save()
    return newer


@transaction.atomic
def expire_document(
    *, document: OrganizationDocument, on: datetime.date, by: User, at: datetime.datetime
) -> OrganizationDocument:
    """`on` is the last day on which the paper is good."""
    require_edit_file(by, document.organization_id)
    document = _locked(document)
    if document.valid_to is not None and document.valid_to <= on:
        raise Refused(_("Ce document est déjà périmé à cette date."))
    document.valid_to = on
    check_valid(document)
    document.save()
    _record("expire_document", _("Fin de validité d’un document"), document, by, at)
    return document


@transaction.atomic
def remove_document(*, document: OrganizationDocument, by: User, at: datetime.datetime) -> None:
    """For a paper filed by mistake: its bytes go too, and nobody can bring them back."""
    require_edit_file(by, document.organization_id)
    document = _locked(document)
    stored = document.file
    _record("remove_document", _("Document supprimé"), document, by, at)
    try:
        document.delete()
    except ProtectedError as error:
        raise Refused(
            _(
                "Ce document est joint à un dossier\u00a0: il ne peut plus être supprimé. "
                "Donnez-lui plutôt une date de fin."
            )
        ) from error
    remove_file(stored=stored)


def _locked(document: OrganizationDocument) -> OrganizationDocument:
    return (
        OrganizationDocument.objects.select_for_update(of=("self",))
        .select_related("organization", "file")
        .get(pk=document.pk)
    )


def _record(
    action: str, what: str, document: OrganizationDocument, by: User, at: datetime.datetime
) -> None:
    record(
        action=f"organizations.{action}",
        summary=_("%(what)s\u00a0: %(document)s, %(organization)s")
        % {"what": what, "document": document, "organization": document.organization.label},
        by=by,
        at=at,
        target=document.organization,
        changes={"document": [None, document.pk], "file": [None, document.file.sha256]},
    )
