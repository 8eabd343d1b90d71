"""The same form on an old computer that runs no script: whole pages, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application
from tests.browser import PageMaker
from tests.journeys import applying
from tests.journeys.conftest import OpenCall
from tests.journeys.keyboard import heading


@pytest.mark.browser
def test_a_treasurer_applies_without_any_script(
    open_call: OpenCall, browser_page: PageMaker, tmp_path: Path
) -> None:
    paper = tmp_path / "devis.txt"
    paper.write_text("Goûters : 2 000 €\n", encoding="utf-8")
    page = browser_page(user=open_call.treasurer, javascript=False)

    page.goto("/espace/dossiers/")
    page.get_by_role("link", name="Faire une demande").click()
    applying.write(page, "Nom de la nouvelle action", "Goûters des voisins")
    applying.press(page, "Commencer")

    heading(page, "Goûters des voisins")
    applying.expect_step(page, "La structure")
    applying.write(page, "Bénévoles", "onze")
    applying.press(page, applying.NEXT)
    expect(page.get_by_label("Bénévoles", exact=True)).to_have_value("onze")
    expect(page.get_by_text("Saisissez un nombre entier").first).to_be_visible()
    applying.write(page, "Bénévoles", "11")
    applying.press(page, applying.NEXT)

    applying.tell_the_action(page, open_call.call)
    applying.tell_the_people(page)
    applying.tell_the_budget(page)
    applying.answer_and_attach(page, paper)
    applying.attest_and_submit(page, "Inès Demande")

    heading(page, "Goûters des voisins")
    expect(page.locator("main")).to_contain_text("déposé")
    application = Application.objects.get()
    assert application.state == ApplicationState.SUBMITTED
    assert sum(row.amount_cents for row in application.requests.all()) == 1_500_00
    assert sum(row.number for row in application.audience.all()) == 20
