"""A complaint heard and decided in a browser without a script: it fits, an accessibility check finds nothing."""

from __future__ import annotations

import shutil
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
from tests.services.console.contesting import contest_in
from tests.services.console.house import house


@pytest.fixture(scope="module")
def address(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("contested") / "world")
    contest_in(folder, after=40)
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
    with chromium() as opened:
        yield opened


def signed_in(browser: Browser, home: str, name: str, width: int, *, scripts: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{home}/sign-in")
    page.get_by_role("button", name=name).click()
    return page


@pytest.mark.parametrize(
    ("name", "width", "language"), [("Ben Okafor", 400, "en"), ("Ben Okafor", 1300, "ar"), ("Dora Novak", 400, "fr")]
)
def test_pages_of_contests_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, name: str, width: int, language: str
) -> None:
    page = signed_in(browser, f"{address}/{language}", name, width)
    page.goto(f"{address}/{language}/contests")
    assert seen_right(page) == []
    page.locator("main tbody th a").first.click()
    assert seen_right(page) == []
    page.locator("main form button").first.click()
    assert page.locator("main [role=alert] a").count() >= 3
    assert seen_right(page) == []
    page.context.close()


def seen_right(page: Page) -> list[str]:
    """What is wrong with a page: cut off, or a fault that the accessibility check names."""
    fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return [*([] if fits else ["cut off"]), *(fault["id"] for fault in Axe().run(page).response["violations"])]


def test_a_late_complaint_is_decided_for_the_person_with_five_clicks_and_no_script(
    browser: Browser, address: str
) -> None:
    page = signed_in(browser, f"{address}/en", "Ben Okafor", 1300, scripts=False)
    page.get_by_role("link", name="Complaints and appeals").first.click()
    page.locator("main tbody th a").first.click()
    page.get_by_label("The person was right; nothing stands against them").check()
    page.get_by_label("The claim as it was filed").check()
    page.get_by_label("Reasons", exact=True).fill("Wages were not paid for two months.")
    page.get_by_label("What was the good cause for filing late").fill("The hospital confirms the stay.")
    page.get_by_role("button", name="Send the decision").click()
    assert "It was sent." in page.inner_text("main")
    assert "The person was right" in page.inner_text("main")
    page.context.close()
