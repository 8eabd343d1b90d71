"""Amounts typed in the matrix, then in a spreadsheet, which comes back compared cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from ensemblier.funding.models import Award
from tests.browser import PageMaker, assert_accessible
from tests.funding.test_spreadsheet import Book
from tests.journeys.applying import press
from tests.journeys.conftest import Received


def proposed(received: Received) -> dict[str, int | None]:
    rows = Award.objects.filter(request__funder=received.prefecture)
    return dict(rows.values_list("request__application__title", "proposed_cents"))


@pytest.mark.browser
def test_the_matrix_goes_to_a_spreadsheet_and_comes_back(
    received: Received, editor: User, browser_page: PageMaker, tmp_path: Path
) -> None:
    page = browser_page(user=received.delegate, width=1440)
    matrix = f"/espace/cofinancement/{received.call.pk}/"
    page.goto(matrix)
    assert_accessible(page)

    # The first cell that is this funder's, by keyboard: type, Enter, type, Enter.
    cell = page.locator("table.matrix tbody tr").nth(0).locator("td[data-r]").first
    cell.locator("xpath=following-sibling::td[1]").click()
    page.keyboard.type("700")
    page.keyboard.press("Enter")
    expect(page.locator(".matrix-status")).to_contain_text("Enregistré à")
    assert proposed(received) == {"Goûters": 700_00}

    page.goto(f"{matrix}tableur/")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le tableau (XLSX)").click()
    snacks, readings, garden = received.applications
    book = Book(Path(download.value.path()).read_bytes())
    assert book.read(snacks, received.prefecture, "proposed") == 700
    book.write(readings, received.prefecture, "proposed", 450.5)
    book.write(garden, received.prefecture, "proposed", 5_000)
    back = tmp_path / "tableau rempli.xlsx"
    back.write_bytes(book.saved())

    page.locator("main input[type=file]").set_input_files(back)
    press(page, "Comparer")
    expect(page.get_by_text("Aucun montant n’est encore écrit")).to_be_visible()
    expect(page.get_by_role("region", name="Changements")).to_contain_text("450,50")
    expect(page.get_by_role("region", name="Cases refusées")).to_contain_text("plus que la demande")
    assert proposed(received) == {"Goûters": 700_00}
    assert_accessible(page)
    press(page, "Écrire ces montants")
    expect(page.get_by_text("Voici ce que ce fichier a changé.")).to_be_visible()
    assert proposed(received) == {"Goûters": 700_00, "Lectures": 450_50}

    page.goto(matrix)
    expect(page.locator("table.matrix tbody tr").nth(1)).to_contain_text("450,50")
    page.goto(f"{matrix}tableur/")
    page.get_by_role("link", name="tableau rempli.xlsx").click()
    press(page, "Annuler ces changements")
    dialog = page.get_by_role("dialog")
    if dialog.count():
        press(page, "Confirmer")
    expect(page.get_by_text("Ce fichier a été annulé")).to_be_visible()
    assert proposed(received) == {"Goûters": 700_00, "Lectures": None}
