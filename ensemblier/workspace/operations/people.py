"""Opening, correcting and closing accounts."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.roles import end_delegations_of
from ensemblier.core.changes import differences, values_of
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.notices.operations import notify
from ensemblier.workspace.emails import send_invitation
from ensemblier.workspace.permissions import (
    require_installation_administrator,
    require_rights_opener,
)


@transaction.atomic
def create_person(
    *,
    full_name: str,
    email: str,
    phone: str = "",
    language: str = "fr",
    by: User,
    at: datetime.datetime,
) -> User:
    """With an address the person is written to on commit; without, they cannot sign in."""
    require_rights_opener(by)
    address = _free_address(email)
    person = User.objects.create_user(
        address,
        full_name=_name(full_name),
        phone=phone,
        language=language,
        joined_at=at,
        is_verified=False,
    )
    record(
        action="accounts.create_person",
        summary=f"{person} est ajouté{'' if address else ', sans adresse'}.",
        by=by,
        at=at,
        target=person,
    )
    if address:
        transaction.on_commit(lambda: send_invitation(person, by))
    return person


@transaction.atomic
def update_person(
    *,
    person: User,
    full_name: str,
    phone: str,
    language: str,
    by: User,
    at: datetime.datetime,
    email: str | None = None,
) -> User:
    """One's own account, or anyone's by an administrator of the installation.

    `email` gives an address to a person who has none; an address is changed by its owner,
    who proves that it is theirs.
    """
    if person != by:
        require_installation_administrator(by)
    person = User.objects.select_for_update().get(pk=person.pk)
    fields = ("full_name", "phone", "language", "email")
    before = values_of(person, fields)
    person.full_name, person.phone, person.language = _name(full_name), phone, language
    if email and not person.email:
        person.email = _free_address(email)
        EmailAddress.objects.create(user=person, email=person.email, primary=True)
        transaction.on_commit(lambda: send_invitation(person, by))
    person.save(update_fields=fields)
    if changes := differences(before, values_of(person, fields)):
        record(
            action="accounts.update_person",
            summary=f"Compte de {person} corrigé.",
            by=by,
            at=at,
            target=person,
            changes=changes,
        )
    return person


@transaction.atomic
def deactivate_person(*, person: User, reason: str, by: User, at: datetime.datetime) -> User:
    """Take away every right and every open session, and what they lent. Their name stays."""
    require_installation_administrator(by)
    person = _locked(person)
    if person == by:
        raise Refused(
            _("On ne désactive pas son propre compte\u00a0: demandez à un autre administrateur.")
        )
    if not person.is_active:
        raise Refused(_("Ce compte est déjà désactivé."))
    if person.is_superuser:
        _require_another_administrator(person)
    person.is_active, person.deactivated_at = False, at
    # The key of every open session holds the password: changing it closes them for good.
    person.set_unusable_password()
    person.save(update_fields=["is_active", "deactivated_at", "password"])
    end_delegations_of(person=person, by=by, at=at)
    _record_state(
        person, action="accounts.deactivate_person", word="désactivé", reason=reason, by=by, at=at
    )
    return person


@transaction.atomic
def reactivate_person(*, person: User, reason: str, by: User, at: datetime.datetime) -> User:
    """Their rights hold again, except what they had lent; they sign in with a code."""
    require_installation_administrator(by)
    person = _locked(person)
    if person.is_active:
        raise Refused(_("Ce compte est déjà actif."))
    person.is_active, person.deactivated_at = True, None
    person.save(update_fields=["is_active", "deactivated_at"])
    _record_state(
        person, action="accounts.reactivate_person", word="réactivé", reason=reason, by=by, at=at
    )
    return person


@transaction.atomic
def set_administrator(
    *, person: User, is_administrator: bool, by: User, at: datetime.datetime
) -> User:
    """Give or take the whole installation."""
    require_installation_administrator(by)
    person = _locked(person)
    if is_administrator == person.is_superuser:
        raise Refused(_("Rien n’a changé."))
    if is_administrator and not (person.is_active and person.email):
        raise Refused(_("Il faut un compte actif avec une adresse électronique."))
    if not is_administrator:
        _require_another_administrator(person)
    person.is_superuser = is_administrator
    person.save(update_fields=["is_superuser"])
    record(
        action="accounts.set_administrator",
        summary=f"{person} {'devient' if is_administrator else 'n’est plus'} "
        "administrateur de l’installation.",
        by=by,
        at=at,
        target=person,
        changes={"is_superuser": [not is_administrator, is_administrator]},
    )
    return person


@transaction.atomic
def ask_for_deletion(*, by: User, reason: str, at: datetime.datetime) -> int:
    """Tell the administrators that `by` wants their account closed; how many were told."""
    administrators = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=by.pk)
    told = list(administrators)
    if not told:
        raise Refused(_("Aucun autre administrateur ne peut fermer votre compte."))
    record(
        action="accounts.ask_for_deletion",
        summary=f"{by} demande la fermeture de son compte"
        + (f"\u00a0: {reason}." if reason else "."),
        by=by,
        at=at,
        target=by,
    )
    for administrator in told:
        notify(
            user=administrator,
            kind="accounts.ask_for_deletion",
            text=format_lazy(
                gettext_lazy("{person} demande la fermeture de son compte."), person=str(by)
            ),
            url=reverse("workspace:person", args=[by.pk]),
            at=at,
        )
    return len(told)


def _name(full_name: str) -> str:
    name = " ".join(full_name.split())
    if not name:
        raise InvalidInput(_("Indiquez le prénom et le nom."), field="full_name")
    return name


def _free_address(email: str) -> str | None:
    """The address, in small letters; None when there is none."""
    address = email.strip().lower()
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInput(_("Cette adresse n’est pas complète."), field="email") from error
    taken = User.objects.filter(email=address).exists()
    if taken or EmailAddress.objects.filter(email=address, verified=True).exists():
        raise InvalidInput(_("Une personne porte déjà cette adresse."), field="email")
    return address


def _locked(person: User) -> User:
    """The person, once nobody else can name or remove an administrator meanwhile."""
    rows = User.objects.select_for_update().filter(Q(pk=person.pk) | Q(is_superuser=True))
    return next(row for row in rows.order_by("pk") if row.pk == person.pk)


def _require_another_administrator(person: User) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise Refused(_("C’est le dernier administrateur\u00a0: nommez-en un autre d’abord."))


def _record_state(
    person: User, *, action: str, word: str, reason: str, by: User, at: datetime.datetime
) -> None:
    record(
        action=action,
        summary=f"Compte de {person} {word}" + (f"\u00a0: {reason}." if reason else "."),
        by=by,
        at=at,
        target=person,
        changes={"is_active": [not person.is_active, person.is_active]},
    )
