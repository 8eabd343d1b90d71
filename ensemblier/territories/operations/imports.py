"""An official file: seen, confirmed, and taken back while nothing newer touched its rows."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.apps import apps
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.changes import values_of
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.imports import Change, Report
from ensemblier.core.spreadsheets import Source
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
    if pending.applied_at:
        raise Refused(_("Cet import est déjà fait : annulez-le plutôt."))
    stored = pending.file
    record(
        action="territories.discard_import",
        summary=_("Import de « {file} » abandonné.").format(file=pending),
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
        summary=_("Fichier « {file} » importé : {report}.").format(
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
    if not done.applied_at or done.undone_at:
        raise Refused(_("Cet import n’est pas en place."))
    report = Report.from_dict(done.report)
    for change in reversed(report.updated):
        _restore(change)
    created = {(change.model, change.pk) for change in report.created}
    for model in UNDO_ORDER:
        changes = [change for change in report.created if change.model == model]
        _take_back(changes, created)
    done.undone_at = at
    done.save()
    record(
        action="territories.undo_import",
        summary=_("Import de « {file} » annulé.").format(file=done),
        by=by,
        at=at,
        target=done,
    )
    return done


def _restore(change: Change) -> None:
    thing = _thing(change)
    after = {name: pair[1] for name, pair in change.fields.items()}
    if thing is None or values_of(thing, after) != _comparable(thing, after):
        raise _touched(change)
    for name, (before, _after) in change.fields.items():
        field = cast("models.Field[Any, Any]", thing._meta.get_field(name))
        setattr(thing, name, field.to_python(before))
    thing.save()


def _comparable(thing: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """The values as the database gives them back: 40.0 becomes 40.0000."""
    for name, value in values.items():
        field = thing._meta.get_field(name)
        if isinstance(field, models.DecimalField) and value is not None:
            values[name] = f"{field.to_python(value):.{field.decimal_places}f}"
    return values


def _take_back(changes: list[Change], created: set[tuple[str, int | None]]) -> None:
    for change in changes:
        thing = _thing(change)
        fields = {name: pair[1] for name, pair in change.fields.items()}
        if thing is None:
            continue
        if values_of(thing, fields) != _comparable(thing, fields) or _is_used(thing, created):
            raise _touched(change)
        thing.delete()


def _is_used(thing: models.Model, created: set[tuple[str, int | None]]) -> bool:
    """Whether a row that this import did not create points to `thing`."""
    for relation in thing._meta.related_objects:
        model = relation.related_model
        rows = model._base_manager.filter(**{relation.field.name: thing.pk})
        label = model._meta.label_lower
        if any((label, pk) not in created for pk in rows.values_list("pk", flat=True)):
            return True
    return False


def _thing(change: Change) -> models.Model | None:
    model = apps.get_model(change.model)
    return model._base_manager.filter(pk=change.pk).first()


def _touched(change: Change) -> Refused:
    return Refused(
        _("L’import ne peut plus être annulé : « {what} » a servi ou changé depuis.").format(
            what=change.label
        )
    )


def _lock(territory_import: TerritoryImport) -> TerritoryImport:
    locked = TerritoryImport.objects.select_for_update(of=("self",)).select_related("file")
    found = locked.filter(pk=territory_import.pk).first()
    if found is None:
        raise InvalidInput(_("Cet import n’existe plus."))
    return found
