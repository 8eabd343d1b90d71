"""The buttons over a text box with marks, in a browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.calls.enums import CallState
from ensemblier.contracts.models import Contract
from tests.browser import PageMaker
from tests.factories import programming as make

BOX = "textarea[data-richtext]"
SELECT = "box => box.setSelectionRange(0, box.value.length)"


@pytest.mark.browser
def test_buttons_type_the_marks_and_undo_takes_them_back(
    contract: Contract, editor: User, browser_page: PageMaker
) -> None:
    call = make.make_call(contract, state=CallState.DRAFT)
    page = browser_page(width=360, dark=False, user=editor)
    page.goto(reverse("calls:note", args=[call.pk]))
    bar = page.get_by_role("group", name="Mise en forme")

    page.fill(BOX, "gratuit")
    page.eval_on_selector(BOX, SELECT)
    bar.get_by_role("button", name="Gras").click()
    assert page.input_value(BOX) == "**gratuit**"

    page.keyboard.press("Control+z")
    assert page.input_value(BOX) == "gratuit"

    page.fill(BOX, "un\ndeux")
    page.eval_on_selector(BOX, SELECT)
    bar.get_by_role("button", name="Liste").click()
    assert page.input_value(BOX) == "- un\n- deux"
    page.eval_on_selector(BOX, SELECT)
    bar.get_by_role("button", name="Liste").click()
    assert page.input_value(BOX) == "un\ndeux"

    page.fill(BOX, "Pour qui")
    bar.get_by_role("button", name="Titre").click()
    assert page.input_value(BOX) == "## Pour qui"
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer").click()
    call.refresh_from_db()
    assert call.framing_note == "<h2>Pour qui</h2>"
