"""Photos and receipts of a request."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.files.enums import IMAGES
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.fund.enums import FINAL, FileKind
from ensemblier.fund.models import FundFile, FundRequest
from ensemblier.fund.operations.base import locked_request, trace
from ensemblier.fund.permissions import require_assist

MOST_FILES = 20
ACCEPTED = ("pdf", *IMAGES)


def keep_file(
    request: FundRequest,
    kind: str,
    uploaded: File[Any],
    *,
    by: User | None,
    at: datetime.datetime,
) -> FundFile:
    """Within the operation that holds the request. Raises InvalidInput (field «file»)."""
    if request.files.count() >= MOST_FILES:
        raise InvalidInput(
            _("Une demande porte %(most)d fichiers au plus.") % {"most": MOST_FILES}, field="file"
        )
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=accepted_as(kind))
    return FundFile.objects.create(request=request, kind=kind, file=stored, added_at=at)


def accepted_as(kind: str) -> tuple[str, ...]:
    is_photo = kind in (FileKind.PHOTO, FileKind.REPORT_PHOTO)
    return IMAGES if is_photo else ACCEPTED


@transaction.atomic
def add_file(
    *,
    request: FundRequest,
    kind: str,
    uploaded: File[Any],
    by: User | None,
    at: datetime.datetime,
) -> FundFile:
    """By who holds the code (`by` nobody), or for them, until the request is closed."""
    request = locked_request(request)
    _may_write(request, by)
    if kind not in FileKind.values:
        raise InvalidInput(_("Choisissez une sorte de la liste."), field="kind")
    added = keep_file(request, kind, uploaded, by=by, at=at)
    summary = _("Demande %(reference)s\u00a0: fichier ajouté.") % {"reference": request.reference}
    trace(request, "add_file", summary, by=by, at=at, file=[None, added.file.sha256])
    return added


@transaction.atomic
def drop_file(*, file: FundFile, by: User | None, at: datetime.datetime) -> None:
    request = locked_request(file.request)
    _may_write(request, by)
    forget_file(file, by=by, at=at)


def forget_file(file: FundFile, *, by: User | None, at: datetime.datetime) -> None:
    """The row and its bytes, told in the trail."""
    request, stored = file.request, file.file
    file.delete()
    remove_file(stored=stored)
    summary = _("Demande %(reference)s\u00a0: fichier supprimé.") % {"reference": request.reference}
    trace(request, "drop_file", summary, by=by, at=at, file=[stored.sha256, None])


def _may_write(request: FundRequest, by: User | None) -> None:
    if by is not None:
        require_assist(by, request)
    if request.state in FINAL:
        raise Refused(_("Cette demande est terminée\u00a0: ses pièces ne changent plus."))
