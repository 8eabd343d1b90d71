"""Papers of the contract: public ones are on its public page, the others are for its team."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract, ContractDocument
from ensemblier.contracts.operations.base import locked, locked_row, set_values
from ensemblier.core.validation import check_valid
from ensemblier.files.operations import remove_file, store_upload

EDITABLE_FIELDS = ("kind", "title", "dated", "is_public")


@transaction.atomic
def add_document(
    *,
    contract: Contract,
    kind: str,
    title: str,
    uploaded: File[Any],
    dated: datetime.date,
    by: User,
    at: datetime.datetime,
    is_public: bool = False,
) -> ContractDocument:
    contract = locked(contract, by)
    document = ContractDocument(
        contract=contract, kind=kind, title=title.strip(), dated=dated, is_public=is_public
    )
    check_valid(document, exclude=["file"])
    document.file = store_upload(
        uploaded=uploaded, by=by, at=at, is_public=is_public and contract.is_public
    )
    document.save()
    record(
        action="contracts.add_document",
        summary=_("Document ajouté\u00a0: %(title)s (%(visibility)s)")
        % {"title": document.title, "visibility": _visibility(document)},
        by=by,
        at=at,
        target=document,
        changes={"file": [None, document.file.sha256]},
    )
    return document


@transaction.atomic
def update_document(
    *, document: ContractDocument, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> ContractDocument:
    document = locked_row(document, by)
    changes = set_values(document, values, EDITABLE_FIELDS)
    if changes:
        document.save()
        _follow_visibility(document)
        record(
            action="contracts.update_document",
            summary=_("Document modifié\u00a0: %(title)s (%(visibility)s)")
            % {"title": document.title, "visibility": _visibility(document)},
            by=by,
            at=at,
            target=document,
            changes=changes,
        )
    return document


@transaction.atomic
def replace_document(
    *, document: ContractDocument, uploaded: File[Any], by: User, at: datetime.datetime
) -> ContractDocument:
    """Another file under the same title. The former one is kept nowhere: its mark stays in
    the audit trail."""
    document = locked_row(document, by)
    former = document.file
    document.file = store_upload(
        uploaded=uploaded,
        by=by,
        at=at,
        is_public=document.is_public and document.contract.is_public,
    )
    document.save()
    record(
        action="contracts.replace_document",
        summary=_("Document remplacé\u00a0: %(title)s") % {"title": document.title},
        by=by,
        at=at,
        target=document,
        changes={"file": [former.sha256, document.file.sha256]},
    )
    remove_file(stored=former)
    return document


@transaction.atomic
def remove_document(*, document: ContractDocument, by: User, at: datetime.datetime) -> None:
    document = locked_row(document, by)
    stored = document.file
    record(
        action="contracts.remove_document",
        summary=_("Document supprimé\u00a0: %(title)s") % {"title": document.title},
        by=by,
        at=at,
        target=document,
        changes={"file": [stored.sha256, None], "dated": [document.dated.isoformat(), None]},
    )
    document.delete()
    remove_file(stored=stored)


def _follow_visibility(document: ContractDocument) -> None:
    """The file itself is open to anyone exactly when document and contract are public."""
    document.file.is_public = document.is_public and document.contract.is_public
    document.file.save(update_fields=["is_public"])


def _visibility(document: ContractDocument) -> str:
    return _("public") if document.is_public else _("pour l’équipe")
