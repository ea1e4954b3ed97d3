"""A complaint heard and decided in a browser without a script: it fits, an accessibility check finds nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.services.console.browsing import office_served, seen_right, signed_in
from tests.services.console.contesting import contest_in


@pytest.fixture(scope="module")
def address(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("contested") / "world")
    contest_in(folder, after=40)
    with office_served(folder) as base:
        yield base


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


@pytest.mark.parametrize(("width", "language", "scheme"), [(400, "ar", "dark"), (1300, "es", "light")])
def test_what_stands_beside_a_contest_fits_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, language: str, scheme: str
) -> None:
    page = signed_in(browser, f"{address}/{language}", "Ben Okafor", width, color_scheme=scheme)
    page.goto(f"{address}/{language}/contests/waiting")
    assert seen_right(page) == []
    page.goto(f"{address}/{language}/contests")
    page.locator("main tbody th a").first.click()
    contest = page.url
    for part in ("papers", "version", "version?filed=x", "similar"):
        page.goto(f"{contest}/{part}")
        assert seen_right(page) == [], part
    page.context.close()


def test_what_the_persons_version_would_come_to_is_read_with_three_clicks_and_no_script(
    browser: Browser, address: str
) -> None:
    page = signed_in(browser, f"{address}/en", "Ben Okafor", 1300, java_script_enabled=False)
    page.get_by_role("link", name="Complaints and appeals").first.click()
    page.locator("main tbody th a").first.click()
    page.get_by_role("link", name="If the facts are as the person says").click()
    assert "is made for you" in page.inner_text("main")
    page.get_by_label("Day on which the claim was filed").fill("2020-02-01")
    page.get_by_role("button", name="Work it out").click()
    assert "filed_on 2020-01-12" in page.inner_text("main")
    page.context.close()


def test_a_late_complaint_is_decided_for_the_person_with_five_clicks_and_no_script(
    browser: Browser, address: str
) -> None:
    page = signed_in(browser, f"{address}/en", "Ben Okafor", 1300, java_script_enabled=False)
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
