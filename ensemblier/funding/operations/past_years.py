"""A past year from a spreadsheet: seen, confirmed, and taken back while nothing depends on it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import Refused
from ensemblier.core.imports import Change, Report
from ensemblier.core.undo import take_back
from ensemblier.files.enums import TABLES
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.funding.models import PastYearImport, RememberedMapping
from ensemblier.funding.past_years import Made, import_past_year
from ensemblier.funding.past_years.columns import digest_of
from ensemblier.funding.past_years.writing import TABLES as WRITTEN


@transaction.atomic
def prepare_past_year(
    *, contract: Contract, uploaded: UploadedFile, by: User, at: datetime.datetime
) -> PastYearImport:
    """Keep the file and say what it would write, with the columns chosen last time for the
    same headers."""
    contract = _locked(contract, by)
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=TABLES)
    report, _made = _run(contract, stored, {}, at=at, write=False)
    mapping = _remembered(contract, report)
    if mapping:
        report, _made = _run(contract, stored, mapping, at=at, write=False)
    prepared = PastYearImport.objects.create(
        contract=contract,
        file=stored,
        file_name=stored.name,
        mapping=mapping,
        report=report.as_dict(),
        created_by=by,
        created_at=at,
    )
    _record("prepare_past_year", _("Année passée envoyée\u00a0: %(file)s"), prepared, by, at)
    return prepared


@transaction.atomic
def remap_past_year(
    *, prepared: PastYearImport, mapping: Mapping[str, str], by: User, at: datetime.datetime
) -> PastYearImport:
    """Read the file again with a person's own {field: column} and defaults."""
    contract = _locked(prepared.contract, by)
    pending, stored = _pending(prepared)
    pending.mapping = dict(mapping)
    report, _made = _run(contract, stored, mapping, at=at, write=False)
    pending.report = report.as_dict()
    pending.save()
    _record(
        "remap_past_year", _("Colonnes choisies pour %(file)s\u00a0: %(report)s"), pending, by, at
    )
    return pending


@transaction.atomic
def apply_past_year(*, prepared: PastYearImport, by: User, at: datetime.datetime) -> PastYearImport:
    """Write what was previewed, and remember the columns for the next file like it."""
    contract = _locked(prepared.contract, by)
    pending, stored = _pending(prepared)
    report, made = _run(contract, stored, pending.mapping, at=at, write=True)
    if report.changes_nothing:
        raise Refused(_("Aucune ligne de ce fichier ne peut entrer\u00a0: voyez les raisons."))
    pending.report, pending.applied_at, pending.file = report.as_dict(), at, None
    pending.created = {"changes": made.changes}
    pending.save()
    RememberedMapping.objects.update_or_create(
        contract=contract,
        headers_digest=digest_of(report.columns),
        defaults={"mapping": _to_remember(report, pending), "used_at": at},
    )
    remove_file(stored=stored)
    _record(
        "apply_past_year", _("Année passée importée de %(file)s\u00a0: %(report)s"), pending, by, at
    )
    return pending


@transaction.atomic
def discard_past_year(*, prepared: PastYearImport, by: User, at: datetime.datetime) -> None:
    _locked(prepared.contract, by)
    pending, stored = _pending(prepared)
    _record("discard_past_year", _("Import d’une année abandonné\u00a0: %(file)s"), pending, by, at)
    pending.delete()
    remove_file(stored=stored)


@transaction.atomic
def undo_past_year(*, prepared: PastYearImport, by: User, at: datetime.datetime) -> PastYearImport:
    """Take back every row, or refuse when something written since depends on one of them."""
    _locked(prepared.contract, by)
    done = PastYearImport.objects.select_for_update().get(pk=prepared.pk)
    if not done.can_be_undone:
        raise Refused(_("Cet import n’est pas en place."))
    changes = [Change(**change) for change in done.created.get("changes", [])]
    take_back(Report(created=changes), WRITTEN)
    done.undone_at, done.created = at, {}
    done.save()
    _record("undo_past_year", _("Import d’une année annulé\u00a0: %(file)s"), done, by, at)
    return done


def _locked(contract: Contract, by: User) -> Contract:
    require_edit(by, contract)
    return Contract.objects.select_for_update().get(pk=contract.pk)


def _remembered(contract: Contract, report: Report) -> dict[str, str]:
    row = RememberedMapping.objects.filter(
        contract=contract, headers_digest=digest_of(report.columns)
    ).first()
    return row.mapping if row else {}


def _to_remember(report: Report, done: PastYearImport) -> dict[str, str]:
    """Which sheet was read says nothing of the next file."""
    mapping = {**report.mapping, **done.mapping}
    mapping.pop("sheet", None)
    return mapping


def _run(
    contract: Contract,
    stored: StoredFile,
    mapping: Mapping[str, str],
    *,
    at: datetime.datetime,
    write: bool,
) -> tuple[Report, Made]:
    """The preview is the import itself, taken back: what is shown is what will be done."""
    with transaction.atomic():
        with stored.content.open("rb") as content:
            found = import_past_year(contract, cast(BinaryIO, content), mapping, at=at)
        if not write:
            transaction.set_rollback(True)
    return found


def _pending(prepared: PastYearImport) -> tuple[PastYearImport, StoredFile]:
    pending = PastYearImport.objects.select_for_update().filter(pk=prepared.pk).first()
    if pending is None or pending.applied_at or pending.file is None:
        raise Refused(_("Cet import est déjà fait ou abandonné."))
    return pending, pending.file


def _record(
    action: str, sentence: str, done: PastYearImport, by: User, at: datetime.datetime
) -> None:
    record(
        action=f"funding.{action}",
        summary=sentence % {"file": done.file_name, "report": done.parsed_report.sentence()},
        by=by,
        at=at,
        target=done,
    )
