"""Declaring that somebody stays out of the files of an organization."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.appraisal.models import Assignment, Recusal
from ensemblier.appraisal.permissions import can_appraise_call
from ensemblier.audit.operations import record
from ensemblier.calls.models import Call
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.organizations.models import Organization


@transaction.atomic
def declare_recusal(
    *,
    call: Call,
    user: User,
    organization: Organization,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Recusal:
    """By the person, or by the team for somebody. Their files of this organization go back to
    the others. Raises NotAllowed, InvalidInput."""
    allowed = can_edit_contract(by, call.contract) or (by == user and can_appraise_call(by, call))
    if not allowed:
        raise NotAllowed(_("Chacun déclare son déport\u00a0; l’équipe le fait pour les autres."))
    if not reason.strip():
        raise InvalidInput(_("Dites le lien avec cette structure."), field="reason")
    if Recusal.objects.filter(call=call, user=user, organization=organization).exists():
        raise InvalidInput(_("Ce déport est déjà déclaré."), field="organization")
    recusal = Recusal.objects.create(
        contract=call.contract,
        call=call,
        user=user,
        organization=organization,
        reason=reason.strip(),
        declared_by=by,
        declared_at=at,
    )
    given_back = Assignment.objects.filter(
        user=user,
        application__in=Application.objects.filter(call=call, action__bearer=organization),
    )
    references = sorted(given_back.values_list("application__reference", flat=True))
    given_back.delete()
    record(
        action="appraisal.declare_recusal",
        summary=_("Déport de %(who)s pour %(organization)s (%(call)s).")
        % {"who": user, "organization": organization, "call": call},
        by=by,
        at=at,
        target=recusal,
        changes={"reason": ["", recusal.reason], "assignments": [references, []]},
    )
    return recusal


@transaction.atomic
def lift_recusal(*, recusal: Recusal, reason: str, by: User, at: datetime.datetime) -> None:
    """By the team, which says why; nobody lets themselves back into the room."""
    recusal = Recusal.objects.select_for_update(of=("self",)).get(pk=recusal.pk)
    if not can_edit_contract(by, recusal.contract) or recusal.user == by:
        raise NotAllowed(
            _("Un déport est levé par l’équipe du contrat, jamais par la personne elle-même.")
        )
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi le déport n’a plus lieu d’être."), field="reason")
    record(
        action="appraisal.lift_recusal",
        summary=_("Déport de %(who)s pour %(organization)s levé\u00a0: %(reason)s")
        % {"who": recusal.user, "organization": recusal.organization, "reason": reason.strip()},
        by=by,
        at=at,
        target=recusal,
        changes={"reason": [recusal.reason, reason.strip()]},
    )
    recusal.delete()
