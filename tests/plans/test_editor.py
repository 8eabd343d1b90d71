"""The editor under the fingers: keyboard, drag, conflicts, and the same without JavaScript."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ensemblier.accounts.models import User
from ensemblier.plans.models import PlanVersion
from ensemblier.plans.operations import update_node
from tests.browser import PageMaker, assert_accessible
from tests.plans.building import codes_of, node

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = "/espace/plans/ici/plan-du-contrat/ecrire/"
START = ["1", "  1.1", "    1.1.1", "    1.1.2", "  1.2", "2"]


@pytest.fixture
def page(draft: PlanVersion, editor: User, browser_page: PageMaker) -> Page:
    opened = browser_page(user=editor)
    opened.goto(EDITOR)
    return opened


def item(page: Page, draft: PlanVersion, code: str) -> Any:
    return page.locator(f"#n{node(draft, code).pk}")


def said(page: Page, text: str) -> None:
    """Wait for what the live region announces: the edit is then written."""
    expect(page.locator("#editor-live")).to_have_text(text)


def test_arrows_walk_fold_and_unfold(page: Page, draft: PlanVersion) -> None:
    first = item(page, draft, "1")
    first.locator(".tree-code").first.click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(item(page, draft, "1.1.1")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(item(page, draft, "1.1")).to_have_attribute("aria-expanded", "false")
    expect(item(page, draft, "1.1.1")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(item(page, draft, "1.2")).to_be_focused()
    page.keyboard.press("End")
    expect(item(page, draft, "2")).to_be_focused()


def test_keys_move_and_undo_and_each_is_announced(page: Page, draft: PlanVersion) -> None:
    item(page, draft, "1.2").locator(".tree-code").click()
    page.keyboard.press("Alt+ArrowRight")
    said(page, "1.2 Titre de 1.2\u00a0: 3 sur 3, dans 1.1 Titre de 1.1.")
    assert codes_of(draft) == ["1", "  1.1", "    1.1.1", "    1.1.2", "    1.2", "2"]
    expect(item(page, draft, "1.2")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    said(page, "1.2 Titre de 1.2\u00a0: 2 sur 3, dans 1.1 Titre de 1.1.")
    page.keyboard.press("Alt+ArrowLeft")
    said(page, "1.2 Titre de 1.2\u00a0: 2 sur 2, dans 1 Titre de 1.")
    page.keyboard.press("Control+z")
    said(page, "La dernière modification est annulée.")
    assert codes_of(draft) == ["1", "  1.1", "    1.1.1", "    1.2", "    1.1.2", "2"]


def test_a_title_is_written_in_place(page: Page, draft: PlanVersion) -> None:
    item(page, draft, "2").locator(".tree-code").click()
    page.keyboard.press("Enter")
    page.keyboard.type("Nouveaux mots")
    page.keyboard.press("Enter")
    said(page, "2 Nouveaux mots\u00a0: 2 sur 2, au premier niveau.")
    assert node(draft, "2").title == "Nouveaux mots"
    page.keyboard.press("Enter")
    page.keyboard.type("Regretté")
    page.keyboard.press("Escape")
    expect(item(page, draft, "2")).to_be_focused()
    assert node(draft, "2").title == "Nouveaux mots"


def test_an_element_is_added_after_another(page: Page, draft: PlanVersion) -> None:
    item(page, draft, "1.1.1").locator(".tree-code").click()
    page.keyboard.press("Insert")
    page.keyboard.type("Entre deux")
    page.keyboard.press("Enter")
    said(page, "Entre deux\u00a0: 2 sur 3, dans 1.1 Titre de 1.1.")
    assert codes_of(draft) == ["1", "  1.1", "    1.1.1", "    ", "    1.1.2", "  1.2", "2"]


def test_an_impossible_move_is_said_and_changes_nothing(page: Page, draft: PlanVersion) -> None:
    item(page, draft, "1").locator(".tree-code").first.click()
    page.keyboard.press("Alt+ArrowUp")
    said(page, "Cet élément est déjà le premier.")
    assert codes_of(draft) == START


def test_rows_are_dragged_before_and_inside(page: Page, draft: PlanVersion) -> None:
    row = ".tree-row"
    source, target = item(page, draft, "2"), item(page, draft, "1")
    source.locator(row).first.drag_to(target.locator(row).first, target_position={"x": 60, "y": 2})
    said(page, "2 Titre de 2\u00a0: 1 sur 2, au premier niveau.")
    source, target = item(page, draft, "1.1.2"), item(page, draft, "2")
    box = target.locator(row).first.bounding_box()
    assert box is not None
    middle = {"x": 60, "y": box["height"] / 2}
    source.locator(row).first.drag_to(target.locator(row).first, target_position=middle)
    said(page, "1.1.2 Titre de 1.1.2\u00a0: 1 sur 1, dans 2 Titre de 2.")
    assert codes_of(draft) == ["2", "  1.1.2", "1", "  1.1", "    1.1.1", "  1.2"]


def test_a_conflict_shows_the_other_and_keeps_what_was_typed(
    page: Page, draft: PlanVersion, editor: User, at: datetime.datetime
) -> None:
    item(page, draft, "2").locator(".tree-code").click()
    page.keyboard.press("Enter")
    page.keyboard.type("Le mien")
    update_node(node=node(draft, "1.2"), title="D’un autre", edition=None, by=editor, at=at)
    page.keyboard.press("Enter")
    expect(page.locator("#editor-live")).to_contain_text("Ce plan a changé entre-temps")
    expect(page.get_by_text("D’un autre", exact=True)).to_be_visible()
    typed = page.get_by_label("titre complet")
    expect(typed).to_have_value("Le mien")
    typed.press("Enter")
    said(page, "2 Le mien\u00a0: 2 sur 2, au premier niveau.")
    assert node(draft, "1.2").title == "D’un autre"


def test_words_filter_the_tree(page: Page, draft: PlanVersion) -> None:
    page.get_by_label("Filtrer par mots").fill("1.1.2")
    expect(item(page, draft, "1.1.2")).to_be_visible()
    expect(item(page, draft, "2")).to_be_hidden()
    said(page, "3 éléments affichés")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_editor_is_accessible(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_all_works_without_javascript(
    draft: PlanVersion, editor: User, browser_page: PageMaker
) -> None:
    plain = browser_page(user=editor, javascript=False)
    plain.goto(EDITOR)
    plain.get_by_role("link", name="Titre de 1.2").click()
    plain.get_by_role("button", name="Ranger dans celui du dessus").click()
    assert codes_of(draft) == ["1", "  1.1", "    1.1.1", "    1.1.2", "    1.2", "2"]
    plain.get_by_role("button", name="Annuler").click()
    assert codes_of(draft) == START
