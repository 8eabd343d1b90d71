"""People who offer themselves, and the answer that they get."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked_row
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.validation import check_valid
from ensemblier.councils.enums import Origin, VolunteerState
from ensemblier.councils.models import Council, Volunteer
from ensemblier.councils.operations.mandates import add_mandate
from ensemblier.councils.operations.watching import team_members
from ensemblier.notices.operations import notify

VOLUNTEER_FIELDS = (
    *("council", "area", "full_name", "email", "phone", "address"),
    *("birth_year", "sex", "college", "message"),
)
# Nobody reads more than this in a day: past it, a machine is writing.
MOST_A_DAY = 200


@transaction.atomic
def offer_oneself(
    *, contract: Contract, values: Mapping[str, Any], at: datetime.datetime
) -> Volunteer:
    """From the public form, without an account. The trail keeps no name: it is never erased.

    The same address twice while it waits for an answer is one offer: what was said last stands.
    """
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    known = _waiting(contract, str(values.get("email", "")))
    if known is None:
        _refuse_floods(contract, at)
    volunteer = known or Volunteer(contract=contract)
    volunteer.consented_at = at
    for field in VOLUNTEER_FIELDS:
        if field in values:
            value = values[field]
            setattr(volunteer, field, value.strip() if isinstance(value, str) else value)
    check_valid(volunteer)
    volunteer.save()
    record(
        action="councils.offer_oneself",
        summary=_("Une personne propose de participer à un conseil citoyen"),
        by=None,
        at=at,
        contract_id=contract.pk,
    )
    if known is None:
        _tell_the_team(contract, at)
    return volunteer


@transaction.atomic
def seat_volunteer(
    *,
    volunteer: Volunteer,
    council: Council,
    starts_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> Volunteer:
    """A mandate from that day; what the person said goes with them."""
    volunteer = _unanswered(volunteer, by)
    if council.contract_id != volunteer.contract_id:
        raise InvalidInput(_("Ce conseil est d’un autre contrat."), field="council")
    volunteer.mandate = add_mandate(
        council=council,
        full_name=volunteer.full_name,
        email=volunteer.email,
        college=volunteer.college,
        sex=volunteer.sex,
        origin=Origin.VOLUNTEER,
        starts_on=starts_on,
        by=by,
        at=at,
    )
    return _answer(volunteer, VolunteerState.SEATED, by, at)


@transaction.atomic
def keep_for_draw(*, volunteer: Volunteer, by: User, at: datetime.datetime) -> Volunteer:
    return _answer(_unanswered(volunteer, by), VolunteerState.POOL, by, at)


@transaction.atomic
def decline_volunteer(*, volunteer: Volunteer, by: User, at: datetime.datetime) -> Volunteer:
    return _answer(_unanswered(volunteer, by), VolunteerState.DECLINED, by, at)


@transaction.atomic
def forget_volunteer(*, volunteer: Volunteer, by: User, at: datetime.datetime) -> None:
    """At the person's own request, before the day on which they are forgotten anyway."""
    volunteer = locked_row(volunteer, by)
    record(
        action="councils.forget_volunteer",
        summary=_("Une candidature au conseil citoyen est effacée"),
        by=by,
        at=at,
        contract_id=volunteer.contract_id,
    )
    volunteer.delete()


def purge_volunteers(*, at: datetime.datetime, days: int) -> int:
    """Forget those who offered themselves more than `days` ago; how many."""
    before = at - datetime.timedelta(days=days)
    return Volunteer.objects.filter(consented_at__lt=before).delete()[0]


def _waiting(contract: Contract, email: str) -> Volunteer | None:
    if not email.strip():
        return None
    return Volunteer.objects.filter(
        contract=contract, email__iexact=email.strip(), state=VolunteerState.RECEIVED
    ).first()


def _refuse_floods(contract: Contract, at: datetime.datetime) -> None:
    since = at - datetime.timedelta(days=1)
    if Volunteer.objects.filter(contract=contract, consented_at__gte=since).count() >= MOST_A_DAY:
        raise Refused(
            _("Trop de réponses sont arrivées aujourd’hui. Revenez demain, ou appelez l’équipe.")
        )


def _unanswered(volunteer: Volunteer, by: User) -> Volunteer:
    volunteer = locked_row(volunteer, by)
    if volunteer.state not in (VolunteerState.RECEIVED, VolunteerState.POOL):
        raise Refused(_("Cette personne a déjà reçu une réponse."))
    return volunteer


def _answer(volunteer: Volunteer, state: str, by: User, at: datetime.datetime) -> Volunteer:
    volunteer.state, volunteer.answered_at, volunteer.answered_by = state, at, by
    volunteer.save()
    record(
        action="councils.answer_volunteer",
        summary=_("Réponse à un volontaire\u00a0: %(answer)s")
        % {"answer": VolunteerState(state).label},
        by=by,
        at=at,
        target=volunteer,
        contract_id=volunteer.contract_id,
    )
    return volunteer


def _tell_the_team(contract: Contract, at: datetime.datetime) -> None:
    sentence = lazy(
        lambda: (
            _("Une personne propose de participer à un conseil citoyen\u00a0: %(contract)s")
            % {"contract": contract}
        ),
        str,
    )()
    for person in team_members(contract.pk, timezone.localdate(at)):
        notify(
            user=person,
            kind="councils.volunteer",
            text=sentence,
            url=reverse("councils:volunteers"),
            at=at,
        )
