"""A team member signs in with a code, sees what awaits, and writes in the plan by keyboard."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from ensemblier.accounts.models import User
from tests.browser import PageMaker, assert_accessible
from tests.journeys.keyboard import Keyboard, heading


def code_received(address: str) -> str:
    (message,) = [one for one in mail.outbox if one.to == [address]]
    found = re.search(r"^([A-Z0-9]+-[A-Z0-9]+)$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


def said(page: Page, text: str) -> None:
    expect(page.locator("#editor-live")).to_contain_text(text)


@pytest.mark.browser
def test_sign_in_write_undo(demonstration: dict[str, User], browser_page: PageMaker) -> None:
    page = browser_page()
    keys = Keyboard(page)
    page.goto("/espace/")

    heading(page, "Me connecter")
    keys.skip_to_content()
    keys.write("Adresse électronique", "equipe@demo.example")
    keys.push("Recevoir un code")
    heading(page, "Entrer le code")
    assert_accessible(page)
    keys.write("Code", code_received("equipe@demo.example"))
    keys.push("Continuer")

    heading(page, "Ce qui m’attend")
    keys.follow("Achever et publier")
    heading(page, "Plan d’action 2015-2020")
    moved = page.get_by_role("treeitem", name="1.1 ", exact=False).first
    keys.reach(page.get_by_role("treeitem").first)
    keys.press("ArrowDown")
    expect(moved).to_be_focused()
    keys.press("Alt+ArrowDown")
    said(page, "2 sur 6")

    keys.press("Enter")
    keys.type("Relier les quartiers à pied")
    keys.press("Enter")
    said(page, "1.1 Relier les quartiers à pied")
    assert_accessible(page)
    renamed = page.get_by_role("treeitem", name="1.1 Relier les quartiers à pied")
    expect(renamed).to_be_focused()
    keys.press("Control+z")
    said(page, "annulée")
    expect(renamed).to_have_count(0)

    page.reload()
    titles = page.get_by_role("treeitem").evaluate_all(
        "items => items.map(item => item.dataset.code + ' ' + item.dataset.title)"
    )
    second_level = [title for title in titles if re.match(r"1\.\d ", title)]
    assert second_level[:2] == [
        "1.2 Faire grandir l’entraide et les rencontres",
        "1.1 Relier les quartiers entre eux et au reste de l’agglo",
    ]
