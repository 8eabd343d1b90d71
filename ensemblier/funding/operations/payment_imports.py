"""The treasury's list of payments: seen, confirmed, and taken back while nothing followed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.imports import Change, Report, chosen_columns, find_table, parse_date
from ensemblier.core.money import parse_euros
from ensemblier.core.text import searchable
from ensemblier.files.enums import TABLES
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.funding.models import Agreement, Payment, PaymentImport
from ensemblier.funding.operations.payments import correct_payment, make_payment
from ensemblier.funding.permissions import can_set_amount
from ensemblier.funding.queries.payments import contracts_paid_by

LABEL = "funding.payment"
MOST_ROWS = 5000
SPELLINGS = {
    "line": ["dossier", "référence du dossier", "n° de dossier", "convention", "référence", "file"],
    "funder": ["financeur", "payeur", "budget", "funder"],
    "amount": ["montant", "montant payé", "somme", "amount"],
    "made_on": ["payé le", "date de paiement", "date du mandat", "date", "paid on"],
    "reference": ["mandat", "n° de mandat", "virement", "référence du paiement", "payment"],
}


def field_labels() -> dict[str, str]:
    """The fields that a column may fill, as people name them."""
    return {
        "line": _("dossier ou convention"),
        "funder": _("financeur"),
        "amount": _("montant"),
        "made_on": _("payé le"),
        "reference": _("référence du paiement"),
    }


@transaction.atomic
def prepare_payments(
    *, contract: Contract, uploaded: UploadedFile, by: User, at: datetime.datetime
) -> PaymentImport:
    """Keep the file and say which payments it would write down; nothing else is written."""
    if contract not in contracts_paid_by(by):
        raise NotAllowed(
            _("Les paiements sont notés par l’équipe du contrat et les agents des financeurs.")
        )
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=TABLES)
    prepared = PaymentImport(
        contract=contract, file=stored, file_name=stored.name, created_by=by, created_at=at
    )
    prepared.report = _run(prepared, by, at, write=False).as_dict()
    prepared.save()
    return prepared


@transaction.atomic
def remap_payments(
    *, prepared: PaymentImport, mapping: Mapping[str, str], by: User, at: datetime.datetime
) -> PaymentImport:
    """Read the file again with the person's own {field: column}; "" gives a field no column."""
    pending = _pending(prepared, by)
    pending.mapping = dict(mapping)
    pending.report = _run(pending, by, at, write=False).as_dict()
    pending.save()
    return pending


@transaction.atomic
def apply_payments(*, prepared: PaymentImport, by: User, at: datetime.datetime) -> PaymentImport:
    """Write down what was previewed. The report becomes that of what was really done."""
    pending = _pending(prepared, by)
    stored = cast(StoredFile, pending.file)
    pending.report = _run(pending, by, at, write=True).as_dict()
    pending.applied_at, pending.file = at, None
    pending.save()
    remove_file(stored=stored)
    _record("apply_payments", _("Paiements lus dans %(file)s\u00a0: %(report)s"), pending, by, at)
    return pending


@transaction.atomic
def discard_payments(*, prepared: PaymentImport, by: User, at: datetime.datetime) -> None:
    pending = _pending(prepared, by)
    stored = cast(StoredFile, pending.file)
    _record("discard_payments", _("Liste de paiements abandonnée\u00a0: %(file)s"), pending, by, at)
    pending.delete()
    remove_file(stored=stored)


@transaction.atomic
def undo_payments(*, prepared: PaymentImport, by: User, at: datetime.datetime) -> PaymentImport:
    """All its payments are expected again, at what was expected; or none, with the reason."""
    done = PaymentImport.objects.select_for_update(of=("self",)).get(pk=prepared.pk)
    if not done.can_be_undone:
        raise Refused(_("Cette liste n’est pas en place."))
    reason = _("Liste annulée\u00a0: %(file)s") % {"file": done.file_name}
    for change in done.parsed_report.updated:
        payment = Payment.objects.filter(pk=change.pk or 0).first()
        if payment is None or payment.reference != change.fields["reference"][1]:
            raise Refused(
                _("Cette liste ne s’annule plus\u00a0: «\u00a0%(what)s\u00a0» a changé depuis.")
                % {"what": change.label}
            )
        correct_payment(payment=payment, reason=reason, by=by, at=at)
        Payment.objects.filter(pk=change.pk or 0).update(
            amount_cents=change.fields["amount_cents"][0]
        )
    done.undone_at = at
    done.save()
    _record("undo_payments", _("Liste de paiements annulée\u00a0: %(file)s"), done, by, at)
    return done


def _run(prepared: PaymentImport, by: User, at: datetime.datetime, *, write: bool) -> Report:
    """The preview is the import itself, taken back."""
    stored = cast(StoredFile, prepared.file)
    with transaction.atomic():
        with stored.content.open("rb") as content:
            report = _read_all(prepared, cast(BinaryIO, content), by, at)
        if not write:
            transaction.set_rollback(True)
    return report


def _read_all(
    prepared: PaymentImport, content: BinaryIO, by: User, at: datetime.datetime
) -> Report:
    table, note = find_table(content, SPELLINGS, shows_errors=True, most=MOST_ROWS)
    report = Report(columns=table.columns)
    if note:
        report.note(note)
    places = chosen_columns(table.columns, SPELLINGS, prepared.mapping)
    report.mapping = {field: table.columns[place] for field, place in places.items()}
    for field in ("line", "amount", "made_on"):
        if field not in places:
            report.note(
                _("Aucune colonne ne donne «\u00a0%(field)s\u00a0»\u00a0: indiquez laquelle.")
                % {"field": field_labels()[field]}
            )
    for line, cells in table.rows:
        texts = {
            field: cells[place].strip() if place < len(cells) else ""
            for field, place in places.items()
        }
        try:
            with transaction.atomic():
                _read(prepared.contract, report, line, texts, by=by, at=at)
        except Refused as refusal:
            report.refuse(line, refusal, cells)
    return report


def _read(
    contract: Contract,
    report: Report,
    line: int,
    texts: Mapping[str, str],
    *,
    by: User,
    at: datetime.datetime,
) -> None:
    cents = parse_euros(texts.get("amount", ""))
    made_on = parse_date(texts.get("made_on", ""))
    reference = texts.get("reference", "")
    payments = _payments_of(contract, texts, by)
    same = (row for row in payments if row.made_on == made_on and row.amount_cents == cents)
    if any(row.reference == reference for row in same):
        report.unchanged += 1
        return
    payment = _expected(payments, cents)
    before = {"made_on": None, "amount_cents": payment.amount_cents, "reference": ""}
    make_payment(
        payment=payment, made_on=made_on, amount_cents=cents, reference=reference, by=by, at=at
    )
    after = {"made_on": made_on.isoformat(), "amount_cents": cents, "reference": reference}
    request = payment.award.request
    label = f"{request.application.reference}, {request.funder.label}"
    changes: dict[str, list[Any]] = {name: [before[name], after[name]] for name in after}
    report.updated.append(Change(label, line, changes, model=LABEL, pk=payment.pk))


def _payments_of(contract: Contract, texts: Mapping[str, str], by: User) -> list[Payment]:
    """Those of the one line that the row names. Raises InvalidInput when it names none, or two."""
    named = texts.get("line", "")
    rows = Payment.objects.filter(contract=contract).select_related(
        "award__request__application__action", "award__request__funder"
    )
    agreement = Agreement.objects.filter(contract=contract, reference=named).first()
    if agreement is not None:
        rows = rows.filter(
            award__request__application=agreement.application_id,
            award__request__funder=agreement.funder_id,
        )
    else:
        rows = rows.filter(award__request__application__reference=named)
    found = [row for row in rows.order_by("expected_on", "pk") if _is_of(row, texts.get("funder"))]
    kept = [row for row in found if can_set_amount(by, row.award.request)]
    if found and not kept:
        raise InvalidInput(_("Ce financement n’est pas suivi par vous."))
    if not kept:
        raise InvalidInput(
            _("Aucun versement n’est prévu pour «\u00a0%(line)s\u00a0».") % {"line": named[:60]}
        )
    if len({row.award_id for row in kept}) > 1:
        raise InvalidInput(
            _("Plusieurs financeurs aident «\u00a0%(line)s\u00a0»\u00a0: dites lequel a payé.")
            % {"line": named[:60]}
        )
    return kept


def _is_of(payment: Payment, funder: str | None) -> bool:
    if not funder:
        return True
    own = payment.award.request.funder
    return searchable(funder) in {searchable(own.name), searchable(own.short_name)}


def _expected(payments: list[Payment], cents: int) -> Payment:
    """The one of that amount, else the first to come."""
    waiting = [row for row in payments if row.made_on is None]
    if not waiting:
        raise InvalidInput(_("Tout ce qui était attendu pour ce dossier est déjà payé."))
    return next((row for row in waiting if row.amount_cents == cents), waiting[0])


def _pending(prepared: PaymentImport, by: User) -> PaymentImport:
    rows = PaymentImport.objects.select_for_update(of=("self",)).select_related("contract", "file")
    pending = rows.filter(pk=prepared.pk).first()
    if pending is None or pending.applied_at or pending.file is None:
        raise Refused(_("Cette liste est déjà lue ou abandonnée."))
    if pending.contract not in contracts_paid_by(by):
        raise NotAllowed(
            _("Les paiements sont notés par l’équipe du contrat et les agents des financeurs.")
        )
    return pending


def _record(
    action: str, sentence: str, done: PaymentImport, by: User, at: datetime.datetime
) -> None:
    record(
        action=f"funding.{action}",
        summary=sentence % {"file": done.file_name, "report": done.parsed_report.sentence()},
        by=by,
        at=at,
        target=done,
    )
