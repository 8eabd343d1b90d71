"""Preparing a consultation, sending it, giving it more time, calling it off."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked, set_values
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import long_date
from ensemblier.councils.deadlines import earliest_due
from ensemblier.councils.emails import write_to_council
from ensemblier.councils.enums import ConsultationState
from ensemblier.councils.lifecycle import CONSULTATION
from ensemblier.councils.models import Consultation, ConsultationPaper, Council
from ensemblier.councils.operations.telling import tell_members
from ensemblier.councils.rules import CONSULTATION_RULES, ConsultationRule
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload

FIELDS = ("title", "question", "due_on", "shorter_reason")
MOST_PAPERS = 30


@transaction.atomic
def prepare_consultations(
    *,
    contract: Contract,
    councils: Collection[Council],
    matter: str,
    values: Mapping[str, Any],
    papers: Sequence[File[Any]] = (),
    by: User,
    at: datetime.datetime,
) -> list[Consultation]:
    """A draft for each council, with the same words and papers; `values` maps `FIELDS`.

    Raises InvalidInput (fields «councils», «papers», and those of `FIELDS`).
    """
    contract = locked(contract, by)
    if not councils:
        raise InvalidInput(_("Choisissez au moins un conseil."), field="councils")
    if any(council.contract_id != contract.pk for council in councils):
        raise InvalidInput(_("Choisissez des conseils de ce contrat."), field="councils")
    files = [_stored(paper, by, at) for paper in _not_too_many(papers, 0)]
    prepared = []
    for council in councils:
        row = Consultation(contract=contract, council=council, matter=matter)
        row.created_by, row.created_at = by, at
        rule = CONSULTATION_RULES[matter]
        row.silence, row.rule_source = rule.silence, str(rule.source)
        set_values(row, values, FIELDS)
        require_time(row, rule, timezone.localdate(at))
        row.save()
        ConsultationPaper.objects.bulk_create(
            ConsultationPaper(consultation=row, file=stored) for stored in files
        )
        note("prepare_consultation", _("Consultation préparée\u00a0: %(what)s"), row, by=by, at=at)
        prepared.append(row)
    return prepared


@transaction.atomic
def update_consultation(
    *, consultation: Consultation, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Consultation:
    """While it is a draft."""
    row = locked_draft(consultation, by)
    changes = set_values(row, values, FIELDS)
    require_time(row, CONSULTATION_RULES[row.matter], timezone.localdate(at))
    if changes:
        row.save()
        note(
            "update_consultation",
            _("Consultation modifiée\u00a0: %(what)s"),
            row,
            by=by,
            at=at,
            changes=changes,
        )
    return row


@transaction.atomic
def add_papers(
    *, consultation: Consultation, papers: Sequence[File[Any]], by: User, at: datetime.datetime
) -> list[ConsultationPaper]:
    """While it is a draft: a council is not asked about papers that move."""
    row = locked_draft(consultation, by)
    _not_too_many(papers, row.papers.count())
    added = [
        ConsultationPaper.objects.create(consultation=row, file=_stored(paper, by, at))
        for paper in papers
    ]
    for paper in added:
        note(
            "add_consultation_paper",
            _("Consultation\u00a0: papier ajouté, %(what)s"),
            row,
            by=by,
            at=at,
            changes={"file": [None, paper.file.sha256]},
        )
    return added


@transaction.atomic
def remove_paper(*, paper: ConsultationPaper, by: User, at: datetime.datetime) -> None:
    """The file goes with its last paper."""
    row = locked_draft(paper.consultation, by)
    changes = {"file": [paper.file.sha256, None]}
    _forget(paper)
    summary = _("Consultation\u00a0: papier retiré, %(what)s")
    note("remove_consultation_paper", summary, row, by=by, at=at, changes=changes)


@transaction.atomic
def discard_consultation(*, consultation: Consultation, by: User, at: datetime.datetime) -> None:
    """A draft that was never sent leaves nothing behind but its entry in the trail."""
    row = locked_draft(consultation, by)
    note(
        "discard_consultation",
        _("Consultation supprimée avant son envoi\u00a0: %(what)s"),
        row,
        by=by,
        at=at,
    )
    for paper in row.papers.select_related("file"):
        _forget(paper)
    row.delete()


@transaction.atomic
def send_consultation(
    *, consultation: Consultation, by: User, at: datetime.datetime
) -> Consultation:
    """Its clock starts. The members are told, and the box of the council gets a letter."""
    row = locked_consultation(consultation)
    transition = CONSULTATION.check("send", row, by)
    require_time(row, CONSULTATION_RULES[row.matter], timezone.localdate(at))
    CONSULTATION.apply(transition, row, at)
    row.save()
    note("send_consultation", _("Consultation envoyée\u00a0: %(what)s"), row, by=by, at=at)
    tell_members(row, "sent", at)
    if row.council.email:
        transaction.on_commit(lambda: write_to_council.enqueue(row.pk))
    return row


@transaction.atomic
def extend_consultation(
    *, consultation: Consultation, due_on: datetime.date, by: User, at: datetime.datetime
) -> Consultation:
    """More time, as long as the answer is awaited; never less."""
    require_edit(by, consultation.contract)
    row = locked_consultation(consultation)
    if row.state != ConsultationState.SENT:
        raise Refused(_("Cette consultation n’attend plus de réponse."))
    if due_on <= row.due_on:
        raise InvalidInput(
            _("Choisissez un jour après le %(day)s.") % {"day": long_date(row.due_on)},
            field="due_on",
        )
    changes = {"due_on": [str(row.due_on), str(due_on)]}
    row.due_on = due_on
    row.save()
    summary = _("Consultation\u00a0: plus de temps pour répondre, %(what)s")
    note("extend_consultation", summary, row, by=by, at=at, changes=changes)
    tell_members(row, "extended", at)
    return row


@transaction.atomic
def cancel_consultation(
    *, consultation: Consultation, reason: str, by: User, at: datetime.datetime
) -> Consultation:
    """It stays in the history of the council, with the reason that its members read."""
    row = locked_consultation(consultation)
    transition = CONSULTATION.check("cancel", row, by)
    if not reason.strip():
        raise InvalidInput(_("Dites au conseil pourquoi."), field="reason")
    CONSULTATION.apply(transition, row, at)
    row.cancel_reason = reason.strip()
    row.save()
    changes = {"reason": ["", row.cancel_reason]}
    note(
        "cancel_consultation",
        _("Consultation annulée\u00a0: %(what)s"),
        row,
        by=by,
        at=at,
        changes=changes,
    )
    tell_members(row, "cancelled", at)
    return row


def locked_consultation(consultation: Consultation) -> Consultation:
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("contract", "council")
        .get(pk=consultation.pk)
    )


def locked_draft(consultation: Consultation, by: User) -> Consultation:
    require_edit(by, consultation.contract)
    row = locked_consultation(consultation)
    if row.state != ConsultationState.DRAFT:
        raise Refused(_("Cette consultation est envoyée\u00a0: elle ne change plus."))
    return row


def require_time(row: Consultation, rule: ConsultationRule, today: datetime.date) -> None:
    """At least what the rule gives if it were sent today, or the reason why not."""
    if row.due_on <= today:
        raise InvalidInput(_("Choisissez un jour à venir."), field="due_on")
    earliest = earliest_due(rule, today)
    if row.due_on < earliest and not row.shorter_reason:
        raise InvalidInput(
            _(
                "La règle (%(source)s) laisse au conseil jusqu’au %(day)s au moins. Choisissez ce "
                "jour ou un autre après, ou dites pourquoi le temps est plus court."
            )
            % {"source": rule.source, "day": long_date(earliest)},
            field="due_on",
        )


def note(
    action: str,
    summary: str,
    row: Consultation,
    *,
    by: User | None,
    at: datetime.datetime,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    """`summary` holds «%(what)s», the consultation."""
    record(
        action=f"councils.{action}",
        summary=summary % {"what": row},
        by=by,
        at=at,
        target=row,
        contract_id=row.contract_id,
        changes=changes,
    )


def _not_too_many(papers: Sequence[File[Any]], known: int) -> Sequence[File[Any]]:
    if known + len(papers) > MOST_PAPERS:
        raise InvalidInput(
            _("Une consultation porte %(most)d papiers au plus.") % {"most": MOST_PAPERS},
            field="papers",
        )
    return papers


def _stored(paper: File[Any], by: User, at: datetime.datetime) -> StoredFile:
    try:
        return store_upload(uploaded=paper, by=by, at=at)
    except InvalidInput as refusal:
        raise InvalidInput(f"{paper.name}\u00a0: {refusal}", field="papers") from refusal


def _forget(paper: ConsultationPaper) -> None:
    stored = paper.file
    paper.delete()
    if not ConsultationPaper.objects.filter(file=stored).exists():
        remove_file(stored=stored)
