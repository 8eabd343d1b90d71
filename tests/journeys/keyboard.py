"""What a person does who has no mouse: Tab, arrows, Enter, letters. Nothing is clicked."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

# Pages have skip links and a menu: more stops than this on the way to something is a fault.
LONGEST_WAY = 150
CHOSEN = "element => element.selectedOptions[0].textContent.trim()"


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page
        # The browser hands choosers over from now on: asked at the last moment it may be late.
        page.on("filechooser", lambda _: None)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def skip_to_content(self) -> None:
        """From the top of a page, by its first link, past the header and the menu."""
        self.reach(self.page.get_by_role("link", name="Aller au contenu"))
        self.press("Enter")

    def reach(self, target: Locator) -> Locator:
        """Tab until the focus is on the target, which must then be seen to have it."""
        expect(target).to_be_attached()
        for _ in range(LONGEST_WAY):
            if target.evaluate("element => element === document.activeElement"):
                break
            self.press("Tab")
        expect(target).to_be_focused()
        expect(target).to_be_in_viewport()
        assert target.evaluate("element => element.matches(':focus-visible')")
        return target

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Open the first link of that name and wait for its page."""
        self.open(self.page.get_by_role("link", name=name, exact=exact).first)

    def push(self, name: str, *, exact: bool = True) -> None:
        """Press the first button of that name and wait for the page that answers."""
        self.open(self.page.get_by_role("button", name=name, exact=exact).first)

    def confirm(self, name: str) -> None:
        """Press a button that asks first, and say yes."""
        self.reach(self.page.get_by_role("button", name=name).first)
        self.press("Enter")
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        self.open(dialog.get_by_role("button", name="Confirmer"))

    def unfold(self, name: str) -> None:
        self.reach(self.page.locator("summary", has_text=name).first)
        self.press("Enter")

    def open(self, target: Locator) -> None:
        self.reach(target)
        with self.page.expect_navigation():
            self.press("Enter")

    def write(self, label: str, text: str, *, exact: bool = False) -> None:
        """Replace what a text field says."""
        self.reach(self.page.get_by_label(label, exact=exact).first)
        self.press("ControlOrMeta+a")
        self.type(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list: its first plain letters, then arrows down to it."""
        field = self.reach(self.page.get_by_label(label).first)
        plain = re.match(r"[ -~]*", option)
        assert plain
        self.type(plain[0])
        for _ in range(LONGEST_WAY):
            if field.evaluate(CHOSEN) == option:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{option} is not in the list")

    def date(self, label: str, day: datetime.date) -> None:
        """Digits in the order of the field, which is that of the browser's language."""
        field = self.reach(self.page.get_by_label(label).first)
        assert day.day == day.month, "the same in every order of day and month"
        self.type(f"{day:%d%m%Y}")
        assert field.input_value() == day.isoformat()

    def attach(self, label: str, path: Path) -> None:
        self.reach(self.page.get_by_label(label).first)
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files(path)

    def tick(self, label: str) -> None:
        box = self.reach(self.page.get_by_label(label).first)
        self.press("Space")
        expect(box).to_be_checked()


def heading(page: Page, text: str) -> None:
    """Wait for the page whose title holds these words."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)
