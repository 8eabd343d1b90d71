"""Two browsers, one draft: the second is told, and what it typed is still there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from ensemblier.plans.models import Node
from tests.browser import PageMaker
from tests.journeys.keyboard import Keyboard

EDITOR = "/espace/plans/ales-agglomeration/plan/ecrire/"


def draft_title(code: str) -> str:
    return Node.objects.get(
        version__contract__slug="ales-agglomeration", version__state="draft", code=code
    ).title


@pytest.mark.browser
def test_the_second_is_told_and_loses_nothing(
    demonstration: dict[str, User], browser_page: PageMaker
) -> None:
    first = browser_page(user=demonstration["editor"])
    second = browser_page(user=demonstration["manager"])
    for page in (first, second):
        page.goto(EDITOR)
        Keyboard(page).reach(page.get_by_role("treeitem").first)
        page.keyboard.press("Enter")
        page.keyboard.type("Titre de " + ("la première" if page is first else "la seconde"))

    first.keyboard.press("Enter")
    expect(first.locator("#editor-live")).to_contain_text("Titre de la première")
    second.keyboard.press("Enter")

    expect(second.locator("#editor-live")).to_contain_text("entre-temps")
    expect(second.locator(".tree-edit input").last).to_have_value("Titre de la seconde")
    assert draft_title("1") == "Titre de la première"

    second.keyboard.press("Enter")
    expect(second.locator("#editor-live")).to_contain_text("Titre de la seconde")
    assert draft_title("1") == "Titre de la seconde"
