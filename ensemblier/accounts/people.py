"""Naming a person who may not be known here yet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput


def known_or_new(*, full_name: str, email: str = "") -> User:
    """The person of that address, else a new one; without address, always a new one, who
    cannot sign in. For the team, which knows whom it writes to; the caller records the deed."""
    full_name, email = full_name.strip(), email.strip().lower()
    known = User.objects.filter(email=email).first() if email else None
    if known is not None:
        return known
    if not full_name:
        raise InvalidInput(_("Indiquez le nom de la personne."), field="full_name")
    return User.objects.create_user(email or None, full_name=full_name, is_verified=True)
