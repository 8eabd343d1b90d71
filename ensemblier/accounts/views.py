"""Sign-in that allauth does not do by itself: OpenID Connect with our adapter, and lockouts."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ensemblier.accounts.provider import ProviderAdapter


def openid_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _openid(request, provider_id, OAuth2LoginView)


def openid_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _openid(request, provider_id, OAuth2CallbackView)


def _openid(request: HttpRequest, provider_id: str, view_class: Any) -> HttpResponse:
    try:
        return view_class.adapter_view(ProviderAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404(_("Ce service de connexion n’est pas configuré ici.")) from error


def typed_address(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Whose sign-in axes counts; allauth calls «email» what its form calls «login»."""
    address = (credentials or {}).get("email") or request.POST.get("login", "")
    return address.strip().lower()
