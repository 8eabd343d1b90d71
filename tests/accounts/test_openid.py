"""Sign-in through a provider that really answers, from the button to the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from tests import factories
from tests.accounts.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider

PERSON = {
    "sub": "12-34",
    "email": "Claire.Marchand@example.org",
    "email_verified": True,
    "given_name": "Claire",
    "usual_name": "Marchand",
}


@pytest.fixture
def provider(db: None, settings: Any) -> Iterator[Provider]:
    provider = Provider(claims=dict(PERSON))
    provider.start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "proconnect",
                    "name": "ProConnect",
                    "client_id": CLIENT_ID,
                    "secret": CLIENT_SECRET,
                    "settings": {"server_url": provider.issuer},
                }
            ],
        }
    }
    yield provider
    provider.stop()


def sign_in(client: Client, prefix: str = "") -> Any:
    """The whole way: our button, the provider's page, back to us."""
    login = prefix + reverse("openid_connect_login", args=["proconnect"])
    sent = client.post(login)
    assert sent.status_code == 302, sent.content
    back = requests.get(sent["Location"], allow_redirects=False, timeout=5)
    return client.get(back.headers["Location"].removeprefix("http://testserver"))


def signed_in(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_the_sign_in_page_offers_it(provider: Provider, visitor_client: Client) -> None:
    page = visitor_client.get(reverse("account_login")).content.decode()

    assert "Continuer avec ProConnect" in page
    assert reverse("openid_connect_login", args=["proconnect"]) in page


def test_a_new_person_enters_with_the_name_that_proconnect_gives(
    provider: Provider, visitor_client: Client
) -> None:
    response = sign_in(visitor_client)

    assert (response.status_code, response["Location"]) == (302, "/espace/")
    person = User.objects.get()
    assert (person.full_name, person.email) == (
        "Claire Marchand",
        "claire.marchand@example.org",
    )
    assert person.has_usable_password() is False
    assert signed_in(visitor_client) == person


def test_a_signed_userinfo_is_read_and_its_signature_checked(
    provider: Provider, visitor_client: Client
) -> None:
    provider.signs_userinfo = True

    sign_in(visitor_client)

    assert signed_in(visitor_client) == User.objects.get(full_name="Claire Marchand")


def test_a_userinfo_signed_by_another_is_refused(
    provider: Provider, visitor_client: Client
) -> None:
    provider.signs_userinfo = True
    provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    response = sign_in(visitor_client)

    assert "La connexion n’a pas abouti" in response.content.decode()
    assert User.objects.count() == 0


def test_a_verified_address_opens_the_account_that_bears_it(
    provider: Provider, visitor_client: Client
) -> None:
    known = factories.make_user("claire.marchand@example.org", full_name="C. Marchand")

    sign_in(visitor_client)

    assert signed_in(visitor_client) == known
    assert User.objects.count() == 1
    assert SocialAccount.objects.get().user == known
    known.refresh_from_db()
    assert known.full_name == "C. Marchand"
    assert known.check_password(factories.PASSWORD) is True


def test_an_unverified_address_does_not_open_someone_s_account(
    provider: Provider, visitor_client: Client
) -> None:
    factories.make_user("claire.marchand@example.org")
    provider.claims["email_verified"] = False

    sign_in(visitor_client)

    assert signed_in(visitor_client) is None
    assert SocialAccount.objects.count() == 0


def test_a_provider_that_vouches_for_its_addresses_may_be_trusted(
    provider: Provider, visitor_client: Client, settings: Any
) -> None:
    """ProConnect says nothing of `email_verified`."""
    known = factories.make_user("claire.marchand@example.org")
    del provider.claims["email_verified"]
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["trusts_email"] = True

    sign_in(visitor_client)

    assert signed_in(visitor_client) == known


def test_what_the_provider_does_not_say_is_asked(
    provider: Provider, visitor_client: Client
) -> None:
    del provider.claims["email"]

    asked = sign_in(visitor_client)
    page = visitor_client.get(asked["Location"]).content.decode()
    sent = visitor_client.post(
        asked["Location"], {"full_name": "Claire Marchand", "email": "claire@example.org"}
    )

    assert asked["Location"] == reverse("socialaccount_signup")
    assert 'value="Claire Marchand"' in page
    assert sent["Location"] == reverse("account_email_verification_sent")
    assert signed_in(visitor_client) is None
    assert User.objects.get().email == "claire@example.org"


def test_the_second_time_the_address_may_have_changed(
    provider: Provider, visitor_client: Client
) -> None:
    sign_in(visitor_client)
    person = User.objects.get()
    provider.claims["email"] = "autre@example.org"

    other_client = Client()
    sign_in(other_client)

    assert signed_in(other_client) == person


def test_a_deactivated_person_is_refused_with_a_sentence(
    provider: Provider, visitor_client: Client
) -> None:
    factories.make_user("claire.marchand@example.org", is_active=False)

    response = sign_in(visitor_client)
    page = visitor_client.get(response["Location"]).content.decode()

    assert "Ce compte a été désactivé par l’administration de ce site" in page
    assert signed_in(visitor_client) is None


def test_giving_up_over_there_comes_back_to_a_page(
    provider: Provider, visitor_client: Client
) -> None:
    provider.refuses = True

    response = sign_in(visitor_client)
    page = visitor_client.get(response["Location"]).content.decode()

    assert "Vous êtes revenu sans vous connecter." in page


def test_the_address_to_come_back_to_is_one_in_every_language(
    provider: Provider, visitor_client: Client
) -> None:
    sign_in(visitor_client)
    sign_in(Client(), prefix="/en")

    addresses = {asked["redirect_uri"] for asked in provider.asked}
    assert addresses == {"http://testserver/compte/relies/oidc/proconnect/retour/"}


def test_looking_at_the_button_does_not_leave(provider: Provider, visitor_client: Client) -> None:
    response = visitor_client.get(reverse("openid_connect_login", args=["proconnect"]))

    assert response.status_code == 200
    assert "Vous allez être conduit vers ProConnect" in response.content.decode()


def test_a_signed_in_person_connects_and_disconnects(
    provider: Provider, editor: User, editor_client: Client
) -> None:
    connections = reverse("socialaccount_connections")
    login = reverse("openid_connect_login", args=["proconnect"]) + "?process=connect"
    back = requests.get(
        editor_client.post(login)["Location"], allow_redirects=False, timeout=5
    ).headers["Location"]
    editor_client.get(back.removeprefix("http://testserver"))

    account = SocialAccount.objects.get()
    assert account.user == editor
    assert "ProConnect" in editor_client.get(connections).content.decode()

    editor_client.post(connections, {"account": account.pk})
    assert SocialAccount.objects.count() == 0


def test_an_unknown_provider_is_not_found(db: None, visitor_client: Client) -> None:
    address = reverse("openid_connect_login", args=["nowhere"])

    assert visitor_client.get(address).status_code == 404
