"""Home, my neighbourhood, what the plan says of it, one objective, the next; on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import PageMaker, assert_accessible
from tests.journeys.keyboard import Keyboard, heading

QUARTER = "La Grand-Combe, Les Salles-du-Gardon et Branoux-les-Taillades"


@pytest.mark.browser
def test_by_keyboard(demonstration: dict, browser_page: PageMaker) -> None:
    page = browser_page(width=360, height=740)
    keys = Keyboard(page)
    page.goto("/")

    keys.skip_to_content()
    keys.follow("Trouver mon quartier")
    heading(page, "Dans quel quartier suis-je")
    keys.choose("Commune", "La Grand-Combe")
    keys.push("Voir la carte")
    keys.skip_to_content()
    keys.follow(QUARTER)

    heading(page, "La Grand-Combe")
    assert_accessible(page)
    keys.skip_to_content()
    keys.follow("Projet de quartier de La Grand-Combe")
    heading(page, "Projet de quartier")

    keys.skip_to_content()
    keys.write("Chercher dans le plan", "sante")
    expect(page.get_by_role("status")).to_contain_text("2 éléments trouvés")
    keys.follow("III.A.1")
    heading(page, "Bus de la santé")
    assert_accessible(page)

    keys.follow("III.A.2")
    assert page.locator("h1").inner_text().startswith("III.A.2")
    with page.expect_navigation():
        keys.press("ArrowRight")
    assert page.locator("h1").inner_text().startswith("III.A.3")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.browser
def test_branches_unfold_by_keyboard(demonstration: dict, browser_page: PageMaker) -> None:
    page = browser_page(width=360, height=740)
    keys = Keyboard(page)
    page.goto("/contrats/ales-agglomeration/plans/plan/")
    leaf = page.get_by_role("link", name="1.1.1 ")
    expect(leaf).to_be_hidden()

    keys.skip_to_content()
    keys.reach(page.locator("summary", has_text="Ce que contient 1.1").first)
    keys.press("Enter")

    expect(leaf).to_be_visible()
    keys.follow("1.1.1 ")
    assert page.locator("h1").inner_text().startswith("1.1.1")


@pytest.mark.browser
def test_without_javascript(demonstration: dict, browser_page: PageMaker) -> None:
    page = browser_page(width=360, height=740, javascript=False)
    page.goto("/")

    page.get_by_role("link", name="Trouver mon quartier").click()
    page.get_by_label("Commune").select_option("La Grand-Combe")
    page.get_by_role("button", name="Voir la carte").click()
    page.get_by_role("link", name=QUARTER).first.click()
    heading(page, "La Grand-Combe")
    page.get_by_role("link", name="Projet de quartier de La Grand-Combe").first.click()

    leaf = page.get_by_role("link", name="III.A.1 ")
    expect(leaf).to_be_hidden()
    page.locator("summary", has_text="Ce que contient III.A").click()
    leaf.click()
    heading(page, "Bus de la santé")
    page.get_by_role("link", name="III.A.2").first.click()
    assert page.locator("h1").inner_text().startswith("III.A.2")

    page.get_by_role("link", name="Projet de quartier de La Grand-Combe").first.click()
    page.get_by_label("Chercher dans le plan").fill("santé")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("status")).to_contain_text("2 éléments trouvés")
