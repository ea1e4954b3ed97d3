"""Officers' pages in a browser: they fit, an accessibility check finds nothing, and the header takes one line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.services.console.browsing import office_served, seen_right, signed_in
from tests.stories.town import CLAIM, PERSON

WIDE, LINE_PIXELS = 1300, 80
"""From this width on the header of an officer's page has one line, which is not as high as this."""


@pytest.fixture(scope="module")
def address(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("office") / "world")
    with office_served(folder) as base:
        yield base


@pytest.mark.parametrize(("width", "language"), [(400, "en"), (1300, "ar")])
def test_pages_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, language: str
) -> None:
    page = signed_in(browser, f"{address}/{language}", "Amina Diallo", width)
    question = re.search(r'href="(/\w\w/people/[^"]+/questions/[^"]+)"', page.content())
    assert question
    person = f"/{language}/people/{PERSON}"
    header = page.locator("header.mast").evaluate("header => header.offsetHeight")
    assert width < WIDE or header < LINE_PIXELS
    for place in (f"/{language}/work", question[1], f"{person}/claims/{CLAIM}", f"{person}/letters", f"{person}/looks"):
        page.goto(address + place)
        assert seen_right(page) == [], place
    page.goto(address + question[1])
    page.locator("main form button").last.click()
    assert page.locator("main [role=alert] a").count() == 3
    assert seen_right(page) == []
    page.context.close()
