"""From three spreadsheets to a certificate that a resident checks."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ensemblier.accounts.models import User
from ensemblier.core.spreadsheets import Sheet, write_xlsx
from ensemblier.draws.models import Draw, Entrant
from tests.browser import PageMaker, assert_accessible
from tests.conftest import ROOT
from tests.draws.worlds import HEADER, crowd

SCRIPT = ROOT / "ensemblier/draws/static/draws/verify_draw.py"
TODAY = datetime.date.today()
LATER = datetime.datetime.combine(TODAY, datetime.time(18, 30)) + datetime.timedelta(days=10)
CIVIL = crowd(20)
# Somebody of the first list, written otherwise, and a namesake who may be the same person.
YOUTH = [
    CIVIL[0].replace("1 rue des Lilas", "1, r. des Lilas"),
    CIVIL[1].replace("2 rue des Lilas", "9 rue des Iris"),
]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Each source as it sends its list: a CSV, a workbook, a CSV of another shape."""
    header = HEADER.split(";")
    rows = [row.split(";") for row in crowd(40)[20:]]
    paths = {
        name: tmp_path / name for name in ("etat-civil.csv", "bailleurs.xlsx", "mission-locale.csv")
    }
    paths["etat-civil.csv"].write_text("\n".join([HEADER, *CIVIL, "Sans;Prénom;;F;;;;"]))
    paths["bailleurs.xlsx"].write_bytes(write_xlsx(Sheet("Locataires", header, rows)))
    paths["mission-locale.csv"].write_text("\n".join([HEADER, *YOUTH]), encoding="cp1252")
    return paths


def send(page: Page, source: str, path: Path) -> None:
    page.get_by_role("link", name="Ajouter une liste").click()
    page.locator("#id_file").set_input_files(path)
    page.locator("#id_origin").select_option(label=source)
    page.get_by_role("button", name="Voir qui entrerait").click()
    page.get_by_role("button", name="Faire entrer ces personnes").click()
    expect(page.locator(".messages")).to_contain_text("entrée dans le vivier")
    page.locator(".breadcrumb").get_by_role("link", name="Conseil 2026").click()


def gather_people(page: Page, files: dict[str, Path]) -> None:
    page.goto("/espace/tirages/")
    page.get_by_role("link", name="Créer un vivier").first.click()
    page.locator("#id_name").fill("Conseil 2026")
    page.locator("#id_purpose").select_option("council")
    page.locator("#id_ages_on").fill(str(LATER.date()))
    page.locator("#id_delete_on").fill(str(TODAY + datetime.timedelta(days=200)))
    page.locator("#id_contact").fill("Mairie")
    page.get_by_role("button", name="Créer le vivier").click()

    send(page, "état civil", files["etat-civil.csv"])
    send(page, "bailleurs sociaux", files["bailleurs.xlsx"])
    send(page, "Mission Locale", files["mission-locale.csv"])
    assert Entrant.objects.count() == 41
    page.get_by_role("link", name="Regarder les doublons").click()
    assert_accessible(page)
    page.keyboard.press("1")
    expect(page.get_by_text("Plus aucun doublon possible")).to_be_visible()
    page.get_by_role("link", name="Revenir au vivier").click()
    expect(page.locator(".figures")).to_contain_text("40")


def publish(page: Page) -> None:
    page.get_by_role("link", name="Préparer un tirage").click()
    page.locator("#id_name").fill("Collège des habitants")
    page.locator("#id_seats").fill("10")
    page.locator("#id_alternates").fill("2")
    page.get_by_role("button", name="Préparer le tirage").click()
    page.get_by_role("button", name="Calculer le tirage le plus juste").click()
    expect(page.get_by_role("heading", name="Ce que dit le calcul")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Publier et figer le tirage").click()
    page.locator("#id_ceremony_at").fill(LATER.strftime("%Y-%m-%dT%H:%M"))
    page.locator("#id_place").fill("Salle des mariages")
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("heading", name="Ce qui est publié")).to_be_visible()


def draw_in_public(page: Page) -> None:
    page.get_by_role("link", name="Ouvrir le grand écran").click()
    # Keys pressed before the page is whole would be lost.
    page.wait_for_url("**/ceremonie/")
    for digit in "417":
        page.keyboard.press(digit)
    assert_accessible(page)
    page.get_by_role("button", name="Voir ce qui est tapé").click()
    expect(page.locator(".ceremony-digits")).to_have_text("417")
    page.get_by_label("tirer avant l’heure annoncée", exact=False).check()
    page.locator("#id_witnesses").fill("Mme Témoin")
    page.get_by_role("button", name="Oui, ces chiffres sont les bons").click()
    expect(page.locator(".ceremony-panel").first.locator("li")).to_have_count(10)
    expect(page.locator(".ceremony-panel").last.locator("li")).to_have_count(2)
    assert_accessible(page)


def saved(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.mark.browser
def test_draw_from_three_lists_to_the_certificate(
    transactional_db: None, editor: User, files: dict[str, Path], browser_page: PageMaker
) -> None:
    tmp_path = files["etat-civil.csv"].parent
    page = browser_page(user=editor)
    gather_people(page, files)
    publish(page)
    visitor = browser_page(width=360)
    draw = Draw.objects.get()
    visitor.goto(draw.get_absolute_url())
    assert_accessible(visitor)
    before = saved(visitor, "Ce qui a été publié avant", tmp_path)

    draw_in_public(page)
    visitor.reload()
    expect(visitor.get_by_role("heading", name="La liste 417 est sortie")).to_be_visible()
    certificate = saved(visitor, "Le certificat", tmp_path)
    script = saved(visitor, "Le programme de contrôle", tmp_path)
    assert script.read_text() == SCRIPT.read_text()
    checked = subprocess.run(
        [sys.executable, "-I", "-S", script, certificate, "--before", before],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr

    code = Entrant.objects.filter(tickets__rank=1).get().code
    visitor.get_by_role("link", name="Vérifier que j’étais dans le vivier").click()
    visitor.locator("#id_code").fill(code.lower())
    visitor.get_by_role("button", name="Vérifier", exact=True).click()
    expect(visitor.locator("main")).to_contain_text("Vous avez été tiré ou tirée au sort.")
    assert_accessible(visitor)
