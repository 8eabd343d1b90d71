"""OpenID Connect as French public services speak it; allauth finds this module by its name.

ProConnect answers at its userinfo address with a signed token rather than with JSON, gives
`usual_name` rather than `family_name`, and vouches for the addresses it gives without saying
so in each answer.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


class ProviderAdapter(OpenIDConnectOAuth2Adapter):
    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> Any:
        """As allauth does, with the userinfo signed for us when the provider signs it."""
        answer = kwargs["response"]
        data = {"userinfo": self._userinfo(app, token.token)}
        if answer.get("id_token"):
            data["id_token"] = self._decode_id_token(app, answer["id_token"])
        return self.get_provider().sociallogin_from_response(request, data)

    def _userinfo(self, app: SocialApp, access_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(
                self.profile_url, headers={"Authorization": f"Bearer {access_token}"}
            )
            response.raise_for_status()
        if "application/jwt" not in response.headers.get("Content-Type", ""):
            return response.json()
        return jwtkit.verify_and_decode(
            credential=response.text,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """One address to declare to the provider, whatever the language of the page."""
        with translation.override(settings.LANGUAGE_CODE):
            return super().get_callback_url(request, app)


class OpenIDConnect(OpenIDConnectProvider):
    oauth2_adapter_class = ProviderAdapter

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        fields = super().extract_common_fields(data)
        claims = data.get("userinfo") or data.get("id_token") or {}
        fields["last_name"] = claims.get("usual_name") or fields.get("last_name")
        return fields

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        addresses = super().extract_email_addresses(data)
        for address in addresses:
            address.verified = address.verified or self.app.settings.get("trusts_email", False)
        return addresses


provider_classes = [OpenIDConnect]
