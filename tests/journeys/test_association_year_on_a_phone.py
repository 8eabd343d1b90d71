"""The year of a small association, on a telephone: asked, completed, granted, told, asked again."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState, GrantNature
from ensemblier.applications.models import Application
from ensemblier.outcomes.enums import ReportState
from tests.browser import PageMaker, assert_accessible
from tests.factories import programming as make
from tests.journeys import applying, team
from tests.journeys.applying import press, write
from tests.journeys.conftest import OpenCall
from tests.journeys.keyboard import heading

PHONE = 360


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert_accessible(page)


def apply(page: Page, here: OpenCall, paper: Path) -> Application:
    page.goto("/espace/dossiers/")
    assert_fits(page)
    page.get_by_role("link", name="Faire une demande").click()
    write(page, "Nom de la nouvelle action", "Goûters des voisins")
    assert_fits(page)
    press(page, "Commencer")
    # Nothing to press: what is typed is kept.
    write(page, "Bénévoles", "11")
    page.keyboard.press("Tab")
    expect(page.locator("[data-save-state]")).to_contain_text("Enregistré à")
    assert_fits(page)
    press(page, applying.NEXT)
    applying.tell_the_action(page, here.call)
    assert_fits(page)
    applying.tell_the_people(page)
    assert_fits(page)
    applying.tell_the_budget(page)
    assert_fits(page)
    applying.answer_and_attach(page, paper)
    assert_fits(page)
    applying.attest_and_submit(page, "Inès Demande")
    heading(page, "Goûters des voisins")
    assert_fits(page)
    return Application.objects.get()


def complete(page: Page, application: Application) -> None:
    page.goto("/espace/dossiers/")
    expect(page.locator("main")).to_contain_text("à compléter")
    page.get_by_role("link", name="Goûters des voisins").first.click()
    expect(page.locator("main")).to_contain_text("Quelle salle s’il pleut ?")
    assert_fits(page)
    page.goto(f"/espace/dossiers/{application.pk}/etape/action/")
    write(page, "Lieux", "La salle des fêtes s’il pleut.")
    press(page, applying.NEXT)
    page.goto(f"/espace/dossiers/{application.pk}/etape/depot/")
    press(page, "Déposer le complément")
    heading(page, "Goûters des voisins")


def report(page: Page, paper: Path) -> None:
    page.goto("/espace/bilans/")
    assert_fits(page)
    page.get_by_role("link", name="Goûters des voisins").first.click()
    page.get_by_role("link", name="Commencer le bilan").first.click()
    for label in ("Ce qui a été fait", "Dates et lieux", "Objectifs atteints"):
        write(page, label, "Trente goûters, chaque mercredi.")
    assert_fits(page)
    press(page, applying.NEXT)
    write(page, "6 à 15 ans, femmes, Les Prés", "14")
    assert_fits(page)
    press(page, applying.NEXT)
    press(page, applying.NEXT)
    press(page, "Reprendre les montants prévus")
    assert_fits(page)
    press(page, applying.NEXT)
    page.get_by_role("link", name="Joindre une photo ou une pièce").click()
    page.get_by_label("Sorte").select_option(label="pièce comptable")
    page.locator("main input[type=file]").set_input_files(paper)
    assert_fits(page)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("link", name="devis.txt").first).to_be_visible()
    page.get_by_role("link", name="Continuer", exact=True).click()
    applying.expect_step(page, "Vérifier et déposer")
    page.locator("[name=signed_by]").fill("Inès Demande")
    page.locator("[name=signed_as]").fill("Trésorière")
    assert_fits(page)
    press(page, "Déposer le bilan")
    expect(page.locator("main")).to_contain_text("à examiner par l’équipe")


def renew(page: Page) -> None:
    page.goto("/espace/dossiers/")
    page.get_by_role("link", name="Goûters des voisins").first.click()
    page.get_by_role("link", name="Renouveler pour").first.click()
    assert_fits(page)
    press(page, "Renouveler")
    applying.expect_step(page, "L’action")
    expect(page.get_by_label("Objectifs", exact=True)).to_have_value(
        "Que chacun connaisse cinq voisins."
    )
    expect(page.get_by_text("à relire", exact=True).first).to_be_visible()
    assert_fits(page)


@pytest.mark.browser
def test_an_association_lives_its_year_on_a_phone(
    open_call: OpenCall, editor: User, browser_page: PageMaker, tmp_path: Path
) -> None:
    paper = tmp_path / "devis.txt"
    paper.write_text("Goûters : 2 000 €\n", encoding="utf-8")
    page = browser_page(user=open_call.treasurer, width=PHONE, height=740)

    application = apply(page, open_call, paper)
    team.ask_for(application, "Quelle salle s’il pleut ?", by=editor)
    complete(page, application)
    application.refresh_from_db()
    assert application.state == ApplicationState.RESUBMITTED

    team.grant_all(application, open_call.call, by=editor)
    page.goto(application.get_absolute_url())
    expect(page.locator("#argent + *")).to_contain_text("accordé")
    assert_fits(page)

    report(page, paper)
    assert application.report.state == ReportState.SUBMITTED

    following = make.make_call(
        open_call.call.contract,
        nodes=tuple(theme.node for theme in open_call.call.themes.all()),
        areas=tuple(open_call.call.areas.all()),
        year=open_call.call.year + 1,
        closes_at=timezone.now() + datetime.timedelta(days=30),
    )
    for funder in (open_call.prefecture, open_call.town):
        make.make_envelope(following, funder)
    renew(page)
    again = Application.objects.get(call=following)
    assert (again.action, again.nature) == (application.action, GrantNature.RENEWAL)
