"""Pages of placement officers in a browser: they fit, an accessibility check finds nothing, few clicks do the task."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from deploy.ports import free_ports
from deploy.waiting import until
from tests.law.explain.browser import chromium
from tests.services.console.house import house
from tests.services.console.offered import PROGRAMME, TODAY, somebody_was_offered_a_seat
from tests.stories.town import PERSON


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("offered")
    somebody_was_offered_a_seat(folder)
    (port,) = free_ports(1)
    base = f"http://127.0.0.1:{port}"
    with house(folder, base) as office:
        server = uvicorn.Server(uvicorn.Config(office.app, host="127.0.0.1", port=port, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        until(lambda: server.started, "the console")
        yield base
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def signed_in(browser: Browser, address: str, width: int, language: str = "en", *, scripts: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}/{language}/sign-in")
    page.get_by_role("button", name="Elena Cruz").click()
    return page


@pytest.mark.parametrize(("width", "language"), [(400, "en"), (1300, "ar")])
def test_pages_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, language: str
) -> None:
    page = signed_in(browser, address, width, language)
    page.goto(f"{address}/{language}/referrals")
    referral = page.locator("main table a").first.get_attribute("href")
    for place in (f"/{language}/referrals", referral, f"/{language}/programmes", f"/{language}/programmes/{PROGRAMME}"):
        page.goto(f"{address}{place}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{place} is cut off"
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == [], place
    page.goto(f"{address}{referral}")
    page.locator("main form[method=post] button").first.click()
    assert page.locator("main [role=alert] a").count() == 1
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    page.context.close()


def test_a_placement_officer_without_scripts_records_an_answer_with_three_clicks(
    browser: Browser, address: str
) -> None:
    page = signed_in(browser, address, 1300, scripts=False)
    assert page.url.endswith("/en/referrals")
    page.get_by_role("link", name=PERSON[:10]).click()
    assert page.get_by_label("Answered on").input_value() == TODAY.isoformat()
    page.get_by_label("The person accepts").check()
    page.get_by_role("button", name="Record it").click()
    assert "The answer is recorded." in page.inner_text("main")
    page.context.close()
