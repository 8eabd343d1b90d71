"""A late report blocks new requests, unless the team says otherwise and why."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.validation import check_valid
from ensemblier.organizations.models import Organization
from ensemblier.outcomes.models import Waiver
from ensemblier.outcomes.queries.reports import waiver_of


@transaction.atomic
def give_waiver(
    *,
    organization: Organization,
    contract: Contract,
    year: int,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Waiver:
    """Let `organization` ask for `year` though a report is late.

    Raises InvalidInput, NotAllowed.
    """
    require_edit(by, contract)
    Contract.objects.select_for_update().get(pk=contract.pk)
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi cette structure est dispensée."), field="reason")
    if waiver_of(organization, contract, year):
        raise InvalidInput(
            _("%(organization)s est déjà dispensée pour %(year)d.")
            % {"organization": organization.label, "year": year},
            field="year",
        )
    waiver = Waiver(
        contract=contract,
        organization=organization,
        year=year,
        reason=reason.strip(),
        given_by=by,
        given_at=at,
    )
    check_valid(waiver)
    waiver.save()
    record(
        action="outcomes.give_waiver",
        summary=_("%(organization)s dispensée de ses bilans en retard pour %(year)d.")
        % {"organization": organization.label, "year": year},
        by=by,
        at=at,
        target=waiver,
        changes={"reason": ["", waiver.reason]},
    )
    return waiver


@transaction.atomic
def take_back_waiver(*, waiver: Waiver, by: User, at: datetime.datetime) -> None:
    """What was submitted meanwhile stays submitted."""
    require_edit(by, waiver.contract)
    record(
        action="outcomes.take_back_waiver",
        summary=_("Dispense retirée\u00a0: %(organization)s, %(year)d.")
        % {"organization": waiver.organization.label, "year": waiver.year},
        by=by,
        at=at,
        target=waiver,
        changes={"reason": [waiver.reason, ""]},
    )
    waiver.delete()
