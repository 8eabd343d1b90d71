"""The form as one types in it: what is saved, what is not, and nothing lost in between."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ensemblier.applications.models import Application
from tests.browser import PageMaker
from tests.factories import programming as make
from tests.journeys.conftest import OpenCall

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^Enregistré à \d+ h \d+$")


@pytest.fixture
def draft(open_call: OpenCall) -> Application:
    action = make.make_action(open_call.call.contract, open_call.association, name="Goûters")
    return make.make_application(open_call.call, action, state="draft", title="Goûters")


@pytest.fixture
def address(draft: Application) -> str:
    return f"/espace/dossiers/{draft.pk}/etape/action/"


@pytest.fixture
def page(open_call: OpenCall, address: str, browser_page: PageMaker) -> Page:
    page = browser_page(user=open_call.treasurer, width=360)
    page.goto(address)
    return page


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).first.fill(text)
    page.keyboard.press("Tab")


def state(page: Page):
    return expect(page.locator("[data-save-state]"))


def test_a_bad_box_is_never_called_saved(page: Page, draft: Application):
    write(page, "Objectifs", "Se connaître.")
    state(page).to_have_text(SAVED)
    write(page, "Les Prés", "quelques-uns")
    state(page).to_contain_text("sauf ce qui est à corriger")
    expect(page.locator(".box-refusal")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="La reprendre").click()
    expect(page.get_by_label("Les Prés", exact=True).first).to_have_value("quelques-uns")
    write(page, "Les Prés", "40")
    state(page).to_have_text(SAVED)
    draft.refresh_from_db()
    assert draft.objectives == "Se connaître."


@pytest.fixture
def colleague(open_call: OpenCall, address: str, browser_page: PageMaker) -> Page:
    page = browser_page(user=make.make_member(open_call.association))
    page.goto(address)
    return page


@pytest.mark.parametrize(
    ("choice", "kept"), [("Garder ma version", "Le mien."), ("Prendre l’autre", "Le sien.")]
)
def test_two_people_in_one_box_are_asked(
    page: Page, colleague: Page, draft: Application, choice: str, kept: str
):
    write(colleague, "Objectifs", "Le sien.")
    state(colleague).to_have_text(SAVED)

    write(page, "Objectifs", "Le mien.")
    expect(page.locator(".conflict")).to_contain_text("a écrit entre-temps : Le sien.")
    state(page).to_contain_text("sauf ce qui est à corriger")
    draft.refresh_from_db()
    assert draft.objectives == "Le sien."

    page.get_by_role("button", name=choice).click()
    state(page).to_have_text(SAVED)
    expect(page.get_by_label("Objectifs", exact=True).first).to_have_value(kept)
    draft.refresh_from_db()
    assert draft.objectives == kept


def test_what_a_cut_connection_kept_is_saved_when_it_is_back(page: Page, draft: Application):
    page.context.set_offline(True)
    write(page, "Objectifs", "Hors ligne.")
    state(page).to_contain_text("Votre saisie est gardée dans ce navigateur")
    page.context.set_offline(False)
    state(page).to_have_text(SAVED)
    draft.refresh_from_db()
    assert draft.objectives == "Hors ligne."


def test_what_a_finished_session_kept_is_proposed_after_signing_in(
    page: Page, draft: Application, address: str
):
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    write(page, "Objectifs", "Sans session.")
    state(page).to_contain_text("Votre session est finie")
    page.context.add_cookies(session)
    page.goto(address)
    page.get_by_role("button", name="La reprendre").click()
    state(page).to_have_text(SAVED)
    draft.refresh_from_db()
    assert draft.objectives == "Sans session."
