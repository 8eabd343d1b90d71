"""Every page of sign-in and of one's account wears our clothes, in both languages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ensemblier.accounts import urls

FOR_VISITORS = [
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_password_reset_completed",
    "socialaccount_login_cancelled",
]
FOR_PEOPLE = [
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "socialaccount_connections",
]


def test_a_failed_sign_in_elsewhere_says_what_to_do(db: None, visitor_client: Client) -> None:
    response = visitor_client.get(reverse("socialaccount_login_error"))

    assert response.status_code == 401
    check(response.content.decode(), "fr")


def check(page: str, language: str) -> None:
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert 'class="site-footer"' in page
    assert " style=" not in page


@pytest.mark.parametrize("name", FOR_VISITORS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_for_visitors(db: None, visitor_client: Client, name: str, prefix: str) -> None:
    response = visitor_client.get(prefix + reverse(name))

    assert response.status_code == 200
    check(response.content.decode(), "en" if prefix else "fr")


@pytest.mark.parametrize("name", FOR_PEOPLE)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_for_people(editor: object, visitor_client: Client, name: str, prefix: str) -> None:
    visitor_client.post(
        reverse("account_login"),
        {"login": "editor@example.org", "password": "un-mot-de-passe-de-test"},
    )

    response = visitor_client.get(prefix + reverse(name))

    assert response.status_code == 200
    check(response.content.decode(), "en" if prefix else "fr")


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_pages_for_people_ask_visitors_to_sign_in(
    db: None, visitor_client: Client, name: str
) -> None:
    assert visitor_client.get(reverse(name)).status_code == 302


def test_every_path_is_french() -> None:
    english = {"login", "logout", "signup", "password", "email", "reauthenticate", "inactive"}
    words = {word for pattern in urls.urlpatterns for word in str(pattern.pattern).split("/")}

    assert words & english == set()
