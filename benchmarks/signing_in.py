"""People who are signed in without typing a password."""

from __future__ import annotations

from typing import Any

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Any, person: Any) -> None:
    client.force_login(person, backend=BACKEND)


def cookie_of(person: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    sign_in(client, person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def editor_of(contract: Any) -> Any:
    """Somebody of the team, who administers nothing else."""
    from ensemblier.accounts.models import User

    held = User.objects.filter(contractroles__contract=contract, contractroles__kind="editor")
    return held.earliest("pk")
