"""Pages of placement officers in a browser: they fit, an accessibility check finds nothing, paper shows all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.services.console.browsing import office_served, seen_right, signed_in
from tests.services.console.offered import PROGRAMME


@pytest.fixture(scope="module")
def address(offered: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(offered, tmp_path_factory.mktemp("office") / "world")
    with office_served(folder) as base:
        yield base


@pytest.mark.parametrize(("width", "language"), [(400, "en"), (1300, "ar")])
def test_pages_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, language: str
) -> None:
    page = signed_in(browser, f"{address}/{language}", "Elena Cruz", width)
    page.goto(f"{address}/{language}/referrals")
    referral = page.locator("main table a").first.get_attribute("href")
    for place in (f"/{language}/referrals", referral, f"/{language}/programmes", f"/{language}/programmes/{PROGRAMME}"):
        page.goto(f"{address}{place}")
        assert seen_right(page) == [], place
    page.goto(f"{address}{referral}")
    page.locator("main form[method=post] button").first.click()
    assert page.locator("main [role=alert] a").count() == 1
    assert seen_right(page) == []
    page.context.close()


def test_what_is_folded_on_a_referral_is_read_on_paper(browser: Browser, address: str) -> None:
    page = signed_in(browser, f"{address}/en", "Elena Cruz", 1300)
    page.goto(address + str(page.locator("main table a").first.get_attribute("href")))
    others = page.locator("main details table").first
    assert not others.is_visible()
    page.emulate_media(media="print")
    assert others.is_visible()
    page.context.close()
