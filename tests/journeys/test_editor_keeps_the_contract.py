"""A signatory, an amendment that prolongs the contract, a date in the calendar."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from tests.browser import PageMaker, assert_accessible
from tests.journeys.keyboard import Keyboard, heading

CONTRACT = "Contrat de ville d’Alès Agglomération 2015-2020"
DEPARTMENT = "Conseil départemental du Gard"
NEW_END = datetime.date(2031, 12, 12)


@pytest.mark.browser
def test_keep_the_contract(demonstration: dict[str, User], browser_page: PageMaker) -> None:
    page = browser_page(width=360, height=740, user=demonstration["editor"])
    keys = Keyboard(page)
    page.goto("/espace/")

    keys.follow(CONTRACT)
    heading(page, CONTRACT)
    keys.skip_to_content()
    keys.follow("Signataires")
    keys.skip_to_content()
    keys.follow("Ajouter un signataire")
    keys.skip_to_content()
    keys.choose("Structure", DEPARTMENT)
    keys.push("Ajouter le signataire")
    assert page.get_by_label("Structure").input_value() != ""
    expect(page.locator(".field-error").first).to_be_visible()
    assert_accessible(page)
    keys.write("En qualité de", "Présidente du Département")
    keys.push("Ajouter le signataire")
    expect(page.get_by_role("row", name="Conseil départemental du Gard")).to_contain_text(
        "Présidente"
    )

    keys.skip_to_content()
    keys.follow("Avenants")
    keys.skip_to_content()
    keys.follow("Ajouter un avenant")
    keys.skip_to_content()
    keys.write("Objet", "Huit ans de plus")
    keys.date("Nouvelle fin du contrat", NEW_END)
    keys.push("Ajouter l’avenant")
    expect(page.locator(".lead")).to_contain_text("12 décembre 2031")

    keys.skip_to_content()
    keys.follow("Calendrier")
    keys.skip_to_content()
    keys.follow("Ajouter une étape")
    keys.skip_to_content()
    keys.write("Étape", "Rencontre des conseils citoyens")
    keys.date("Prévue le", NEW_END)
    keys.push("Ajouter l’étape")
    expect(page.get_by_role("row", name="Rencontre des conseils citoyens")).to_be_visible()

    page.goto("/contrats/ales-agglomeration/")
    expect(page.locator("main")).to_contain_text("Rencontre des conseils citoyens")
    expect(page.locator("main")).to_contain_text("12 décembre 2031")
