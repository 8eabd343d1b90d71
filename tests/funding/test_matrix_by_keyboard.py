"""The matrix in a browser, with keys alone: write, refuse, paste, undo, meet a colleague."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ensemblier.funding.models import Award
from ensemblier.funding.operations.amounts import set_proposed
from tests.browser import PageMaker
from tests.factories import programming as make
from tests.funding.worlds import World

pytestmark = pytest.mark.browser

PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    );
}"""
# Sums of the page that do not match their rows: none.
WRONG_SUMS = """() => {
    const table = document.querySelector("table.matrix");
    const cents = (cell) => {
        const [whole, rest = ""] = cell.textContent.replace(/[\\s\\u202f]/g, "").split(",");
        return Number(whole || 0) * 100 + Number(rest.padEnd(2, "0"));
    };
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    return [...table.tFoot.rows[0].cells].slice(1).flatMap((foot, at) => {
        const sum = rows.reduce((total, row) => total + cents(row.cells[at + 1]), 0);
        return sum === cents(foot) ? [] : [[at + 1, sum, cents(foot)]];
    });
}"""


@pytest.fixture
def world(transactional_db, contract):
    return World(contract)


@pytest.fixture
def page(world, browser_page: PageMaker) -> Page:
    page = browser_page(user=make.make_officer(world.region))
    page.goto(world.page)
    return page


def cell(page, world, application, funder, shift):
    """`shift`: 0 asked, 1 proposed, 2 granted."""
    request = world.request(application, funder)
    found = page.locator(f'td[data-r="{request.pk}"]')
    for _step in range(shift):
        found = found.locator("xpath=following-sibling::td[1]")
    return found


def status(page):
    return page.locator(".matrix-status")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_one_writes_with_keys_alone_and_sums_follow(page, world):
    own = cell(page, world, world.first, world.region, 1)
    page.locator("td[tabindex='0']").focus()
    expect(own).to_be_focused()
    page.keyboard.type("900,50")
    expect(page.locator(".funder").nth(1).locator(".gauge-words")).to_have_text(
        "reste 10\u202f000\u00a0€"
    )
    press(page, "Enter")
    expect(status(page)).to_contain_text("Enregistré à")
    expect(own).to_have_text("900,50")
    expect(cell(page, world, world.second, world.region, 1)).to_be_focused()
    assert Award.objects.get().proposed_cents == 900_50
    assert page.evaluate(WRONG_SUMS) == []
    press(page, "Control+z")
    expect(own).to_have_text("")
    assert Award.objects.get().proposed_cents is None
    assert page.evaluate(WRONG_SUMS) == []


def test_escape_leaves_everything_as_it_was(page, world):
    own = cell(page, world, world.first, world.region, 1)
    own.click()
    page.keyboard.type("500")
    press(page, "Escape")
    expect(own).to_have_text("")
    assert page.evaluate(WRONG_SUMS) == []
    assert not Award.objects.exists()


def test_tab_goes_on_while_one_types_and_leaves_otherwise(page, world):
    own = cell(page, world, world.first, world.region, 1)
    own.click()
    page.keyboard.type("5")
    press(page, "Tab")
    granted = cell(page, world, world.first, world.region, 2)
    expect(granted).to_be_focused()
    expect(own).to_have_text("5")
    press(page, "Tab")
    expect(granted).not_to_be_focused()
    assert (
        page.evaluate("document.querySelector('table.matrix').contains(document.activeElement)")
        is False
    )


def test_enter_on_a_name_opens_its_page(page, world):
    cell(page, world, world.first, world.region, 1).click()
    press(page, "Home", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chorale")


def test_a_refused_amount_says_why_and_comes_back(page, world):
    own = cell(page, world, world.first, world.region, 2)
    own.click()
    for typed, sentence in (
        ("9999", "c’est plus que la demande"),
        ("12,3.4", "n’est pas un montant"),
    ):
        page.keyboard.type(typed)
        press(page, "Enter")
        expect(status(page)).to_contain_text(sentence)
        expect(own).to_be_focused()
        expect(own).to_have_text("")
    assert page.evaluate(WRONG_SUMS) == []


def test_the_column_of_another_is_read(page, world):
    cell(page, world, world.first, world.state, 1).click()
    page.keyboard.type("5")
    expect(status(page)).to_have_text("Cette colonne est celle d’un autre financeur.")


def test_a_block_is_pasted_whole_or_not_at_all(page, world):
    first, second = (
        cell(page, world, application, world.region, 1)
        for application in (world.first, world.second)
    )
    first.click()
    page.evaluate(PASTE, "100\t50\n1 000,02\t")
    expect(status(page)).to_contain_text("1\u202f000,02\u00a0€, c’est plus que la demande")
    expect(first).to_have_text("")
    assert not Award.objects.exists()
    first.click()
    page.evaluate(PASTE, "100\n200\n300")
    expect(status(page)).to_contain_text("il dépasse le bord du tableau")
    page.evaluate(PASTE, "1 000,01\t100\t\n1000,01\t200,5\t900")
    expect(status(page)).to_contain_text("il dépasse le bord du tableau")
    page.evaluate(PASTE, "100\t50\n200\t60")
    expect(second).to_have_text("200")
    assert sorted(Award.objects.values_list("proposed_cents", "granted_cents")) == [
        (100_00, 50_00),
        (200_00, 60_00),
    ]
    assert page.evaluate(WRONG_SUMS) == []


def test_a_colleague_wrote_first_and_both_values_are_shown(page, world, editor):
    own = cell(page, world, world.first, world.region, 1)
    set_proposed(
        request=world.request(world.first, world.region), cents=70_00, by=editor, at=timezone.now()
    )
    own.click()
    page.keyboard.type("80")
    press(page, "Enter")
    expect(status(page)).to_contain_text("Emma Écriture a changé ce montant entre-temps")
    expect(own).to_have_text("70")
    page.get_by_role("button", name="Écrire quand même (80)").click()
    expect(own).to_have_text("80")
    assert Award.objects.get().proposed_cents == 80_00


def test_a_cell_tells_its_story_when_one_stops_there(page, world, editor):
    set_proposed(
        request=world.request(world.first, world.region), cents=70_00, by=editor, at=timezone.now()
    )
    cell(page, world, world.first, world.region, 1).click()
    expect(page.locator(".matrix-story")).to_contain_text("Emma Écriture, proposé rien → 70\u00a0€")


def test_it_reads_without_script(world, browser_page):
    page = browser_page(user=make.make_officer(world.region), javascript=False)
    page.goto(world.page)
    expect(page.locator("table.matrix")).to_contain_text("Chorale")
    page.get_by_role("link", name=world.first.reference).click()
    page.get_by_role("link", name="Changer le montant proposé, Région").click()
    page.get_by_label("Montant").fill("12,50")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("Le montant est enregistré.")
    assert Award.objects.get().proposed_cents == 12_50
