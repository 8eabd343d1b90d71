"""Photos, attendance sheets, receipts."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.files.enums import IMAGES
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.outcomes.enums import ReportFileKind
from ensemblier.outcomes.models import Report, ReportFile
from ensemblier.outcomes.operations.base import locked_report
from ensemblier.outcomes.permissions import can_write_report

MOST_FILES = 40


def _writable(report: Report, by: User) -> Report:
    locked = locked_report(report)
    if not can_write_report(by, locked):
        raise NotAllowed(
            _("Ce bilan ne se modifie plus. Pour une correction, écrivez à l’équipe du contrat.")
        )
    return locked


@transaction.atomic
def add_file(
    *,
    report: Report,
    kind: str,
    uploaded: File[Any],
    by: User,
    at: datetime.datetime,
    caption: str = "",
) -> ReportFile:
    """Raises InvalidInput (field «file» or «kind»)."""
    report = _writable(report, by)
    if kind not in ReportFileKind.values:
        raise InvalidInput(_("Choisissez une sorte de la liste."), field="kind")
    if report.files.count() >= MOST_FILES:
        raise InvalidInput(
            _("Un bilan porte %(most)d pièces au plus\u00a0: réunissez-en plusieurs en un fichier.")
            % {"most": MOST_FILES},
            field="file",
        )
    is_photo = kind == ReportFileKind.PHOTO
    stored = (
        store_upload(uploaded=uploaded, by=by, at=at, allowed=IMAGES)
        if is_photo
        else store_upload(uploaded=uploaded, by=by, at=at)
    )
    added = ReportFile.objects.create(
        report=report, kind=kind, caption=caption.strip(), file=stored, added_by=by, added_at=at
    )
    record(
        action="outcomes.add_file",
        summary=_("Bilan du dossier %(reference)s\u00a0: pièce ajoutée, %(name)s.")
        % {"reference": report.application.reference, "name": stored.name},
        by=by,
        at=at,
        target=report,
        changes={"file": [None, stored.sha256]},
    )
    return added


@transaction.atomic
def remove_report_file(*, file: ReportFile, by: User, at: datetime.datetime) -> None:
    _writable(file.report, by)
    _forget(file, by=by, at=at)


def _forget(file: ReportFile, *, by: User | None, at: datetime.datetime) -> None:
    report, stored = file.report, file.file
    file.delete()
    remove_file(stored=stored)
    record(
        action="outcomes.remove_file",
        summary=_("Bilan du dossier %(reference)s\u00a0: pièce supprimée, %(name)s.")
        % {"reference": report.application.reference, "name": stored.name},
        by=by,
        at=at,
        target=report,
        changes={"file": [stored.sha256, None]},
    )


def purge_papers(*, at: datetime.datetime, days: int) -> int:
    """Delete the photos and papers of reports accepted more than `days` ago; how many."""
    old = ReportFile.objects.filter(report__accepted_at__lt=at - datetime.timedelta(days=days))
    count = 0
    for file in old.select_related("file", "report__application"):
        with transaction.atomic():
            _forget(file, by=None, at=at)
        count += 1
    return count
