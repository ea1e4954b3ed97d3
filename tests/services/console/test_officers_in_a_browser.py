"""Officers' pages in a browser: they fit, an accessibility check finds nothing, three clicks do the common task."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.services.console.browsing import office_served, seen_right, signed_in
from tests.stories.town import CLAIM, PERSON


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
    for place in (f"/{language}/work", question[1], f"{person}/claims/{CLAIM}", f"{person}/letters", f"{person}/looks"):
        page.goto(address + place)
        assert seen_right(page) == [], place
    page.goto(address + question[1])
    page.locator("main form button").last.click()
    assert page.locator("main [role=alert] a").count() == 3
    assert seen_right(page) == []
    page.context.close()


def test_an_examiner_without_scripts_answers_a_question_with_three_clicks_and_reasons(
    browser: Browser, address: str
) -> None:
    page = signed_in(browser, f"{address}/en", "Amina Diallo", 1300, java_script_enabled=False)
    page.get_by_role("link", name="The employer reports").click()
    page.get_by_label("For the person", exact=True).check()
    page.get_by_label("The claim as it was filed").check()
    page.get_by_label("Reasons").fill("The workshop moved; nobody is asked to follow it.")
    page.get_by_role("button", name="Send the answer").click()
    assert "Decided for the person" in page.inner_text("main")
    page.get_by_role("link", name="The letter about it").click()
    assert "The workshop moved" in page.inner_text("main")
    page.context.close()
