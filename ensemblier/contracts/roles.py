"""Giving, ending and delegating what a person may do in a contract."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractRole
from ensemblier.contracts.permissions import can_administer_contract, require_administration
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.operations import notify


@transaction.atomic
def grant_role(
    *,
    contract: Contract,
    user: User,
    kind: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    by: User,
    at: datetime.datetime,
) -> ContractRole:
    """Contract and installation administrators open rights; two at once of a kind are refused."""
    require_administration(by, contract)
    if kind not in ContractRoleKind.values:
        raise InvalidInput(_("Choisissez un droit de la liste."), field="kind")
    _check_person(user)
    _check_period(starts_on, ends_on)
    role = ContractRole(
        contract=contract,
        user=user,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
    )
    _check_alone(role)
    role.save()
    _tell(role, by=by, at=at, action="contracts.grant_role", verb="reçoit")
    return role


@transaction.atomic
def end_role(
    *, role: ContractRole, ends_on: datetime.date, by: User, at: datetime.datetime
) -> ContractRole | None:
    """`ends_on` is the last day; a role that would end before it began goes, None is returned.

    Delegations fall with it. A person may give up their own role, and take back what they
    delegated.
    """
    role = ContractRole.objects.select_for_update().get(pk=role.pk)
    own = by.pk == role.user_id or (
        role.delegated_from is not None and role.delegated_from.user_id == by.pk
    )
    if not own:
        require_administration(by, role.contract)
    if role.ends_on and role.ends_on < ends_on:
        raise InvalidInput(
            _("Ce droit finit déjà plus tôt, le %(day)s. Donnez-en un nouveau pour le prolonger.")
            % {"day": date_format(role.ends_on)},
            field="ends_on",
        )
    _tell(role, by=by, at=at, action="contracts.end_role", verb="perd", last_day=ends_on)
    for delegation in role.delegations.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on)):
        _tell(delegation, by=by, at=at, action="contracts.end_role", verb="perd", last_day=ends_on)
        _close(delegation, ends_on)
    return _close(role, ends_on)


@transaction.atomic
def delegate_role(
    *,
    role: ContractRole,
    to: User,
    starts_on: datetime.date,
    ends_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> ContractRole:
    """Lend one's own role to another person for a time, within one's own dates."""
    role = ContractRole.objects.select_for_update().get(pk=role.pk)
    if role.user_id != by.pk:
        raise NotAllowed(_("On ne délègue que son propre droit."))
    if role.delegated_from_id:
        raise Refused(_("Un droit reçu par délégation ne se délègue pas à nouveau."))
    if to.pk == by.pk:
        raise InvalidInput(_("Choisissez une autre personne que vous."), field="to")
    _check_person(to, field="to")
    _check_period(starts_on, ends_on)
    if starts_on < role.starts_on or (role.ends_on and ends_on > role.ends_on):
        raise InvalidInput(
            _("La délégation doit tenir dans votre propre droit\u00a0: du %(start)s au %(end)s.")
            % {
                "start": date_format(role.starts_on),
                "end": date_format(role.ends_on) if role.ends_on else "…",
            },
            field="ends_on",
        )
    delegation = ContractRole(
        contract=role.contract,
        user=to,
        kind=role.kind,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
        delegated_from=role,
    )
    _check_alone(delegation, field="to")
    delegation.save()
    _tell(delegation, by=by, at=at, action="contracts.delegate_role", verb="reçoit par délégation")
    return delegation


@transaction.atomic
def end_delegations_of(*, person: User, by: User, at: datetime.datetime) -> int:
    """What `person` lent falls now; for the operation that takes all their rights away."""
    day = timezone.localdate(at) - datetime.timedelta(days=1)
    lent = ContractRole.objects.filter(delegated_from__user=person).filter(
        Q(ends_on=None) | Q(ends_on__gt=day)
    )
    roles = list(lent.select_related("contract", "user").order_by("pk"))
    for role in roles:
        _tell(role, by=by, at=at, action="contracts.end_role", verb="perd", last_day=day)
        _close(role, day)
    return len(roles)


def can_end_role(user: User, role: ContractRole) -> bool:
    lender = role.delegated_from.user_id if role.delegated_from else None
    return user.pk in {role.user_id, lender} or can_administer_contract(user, role.contract)


def _close(role: ContractRole, ends_on: datetime.date) -> ContractRole | None:
    if ends_on < role.starts_on:
        role.delete()
        return None
    role.ends_on = ends_on
    role.save(update_fields=["ends_on"])
    return role


def _check_person(user: User, field: str = "user") -> None:
    if not user.is_active:
        raise InvalidInput(
            _("Le compte de cette personne est désactivé. Réactivez-le d’abord."), field=field
        )


def _check_period(starts_on: datetime.date, ends_on: datetime.date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise InvalidInput(_("La date de fin précède la date de début."), field="ends_on")


def _check_alone(role: ContractRole, field: str = "kind") -> None:
    # One grant at a time for a person: two at once would not see each other.
    User.objects.select_for_update().get(pk=role.user_id)
    same = ContractRole.objects.filter(contract=role.contract, user=role.user, kind=role.kind)
    overlapping = same.filter(Q(ends_on=None) | Q(ends_on__gte=role.starts_on))
    if role.ends_on:
        overlapping = overlapping.filter(starts_on__lte=role.ends_on)
    if overlapping.exists():
        raise InvalidInput(
            _("%(person)s a déjà ce droit sur ce contrat pendant cette période.")
            % {"person": role.user},
            field=field,
        )


def _tell(
    role: ContractRole,
    *,
    by: User,
    at: datetime.datetime,
    action: str,
    verb: str,
    last_day: datetime.date | None = None,
) -> None:
    """Keep what happened, and tell whom it happened to."""
    kind = ContractRoleKind(role.kind)
    end = last_day or role.ends_on
    until = f" (dernier jour\u00a0: {end:%d/%m/%Y})" if end else ""
    with translation.override("fr"):
        summary = (
            f"{role.user} {verb} le droit «\u00a0{kind.label}\u00a0» sur {role.contract}{until}."
        )
    record(
        action=action,
        summary=summary,
        by=by,
        at=at,
        target=role,
        changes={
            "starts_on": [None, role.starts_on.isoformat()],
            "ends_on": [role.ends_on and role.ends_on.isoformat(), end and end.isoformat()],
        },
    )
    if by.pk == role.user_id:
        return
    if last_day is None:
        text = gettext_lazy("Vous avez un nouveau droit («\u00a0{kind}\u00a0») sur {contract}.")
    else:
        text = gettext_lazy("Votre droit («\u00a0{kind}\u00a0») sur {contract} prend fin.")
    notify(
        user=role.user,
        kind=action,
        text=format_lazy(text, kind=kind.label, contract=str(role.contract)),
        url=reverse("workspace:account"),
        at=at,
    )
