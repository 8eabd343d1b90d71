"""Notices as e-mail: plain text and simple HTML, with a way out in each message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.accounts.models import User
from ensemblier.notices.models import Notice

SALT = "ensemblier.notices.unsubscribe"


def absolute(url: str) -> str:
    return f"{settings.PUBLIC_URL}{url}" if url.startswith("/") else url


def unsubscribe_token(user: User) -> str:
    return signing.dumps(user.pk, salt=SALT)


def user_of_token(token: str) -> User | None:
    """The person that an e-mail was written to; None when the link was altered."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None


def message_about(user: User, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """One e-mail for one or many notices, in the person's language."""
    with translation.override(user.language):
        address = absolute(reverse("notices:unsubscribe", args=[unsubscribe_token(user)]))
        context: dict[str, Any] = {
            "user": user,
            "lines": [(notice.text, absolute(notice.url)) for notice in notices],
            "list_address": absolute(reverse("notices:list")),
            "unsubscribe_address": address,
            "installation_name": settings.INSTALLATION_NAME,
            "language": user.language,
        }
        message = EmailMultiAlternatives(
            subject=f"[{settings.INSTALLATION_NAME}] {_subject(notices)}",
            body=render_to_string("notices/email/notices.txt", context),
            to=[user.email or ""],
            headers={
                "List-Unsubscribe": f"<{address}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(
            render_to_string("notices/email/notices.html", context), "text/html"
        )
        return message


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        text = " ".join(notices[0].text.split())
        return text if len(text) <= 80 else _("Du nouveau pour vous")
    return ngettext(
        "%(count)s nouvelle pour vous", "%(count)s nouvelles pour vous", len(notices)
    ) % {"count": len(notices)}
