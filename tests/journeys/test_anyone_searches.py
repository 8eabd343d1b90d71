"""A word without its accent, and a code; from the header of any page."""

from __future__ import annotations

import pytest

from tests.browser import PageMaker, assert_accessible
from tests.journeys.keyboard import Keyboard, heading


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "found", "title"),
    [
        ("reussir scolarite", "1.3 ", "Aider chaque enfant à réussir sa scolarité"),
        ("1.1.3", "1.1.3 ", "Aider les fêtes et spectacles de quartier"),
    ],
)
def test_search(
    demonstration: dict, browser_page: PageMaker, typed: str, found: str, title: str
) -> None:
    page = browser_page()
    keys = Keyboard(page)
    page.goto("/contrats/ales-agglomeration/")

    keys.reach(page.get_by_role("searchbox").first)
    keys.type(typed)
    with page.expect_navigation():
        keys.press("Enter")
    assert_accessible(page)
    keys.skip_to_content()
    keys.follow(found)
    heading(page, title)
