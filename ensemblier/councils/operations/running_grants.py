"""The ledger of a council's running grant: docs/rules/running_grant.md.

A grant is locked before its balance is read: two people who spend at once take turns.
"""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.operations.base import locked, set_values
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.typography import euros
from ensemblier.councils.enums import GrantEntryKind, Remainder
from ensemblier.councils.models import Council, GrantEntry, RunningGrant
from ensemblier.councils.permissions import can_write_grant
from ensemblier.files.enums import IMAGES
from ensemblier.files.operations import store_upload

RECEIPTS = ("pdf", *IMAGES)
GRANT_FIELDS = ("year", "amount_cents", "funder", "source")
NEVER_TYPED = (GrantEntryKind.CARRIED_IN, GrantEntryKind.CARRIED_OUT, GrantEntryKind.RETURNED)


@transaction.atomic
def open_grant(
    *,
    council: Council,
    year: int,
    amount_cents: int,
    funder: str,
    source: str = "",
    by: User,
    at: datetime.datetime,
    on: datetime.date,
) -> RunningGrant:
    """The grant of a year, whose amount enters the ledger on the day `on`; 0 for a year that
    holds only what the one before left."""
    contract = locked(council.contract, by)
    grant = RunningGrant(contract=contract, council=council)
    values = {"year": year, "amount_cents": amount_cents, "funder": funder, "source": source}
    set_values(grant, values, GRANT_FIELDS)
    grant.save()
    summary = _("Dotation de fonctionnement ouverte\u00a0: %(grant)s, %(amount)s")
    _note("open_grant", summary % {"grant": grant, "amount": euros(amount_cents)}, grant, by, at)
    if amount_cents:
        _enter(grant, GrantEntryKind.GRANTED, amount_cents, on, funder, by, at)
    return grant


@transaction.atomic
def add_entry(
    *,
    grant: RunningGrant,
    kind: str,
    amount_cents: int,
    on: datetime.date,
    label: str,
    receipt: File[Any] | None = None,
    token: UUID | None = None,
    by: User,
    at: datetime.datetime,
) -> GrantEntry:
    """Something spent with its receipt, or, by the team, more money granted. The same `token`
    again gives the line that it wrote.

    Raises NotAllowed, Refused, InvalidInput (fields «kind», «amount_cents», «on», «label»,
    «receipt»).
    """
    grant = _locked(grant)
    _require_write(by, grant)
    if token and (known := GrantEntry.objects.filter(client_token=token, grant=grant).first()):
        return known
    if kind in NEVER_TYPED or kind not in GrantEntryKind.values:
        raise InvalidInput(_("Choisissez une sorte de la liste."), field="kind")
    if kind == GrantEntryKind.GRANTED:
        require_edit(by, grant.contract)
    if kind == GrantEntryKind.SPENT and receipt is None:
        raise InvalidInput(_("Joignez le ticket ou la facture."), field="receipt")
    _check_day(on, grant, timezone.localdate(at))
    entry = _enter(grant, kind, amount_cents, on, label, by, at, receipt)
    entry.client_token = token
    entry.save(update_fields=["client_token"])
    summary = _("%(grant)s\u00a0: %(kind)s de %(amount)s, %(label)s") % {
        "grant": grant,
        "kind": entry.get_kind_display(),
        "amount": euros(amount_cents),
        "label": entry.label,
    }
    _note("add_grant_entry", summary, grant, by, at)
    return entry


def _check_day(on: datetime.date, grant: RunningGrant, today: datetime.date) -> None:
    """A slip of the year would put the line out of its place. The year may be over, not closed."""
    if on > today:
        raise InvalidInput(_("Cette date est à venir."), field="on")
    if on.year < grant.year:
        raise InvalidInput(
            _("Cette dotation est celle de %(year)d\u00a0: vérifiez la date.")
            % {"year": grant.year},
            field="on",
        )


@transaction.atomic
def cross_out_entry(
    *, entry: GrantEntry, reason: str, by: User, at: datetime.datetime
) -> GrantEntry:
    """A wrong line counts no more and stays in sight. Refused for an income already spent."""
    grant = _locked(entry.grant)
    _require_write(by, grant)
    entry = GrantEntry.objects.get(pk=entry.pk)
    if not entry.stands:
        raise Refused(_("Cette ligne est déjà rayée."))
    if entry.kind in NEVER_TYPED:
        raise Refused(_("Cette ligne vient de la clôture d’une année\u00a0: elle ne se raye pas."))
    if entry.kind == GrantEntryKind.GRANTED:
        require_edit(by, grant.contract)
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi en quelques mots."), field="reason")
    _move(grant, -entry.signed_cents)
    entry.crossed_at, entry.crossed_by, entry.cross_reason = at, by, reason.strip()
    entry.save(update_fields=["crossed_at", "crossed_by", "cross_reason"])
    summary = _("%(grant)s\u00a0: ligne rayée, %(label)s, %(amount)s") % {
        "grant": grant,
        "label": entry.label,
        "amount": euros(entry.amount_cents),
    }
    changes = {"reason": ["", entry.cross_reason]}
    _note("cross_out_grant_entry", summary, grant, by, at, changes)
    return entry


@transaction.atomic
def close_grant(
    *,
    grant: RunningGrant,
    report: str,
    remainder: str,
    by: User,
    at: datetime.datetime,
    on: datetime.date,
) -> RunningGrant:
    """The yearly report. What is left goes to the next year, opened if need be, or back to the
    funder; `remainder` is not read when nothing is left."""
    grant = _locked(grant)
    _require_write(by, grant)
    if not report.strip():
        raise InvalidInput(_("Dites en quelques mots ce que l’argent a permis."), field="report")
    left = grant.balance_cents
    if left and remainder not in Remainder.values:
        raise InvalidInput(_("Dites ce que devient le reste."), field="remainder")
    if left and remainder == Remainder.CARRY:
        _carry(grant, left, on, by, at)
    elif left:
        _enter(grant, GrantEntryKind.RETURNED, left, on, grant.funder, by, at)
    grant.report, grant.closed_at, grant.closed_by = report.strip(), at, by
    grant.save()
    summary = _("Dotation close\u00a0: %(grant)s, reste %(left)s") % {
        "grant": grant,
        "left": euros(left),
    }
    changes = {"remainder": ["", remainder if left else ""]}
    _note("close_grant", summary, grant, by, at, changes)
    return grant


def _carry(
    grant: RunningGrant, left: int, on: datetime.date, by: User, at: datetime.datetime
) -> None:
    following = (
        RunningGrant.objects.select_for_update()
        .filter(council=grant.council_id, year=grant.year + 1)
        .first()
    )
    if following is None:
        following = RunningGrant.objects.create(
            contract=grant.contract,
            council=grant.council,
            year=grant.year + 1,
            amount_cents=0,
            funder=grant.funder,
            source=grant.source,
        )
    elif following.is_closed:
        raise Refused(_("L’année suivante est close\u00a0: le reste ne peut plus y aller."))
    following.council, following.contract = grant.council, grant.contract
    label = _("Reste de %(year)d") % {"year": grant.year}
    _enter(following, GrantEntryKind.CARRIED_IN, left, on, label, by, at)
    label = _("Gardé pour %(year)d") % {"year": following.year}
    _enter(grant, GrantEntryKind.CARRIED_OUT, left, on, label, by, at)


def _locked(grant: RunningGrant) -> RunningGrant:
    return (
        RunningGrant.objects.select_for_update(of=("self",))
        .select_related("council", "contract")
        .get(pk=grant.pk)
    )


def _require_write(by: User, grant: RunningGrant) -> None:
    if not can_write_grant(by, grant.council):
        raise NotAllowed(
            _(
                "La présidence et la trésorerie du conseil tiennent ces comptes, avec l’équipe "
                "du contrat."
            )
        )
    if grant.is_closed:
        raise Refused(_("Cette année est close\u00a0: ses comptes ne changent plus."))


def _enter(  # noqa: PLR0917
    grant: RunningGrant,
    kind: str,
    amount_cents: int,
    on: datetime.date,
    label: str,
    by: User,
    at: datetime.datetime,
    receipt: File[Any] | None = None,
) -> GrantEntry:
    """A line and the balance that it makes."""
    entry = GrantEntry(
        grant=grant, contract=grant.contract, kind=kind, entered_by=by, entered_at=at
    )
    values = {"amount_cents": amount_cents, "on": on, "label": label[:200]}
    set_values(entry, values, values)
    _move(grant, entry.signed_cents)
    if receipt is not None:
        try:
            entry.receipt = store_upload(uploaded=receipt, by=by, at=at, allowed=RECEIPTS)
        except InvalidInput as refusal:
            raise InvalidInput(str(refusal), field="receipt") from refusal
    entry.save()
    return entry


def _move(grant: RunningGrant, cents: int) -> None:
    if grant.balance_cents + cents < 0:
        raise InvalidInput(
            _("Il ne reste que %(left)s.") % {"left": euros(grant.balance_cents)},
            field="amount_cents",
        )
    grant.balance_cents += cents
    grant.save(update_fields=["balance_cents"])


def _note(  # noqa: PLR0917
    action: str,
    summary: str,
    grant: RunningGrant,
    by: User,
    at: datetime.datetime,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    record(
        action=f"councils.{action}", summary=summary, by=by, at=at, target=grant, changes=changes
    )
