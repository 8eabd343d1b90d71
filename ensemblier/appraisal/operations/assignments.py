"""Entrusting files to people of the team: one, many, or all those that nobody follows."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.appraisal.models import Assignment
from ensemblier.appraisal.operations.base import Outcome, each, require_manage
from ensemblier.appraisal.permissions import is_recused
from ensemblier.appraisal.queries.committees import proposed_assignments
from ensemblier.audit.operations import record
from ensemblier.calls.models import Call
from ensemblier.contracts.permissions import can_edit_contract, require_edit
from ensemblier.core.exceptions import InvalidInput
from ensemblier.notices.operations import notify


@transaction.atomic
def assign_application(
    *, application: Application, people: Collection[User], by: User, at: datetime.datetime
) -> list[User]:
    """Exactly these people follow it from now on; those who are new to it, told of it.

    Raises NotAllowed, and InvalidInput for somebody outside the team or who stays out of it.
    """
    require_manage(by, application)
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    for person in people:
        _refuse_outsiders(application, person)
    before = {row.user_id: row for row in application.assignments.select_related("user")}
    after = {person.pk: person for person in people}
    for pk, row in before.items():
        if pk not in after:
            row.delete()
    new = [person for pk, person in after.items() if pk not in before]
    Assignment.objects.bulk_create(
        Assignment(
            contract_id=application.contract_id, application=application, user=one, assigned_at=at
        )
        for one in new
    )
    if new or before.keys() - after.keys():
        record(
            action="appraisal.assign",
            summary=_("Dossier %(reference)s confié à %(whom)s.")
            % {
                "reference": application.reference,
                "whom": ", ".join(sorted(str(one) for one in people)) or _("personne"),
            },
            by=by,
            at=at,
            target=application,
            changes={
                "people": [
                    sorted(str(row.user) for row in before.values()),
                    sorted(str(one) for one in people),
                ]
            },
        )
    for person in new:
        if person != by:
            _tell(person, application, at)
    return new


def assign_applications(
    *, applications: Sequence[Application], person: User, by: User, at: datetime.datetime
) -> Outcome[Application]:
    """All of them to one person; each that cannot be comes back with its reason."""
    return each(
        applications,
        lambda application: assign_application(
            application=application, people=[person], by=by, at=at
        ),
    )


@transaction.atomic
def assign_automatically(*, call: Call, by: User, at: datetime.datetime) -> Outcome[Application]:
    """What `proposed_assignments` says, as it stands now."""
    require_edit(by, call.contract)
    people = {row.application.pk: row.person for row in proposed_assignments(call)}
    applications = Application.objects.filter(pk__in=people).select_related("action__bearer")
    return each(
        applications.order_by("reference"),
        lambda application: assign_application(
            application=application, people=[people[application.pk]], by=by, at=at
        ),
    )


def _refuse_outsiders(application: Application, person: User) -> None:
    if not can_edit_contract(person, application.contract):
        raise InvalidInput(
            _("%(who)s n’est pas dans l’équipe du contrat.") % {"who": person}, field="people"
        )
    if is_recused(person, application):
        raise InvalidInput(
            _("%(who)s s’est retiré de ce qui concerne %(bearer)s (déport).")
            % {"who": person, "bearer": application.action.bearer.name},
            field="people",
        )


def _tell(person: User, application: Application, at: datetime.datetime) -> None:
    notify(
        user=person,
        kind="appraisal.assigned",
        text=format_lazy(gettext_lazy("Le dossier {what} vous est confié."), what=str(application)),
        url=reverse("appraisal:file", args=[application.pk]),
        at=at,
    )
