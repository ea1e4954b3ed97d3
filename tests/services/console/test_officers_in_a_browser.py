"""Officers' pages in a browser: they fit, an accessibility check finds nothing, three clicks do the common task."""

from __future__ import annotations

import re
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
from tests.services.console.house import house
from tests.stories.town import CLAIM, PERSON


@pytest.fixture(scope="module")
def address(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("office") / "world")
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
    page.get_by_role("button", name="Amina Diallo").click()
    return page


@pytest.mark.parametrize(("width", "language"), [(400, "en"), (1300, "ar")])
def test_pages_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, language: str
) -> None:
    page = signed_in(browser, address, width, language)
    question = re.search(r'href="(/\w\w/people/[^"]+/questions/[^"]+)"', page.content())
    assert question
    person = f"/{language}/people/{PERSON}"
    for place in (f"/{language}/work", question[1], f"{person}/claims/{CLAIM}", f"{person}/letters", f"{person}/looks"):
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{place} is cut off"
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == [], place
    page.goto(address + question[1])
    page.locator("main form button").last.click()
    assert page.locator("main [role=alert] a").count() == 3
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    page.context.close()


def test_an_examiner_without_scripts_answers_a_question_with_three_clicks_and_reasons(
    browser: Browser, address: str
) -> None:
    page = signed_in(browser, address, 1300, scripts=False)
    page.get_by_role("link", name="The employer reports").click()
    page.get_by_label("For the person", exact=True).check()
    page.get_by_label("The claim as it was filed").check()
    page.get_by_label("Reasons").fill("The workshop moved; nobody is asked to follow it.")
    page.get_by_role("button", name="Send the answer").click()
    assert "Decided for the person" in page.inner_text("main")
    page.get_by_role("link", name="The letter about it").click()
    assert "The workshop moved" in page.inner_text("main")
    page.context.close()
