"""The team opens a call, appraises what comes, writes down what is decided, sends the letter."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import Application
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.funding.models import Letter
from ensemblier.organizations.enums import OrganizationKind
from tests import factories
from tests.browser import PageMaker, assert_accessible
from tests.factories import programming as make
from tests.journeys.applying import press
from tests.journeys.keyboard import heading


def fill_step(page: Page, button: str = "Enregistrer") -> None:
    assert_accessible(page)
    press(page, button)


def send(page: Page, **values: str) -> None:
    """Fill in the boxes of these names and press the last button of the form."""
    for name, value in values.items():
        box = page.locator(f"main [name={name}]")
        if box.evaluate("element => element.tagName") == "SELECT":
            box.select_option(label=value)
        else:
            box.fill(value)
    assert_accessible(page)
    with page.expect_navigation():
        page.locator("main form[method=post] button").last.click()


def add_row(page: Page, call: Call, word: str, **values: str) -> None:
    page.goto(f"/espace/appels/{call.pk}/listes/{word}/")
    assert_accessible(page)
    page.goto(f"/espace/appels/{call.pk}/listes/{word}/ajouter/")
    send(page, **values)


def open_a_call(page: Page, year: int) -> Call:
    page.goto("/espace/appels/nouveau/ici/")
    send(
        page,
        name=f"Appel {year}",
        year=str(year),
        actions_start_on=f"{year}-01-01",
        actions_end_on=f"{year}-12-31",
    )
    call = Call.objects.get()
    page.goto(f"/espace/appels/{call.pk}/themes/")
    page.get_by_label("Se rencontrer").check()
    fill_step(page)
    page.goto(f"/espace/appels/{call.pk}/territoires/")
    page.get_by_label("Les Prés").check()
    fill_step(page)
    add_row(page, call, "enveloppes", funder="Préfecture", budget_line="147", amount_cents="10 000")
    add_row(page, call, "verifications", label="Les statuts sont au dossier")
    page.goto(f"/espace/appels/{call.pk}/calendrier/")
    now = timezone.localtime()
    opens, closes = now - datetime.timedelta(days=1), now + datetime.timedelta(days=9)
    page.locator("[name=opens_at]").fill(f"{opens:%Y-%m-%dT08:00}")
    page.locator("[name=closes_at]").fill(f"{closes:%Y-%m-%dT18:00}")
    fill_step(page)
    page.goto(f"/espace/appels/{call.pk}/")
    expect(page.get_by_text("Tout est prêt : vous pouvez publier.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Publier l’appel").click()
    with page.expect_navigation():
        page.locator("main form button").last.click()
    call.refresh_from_db()
    assert call.state == CallState.PUBLISHED
    return call


def receive(call: Call) -> Application:
    """What an association sent meanwhile."""
    association = factories.make_organization(name="La Ronde")
    make.make_member(association)
    action = make.make_action(call.contract, association, name="Goûters des voisins")
    application = make.make_application(
        call, action, state=ApplicationState.SUBMITTED, areas=tuple(call.areas.all())
    )
    make.make_request(application, call.envelopes.get().funder, amount_cents=1_000_00)
    return application


def appraise(page: Page, application: Application) -> None:
    page.goto("/espace/instruction/")
    assert_accessible(page)
    page.get_by_role("link", name="Goûters des voisins").first.click()
    heading(page, "Goûters des voisins")
    page.locator("fieldset.check").get_by_label("oui").check()
    press(page, "Enregistrer les vérifications")
    expect(page.get_by_text("1 point vérifié sur 1")).to_be_visible()
    assert_accessible(page)
    for step in ("Déclarer recevable", "Mettre en instruction"):
        page.get_by_role("link", name=step).click()
        send(page)
    expect(page.get_by_text("Le dossier est «\u00a0en instruction\u00a0».")).to_be_visible()
    expect(page.locator("#avis")).to_contain_text("Préfecture")
    assert_accessible(page)


def decide(page: Page, call: Call) -> None:
    funder = call.envelopes.get().funder_id
    page.goto(f"/espace/versements/decisions/{call.pk}/?financeur={funder}")
    page.get_by_label("Montant accordé au dossier").fill("750")
    page.get_by_label("Décider le dossier").check()
    assert_accessible(page)
    press(page, "Décider les dossiers cochés")
    page.goto(f"/espace/versements/decisions/{call.pk}/?financeur=")
    assert_accessible(page)


def send_letters(page: Page, call: Call) -> None:
    funder = call.envelopes.get().funder_id
    page.goto(f"/espace/versements/decisions/{call.pk}/lettres/?financeur={funder}")
    press(page, "Faire les lettres")
    expect(page.get_by_text("prête", exact=True)).to_be_visible()
    assert_accessible(page)
    press(page, "Envoyer")
    expect(page.get_by_text("envoyée le").first).to_be_visible()


@pytest.mark.browser
def test_the_team_runs_a_year(contract: Contract, editor: User, browser_page: PageMaker) -> None:
    area = factories.make_area(name="Les Prés")
    ContractArea.objects.create(contract=contract, area=area)
    version = factories.make_version(factories.make_plan(contract, name="Plan d’ici"))
    factories.make_node(version, title="Se rencontrer", short_title="Se rencontrer")
    make.make_funder(name="Préfecture", kind=OrganizationKind.STATE)
    page = browser_page(user=editor)

    call = open_a_call(page, timezone.localdate().year + 1)
    application = receive(call)
    appraise(page, application)
    decide(page, call)
    send_letters(page, call)

    application.refresh_from_db()
    assert application.state == ApplicationState.DECIDED
    assert application.requests.get().state == LineState.GRANTED
    assert call.envelopes.get().committed_cents == 750_00
    assert Letter.objects.get().sent_at is not None
