"""Letters about access."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User


def send_invitation(person: User, by: User) -> None:
    """Tell a person that an account awaits them; they sign in with a code, no password needed."""
    with translation.override(person.language):
        body = render_to_string(
            "workspace/email/invitation.txt",
            {
                "person": person,
                "by": by,
                "address": f"{settings.PUBLIC_URL}{reverse('account_login')}",
                "installation_name": settings.INSTALLATION_NAME,
            },
        )
        subject = _("[{name}] Un accès vous attend").format(name=settings.INSTALLATION_NAME)
        EmailMessage(subject=subject, body=body, to=[person.email or ""]).send()
