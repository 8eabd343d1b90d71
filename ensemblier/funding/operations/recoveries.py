"""Money that an organization gives back, in one part or several."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import euros
from ensemblier.core.validation import check_valid
from ensemblier.funding.models import Award, Receipt, Recovery
from ensemblier.funding.operations.lines import locked_award, refuse_future, required
from ensemblier.funding.queries.awards import paid_cents, to_give_back_cents
from ensemblier.funding.queries.people import people_of_bearer
from ensemblier.notices.operations import notify


@transaction.atomic
def ask_recovery(
    *,
    award: Award,
    amount_cents: int,
    reason: str,
    asked_on: datetime.date,
    by: User,
    at: datetime.datetime,
    token: UUID | None = None,
) -> Recovery:
    """Of what was paid and not asked back already; the people of the bearer are told. The same
    `token` again gives what it asked for."""
    award = locked_award(award.pk, by)
    if token and (known := award.recoveries.filter(client_token=token).first()):
        return known
    reason = required(reason, _("Dites pourquoi\u00a0: l’association le lira."), "reason")
    refuse_future(asked_on, timezone.localdate(at), "asked_on")
    left = paid_cents(award) - to_give_back_cents(award)
    if amount_cents > left:
        raise InvalidInput(
            _("C’est plus que ce qui a été payé et n’est pas déjà redemandé\u00a0: %(left)s.")
            % {"left": euros(left)},
            field="amount_cents",
        )
    recovery = Recovery(
        contract_id=award.contract_id,
        award=award,
        amount_cents=amount_cents,
        reason=reason,
        asked_on=asked_on,
        client_token=token,
    )
    check_valid(recovery)
    recovery.save()
    _record(
        "ask_recovery", _("%(line)s\u00a0: %(sum)s à rendre"), recovery, amount_cents, by=by, at=at
    )
    application = award.request.application
    text = gettext_lazy(
        "{funder} vous demande de rendre une partie de l’aide au dossier {reference}."
    )
    for person in people_of_bearer(application):
        notify(
            user=person,
            kind="funding.recovery",
            text=format_lazy(
                text, funder=award.request.funder.label, reference=application.reference
            ),
            url=reverse("funding:application", args=[application.pk]),
            at=at,
        )
    return recovery


@transaction.atomic
def receive_part(
    *,
    recovery: Recovery,
    amount_cents: int,
    received_on: datetime.date,
    by: User,
    at: datetime.datetime,
    reference: str = "",
    token: UUID | None = None,
) -> Receipt:
    """What came back, never more than what is due. The same `token` again gives what it wrote."""
    recovery = _locked(recovery, by)
    if token and (known := recovery.receipts.filter(client_token=token).first()):
        return known
    refuse_future(received_on, timezone.localdate(at), "received_on")
    if received_on < recovery.asked_on:
        raise InvalidInput(_("C’est avant la demande de reversement."), field="received_on")
    left = recovery.amount_cents - recovery.received_cents
    if amount_cents > left:
        raise InvalidInput(
            _("C’est plus que ce qui reste à rendre\u00a0: %(left)s.") % {"left": euros(left)},
            field="amount_cents",
        )
    receipt = Receipt(
        recovery=recovery,
        amount_cents=amount_cents,
        received_on=received_on,
        reference=reference.strip(),
        client_token=token,
    )
    check_valid(receipt)
    receipt.save()
    recovery.received_cents += amount_cents
    if recovery.received_cents == recovery.amount_cents:
        recovery.received_on = received_on
    recovery.save(update_fields=["received_cents", "received_on"])
    _record(
        "receive_part", _("%(line)s\u00a0: %(sum)s rendus"), recovery, amount_cents, by=by, at=at
    )
    return receipt


@transaction.atomic
def remove_receipt(*, receipt: Receipt, reason: str, by: User, at: datetime.datetime) -> Recovery:
    """It did not come back after all."""
    recovery = _locked(receipt.recovery, by)
    reason = required(reason, _("Dites pourquoi."), "reason")
    fresh = recovery.receipts.filter(pk=receipt.pk).first()
    if fresh is None:
        raise Refused(_("Cette somme n’est plus dans la liste. Rechargez la page."))
    recovery.received_cents -= fresh.amount_cents
    recovery.received_on = None
    recovery.save(update_fields=["received_cents", "received_on"])
    fresh.delete()
    _record(
        "remove_receipt",
        _("%(line)s\u00a0: %(sum)s rendus, retirés"),
        recovery,
        fresh.amount_cents,
        by=by,
        at=at,
        reason=reason,
    )
    return recovery


@transaction.atomic
def drop_recovery(*, recovery: Recovery, reason: str, by: User, at: datetime.datetime) -> None:
    """Not asked any more, as long as nothing came back."""
    recovery = _locked(recovery, by)
    reason = required(reason, _("Dites pourquoi ce reversement est abandonné."), "reason")
    if recovery.received_cents:
        raise Refused(_("Une partie est déjà rendue\u00a0: ce reversement ne s’abandonne plus."))
    _record(
        "drop_recovery",
        _("%(line)s\u00a0: %(sum)s à rendre, abandonné"),
        recovery,
        recovery.amount_cents,
        by=by,
        at=at,
        reason=reason,
    )
    recovery.delete()


def _locked(recovery: Recovery, by: User) -> Recovery:
    award = locked_award(recovery.award_id, by)
    fresh = Recovery.objects.select_for_update(of=("self",)).filter(pk=recovery.pk).first()
    if fresh is None:
        raise Refused(_("Ce reversement n’existe plus. Rechargez la page."))
    fresh.award = award
    return fresh


def _record(
    action: str,
    sentence: str,
    recovery: Recovery,
    cents: int,
    *,
    by: User,
    at: datetime.datetime,
    reason: str = "",
) -> None:
    request = recovery.award.request
    with override("fr"):
        summary = sentence % {
            "line": f"{request.application.reference}, {request.funder.label}",
            "sum": euros(cents),
        }
    record(
        action=f"funding.{action}",
        summary=summary,
        by=by,
        at=at,
        target=recovery,
        changes={"reason": ["", reason]} if reason else None,
    )
