"""Letting go of the papers of councils that bear people's names."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.audit.operations import record
from ensemblier.councils.models import Consultation, ConsultationRecusal, GrantEntry
from ensemblier.councils.operations.consultations import note
from ensemblier.files.operations import remove_file


def purge_opinion_minutes(*, at: datetime.datetime, days: int) -> int:
    """Minutes joined to opinions, and who stayed out and why, `days` after the consultation was
    closed; how many. The opinion and how many were present stay."""
    before = at - datetime.timedelta(days=days)
    stakes = ConsultationRecusal.objects.filter(consultation__closed_at__lt=before)
    count = stakes.delete()[0]
    old = Consultation.objects.filter(closed_at__lt=before, minutes__isnull=False)
    for row in old.select_related("minutes", "council"):
        with transaction.atomic():
            stored, row.minutes = row.minutes, None
            assert stored is not None  # noqa: S101 – filtered above
            row.save(update_fields=["minutes"])
            changes = {"minutes": [stored.sha256, None]}
            remove_file(stored=stored)
            summary = _("Compte rendu d’un conseil effacé à son terme\u00a0: %(what)s")
            note("purge_opinion_minutes", summary, row, by=None, at=at, changes=changes)
        count += 1
    return count


def purge_receipts(*, at: datetime.datetime, days: int) -> int:
    """Receipts of years closed `days` ago; how many. The lines of the accounts stay."""
    before = at - datetime.timedelta(days=days)
    old = GrantEntry.objects.filter(grant__closed_at__lt=before, receipt__isnull=False)
    count = 0
    for entry in old.select_related("receipt", "grant__council"):
        with transaction.atomic():
            stored, entry.receipt = entry.receipt, None
            assert stored is not None  # noqa: S101 – filtered above
            entry.save(update_fields=["receipt"])
            record(
                action="councils.purge_receipt",
                summary=_("%(grant)s\u00a0: justificatif effacé à son terme, %(label)s")
                % {"grant": entry.grant, "label": entry.label},
                by=None,
                at=at,
                target=entry.grant,
                changes={"receipt": [stored.sha256, None]},
            )
            remove_file(stored=stored)
        count += 1
    return count
