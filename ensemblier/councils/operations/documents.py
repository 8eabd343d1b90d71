"""Papers of a council: public ones are on its page, the others are for its members."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.validation import check_valid
from ensemblier.councils.models import Council, CouncilDocument
from ensemblier.councils.operations.base import held_by_member, held_row, note
from ensemblier.files.operations import remove_file, store_upload

DOCUMENT_FIELDS = ("kind", "title", "dated", "is_public")


@transaction.atomic
def add_document(
    *,
    council: Council,
    kind: str,
    title: str,
    uploaded: File[Any],
    dated: datetime.date,
    by: User,
    at: datetime.datetime,
    is_public: bool = False,
) -> CouncilDocument:
    council = held_by_member(council, by)
    document = CouncilDocument(contract=council.contract, council=council)
    values = {"kind": kind, "title": title, "dated": dated, "is_public": is_public}
    for field, value in values.items():
        setattr(document, field, value)
    check_valid(document, exclude=["file"])
    document.file = store_upload(
        uploaded=uploaded, by=by, at=at, is_public=is_public and council.contract.is_public
    )
    document.save()
    summary = _("Document ajouté au conseil %(council)s\u00a0: %(title)s") % {
        "council": council,
        "title": document.title,
    }
    changes: dict[str, list[Any]] = {"file": [None, document.file.sha256]}
    note("add_document", summary, document, council, by, at, changes)
    return document


@transaction.atomic
def update_document(
    *, document: CouncilDocument, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> CouncilDocument:
    document = held_row(document, by)
    changes = set_values(document, values, DOCUMENT_FIELDS)
    if changes:
        document.save()
        document.file.is_public = document.is_public and document.contract.is_public
        document.file.save(update_fields=["is_public"])
        summary = _("Document modifié\u00a0: %(title)s") % {"title": document.title}
        note("update_document", summary, document, document.council, by, at, changes)
    return document


@transaction.atomic
def remove_document(*, document: CouncilDocument, by: User, at: datetime.datetime) -> None:
    document = held_row(document, by)
    stored = document.file
    summary = _("Document supprimé\u00a0: %(title)s") % {"title": document.title}
    changes = {"file": [stored.sha256, None]}
    note("remove_document", summary, document, document.council, by, at, changes)
    document.delete()
    remove_file(stored=stored)
