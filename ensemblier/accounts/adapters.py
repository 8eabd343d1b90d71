"""How allauth creates and greets our people."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import User
from ensemblier.accounts.requests import SignedInRequest


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est désactivé."),
        "email_password_mismatch": _(
            "L’adresse ou le mot de passe ne sont pas les bons. "
            "Vous pouvez aussi recevoir un code par courriel."
        ),
        "incorrect_code": _("Ce n’est pas le bon code. Vérifiez le dernier courriel reçu."),
        "incorrect_password": _("Ce n’est pas le bon mot de passe."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "too_many_login_attempts": _(
            "Trop d’essais. Attendez quelques minutes, ou recevez un code par courriel."
        ),
        "rate_limited": _("Trop d’essais à la suite. Attendez une minute et recommencez."),
        "email_taken": _("Une autre personne utilise déjà cette adresse."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP_OPEN

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.full_name = form.cleaned_data.get("full_name") or user.full_name
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in is not asked again who they are."""
        records = get_authentication_records(self.request, self.request.user)
        age = time.time() - records[-1]["at"] if records else float("inf")
        if age < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_login_redirect_url(self, request: SignedInRequest) -> str:
        """Home, in the language that the person chose."""
        with translation.override(request.user.language):
            return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("workspace:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # A letter with a code comes without its person.
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = getattr(user, "language", "") or translation.get_language()
        with translation.override(language):
            super().send_mail(
                template_prefix,
                email,
                {**context, "installation_name": settings.INSTALLATION_NAME},
            )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """`data` comes from `provider.OpenIDConnect.extract_common_fields`."""
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.full_name = " ".join(p for p in parts if p) or data.get("name") or ""
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        user.email = user.email or None
        return user

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """When something is missing from what the provider says, the rest is already typed."""
        initial = super().get_signup_form_initial_data(sociallogin)
        return {**initial, "full_name": sociallogin.user.full_name}
