"""A list of signatories: seen, confirmed, and taken back while nothing newer touched it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.imports import LABEL, import_signatories
from ensemblier.contracts.models import Contract, SignatoryImport
from ensemblier.contracts.operations.base import locked, locked_row
from ensemblier.core.exceptions import Refused
from ensemblier.core.imports import Report
from ensemblier.core.undo import take_back
from ensemblier.files.enums import TABLES
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload


@transaction.atomic
def prepare_signatories(
    *, contract: Contract, uploaded: UploadedFile, by: User, at: datetime.datetime
) -> SignatoryImport:
    """Keep the file and say what it would change; nothing else is written."""
    contract = locked(contract, by)
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=TABLES)
    return SignatoryImport.objects.create(
        contract=contract,
        file=stored,
        file_name=stored.name,
        report=_run(contract, stored, {}, write=False).as_dict(),
        created_by=by,
        created_at=at,
    )


@transaction.atomic
def remap_signatories(
    *, prepared: SignatoryImport, mapping: Mapping[str, str], by: User
) -> SignatoryImport:
    """Read the file again with the person's own {field: column}; "" gives a field no column."""
    pending, stored = _pending(prepared, by)
    pending.mapping = dict(mapping)
    pending.report = _run(pending.contract, stored, mapping, write=False).as_dict()
    pending.save()
    return pending


@transaction.atomic
def apply_signatories(
    *, prepared: SignatoryImport, by: User, at: datetime.datetime
) -> SignatoryImport:
    """Write what was previewed. The report becomes that of what was really done."""
    pending, stored = _pending(prepared, by)
    report = _run(pending.contract, stored, pending.mapping, write=True)
    pending.report, pending.applied_at, pending.file = report.as_dict(), at, None
    pending.save()
    remove_file(stored=stored)
    _record(
        "apply_signatories",
        _("Signataires importés de %(file)s\u00a0: %(report)s"),
        pending,
        by,
        at,
    )
    return pending


@transaction.atomic
def discard_signatories(*, prepared: SignatoryImport, by: User, at: datetime.datetime) -> None:
    pending, stored = _pending(prepared, by)
    _record(
        "discard_signatories", _("Import de signataires abandonné\u00a0: %(file)s"), pending, by, at
    )
    pending.delete()
    remove_file(stored=stored)


@transaction.atomic
def undo_signatories(
    *, prepared: SignatoryImport, by: User, at: datetime.datetime
) -> SignatoryImport:
    done = locked_row(prepared, by)
    if not done.can_be_undone:
        raise Refused(_("Cet import n’est pas en place."))
    take_back(done.parsed_report, [LABEL])
    done.undone_at = at
    done.save()
    _record("undo_signatories", _("Import de signataires annulé\u00a0: %(file)s"), done, by, at)
    return done


def _run(
    contract: Contract, stored: StoredFile, mapping: Mapping[str, str], *, write: bool
) -> Report:
    """The preview is the import itself, taken back."""
    with transaction.atomic():
        with stored.content.open("rb") as content:
            report = import_signatories(contract, cast(BinaryIO, content), mapping)
        if not write:
            transaction.set_rollback(True)
    return report


def _pending(prepared: SignatoryImport, by: User) -> tuple[SignatoryImport, StoredFile]:
    try:
        pending = locked_row(prepared, by)
    except SignatoryImport.DoesNotExist as error:
        raise Refused(_("Cet import est déjà fait ou abandonné.")) from error
    if pending.applied_at or pending.file is None:
        raise Refused(_("Cet import est déjà fait ou abandonné."))
    return pending, pending.file


def _record(
    action: str, sentence: str, done: SignatoryImport, by: User, at: datetime.datetime
) -> None:
    record(
        action=f"contracts.{action}",
        summary=sentence % {"file": done.file_name, "report": done.parsed_report.sentence()},
        by=by,
        at=at,
        target=done,
    )
