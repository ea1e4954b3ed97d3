"""The pages work without a script, at every width, from either side, and an accessibility check finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from services.console.app import application
from tests.services.console.browsing import seen_right, served
from tests.services.console.front_door import TODAY

TOLD = "on=2026-11-02&monthly=1750&months=24&reason=laid_off&earned=120"
PAGES = (
    "en/",
    "en/estimate/us/mississippi",
    f"en/estimate/us/mississippi?{TOLD}",
    f"ar/estimate/us/mississippi?{TOLD}",
    "fr/estimate/de/alg1?on=&monthly=x&months=1",
    "es/nothing",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(application(lambda: TODAY)) as server:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"


def opened(browser: Browser, address: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(address)
    return page


def answer(page: Page) -> str:
    """What the answer says, its spaces all alike."""
    return " ".join(page.inner_text("#answer").split())


def test_a_page_that_is_cut_off_or_has_a_picture_without_words_is_seen(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.set_content(
        '<html lang="en"><title>x</title><main><h1>x</h1><p style="width: 999px">x</p><img src="x"></main>'
    )
    assert {"cut off", "image-alt"} <= set(seen_right(page))
    page.close()


@pytest.mark.parametrize("width", [360, 1300])
def test_pages_fit_and_an_accessibility_check_finds_nothing(browser: Browser, address: str, width: int) -> None:
    for place in PAGES:
        page = opened(browser, f"{address}/{place}", width)
        assert seen_right(page) == [], place
        page.context.close()


def test_somebody_without_scripts_fills_the_form_and_reads_the_answer(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/")
    page.get_by_role("link", name="Mississippi").click()
    page.get_by_label("Pay before tax, for a month").fill("1,750")
    page.get_by_label("For how many months").fill("24")
    page.get_by_role("button", name="Work it out").click()
    assert "201.00 USD a week" in answer(page)
    page.get_by_role("link", name="Français").click()
    assert "201,00 dollars des États-Unis par semaine" in answer(page)
    context.close()
