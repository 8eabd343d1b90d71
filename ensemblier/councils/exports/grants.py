"""Running grants and trainings as tables."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.councils.models import Training
from ensemblier.councils.queries.running_grants import Line

Table = tuple[list[str], Iterable[list[Any]]]


def export_of_grants(grants: Iterable[Any], today: datetime.date) -> Table:
    """Of `queries.running_grants.grants_for`."""
    columns = [
        *(_("conseil"), _("année"), _("financeur"), _("dotation (€)"), _("reçu (€)")),
        *(_("dépensé (€)"), _("reste (€)"), _("close"), _("bilan attendu avant le")),
        _("bilan en retard"),
    ]
    return columns, (
        [
            grant.council.name,
            grant.year,
            grant.funder,
            grant.amount_cents / 100,
            (grant.in_cents or 0) / 100,
            (grant.spent_cents or 0) / 100,
            grant.balance_cents / 100,
            grant.is_closed,
            grant.report_due_on,
            grant.is_report_late(today),
        ]
        for grant in grants
    )


def export_of_ledger(lines: Iterable[Line]) -> Table:
    columns = [
        *(_("jour"), _("objet"), _("sorte"), _("montant (€)"), _("reste (€)")),
        *(_("rayée"), _("justificatif")),
    ]
    return columns, (
        [
            line.entry.on,
            line.entry.label,
            line.entry.get_kind_display(),
            line.entry.signed_cents / 100,
            line.left_cents / 100,
            line.entry.cross_reason,
            line.entry.receipt.name if line.entry.receipt else "",
        ]
        for line in lines
    )


def export_of_trainings(trainings: Iterable[Training]) -> Table:
    """One row for each member present; one without a name for a session that nobody came to."""
    columns = [
        *(_("thème"), _("jour"), _("heures"), _("donnée par"), _("lieu")),
        *(_("conseil"), _("personne")),
    ]
    return columns, (row for training in trainings for row in _training_rows(training))


def _training_rows(training: Training) -> list[list[Any]]:
    head = [training.theme, training.held_on, training.hours, training.trainer, training.place]
    attendees = list(training.attendees.all())
    if not attendees:
        return [[*head, "", ""]]
    return [[*head, mandate.council.name, str(mandate.user)] for mandate in attendees]
