"""A real browser for journeys and accessibility checks; fixtures shared through conftest."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PageMaker = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system's packages. Its absence fails unless ALLOW_NO_BROWSER=1."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        sentence = "Chromium is absent: install the package «chromium» or set ALLOW_NO_BROWSER=1."
        if os.environ.get("ALLOW_NO_BROWSER") == "1":
            pytest.skip(sentence)
        pytest.fail(sentence)
    # Playwright keeps an event loop in this thread; the tests' own queries stay synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(browser: Browser, live_server: Any) -> Iterator[PageMaker]:
    """Opens pages: `page = browser_page(width=360, dark=True, user=editor)`.

    Relative addresses work: `page.goto("/quartiers/")`. A script that breaks or is blocked
    by the content security policy fails the test.
    """
    contexts, complaints = [], []

    def note(message: Any) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_page(
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        javascript: bool = True,
        user: Any = None,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def session_cookie(user: Any, url: str) -> Any:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


def seen_with_script(page: Page, checker: Page) -> Page:
    """What `page` shows without script, opened by `checker`, where axe can run.

    In a page without script axe waits for ever: its promises are never kept.
    """
    content = page.content()
    checker.route("**/*.js", lambda route: route.abort())
    checker.route(page.url, lambda route: route.fulfill(body=content, content_type="text/html"))
    checker.goto(page.url)
    checker.unroute_all()
    return checker


# Only what is wrong comes back: all that axe looked at weighs more than the page.
LOOK_WITH_AXE = """(rules) =>
    axe.run(document, {resultTypes: ["violations"], rules}).then((found) => found.violations)"""


def violations(page: Page, **rules: bool) -> list[str]:
    """What axe objects to on the page as it stands; `rules` turns some of its rules on or off."""
    page.evaluate(Axe().axe_script)
    asked = {name.replace("_", "-"): {"enabled": enabled} for name, enabled in rules.items()}
    lines = []
    for violation in page.evaluate(LOOK_WITH_AXE, asked):
        lines.append(f"{violation['id']}: {violation['help']}")
        for node in violation["nodes"]:
            lines += [f"    {node['html'][:200]}", f"      {node['failureSummary']}"]
    return lines


def assert_accessible(page: Page) -> None:
    found = violations(page)
    assert not found, "\n" + "\n".join(found)
