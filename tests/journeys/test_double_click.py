"""A hand that clicks twice does once what it asked."""

from __future__ import annotations

import pytest

from ensemblier.accounts.models import User
from tests.browser import PageMaker
from tests.journeys.conftest import OpenCall

# The page stays where it is, as with a slow server, and counts what would be sent.
TWICE = """button => {
  let sent = 0;
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent += 1;
    event.preventDefault();
  });
  button.click();
  button.click();
  return sent;
}"""


@pytest.mark.browser
def test_a_double_click_sends_a_form_once(
    open_call: OpenCall, editor: User, browser_page: PageMaker
) -> None:
    page = browser_page(user=editor)
    page.goto(f"/espace/appels/{open_call.call.pk}/copier/")
    assert page.locator("main form button[type=submit]").last.evaluate(TWICE) == 1
