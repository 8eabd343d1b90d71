"""An administrator invites a person, gives a right with dates, and closes the account."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from tests.browser import PageMaker, assert_accessible
from tests.journeys.keyboard import Keyboard, heading

CONTRACT = "Contrat de ville d’Alès Agglomération 2015-2020"
FIRST_DAY, LAST_DAY = datetime.date(2026, 1, 1), datetime.date(2030, 12, 12)


@pytest.mark.browser
def test_invite_give_close(demonstration: dict[str, User], browser_page: PageMaker) -> None:
    page = browser_page(user=demonstration["administrator"])
    keys = Keyboard(page)
    page.goto("/espace/")

    keys.follow("Ouvrir des accès")
    keys.skip_to_content()
    keys.follow("Ajouter une personne")
    keys.skip_to_content()
    keys.write("Prénom et nom", "Inès Arrivée")
    keys.write("Adresse électronique", "ines@example.org")
    keys.push("Ajouter")
    heading(page, "Inès Arrivée")
    assert [one.to for one in mail.outbox] == [["ines@example.org"]]

    keys.skip_to_content()
    keys.unfold("Donner un droit")
    keys.choose("Contrat", CONTRACT)
    keys.choose("Droit", "écriture")
    keys.date("À partir du", FIRST_DAY)
    keys.date("Jusqu’au", LAST_DAY)
    assert_accessible(page)
    keys.push("Donner ce droit")
    row = page.get_by_role("row", name=CONTRACT)
    expect(row).to_contain_text("écriture")
    expect(row).to_contain_text("12/12/2030")

    keys.skip_to_content()
    keys.unfold("Désactiver le compte")
    keys.write("Pourquoi", "A changé de service")
    keys.push("Désactiver")
    expect(page.get_by_text("Compte désactivé depuis le")).to_be_visible()
    assert_accessible(page)
    assert not User.objects.get(email="ines@example.org").is_active
