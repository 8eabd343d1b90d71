"""The sign-in form; apart from `forms`, which allauth imports while its own are being made."""

from __future__ import annotations

from allauth.account.forms import LoginForm as BaseLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(BaseLoginForm):
    """Asks for a password even though sign-up does not: codes have their own form."""

    def _setup_password_field(self) -> None:
        self.fields["login"].label = _("Adresse électronique")
        self.fields["password"].help_text = ""
