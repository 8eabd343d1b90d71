"""A paper file arrives: the team types it for an association without a computer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application
from tests import factories
from tests.browser import PageMaker, assert_accessible
from tests.journeys import applying
from tests.journeys.conftest import OpenCall
from tests.journeys.keyboard import heading


@pytest.mark.browser
def test_the_team_types_what_came_on_paper(
    open_call: OpenCall, editor: User, browser_page: PageMaker, tmp_path: Path
) -> None:
    factories.make_organization(name="Les Boulistes")
    paper = tmp_path / "devis.txt"
    paper.write_text("Boules : 2 000 €\n", encoding="utf-8")
    page = browser_page(user=editor)

    page.goto("/espace/dossiers/")
    page.get_by_role("link", name="Faire une demande").click()
    page.get_by_label("Structure").first.select_option(label="Les Boulistes")
    applying.write(page, "Nom de la nouvelle action", "Tournoi du quartier")
    assert_accessible(page)
    applying.press(page, "Commencer")
    applying.press(page, applying.NEXT)
    applying.tell_the_action(page, open_call.call)
    applying.tell_the_people(page)
    applying.tell_the_budget(page)
    applying.answer_and_attach(page, paper)
    applying.attest_and_submit(page, "Marcel Bouliste")

    heading(page, "Tournoi du quartier")
    expect(page.get_by_text("saisi par l’équipe")).to_be_visible()
    assert_accessible(page)
    application = Application.objects.get()
    assert (application.state, application.is_assisted) == (ApplicationState.SUBMITTED, True)
    assert application.created_by == editor
    assert application.attested_by == "Marcel Bouliste"
