"""A plan arrives as a document: read, looked at, saved, published, read by everyone."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from tests.browser import PageMaker, assert_accessible
from tests.journeys.keyboard import Keyboard, heading
from tests.journeys.site import DOCUMENT


def as_text(folder: Path) -> Path:
    path = folder / "plan.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def as_word(folder: Path) -> Path:
    document = docx.Document()
    for line in DOCUMENT.splitlines():
        document.add_paragraph(line)
    path = folder / "plan.docx"
    document.save(str(path))
    return path


@pytest.mark.browser
@pytest.mark.parametrize("write", [as_text, as_word])
def test_import_and_publish(
    demonstration: dict[str, User], browser_page: PageMaker, tmp_path: Path, write
) -> None:
    page = browser_page(user=demonstration["editor"])
    keys = Keyboard(page)
    page.goto("/espace/plans/ales-agglomeration/")

    keys.skip_to_content()
    keys.follow("Importer un plan")
    keys.skip_to_content()
    keys.attach("Document", write(tmp_path))
    keys.write("Nom du nouveau plan", "Plan d’essai")
    keys.push("Lire le document")

    heading(page, "Plan d’essai")
    expect(page.locator(".lead")).to_contain_text("2 axes, 3 objectifs")
    expect(page.get_by_text("1 compte annoncé n’est pas celui de l’arbre")).to_be_visible()
    unread = page.get_by_role("region", name="Lignes non comprises")
    expect(unread).to_contain_text("Imprimé par nos soins")
    assert_accessible(page)
    keys.push("Laisser de côté toutes celles de cette page")
    expect(unread).to_have_count(0)
    keys.push("Enregistrer en préparation")

    page.wait_for_url("**/ecrire/")
    expect(page.get_by_role("treeitem")).to_have_count(5)
    keys.skip_to_content()
    keys.follow("Publier…")
    assert_accessible(page)
    keys.confirm("Publier cette version")

    keys.skip_to_content()
    keys.follow("Voir sur le site public")
    heading(page, "Plan d’essai")
    expect(page.locator(".lead")).to_contain_text("2 axes, 3 objectifs")
    expect(page.get_by_role("link", name="1.2 Accompagner les familles")).to_be_visible()
