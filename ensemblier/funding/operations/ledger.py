"""The rows behind some cells of the matrix, locked; amounts are tried on them, then written.

Locks are taken in one order everywhere: applications, envelopes, requests, awards, each by
number, then the head of the audit trail. Two people can then never wait for each other.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.lifecycle import UNSETTLED
from ensemblier.applications.models import Application, Request
from ensemblier.applications.operations.states import move_request
from ensemblier.calls.models import Call, Envelope
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.typography import euros
from ensemblier.funding.enums import AmountField
from ensemblier.funding.models import AmountEdit, Award, Payment
from ensemblier.funding.permissions import columns_of
from ensemblier.funding.queries.columns import applications_closed_to

DISCUSSED = (
    ApplicationState.SUBMITTED,
    ApplicationState.TO_COMPLETE,
    ApplicationState.RESUBMITTED,
    ApplicationState.ADMISSIBLE,
    ApplicationState.IN_APPRAISAL,
)
DECIDABLE = (ApplicationState.ADMISSIBLE, ApplicationState.IN_APPRAISAL)
PROPOSABLE = (*UNSETTLED, LineState.POSTPONED)
GRANTABLE = (*PROPOSABLE, LineState.GRANTED, LineState.REFUSED)

Seen = tuple[int | None] | tuple[()]


@dataclass(frozen=True)
class Cell:
    """An amount to write; None empties the cell.

    `seen` is what the person read there before typing, in a tuple of one: when the cell holds
    something else by now, the write is refused. Empty, nothing is compared.
    """

    request_id: int
    field: AmountField
    cents: int | None
    seen: Seen = ()
    envelope_id: int | None = None


class Conflict(Refused):
    """Another person changed the cell in the meantime; `now` is what it holds."""

    def __init__(self, message: object, now: int | None) -> None:
        super().__init__(message)
        self.now = now


class Ledger:
    """`put` tries a cell on the rows in memory, or raises; `save` writes all that was put."""

    def __init__(self, call: Call, cells: Iterable[Cell], by: User, at: datetime.datetime) -> None:
        cells = list(cells)
        pks = {cell.request_id for cell in cells}
        self.call, self.by, self.at = call, by, at
        self.columns = columns_of(by, call)
        self.closed = applications_closed_to(by, call)
        # SQLite has one writer at a time, and no row to hold.
        if connection.features.has_select_for_update:
            applications = Application.objects.select_for_update(of=("self",))
            list(applications.filter(call=call, requests__in=pks).order_by("pk").values_list("pk"))
        grants = any(cell.field == AmountField.GRANTED for cell in cells)
        self.envelopes = self._envelopes(pks, grants)
        requests = (
            Request.objects.select_for_update(of=("self",))
            .filter(pk__in=pks, application__call=call)
            .select_related("application", "funder")
            .order_by("pk")
        )
        self.requests = {request.pk: request for request in requests}
        made = Payment.objects.filter(award=OuterRef("pk"), made_on__isnull=False)
        awards = (
            Award.objects.select_for_update(of=("self",))
            .annotate(is_paid=Exists(made))
            .filter(request__in=pks)
            .order_by("pk")
        )
        self.awards: dict[int, Award] = {award.request_id: award for award in awards}
        self.committed = {pk: row.committed_cents for pk, row in self.envelopes.items()}
        self.edits: list[AmountEdit] = []
        self.moves: dict[int, list[str]] = {}
        self.touched: dict[int, Request] = {}

    def _envelopes(self, requests: set[int], locked: bool) -> dict[int, Envelope]:
        """Of the funders concerned, in the order of their ranks."""
        rows = Envelope.objects.filter(
            call=self.call,
            funder__in=Request.objects.filter(pk__in=requests).values("funder"),
        )
        if locked:
            rows = rows.select_for_update()
        found = sorted(rows.order_by("pk"), key=lambda row: (row.rank, row.pk))
        return {envelope.pk: envelope for envelope in found}

    def put(self, cell: Cell) -> Award:
        """Raises Refused, NotAllowed; nothing is changed then."""
        request = self._request(cell)
        award = self.awards.get(request.pk) or self._new_award(request)
        before = amount_of(award, cell.field)
        if cell.seen and cell.seen[0] != before:
            raise Conflict(_conflict(award, before, cell), before)
        self._check_state(request, cell)
        if cell.field == AmountField.GRANTED and cell.cents != before:
            _refuse_once_paid(request, award)
        if cell.cents is not None and cell.cents > request.amount_cents:
            raise InvalidInput(
                _("%(amount)s, c’est plus que la demande\u00a0: %(asked)s.")
                % {"amount": euros(cell.cents), "asked": euros(request.amount_cents)}
            )
        envelope_id = self._envelope_for(award, request, cell)
        if cell.field == AmountField.GRANTED:
            self._commit(award, cell.cents or 0, envelope_id)
        self.awards[request.pk] = award
        if award.pk and award.envelope_id != envelope_id:
            self._move(request, award, envelope_id)
        award.envelope_id = envelope_id
        award.asked_cents = request.amount_cents
        if before != cell.cents:
            self._write(request, award, cell, before)
        return award

    def _move(self, request: Request, award: Award, envelope_id: int | None) -> None:
        """To another envelope of the same funder."""
        before, after = (
            str(self.envelopes[pk].budget_line) if pk in self.envelopes else ""
            for pk in (award.envelope_id, envelope_id)
        )
        self.moves[request.pk] = [before, after]
        self.touched[request.pk] = request

    def _write(self, request: Request, award: Award, cell: Cell, before: int | None) -> None:
        setattr(award, f"{cell.field}_cents", cell.cents)
        if cell.field == AmountField.GRANTED:
            award.decided_on = None if cell.cents is None else timezone.localdate(self.at)
        award.edition += 1
        award.changed_by, award.changed_at = self.by, self.at
        self.touched[request.pk] = request
        self.edits.append(
            AmountEdit(
                contract_id=award.contract_id,
                award=award,
                field=cell.field,
                before=before,
                after=cell.cents,
                by=self.by,
                at=self.at,
            )
        )

    def _request(self, cell: Cell) -> Request:
        request = self.requests.get(cell.request_id)
        if request is None:
            raise InvalidInput(_("Cette demande n’est pas dans cet appel."))
        if self.columns is not None and request.funder_id not in self.columns:
            raise NotAllowed(
                _(
                    "Cette colonne est celle de «\u00a0%(funder)s\u00a0»\u00a0: "
                    "ses agents et l’équipe du contrat y écrivent."
                )
                % {"funder": request.funder.label}
            )
        if request.application_id in self.closed:
            raise NotAllowed(
                _(
                    "Vous avez un lien avec le porteur du dossier %(reference)s\u00a0: "
                    "quelqu’un d’autre écrit ce montant."
                )
                % {"reference": request.application.reference}
            )
        return request

    def _check_state(self, request: Request, cell: Cell) -> None:
        grants = cell.field == AmountField.GRANTED
        application = request.application
        if application.state not in (DECIDABLE if grants else DISCUSSED):
            sentence = _(
                "Le dossier %(reference)s est «\u00a0%(state)s\u00a0»\u00a0: "
                "ce montant ne change plus."
            )
            if grants and application.state in DISCUSSED:
                sentence = _(
                    "Le dossier %(reference)s est «\u00a0%(state)s\u00a0»\u00a0: "
                    "déclarez-le recevable avant d’accorder un montant."
                )
            raise Refused(
                sentence
                % {"reference": application.reference, "state": application.get_state_display()}
            )
        if request.state not in (GRANTABLE if grants else PROPOSABLE):
            raise Refused(
                _(
                    "La demande à «\u00a0%(funder)s\u00a0» est «\u00a0%(state)s\u00a0»\u00a0: "
                    "ce montant ne change plus."
                )
                % {"funder": request.funder.label, "state": request.get_state_display()}
            )

    def _envelope_for(self, award: Award, request: Request, cell: Cell) -> int | None:
        """The one chosen, else the one that the award has, else the funder's first."""
        own = [pk for pk, row in self.envelopes.items() if row.funder_id == request.funder_id]
        if cell.envelope_id is not None:
            if cell.envelope_id not in own:
                raise InvalidInput(
                    _("Cette enveloppe n’est pas celle de «\u00a0%(funder)s\u00a0» dans cet appel.")
                    % {"funder": request.funder.label},
                    field="envelope",
                )
            return cell.envelope_id
        if award.envelope_id in own:
            return award.envelope_id
        if not own and cell.cents and cell.field == AmountField.GRANTED:
            raise Refused(
                _("«\u00a0%(funder)s\u00a0» n’a pas d’enveloppe dans cet appel.")
                % {"funder": request.funder.label}
            )
        return own[0] if own else None

    def _commit(self, award: Award, cents: int, envelope_id: int | None) -> None:
        """Move what is granted on the envelopes, if it fits."""
        freed = award.granted_cents or 0
        if envelope_id is None:
            return
        envelope = self.envelopes[envelope_id]
        left = envelope.amount_cents - self.committed[envelope_id]
        left += freed if award.envelope_id == envelope_id else 0
        if cents > left:
            raise InvalidInput(
                _(
                    "%(amount)s, c’est plus que ce qui reste dans l’enveloppe "
                    "«\u00a0%(envelope)s\u00a0»\u00a0: %(left)s."
                )
                % {
                    "amount": euros(cents),
                    "envelope": envelope.budget_line,
                    "left": euros(max(left, 0)),
                }
            )
        if award.envelope_id in self.committed:
            self.committed[award.envelope_id] -= freed
        self.committed[envelope_id] += cents

    def _new_award(self, request: Request) -> Award:
        return Award(
            request=request, contract_id=request.contract_id, asked_cents=request.amount_cents
        )

    def save(self, batch: uuid.UUID) -> None:
        """Write the awards, their envelopes, the edits and the states."""
        for pk in self.touched:
            self.awards[pk].save()
        for pk, envelope in self.envelopes.items():
            if change := self.committed[pk] - envelope.committed_cents:
                Envelope.objects.filter(pk=pk).update(committed_cents=F("committed_cents") + change)
                envelope.committed_cents = self.committed[pk]
        for edit in self.edits:
            edit.batch = batch
            edit.award_id = edit.award.pk
        AmountEdit.objects.bulk_create(self.edits)
        granted = [edit.award_id for edit in self.edits if edit.field == AmountField.GRANTED]
        # What was expected of another amount: nothing of it is paid, or we would not be here.
        Payment.objects.filter(award__in=granted).delete()
        for pk, request in self.touched.items():
            for step in steps_to(request.state, self.awards[pk]):
                move_request(request=request, transition=step, by=self.by, at=self.at)


def amount_of(award: Award, name: str) -> int | None:
    return award.granted_cents if name == AmountField.GRANTED else award.proposed_cents


def _refuse_once_paid(request: Request, award: Award) -> None:
    if getattr(award, "is_paid", False):
        raise Refused(
            _(
                "Un versement de «\u00a0%(funder)s\u00a0» est fait pour le dossier "
                "%(reference)s\u00a0: ce montant ne change plus."
            )
            % {"funder": request.funder.label, "reference": request.application.reference}
        )


def steps_to(state: str, award: Award) -> list[str]:
    """The transitions that bring a line from `state` to what its amounts say."""
    settled = state in (LineState.GRANTED, LineState.REFUSED)
    if award.granted_cents is None:
        steps = ["revise"] if settled else []
        state = LineState.PROPOSED if settled else state
        if award.proposed_cents is None:
            return [*steps, "withdraw_proposal"] if state == LineState.PROPOSED else steps
        return steps if state == LineState.PROPOSED else [*steps, "propose"]
    wanted = LineState.GRANTED if award.granted_cents else LineState.REFUSED
    if state == wanted:
        return []
    return [*(["revise"] if settled else []), "grant" if award.granted_cents else "refuse"]


def _conflict(award: Award, now: int | None, cell: Cell) -> str:
    values = {
        "who": award.changed_by.full_name if award.changed_by else _("Quelqu’un"),
        "now": euros(now) if now is not None else _("rien"),
        "mine": euros(cell.cents) if cell.cents is not None else _("rien"),
    }
    return (
        _(
            "%(who)s a changé ce montant entre-temps\u00a0: il vaut %(now)s. "
            "Vous vouliez écrire %(mine)s."
        )
        % values
    )
