"""An official file: seen, confirmed, and taken back while nothing newer touched its rows."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.imports import Report
from ensemblier.core.spreadsheets import Source
from ensemblier.core.undo import take_back
from ensemblier.files.enums import MAPS, TABLES
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.territories.enums import ImportKind
from ensemblier.territories.imports import IMPORTERS, ImportOptions
from ensemblier.territories.models import TerritoryImport
from ensemblier.territories.permissions import require_edit

# Created rows are taken back in this order: what points before what is pointed at.
UNDO_ORDER = [
    "territories.statistic",
    "territories.arealink",
    "territories.perimeter",
    "territories.area",
    "territories.measure",
]


@transaction.atomic
def prepare_import(
    *,
    kind: str,
    uploaded: UploadedFile,
    options: ImportOptions,
    by: User,
    at: datetime.datetime,
) -> TerritoryImport:
    """Keep the file and say what it would change; nothing else is written."""
    require_edit(by)
    allowed = MAPS if kind == ImportKind.PERIMETERS else TABLES
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=allowed)
    with stored.content.open("rb") as content:
        report = _run(kind, cast(BinaryIO, content), options, write=False)
    return TerritoryImport.objects.create(
        kind=kind,
        file=stored,
        file_name=stored.name,
        options=options.as_dict(),
        report=report.as_dict(),
        created_by=by,
        created_at=at,
    )


@transaction.atomic
def apply_import(
    *, territory_import: TerritoryImport, by: User, at: datetime.datetime
) -> TerritoryImport:
    """Write what was previewed. The report becomes that of what was really done."""
    require_edit(by)
    pending = _lock(territory_import)
    if pending.applied_at or pending.file is None:
        raise Refused(_("Cet import est déjà fait."))
    options = ImportOptions.from_dict(pending.options)
    with pending.file.content.open("rb") as content:
        report = _run(pending.kind, cast(BinaryIO, content), options, write=True)
    stored, pending.file = pending.file, None
    return _finish(pending, report, by, at, stored)


@transaction.atomic
def discard_import(*, territory_import: TerritoryImport, by: User, at: datetime.datetime) -> None:
    """Forget a preview and its file."""
    require_edit(by)
    pending = _lock(territory_import)
    if not pending.is_pending:
        raise Refused(_("Cet import est déjà fait\u00a0: annulez-le plutôt."))
    stored = pending.file
    record(
        action="territories.discard_import",
        summary=_("Import de «\u00a0{file}\u00a0» abandonné.").format(file=pending),
        by=by,
        at=at,
        target=pending,
    )
    pending.delete()
    if stored:
        remove_file(stored=stored)


@transaction.atomic
def import_file(
    *,
    kind: str,
    path: Path,
    options: ImportOptions,
    by: User | None,
    at: datetime.datetime,
    write: bool = True,
) -> Report:
    """Import from the command line, where `by` may be nobody."""
    if by is not None:
        require_edit(by)
    report = _run(kind, path, options, write=write)
    if write:
        done = TerritoryImport(
            kind=kind,
            file_name=path.name[:255],
            options=options.as_dict(),
            created_by=by,
            created_at=at,
        )
        _finish(done, report, by, at)
    return report


def _run(kind: str, source: Source, options: ImportOptions, *, write: bool) -> Report:
    """The preview is the import itself, taken back: what is shown is what will be done."""
    with transaction.atomic():
        report = IMPORTERS[kind](source, options)
        if not write:
            transaction.set_rollback(True)
    return report


def _finish(
    done: TerritoryImport,
    report: Report,
    by: User | None,
    at: datetime.datetime,
    stored: Any = None,
) -> TerritoryImport:
    done.report = report.as_dict()
    done.applied_at = at
    done.save()
    if stored:
        remove_file(stored=stored)
    record(
        action="territories.apply_import",
        summary=_("Fichier «\u00a0{file}\u00a0» importé\u00a0: {report}.").format(
            file=done, report=report.sentence()
        ),
        by=by,
        at=at,
        target=done,
    )
    return done


@transaction.atomic
def undo_import(
    *, territory_import: TerritoryImport, by: User, at: datetime.datetime
) -> TerritoryImport:
    """Take everything back, or refuse when a row was touched since."""
    require_edit(by)
    done = _lock(territory_import)
    if not done.can_be_undone:
        raise Refused(_("Cet import n’est pas en place."))
    take_back(done.parsed_report, UNDO_ORDER)
    done.undone_at = at
    done.save()
    record(
        action="territories.undo_import",
        summary=_("Import de «\u00a0{file}\u00a0» annulé.").format(file=done),
        by=by,
        at=at,
        target=done,
    )
    return done


def _lock(territory_import: TerritoryImport) -> TerritoryImport:
    locked = TerritoryImport.objects.select_for_update(of=("self",)).select_related("file")
    found = locked.filter(pk=territory_import.pk).first()
    if found is None:
        raise InvalidInput(_("Cet import n’existe plus."))
    return found
