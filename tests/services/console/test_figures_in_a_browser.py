"""The committee's pages in a browser: they fit, and an accessibility check finds nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Literal

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from deploy.ports import free_ports
from deploy.waiting import until
from tests.law.explain.browser import chromium
from tests.services.console.house import house
from tests.services.oversight.figures.claimants import told_town

PLACES = ("figures", "figures/pack?by=region")
"""The pack has every table of the other pages."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("committee")
    told_town(folder)
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


@pytest.mark.parametrize(("width", "scheme", "language"), [(400, "dark", "en"), (1300, "light", "ar")])
def test_pages_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, scheme: Literal["dark", "light"], language: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{language}/sign-in")
    page.get_by_role("button", name="Ines Ramos").click()
    for place in PLACES:
        page.goto(f"{address}/{language}/{place}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{place} is cut off"
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == [], place
    context.close()
