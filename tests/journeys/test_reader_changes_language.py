"""English, and back: the same page both times."""

from __future__ import annotations

import pytest

from tests.browser import PageMaker
from tests.journeys.keyboard import Keyboard


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", ["/contrats/ales-agglomeration/plans/plan/", "/recherche/?q=emploi", "/mon-quartier/"]
)
def test_language_keeps_the_page(demonstration: dict, browser_page: PageMaker, path: str) -> None:
    page = browser_page()
    keys = Keyboard(page)
    page.goto(path)
    here = page.url

    keys.follow("English")
    assert page.url == here.replace(path, "/en" + path)
    assert page.evaluate("document.documentElement.lang") == "en"

    keys.follow("Français")
    assert page.url == here
    assert page.evaluate("document.documentElement.lang") == "fr"
