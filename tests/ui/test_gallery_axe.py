import pytest
from django.urls import reverse

from tests.browser import PageMaker, assert_accessible


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_gallery(browser_page: PageMaker, width: int, dark: bool) -> None:
    page = browser_page(width=width, dark=dark)
    page.goto(reverse("ui:gallery"))

    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
def test_chosen_theme_stays_from_page_to_page(browser_page: PageMaker) -> None:
    page = browser_page(dark=False)
    page.goto(reverse("ui:gallery"))
    page.get_by_role("button", name="Fond sombre").click()
    page.reload()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.get_by_role("button", name="Fond clair").is_visible()
    assert_accessible(page)


@pytest.mark.browser
def test_drawn_map_becomes_one_that_moves(browser_page: PageMaker) -> None:
    page = browser_page()
    page.goto(reverse("ui:gallery"))
    page.get_by_role("button", name="Déplacer et agrandir la carte").click()

    live = page.get_by_role("region", name="Les quartiers de la commune")
    live.wait_for()
    assert live.locator("path.map-shape").count() == 4
    assert live.get_by_role("button", name="Agrandir").is_visible()
    assert_accessible(page)


@pytest.mark.browser
def test_dangerous_button_asks_first(browser_page: PageMaker) -> None:
    page = browser_page()
    page.goto(reverse("ui:gallery"))
    page.get_by_role("link", name="Fermer le compte").click()

    dialog = page.get_by_role("dialog")
    assert dialog.get_by_text("Fermer ce compte\u00a0?").is_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Annuler").click()
    assert page.url.endswith(reverse("ui:gallery"))


@pytest.mark.browser
def test_gallery_reads_without_javascript(browser_page: PageMaker) -> None:
    page = browser_page(javascript=False)
    page.goto(reverse("ui:gallery"))

    assert page.get_by_role("link", name="Le quartier du pont").is_visible()
    assert page.locator("[data-theme-switch]").is_hidden()
    page.get_by_text("D’où vient ce chiffre\u00a0?").first.click()
    assert page.get_by_text("INSEE, 2017.").first.is_visible()
