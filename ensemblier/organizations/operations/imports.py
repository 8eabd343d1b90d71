"""A list of organizations: seen, confirmed, and taken back while nothing newer touched it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import Refused
from ensemblier.core.imports import Report
from ensemblier.core.undo import take_back
from ensemblier.files.enums import TABLES
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.organizations.imports import LABEL, import_organizations
from ensemblier.organizations.models import OrganizationImport
from ensemblier.organizations.permissions import require_edit


@transaction.atomic
def prepare_import(
    *, uploaded: UploadedFile, by: User, at: datetime.datetime
) -> OrganizationImport:
    """Keep the file and say what it would change; nothing else is written."""
    require_edit(by)
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=TABLES)
    return OrganizationImport.objects.create(
        file=stored,
        file_name=stored.name,
        report=_run(stored, {}, write=False).as_dict(),
        created_by=by,
        created_at=at,
    )


@transaction.atomic
def remap_import(
    *, prepared: OrganizationImport, mapping: Mapping[str, str], by: User
) -> OrganizationImport:
    """Read the file again with the person's own {field: column}; "" gives a field no column."""
    require_edit(by)
    pending, stored = _pending(prepared)
    pending.mapping = dict(mapping)
    pending.report = _run(stored, mapping, write=False).as_dict()
    pending.save()
    return pending


@transaction.atomic
def apply_import(
    *, prepared: OrganizationImport, by: User, at: datetime.datetime
) -> OrganizationImport:
    """Write what was previewed. The report becomes that of what was really done."""
    require_edit(by)
    pending, stored = _pending(prepared)
    report = _run(stored, pending.mapping, write=True)
    pending.report, pending.applied_at, pending.file = report.as_dict(), at, None
    pending.save()
    remove_file(stored=stored)
    _record(
        "apply_import", _("Structures importées de %(file)s\u00a0: %(report)s"), pending, by, at
    )
    return pending


@transaction.atomic
def discard_import(*, prepared: OrganizationImport, by: User, at: datetime.datetime) -> None:
    require_edit(by)
    pending, stored = _pending(prepared)
    _record("discard_import", _("Import de structures abandonné\u00a0: %(file)s"), pending, by, at)
    pending.delete()
    remove_file(stored=stored)


@transaction.atomic
def undo_import(
    *, prepared: OrganizationImport, by: User, at: datetime.datetime
) -> OrganizationImport:
    """Take everything back, or refuse when one of the files served or changed since."""
    require_edit(by)
    done = OrganizationImport.objects.select_for_update().get(pk=prepared.pk)
    if not done.can_be_undone:
        raise Refused(_("Cet import n’est pas en place."))
    take_back(done.parsed_report, [LABEL])
    done.undone_at = at
    done.save()
    _record("undo_import", _("Import de structures annulé\u00a0: %(file)s"), done, by, at)
    return done


def _run(stored: StoredFile, mapping: Mapping[str, str], *, write: bool) -> Report:
    """The preview is the import itself, taken back: what is shown is what will be done."""
    with transaction.atomic():
        with stored.content.open("rb") as content:
            report = import_organizations(cast(BinaryIO, content), mapping)
        if not write:
            transaction.set_rollback(True)
    return report


def _pending(prepared: OrganizationImport) -> tuple[OrganizationImport, StoredFile]:
    pending = OrganizationImport.objects.select_for_update().filter(pk=prepared.pk).first()
    if pending is None or pending.applied_at or pending.file is None:
        raise Refused(_("Cet import est déjà fait ou abandonné."))
    return pending, pending.file


def _record(
    action: str, sentence: str, done: OrganizationImport, by: User, at: datetime.datetime
) -> None:
    record(
        action=f"organizations.{action}",
        summary=sentence % {"file": done.file_name, "report": done.parsed_report.sentence()},
        by=by,
        at=at,
        target=done,
    )
