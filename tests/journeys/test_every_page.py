"""Every page of the site, read by a browser on a phone in daylight and on a screen at night."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from playwright.sync_api import Page

from ensemblier.accounts.models import User
from tests.browser import PageMaker, violations
from tests.conftest import client_of
from tests.journeys.site import (
    AFTER_A_STEP,
    ALES,
    PLAN,
    VARIANTS_AT_WORK,
    VARIANTS_FOR_ALL,
    Site,
    paths,
)
from tests.snapshots import snapshot
from tests.test_access import patterns

# A part that is added to the site is walked without being named here.
PARTS = [name for name in dir(Site) if name.startswith("about_")]
LOOKS = {"phone": {"width": 360, "dark": False}, "screen": {"width": 1280, "dark": True}}

WHAT_IT_IS = """() => [
    document.querySelectorAll("h1").length,
    document.documentElement.lang,
    Boolean(document.title.trim()),
    document.documentElement.scrollWidth,
]"""
REFUSAL = "main [aria-invalid=true], main .notice-error"
# Empties what a form demands, and sends it as a browser that checks nothing.
SEND_EMPTY = """() => {
    const fields = [...document.querySelectorAll("main form[method=post] [required]")];
    const form = fields[0].form;
    for (const field of fields) if (field.form === form) field.value = "";
    form.noValidate = true;
    form.requestSubmit(form.querySelector("button:not([type=button])"));
}"""


@pytest.fixture
def site(demonstration: dict[str, User], put_aside: dict[str, Any]) -> Site:
    """Built once in a process; its rows are put back with their numbers."""
    site, rows = put_aside.get("site", (None, None))
    if rows is not None:
        rows.put_back()
        return site
    site = Site(demonstration["administrator"])
    put_aside["site"] = site, snapshot()
    return site


class Reader:
    """Opens one address after the other in one page and keeps what is wrong with each."""

    def __init__(self, page: Page, width: int) -> None:
        self.page, self.width = page, width
        self.faults: list[str] = []
        self.said: list[str] = []
        page.on("console", lambda message: self.hear(message.type, message.text))

    def hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.said.append(text)

    def read(self, path: str, *, language: str = "fr", status: int = 200) -> None:
        self.said = []
        answer = self.page.goto(path)
        assert answer is not None
        if answer.status != status:
            self.faults.append(f"{path}: answers {answer.status}")
        # Chromium itself says in the console that a page was refused.
        if status < 400:
            self.faults += [f"{path}: console: {text}" for text in self.said]
        self.look(path, language)

    def look(self, path: str, language: str = "fr") -> None:
        """What is wrong with the page as it stands."""
        headings, lang, has_title, width = self.page.evaluate(WHAT_IT_IS)
        if [headings, lang, has_title] != [1, language, True]:
            self.faults.append(f"{path}: h1, lang, title: {[headings, lang, has_title]}")
        if width > self.width:
            self.faults.append(f"{path}: {width} px wide")
        # What a page looks like does not depend on the engine: one of the two is enough. Targets of
        # less than 24 px are refused too, pages are read with a thumb.
        found = violations(self.page, target_size=True) if connection.vendor == "sqlite" else []
        if found:
            self.faults.append("\n".join([f"{path}:", *found])[:2000])

    def conclude(self) -> None:
        assert not self.faults, "\n" + "\n".join(self.faults)


def reader(browser_page: PageMaker, look: str, user: User | None = None) -> Reader:
    width = LOOKS[look]["width"]
    return Reader(browser_page(**LOOKS[look], user=user), width)


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
def test_visitor_reads_every_public_page(site: Site, browser_page: PageMaker, look: str) -> None:
    read = reader(browser_page, look)

    for path in paths(site.public(), VARIANTS_FOR_ALL):
        read.read(path)
    read.read("/nulle-part/", status=404)
    for path in ("/", f"/contrats/{ALES}/", "/quartiers/", f"/contrats/{ALES}/plans/{PLAN}/"):
        read.read("/en" + path, language="en")

    read.conclude()


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("part", PARTS)
def test_administrator_reads_every_page_of_the_workspace(
    site: Site, browser_page: PageMaker, part: str, look: str
) -> None:
    read = reader(browser_page, look, site.administrator)
    addresses = getattr(site, part)()

    for path in paths(addresses, [one for one in VARIANTS_AT_WORK if one[0] in addresses]):
        read.read(path)

    read.conclude()


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
def test_partners_read_what_they_may_not_change(
    site: Site, demonstration: dict[str, User], browser_page: PageMaker, look: str
) -> None:
    read = reader(browser_page, look, demonstration["reader"])
    for name in ("contracts:detail", "contracts:calendar", "contracts:signatories", "plans:list"):
        path = reverse(name, args=[ALES])
        read.read(path)
        read.read("/en" + path, language="en")
    read.read(reverse("plans:detail", args=[ALES, PLAN]))
    read.read(reverse("contracts:edit", args=[ALES]), status=403)
    read.read(reverse("workspace:home"))
    read.conclude()

    read = reader(browser_page, look, demonstration["outsider"])
    read.read(reverse("workspace:home"))
    read.read(reverse("workspace:account"))
    read.read("/en" + reverse("workspace:home"), language="en")
    read.conclude()


@pytest.mark.browser
@pytest.mark.parametrize("part", PARTS)
def test_every_form_says_what_it_lacks(site: Site, browser_page: PageMaker, part: str) -> None:
    read = reader(browser_page, "phone", site.administrator)
    sent = []

    for path in paths(getattr(site, part)()):
        read.page.goto(path)
        if read.page.locator("main form[method=post] [required]").count():
            sent.append(path)
            with read.page.expect_navigation():
                read.page.evaluate(SEND_EMPTY)
            read.look(path)
            if not read.page.locator(REFUSAL).count():
                read.faults.append(f"{path}: nothing says what is wrong")

    read.conclude()
    assert len(sent) > 2


def test_no_page_is_left_out(site: Site) -> None:
    walked = {**site.public(), **site.working()}
    clients = [client_of(None), client_of(site.administrator)]
    names = dict(patterns(get_resolver().url_patterns))

    forgotten = {
        name
        for name, parameters in names.items()
        if name not in walked and any(is_page(one, site, name, parameters) for one in clients)
    }

    assert sorted(forgotten) == []
    assert sorted(walked.keys() - names.keys()) == []


def is_page(client: Client, site: Site, name: str, parameters: tuple[str, ...]) -> bool:
    if name in AFTER_A_STEP:
        return False
    known = site.parameters(name)
    answer = client.get(reverse(name, kwargs={key: known[key] for key in parameters}))
    # An address that nothing answers proves nothing: say how to reach it.
    assert answer.status_code != 404, name
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
