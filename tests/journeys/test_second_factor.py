"""A person adds a second check with an application of codes, then signs in with it."""

from __future__ import annotations

import base64
import hmac
import struct
import time

import pytest
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from ensemblier.demo.loading.people import PASSWORD
from tests.browser import PageMaker, assert_accessible
from tests.journeys.keyboard import Keyboard, heading

STEP = 30


def code_at(secret: str, instant: float) -> str:
    """RFC 6238: what an application of codes shows for this key."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(instant) // STEP), "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@pytest.mark.browser
def test_activate_and_use(demonstration: dict[str, User], browser_page: PageMaker) -> None:
    page = browser_page()
    keys = Keyboard(page)
    page.goto("/compte/connexion/?next=/compte/double-verification/")
    sign_in(keys)

    heading(page, "Double vérification")
    keys.skip_to_content()
    keys.follow("Activer")
    heading(page, "Activer l’application de codes")
    assert_accessible(page)
    keys.skip_to_content()
    keys.unfold("Je ne peux pas photographier")
    secret = page.locator("code").inner_text()
    keys.write("Code", code_at(secret, time.time()))
    keys.push("Activer")
    heading(page, "secours")
    assert_accessible(page)

    other = browser_page()
    keys = Keyboard(other)
    other.goto("/compte/connexion/")
    sign_in(keys)
    # A code serves once: the application is at its next one.
    keys.write("Code", code_at(secret, time.time() + STEP))
    assert_accessible(other)
    keys.push("Continuer")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Ce qui m’attend")


def sign_in(keys: Keyboard) -> None:
    keys.skip_to_content()
    form = keys.page.locator("form", has=keys.page.get_by_label("Mot de passe"))
    keys.reach(form.get_by_label("Adresse électronique"))
    keys.type("projet@demo.example")
    keys.write("Mot de passe", PASSWORD)
    keys.push("Me connecter")
