"""Pages of providers in a browser: they fit, an accessibility check finds nothing, and the tasks take few clicks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.services.console.browsing import office_served, seen_right, signed_in
from tests.services.console.offered import PROGRAMME, TODAY

OWN = f"programmes/{PROGRAMME}"


@pytest.fixture(scope="module")
def address(offered: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(offered, tmp_path_factory.mktemp("office") / "world")
    with office_served(folder) as base:
        yield base


def refused(page: Page) -> None:
    """Send a form as it stands empty: what is missing is said."""
    page.locator("main form[method=post] button").first.click()
    assert page.locator("main [role=alert] a").count()
    assert seen_right(page) == []


@pytest.mark.parametrize(("width", "language", "scheme"), [(400, "en", "dark"), (1300, "ar", "light")])
def test_pages_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, language: str, scheme: str
) -> None:
    page = signed_in(browser, f"{address}/{language}", "Lena Sato", width, color_scheme=scheme)
    for place in ("new-programme", f"{OWN}/statement", f"{OWN}/days", f"{OWN}/proposals", OWN):
        page.goto(f"{address}/{language}/{place}")
        assert seen_right(page) == [], place
    page.locator("main a[href*='/seats/']").first.click()
    assert seen_right(page) == []
    for place in ("new-programme", f"{OWN}/proposals"):
        page.goto(f"{address}/{language}/{place}")
        refused(page)
    page.context.close()


def test_a_provider_without_scripts_reports_a_start_and_a_weeks_days_with_six_clicks(
    browser: Browser, address: str
) -> None:
    page = signed_in(browser, f"{address}/en", "Lena Sato", 1300, java_script_enabled=False)
    page.get_by_role("link", name="Job club with a placement officer", exact=True).click()
    page.locator("main a[href*='/seats/']").first.click()
    assert page.get_by_label("First day").input_value() == TODAY.isoformat()
    page.get_by_role("button", name="Report the start").click()
    assert "The start is reported." in page.inner_text("main")
    page.get_by_role("link", name="Days of attendance").click()
    page.locator(f"input[name^='came.'][value='{TODAY}']").check()
    page.get_by_role("button", name="Report these days").click()
    assert "The days are reported." in page.inner_text("main")
    page.context.close()
