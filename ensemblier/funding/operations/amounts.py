"""The one way to write what is proposed and granted: under lock, or not at all.

Whoever writes several cells calls `set_amounts` once rather than `set_granted` several times:
locks are then taken in an order in which nobody waits for ever. What is guaranteed is told in
`docs/rules/envelopes.md`.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ensemblier.accounts.models import User
from ensemblier.applications.models import Request
from ensemblier.audit.operations import record
from ensemblier.calls.models import Call, Envelope
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.typography import euros
from ensemblier.funding.enums import AmountField
from ensemblier.funding.models import AmountEdit, Award
from ensemblier.funding.operations.ledger import Cell, Conflict, Ledger, Seen
from ensemblier.funding.permissions import can_view_matrix

__all__ = [
    "Batch",
    "Cell",
    "CellsRefused",
    "Conflict",
    "set_amounts",
    "set_granted",
    "set_proposed",
    "undo_batch",
    "undo_last",
]


@dataclass
class Batch:
    """What was written together, and is taken back together."""

    key: uuid.UUID
    awards: dict[int, Award] = field(default_factory=dict)
    edits: list[AmountEdit] = field(default_factory=list)
    refusals: dict[Cell, Refused] = field(default_factory=dict)


class CellsRefused(Refused):
    """Some cells do not fit, so none was written. `refusals` says why, cell by cell."""

    def __init__(self, refusals: dict[Cell, Refused]) -> None:
        sentence = str(next(iter(refusals.values())))
        more = len(refusals) - 1
        if more:
            sentence += " " + ngettext(
                "Un autre montant ne va pas. Rien n’a été écrit.",
                "%(count)d autres montants ne vont pas. Rien n’a été écrit.",
                more,
            ) % {"count": more}
        super().__init__(sentence)
        self.refusals = refusals


def set_proposed(
    *,
    request: Request,
    cents: int | None,
    by: User,
    at: datetime.datetime,
    seen: Seen = (),
    envelope: Envelope | None = None,
) -> Award:
    """What the funder thinks of giving; None takes it back. Raises Refused, NotAllowed."""
    cell = _cell(request, AmountField.PROPOSED, cents, seen, envelope)
    return _set_one(request, cell, by, at)


def set_granted(
    *,
    request: Request,
    cents: int | None,
    by: User,
    at: datetime.datetime,
    seen: Seen = (),
    envelope: Envelope | None = None,
) -> Award:
    """What the funder gives: the line becomes granted, refused for 0, open again for None.

    It comes from `envelope`, else from the one that the award has, else from the funder's first.
    `decided_on` becomes the day of `at`. Raises Refused, NotAllowed.
    """
    cell = _cell(request, AmountField.GRANTED, cents, seen, envelope)
    return _set_one(request, cell, by, at)


def _cell(
    request: Request,
    name: AmountField,
    cents: int | None,
    seen: Seen,
    envelope: Envelope | None,
) -> Cell:
    return Cell(request.pk, name, cents, seen, envelope.pk if envelope else None)


def _set_one(request: Request, cell: Cell, by: User, at: datetime.datetime) -> Award:
    call = request.application.call
    if call is None:
        raise Refused(_("Ce dossier n’est encore dans aucun appel."))
    try:
        batch = set_amounts(call=call, cells=[cell], by=by, at=at)
    except CellsRefused as refusal:
        raise refusal.refusals[cell] from refusal
    award = batch.awards[request.pk]
    request.state = award.request.state
    return award


@transaction.atomic
def set_amounts(
    *,
    call: Call,
    cells: Sequence[Cell],
    by: User,
    at: datetime.datetime,
    partly: bool = False,
    why: str = "",
) -> Batch:
    """All the cells or, with `partly`, those that fit. Raises CellsRefused.

    Cells are tried in order, each after those before it. `why` begins the entry of the trail:
    «Scénario « B » appliqué».
    """
    ledger = Ledger(call, cells, by, at)
    batch = Batch(uuid.uuid4())
    for cell in cells:
        try:
            batch.awards[cell.request_id] = ledger.put(cell)
        except Refused as refusal:
            batch.refusals[cell] = refusal
    if batch.refusals and not partly:
        raise CellsRefused(batch.refusals)
    ledger.save(batch.key)
    batch.edits = ledger.edits
    _record(ledger, why)
    for pk, award in batch.awards.items():
        award.request = ledger.requests[pk]
    return batch


def undo_last(*, call: Call, by: User, at: datetime.datetime) -> Batch:
    """Take back what this person wrote last in this call; one goes further and further back.

    Raises Refused, as `undo_batch`.
    """
    if not can_view_matrix(by, call):
        raise NotAllowed(_("Vous n’avez pas accès à ce tableau."))
    last = _own_edits(call, by).filter(undone_at__isnull=True).first()
    if last is None:
        raise Refused(_("Vous n’avez rien à annuler dans ce tableau."))
    return undo_batch(call=call, batch=last.batch, by=by, at=at)


@transaction.atomic
def undo_batch(*, call: Call, batch: uuid.UUID, by: User, at: datetime.datetime) -> Batch:
    """Take back what this person wrote together, all of it or nothing.

    Refused when somebody changed one of the cells since, or when what was there before does not
    fit any more. What is taken back is not offered again.
    """
    edits = list(
        _own_edits(call, by)
        .filter(batch=batch, undone_at__isnull=True)
        .select_related("award")
        .order_by("-pk")
    )
    if not edits:
        raise Refused(_("Ces montants sont déjà comme avant."))
    cells = [
        Cell(edit.award.request_id, AmountField(edit.field), edit.before, (edit.after,))
        for edit in edits
    ]
    # Room is made first: an envelope may be full of what is being taken back.
    cells.sort(key=lambda cell: (cell.cents or 0) - ((cell.seen[0] or 0) if cell.seen else 0))
    with override("fr"):
        why = _("Annulation")
    undone = set_amounts(call=call, cells=cells, by=by, at=at, why=why)
    AmountEdit.objects.filter(pk__in=[edit.pk for edit in edits + undone.edits]).update(
        undone_at=at
    )
    return undone


def _own_edits(call: Call, by: User) -> QuerySet[AmountEdit]:
    return AmountEdit.objects.filter(by=by, award__request__application__call=call)


def _record(ledger: Ledger, why: str) -> None:
    """One entry for all that was written together."""
    with override("fr"):
        changes = _changes(ledger)
        if not changes:
            return
        if len(changes) == 1:
            (cell, (before, after)), *_rest = changes.items()
            summary = _("%(cell)s\u00a0: %(after)s (avant\u00a0: %(before)s)") % {
                "cell": cell,
                "after": _said(after),
                "before": _said(before),
            }
        else:
            summary = _("%(count)d montants changés dans «\u00a0%(call)s\u00a0»") % {
                "count": len(changes),
                "call": ledger.call.name,
            }
    written = list(ledger.touched)
    record(
        action="funding.set_amounts",
        summary=f"{why}\u00a0: {summary}" if why else summary,
        by=ledger.by,
        at=ledger.at,
        target=ledger.awards[written[0]] if len(written) == 1 else ledger.call,
        changes=changes,
    )


def _changes(ledger: Ledger) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    for edit in ledger.edits:
        cell = _cell_name(ledger, edit.award.request_id, AmountField(edit.field).label)
        changes[cell] = [edit.before, edit.after]
    for pk, pair in ledger.moves.items():
        changes[_cell_name(ledger, pk, _("enveloppe"))] = pair
    return changes


def _cell_name(ledger: Ledger, request_id: int, column: object) -> str:
    request = ledger.requests[request_id]
    return f"{request.application.reference}, {request.funder.label}, {column}"


def _said(value: int | str | None) -> str:
    if isinstance(value, int):
        return euros(value)
    return value or _("rien")
