"""A hand in a browser without scripts: it clicks, types and reads, and what it did is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page

from deploy.waiting import until
from tests.services.console.browsing import signed_in

EFFECT_SECONDS = 90
"""So long may an act take until its page says what followed from it."""
WIDTH = 1300


@dataclass
class Hand:
    """An officer at a browser, signed in; clicks and filled fields count since `begins`."""

    page: Page
    home: str
    """The console's address with the language."""
    clicks: int = 0
    fields: int = 0

    @classmethod
    def of(cls, browser: Browser, home: str, name: str) -> Hand:
        """Sign somebody in."""
        return cls(signed_in(browser, home, name, WIDTH, java_script_enabled=False), home)

    def begins(self) -> None:
        """At the officer's first page, with nothing counted."""
        self.page.goto(f"{self.home}/home")
        self.clicks = self.fields = 0

    def menu(self, name: str) -> None:
        """Follow the menu; on the page already, there is nothing to click."""
        link = self.page.locator("header nav").first.get_by_role("link", name=name, exact=True)
        if link.get_attribute("aria-current") != "page":
            self.click(link)

    def click(self, what: Locator) -> None:
        """Follow a link or press a button."""
        what.click()
        self.clicks += 1

    def row(self, text: str) -> None:
        """Follow the first link of the row that has a text; it may have yet to appear."""
        row = self.page.locator("main tbody tr").filter(has_text=text)
        self._reloads_until(lambda: row.count() > 0, text)
        self.click(row.first.get_by_role("link").first)

    def choose(self, label: str) -> None:
        """Choose what a label names; what is chosen already costs nothing."""
        option = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first
        if not option.is_checked():
            option.check()
            self.clicks += 1

    def unfolded(self, heading: str) -> Locator:
        """The form below a heading, which is unfolded if it is not."""
        form = self.page.locator("main details").filter(has=self.page.get_by_text(heading, exact=True))
        if form.get_attribute("open") is None:
            self.click(form.locator("summary"))
        return form

    def fill(self, label: str, text: str, form: Locator | None = None) -> None:
        """Type into a field, of one form where a page has several."""
        (form or self.page).get_by_label(label, exact=True).fill(text)
        self.fields += 1

    def searches(self, text: str) -> None:
        """Type into the search of the header."""
        search = self.page.locator("header form[role=search]")
        search.get_by_role("textbox").or_(search.get_by_role("searchbox")).fill(text)
        self.fields += 1
        self.click(search.get_by_role("button"))

    def pick(self, label: str, option: str) -> None:
        """Pick from a list."""
        self.page.get_by_label(label, exact=True).select_option(option)
        self.fields += 1

    def press(self, name: str) -> None:
        """Press a button."""
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def reads(self, text: str) -> None:
        """Look at the page again until it says something."""
        self._reloads_until(lambda: text in " ".join(self.page.inner_text("main").split()), text)

    def _reloads_until(self, condition: Callable[[], bool], what: str) -> None:
        def looked_again() -> bool:
            if condition():
                return True
            assert not self.page.locator("main [role=alert]").count(), self.page.inner_text("main [role=alert]")
            self.page.goto(self.page.url)
            return False

        until(looked_again, f"{self.page.url} to say {what!r}", seconds=EFFECT_SECONDS)
