"""A matrix that comes back from a spreadsheet: compared, confirmed, taken back."""

from __future__ import annotations

import datetime
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ensemblier.accounts.models import User
from ensemblier.applications.models import Request
from ensemblier.audit.operations import record
from ensemblier.calls.models import Call
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.imports import Change, Report
from ensemblier.core.typography import euros
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.funding.enums import AmountField
from ensemblier.funding.imports import Read, read_workbook
from ensemblier.funding.models import MatrixImport
from ensemblier.funding.operations.amounts import Batch, Cell, set_amounts, undo_batch
from ensemblier.funding.permissions import require_write
from ensemblier.funding.queries.matrix import matrix_of


@transaction.atomic
def prepare_workbook(
    *, call: Call, uploaded: UploadedFile, by: User, at: datetime.datetime
) -> MatrixImport:
    """Keep what the file would change; no amount is written. Raises InvalidInput, NotAllowed."""
    require_write(by, call)
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=("xlsx",))
    with stored.content.open("rb") as content:
        read = read_workbook(cast(BinaryIO, content), matrix_of(call, by))
    report = _tried(call, read, by, at)
    prepared = MatrixImport.objects.create(
        contract=call.contract,
        call=call,
        file=None,
        file_name=stored.name,
        report=report.as_dict(),
        cells=[_as_json(cell, read.lines[cell]) for cell in read.cells],
        created_by=by,
        created_at=at,
    )
    remove_file(stored=stored)
    with override("fr"):
        summary = _("Tableau «\u00a0%(file)s\u00a0» déposé pour comparaison") % {
            "file": prepared.file_name
        }
    record(action="funding.prepare_workbook", summary=summary, by=by, at=at, target=prepared)
    return prepared


@transaction.atomic
def apply_workbook(*, prepared: MatrixImport, by: User, at: datetime.datetime) -> MatrixImport:
    """Write the cells that still fit; the report becomes that of what was really done."""
    pending = _pending(prepared, by)
    call = pending.call
    lines = {_from_json(row): int(row[4]) for row in pending.cells}
    with override("fr"):
        why = _("Tableau «\u00a0%(file)s\u00a0»") % {"file": pending.file_name}
    batch = set_amounts(call=call, cells=list(lines), by=by, at=at, partly=True, why=why)
    report = pending.parsed_report
    written = {cell for cell in lines if cell not in batch.refusals}
    known = {(row.line, row.reason) for row in report.refused}
    _tell(report, call, batch, lines, known)
    pending.report, pending.applied_at = report.as_dict(), at
    pending.batch = batch.key if written else None
    pending.save()
    return pending


@transaction.atomic
def discard_workbook(*, prepared: MatrixImport, by: User, at: datetime.datetime) -> None:
    pending = _pending(prepared, by)
    with override("fr"):
        summary = _("Tableau «\u00a0%(file)s\u00a0» abandonné") % {"file": pending.file_name}
    record(
        action="funding.discard_workbook",
        summary=summary,
        by=by,
        at=at,
        contract_id=pending.contract_id,
    )
    pending.delete()


@transaction.atomic
def undo_workbook(*, prepared: MatrixImport, by: User, at: datetime.datetime) -> MatrixImport:
    """All the amounts that the file wrote, or none. Raises Refused."""
    done = _locked(prepared, by)
    if not done.can_be_undone or done.batch is None:
        raise Refused(_("Ce tableau n’a rien écrit, ou il est déjà annulé."))
    undo_batch(call=done.call, batch=done.batch, by=by, at=at)
    done.undone_at = at
    done.save()
    return done


def _tried(call: Call, read: Read, by: User, at: datetime.datetime) -> Report:
    """The comparison is the writing itself, taken back."""
    report = Report(unchanged=read.unchanged, columns=[_("cellule")])
    for line, what, why in read.refusals:
        report.refuse(line, why, [what])
    if read.overtaken:
        report.note(
            ngettext(
                "Un montant a changé ici depuis que le fichier a été téléchargé, et pas dans le "
                "fichier\u00a0: il reste comme il est.",
                "%(count)d montants ont changé ici depuis que le fichier a été téléchargé, et pas "
                "dans le fichier\u00a0: ils restent comme ils sont.",
                read.overtaken,
            )
            % {"count": read.overtaken}
        )
    with transaction.atomic():
        batch = set_amounts(call=call, cells=read.cells, by=by, at=at, partly=True)
        transaction.set_rollback(True)
    _tell(report, call, batch, read.lines, set())
    return report


def _tell(
    report: Report,
    call: Call,
    batch: Batch,
    lines: dict[Cell, int],
    known: set[tuple[int, str]],
) -> None:
    """What is written and what is refused, cell by cell, in the order of the file."""
    rows = Request.objects.filter(
        pk__in=[cell.request_id for cell in lines], application__call=call
    ).select_related("application", "funder")
    requests = {row.pk: row for row in rows}
    before = {(edit.award.request_id, edit.field): edit.before for edit in batch.edits}
    report.updated = []
    for cell, line in sorted(lines.items(), key=lambda item: item[1]):
        request = requests[cell.request_id]
        label = (
            f"{request.application.reference}, {request.funder.label}, "
            f"{AmountField(cell.field).label}"
        )
        if refusal := batch.refusals.get(cell):
            if (line, str(refusal)) not in known:
                report.refuse(line, refusal, [label])
            continue
        pair = [_said(before.get((cell.request_id, cell.field))), _said(cell.cents)]
        report.updated.append(Change(label, line, {"amount": pair}))
    report.refused.sort(key=lambda row: row.line)


def _said(cents: int | None) -> str:
    return "" if cents is None else euros(cents)


def _as_json(cell: Cell, line: int) -> list[int | str | None]:
    return [cell.request_id, str(cell.field), cell.cents, cell.seen[0] if cell.seen else None, line]


def _from_json(row: list[int | str | None]) -> Cell:
    request_id, name, cents, seen, _line = row
    return Cell(
        int(request_id or 0),
        AmountField(str(name)),
        cast("int | None", cents),
        (cast("int | None", seen),),
    )


def _locked(prepared: MatrixImport, by: User) -> MatrixImport:
    try:
        found = MatrixImport.objects.select_for_update(of=("self",)).get(pk=prepared.pk)
    except MatrixImport.DoesNotExist as error:
        raise Refused(_("Ce tableau est déjà appliqué ou abandonné.")) from error
    if found.created_by_id != by.pk:
        raise NotAllowed(_("Ce tableau est celui de la personne qui l’a déposé."))
    return found


def _pending(prepared: MatrixImport, by: User) -> MatrixImport:
    found = _locked(prepared, by)
    if not found.is_pending:
        raise Refused(_("Ce tableau est déjà appliqué ou abandonné."))
    return found
