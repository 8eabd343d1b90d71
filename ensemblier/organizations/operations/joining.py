"""How a person enters an organization: they ask, one of its own or the team answers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.validation import check_valid
from ensemblier.notices.operations import notify
from ensemblier.organizations.checks import check_organization, refuse_known_name, set_values
from ensemblier.organizations.enums import OPEN_KINDS, JoinState, MembershipRole
from ensemblier.organizations.models import JoinRequest, Membership, Organization
from ensemblier.organizations.operations.people import end_membership, place_person
from ensemblier.organizations.permissions import (
    can_edit_organizations,
    current_representatives,
    organizations_of,
    require_edit,
    require_manage_people,
)
from ensemblier.organizations.queries import rows_pointing_to

JOINABLE_ROLES = tuple(role for role in MembershipRole if role != MembershipRole.OFFICER)
# A person who opens file after file is not a treasurer.
WAITING_MAX = 5


@transaction.atomic
def open_own_organization(
    *,
    values: Mapping[str, Any],
    role: str,
    by: User,
    at: datetime.datetime,
    title: str = "",
    words: str = "",
    same_name_is_meant: bool = False,
) -> JoinRequest:
    """Open the file of an organization that nobody knew, and enter it at once.

    The team checks afterwards who has entered. An identifier that is known raises
    `AlreadyKnown` with the file to join instead.
    """
    if values.get("kind") not in OPEN_KINDS:
        raise InvalidInput(_("Choisissez une sorte de la liste."), field="kind")
    _refuse_too_many(by)
    organization = Organization()
    set_values(organization, values)
    if not same_name_is_meant:
        refuse_known_name(organization)
    check_organization(organization)
    organization.save()
    record(
        action="organizations.open_own_organization",
        summary=_("Structure créée par une personne qui la rejoint\u00a0: %(name)s")
        % {"name": organization.name},
        by=by,
        at=at,
        target=organization,
    )
    asked = JoinRequest(
        organization=organization, user=by, role=role, title=title, words=words, asked_at=at
    )
    return _enter_at_once(asked, at)


@transaction.atomic
def ask_to_join(
    *,
    organization: Organization,
    role: str,
    by: User,
    at: datetime.datetime,
    title: str = "",
    words: str = "",
) -> JoinRequest:
    """Enter at once a file that holds nothing yet; ask otherwise."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.merged_into_id or not organization.is_active:
        raise Refused(_("Cette structure est fermée\u00a0: cherchez-la sous un autre nom."))
    if organization.pk in organizations_of(by):
        raise Refused(_("Vous faites déjà partie de cette structure."))
    _refuse_too_many(by)
    asked = JoinRequest(
        organization=organization, user=by, role=role, title=title, words=words, asked_at=at
    )
    if not rows_pointing_to(organization) and organization.kind in OPEN_KINDS:
        return _enter_at_once(asked, at)
    _keep(asked, JoinState.PENDING)
    for representative in current_representatives(organization.pk).select_related("user"):
        notify(
            user=representative.user,
            kind="organizations.ask_to_join",
            text=format_lazy(
                gettext_lazy("{person} demande à rejoindre {organization}."),
                person=str(by),
                organization=organization.label,
            ),
            url=f"{organization.get_absolute_url()}#demandes",
            at=at,
        )
    return asked


@transaction.atomic
def accept_request(*, join_request: JoinRequest, by: User, at: datetime.datetime) -> JoinRequest:
    """Let the person in; or, for the team, say that who entered alone is who they say."""
    asked = _to_decide(join_request, by)
    if asked.state == JoinState.PENDING:
        asked.membership = place_person(
            organization=asked.organization,
            user=asked.user,
            role=asked.role,
            title=asked.title,
            starts_on=timezone.localdate(at),
            by=by,
            at=at,
        )
    return _decide(asked, JoinState.ACCEPTED, "", by, at)


@transaction.atomic
def refuse_request(
    *, join_request: JoinRequest, reason: str, by: User, at: datetime.datetime
) -> JoinRequest:
    """`reason` is read by the person. A provisional place ends the day before."""
    asked = _to_decide(join_request, by)
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi\u00a0: la personne lira ces mots."), field="reason")
    if asked.membership:
        asked.membership = _place_taken_back(asked.membership, by, at)
    return _decide(asked, JoinState.REFUSED, reason.strip(), by, at)


@transaction.atomic
def withdraw_request(*, join_request: JoinRequest, by: User, at: datetime.datetime) -> JoinRequest:
    asked = _locked(join_request)
    if asked.user_id != by.pk:
        raise NotAllowed(_("Cette demande est celle d’une autre personne."))
    if asked.state != JoinState.PENDING:
        raise Refused(_("Cette demande a déjà reçu une réponse."))
    asked.state, asked.decided_at = JoinState.WITHDRAWN, at
    asked.save()
    _record("withdraw_request", _("Demande retirée"), asked, by, at)
    return asked


def _place_taken_back(membership: Membership, by: User, at: datetime.datetime) -> Membership | None:
    yesterday = timezone.localdate(at) - datetime.timedelta(days=1)
    # A place is ended on its first day at the earliest: one that began today goes altogether.
    if membership.starts_on > yesterday:
        membership.delete()
        return None
    return end_membership(membership=membership, on=yesterday, by=by, at=at)


def _refuse_too_many(by: User) -> None:
    User.objects.select_for_update().get(pk=by.pk)
    waiting = JoinRequest.objects.filter(
        user=by, state__in=[JoinState.PENDING, JoinState.PROVISIONAL]
    )
    if waiting.count() >= WAITING_MAX:
        raise Refused(
            _(
                "Plusieurs de vos demandes attendent déjà une réponse. "
                "Attendez-la, ou écrivez à l’équipe du contrat."
            )
        )


def _enter_at_once(asked: JoinRequest, at: datetime.datetime) -> JoinRequest:
    _keep(asked, JoinState.PROVISIONAL)
    asked.membership = place_person(
        organization=asked.organization,
        user=asked.user,
        role=asked.role,
        title=asked.title,
        starts_on=timezone.localdate(at),
        by=asked.user,
        at=at,
    )
    asked.save()
    return asked


def _keep(asked: JoinRequest, state: str) -> JoinRequest:
    if asked.role not in JOINABLE_ROLES:
        raise InvalidInput(_("Choisissez une fonction de la liste."), field="role")
    asked.title, asked.words, asked.state = asked.title.strip(), asked.words.strip(), state
    check_valid(asked)
    asked.save()
    _record(
        "ask_to_join",
        _("Demande pour rejoindre une structure"),
        asked,
        asked.user,
        asked.asked_at,
    )
    return asked


def _locked(join_request: JoinRequest) -> JoinRequest:
    rows = JoinRequest.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "user", "membership").get(pk=join_request.pk)


def _to_decide(join_request: JoinRequest, by: User) -> JoinRequest:
    asked = _locked(join_request)
    if asked.state == JoinState.PROVISIONAL:
        require_edit(by)
    else:
        require_manage_people(by, asked.organization_id)
    if asked.user_id == by.pk and not can_edit_organizations(by):
        raise NotAllowed(_("Une autre personne de la structure, ou l’équipe, vous répondra."))
    if asked.state not in {JoinState.PENDING, JoinState.PROVISIONAL}:
        raise Refused(_("Cette demande a déjà reçu une réponse."))
    return asked


def _decide(
    asked: JoinRequest, state: JoinState, reason: str, by: User, at: datetime.datetime
) -> JoinRequest:
    was_provisional = asked.state == JoinState.PROVISIONAL
    asked.state, asked.reason, asked.decided_by, asked.decided_at = state, reason, by, at
    asked.save()
    accepted = state == JoinState.ACCEPTED
    what = _("Demande acceptée") if accepted else _("Demande refusée")
    _record("accept_request" if accepted else "refuse_request", what, asked, by, at)
    notify(
        user=asked.user,
        kind=f"organizations.{'accept' if accepted else 'refuse'}_request",
        text=_answer(asked, accepted, was_provisional),
        url=reverse("organizations:mine"),
        at=at,
    )
    return asked


def _answer(asked: JoinRequest, accepted: bool, was_provisional: bool) -> Any:
    if not accepted:
        sentence = gettext_lazy(
            "Votre demande pour rejoindre {organization} est refusée\u00a0: {reason}"
        )
    elif was_provisional:
        sentence = gettext_lazy("L’équipe a vérifié votre place dans {organization}.")
    else:
        sentence = gettext_lazy("Vous faites maintenant partie de {organization}.")
    return format_lazy(sentence, organization=asked.organization.label, reason=asked.reason)


def _record(action: str, what: str, asked: JoinRequest, by: User, at: datetime.datetime) -> None:
    record(
        action=f"organizations.{action}",
        summary=_("%(what)s\u00a0: %(person)s, %(organization)s")
        % {"what": what, "person": asked.user, "organization": asked.organization.label},
        by=by,
        at=at,
        target=asked.organization,
        changes={"join_request": [None, asked.pk], "state": [None, asked.state]},
    )
