"""Minutes of a month, from the member who drops the PDF to the neighbour who finds a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.councils.models import Council
from ensemblier.demo.loading.councils.papers import minutes_pdf
from tests import factories
from tests.browser import PageMaker, assert_accessible
from tests.factories import programming as make
from tests.journeys.keyboard import Keyboard, heading

PAGES = [["La fontaine de la place sera réparée au printemps."], ["Le jardin ouvre le samedi."]]


@pytest.fixture
def council(transactional_db: None, contract: Contract) -> Council:
    area = factories.make_area(name="Les Prés")
    ContractArea.objects.create(contract=contract, area=area)
    return make.make_council(contract, areas=(area,), name="Conseil des Prés")


@pytest.mark.browser
def test_a_member_publishes_by_keyboard_and_a_neighbour_finds_a_word_on_a_phone(
    council: Council, browser_page: PageMaker, tmp_path: Path
) -> None:
    member = factories.make_user("membre@quartier.test", full_name="Mina Siège")
    make.make_mandate(council, member)
    paper = tmp_path / "CR janvier 2020.pdf"
    paper.write_bytes(minutes_pdf("Conseil des Prés", PAGES))

    page = browser_page(user=member)
    keys = Keyboard(page)
    page.goto("/espace/conseils/")
    keys.skip_to_content()
    keys.follow("Conseil des Prés")
    keys.follow("Comptes rendus")
    keys.follow("En déposer plusieurs")
    keys.attach("Fichiers", paper)
    keys.push("Lire les fichiers")
    heading(page, "Vérifier les mois")
    expect(page.get_by_label("Mois de CR janvier 2020.pdf")).to_have_value("2020-01")
    keys.push("Enregistrer les comptes rendus")
    keys.follow("Compte rendu de janvier 2020")
    expect(page.get_by_text("La fontaine de la place")).to_be_visible()
    assert_accessible(page)
    keys.follow("Publier")
    keys.push("Publier le compte rendu")
    expect(page.get_by_text("Le compte rendu est publié.")).to_be_visible()

    phone = browser_page(width=360, javascript=False)
    phone.goto(council.get_absolute_url())
    phone.get_by_role("link", name="Voir le compte rendu").click()
    phone.get_by_label("Chercher un mot dans les comptes rendus").fill("fontaine")
    phone.get_by_role("button", name="Chercher", exact=True).click()
    phone.get_by_role("link", name="Compte rendu de janvier 2020").click()
    heading(phone, "Compte rendu de janvier 2020")
    expect(phone.get_by_text("La fontaine de la place sera réparée")).to_be_visible()
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    with phone.expect_download() as downloaded:
        phone.get_by_role("link", name="Télécharger le compte rendu tel que reçu").click()
    assert downloaded.value.suggested_filename == "CR janvier 2020.pdf"
