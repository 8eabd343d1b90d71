"""A committee meets: the team shows each application and writes, without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.appraisal.models import SheetNote
from ensemblier.appraisal.operations.sessions import add_to_agenda, save_minutes
from ensemblier.contracts.models import Contract
from ensemblier.funding.models import Award
from ensemblier.governance.models import Session
from tests import factories
from tests.browser import PageMaker
from tests.factories import programming as make
from tests.journeys.keyboard import Keyboard

SAVED = re.compile(r"^Enregistré à \d{1,2}\sh\s\d\d$")


@pytest.fixture
def session(transactional_db: None, contract: Contract, editor: User) -> Session:
    """Three applications, each asking «Préfecture» for 1 000 €."""
    area = factories.make_area(name="Les Prés")
    call = make.make_call(contract, areas=(area,))
    envelope = make.make_envelope(call, make.make_funder(name="Préfecture"))
    body = make.make_body(contract, name="CTP Jeunesse")
    make.make_committee(call, body)
    applications = []
    for name in ("Ateliers du mercredi", "Bal des voisins", "Cinéma en plein air"):
        application = make.make_application(
            call,
            make.make_action(contract, name=name),
            areas=(area,),
            state=ApplicationState.IN_APPRAISAL,
        )
        make.make_request(application, envelope.funder)
        make.make_opinion(application, envelope.funder, value="favourable", amount_cents=800_00)
        applications.append(application)
    session = make.make_session(body)
    at = call.opens_at
    assert at is not None
    add_to_agenda(session=session, applications=applications, by=editor, at=at)
    return session


def show(page: Page, session: Session) -> Keyboard:
    keyboard = Keyboard(page)
    page.goto(f"/espace/seances/{session.pk}/")
    keyboard.skip_to_content()
    keyboard.follow("Montrer à la salle")
    return keyboard


def move(page: Page, keyboard: Keyboard, key: str, title: str) -> None:
    keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_committee_goes_through_its_agenda(
    browser_page: PageMaker, session: Session, editor: User
):
    page = browser_page(user=editor)
    keyboard = show(page, session)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ateliers du mercredi")
    expect(page.locator("[data-clock-time]")).to_have_text(re.compile(r"^0:0\d$"))

    keyboard.press("Enter")
    keyboard.type("Le comité approuve.")
    keyboard.press("Escape")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)

    keyboard.press("F2")
    keyboard.type("750,50")
    with page.expect_navigation():
        keyboard.press("Enter")
    expect(page.locator("tfoot")).to_contain_text("750,50")

    move(page, keyboard, "ArrowRight", "Bal des voisins")
    move(page, keyboard, "PageDown", "Cinéma en plein air")
    move(page, keyboard, "ArrowLeft", "Bal des voisins")
    move(page, keyboard, "PageUp", "Ateliers du mercredi")
    expect(page.get_by_label("Compte rendu")).to_have_value("Le comité approuve.")
    note = session.sheet_notes.earliest("rank")
    assert note.text == "Le comité approuve."
    assert Award.objects.get(request__application=note.application_id).proposed_cents == 750_50


def test_what_is_being_typed_is_saved_before_the_next_application(
    browser_page: PageMaker, session: Session, editor: User
):
    page = browser_page(user=editor)
    keyboard = show(page, session)
    keyboard.press("Enter")
    keyboard.type("On en reparle.")
    keyboard.press("Escape")
    move(page, keyboard, "ArrowRight", "Bal des voisins")
    assert session.sheet_notes.earliest("rank").text == "On en reparle."


def test_two_who_write_at_once_keep_both_texts(
    browser_page: PageMaker, session: Session, editor: User
):
    note = session.sheet_notes.earliest("rank")
    page = browser_page(user=editor)
    keyboard = show(page, session)
    moment = note.session.starts_at
    save_minutes(note=note, text="Un collègue.", edition=0, by=editor, at=moment)
    keyboard.press("Enter")
    keyboard.type("Moi.")
    keyboard.press("Escape")
    expect(page.locator("[data-conflict-text]")).to_have_text("Un collègue.")
    keyboard.reach(page.get_by_role("button", name="Ajouter ce texte au mien"))
    keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    assert SheetNote.objects.get(pk=note.pk).text == "Un collègue.\nMoi."
