"""A debt waived and a parked message set aside in a browser without a script: it fits, nothing is wrong with access."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.services.console.browsing import office_served, seen_right, signed_in
from tests.services.console.in_debt import debt_in
from tests.services.console.parking_in import parked_in


@pytest.fixture(scope="module")
def address(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(corrected, tmp_path_factory.mktemp("desk") / "world")
    debt_in(folder, asks_for_a_waiver=True)
    parked_in(folder)
    with office_served(folder) as base:
        yield base


@pytest.mark.parametrize(
    ("name", "width", "listed"),
    [
        ("Kofi Mensah", 400, "en/parked"),
        ("Kofi Mensah", 1300, "ar/parked"),
        ("Ben Okafor", 400, "fr/debts"),
        ("Grace Kim", 1300, "ar/debts"),
    ],
)
def test_pages_of_desks_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, name: str, width: int, listed: str
) -> None:
    """The narrow ones in the dark."""
    scheme = "dark" if width == 400 else "light"
    page = signed_in(browser, f"{address}/{listed[:2]}", name, width, color_scheme=scheme)
    page.goto(f"{address}/{listed}")
    assert seen_right(page) == []
    page.locator("main tbody th a").first.click()
    assert seen_right(page) == []
    button = page.locator("main form button").first
    if not button.is_visible():  # what is seldom done is folded
        page.locator("main details:has(form) > summary").first.click()
    button.click()
    assert page.locator("main [role=alert] a").count() >= 2
    assert seen_right(page) == []
    page.context.close()


def test_a_parked_message_is_set_aside_with_four_clicks_and_no_script(browser: Browser, address: str) -> None:
    page = signed_in(browser, f"{address}/en", "Kofi Mensah", 1300, java_script_enabled=False)
    page.get_by_role("link", name="Parked messages").first.click()
    page.locator("main tbody th a").first.click()
    page.get_by_label("Set this message aside").check()
    page.get_by_label("Reasons", exact=True).fill("The sender sends it anew.")
    page.get_by_role("button", name="Give the order").click()
    assert "operator-1 set it aside." in page.inner_text("main")
    page.context.close()


def test_a_debt_is_waived_with_six_clicks_and_no_script(browser: Browser, address: str) -> None:
    page = signed_in(browser, f"{address}/en", "Ben Okafor", 1300, java_script_enabled=False)
    page.get_by_role("link", name="Debts").first.click()
    page.locator("main tbody th a").first.click()
    page.get_by_label("It is waived, and nothing more is asked for").check()
    page.get_by_label("Paying it back would be a hardship").check()
    page.get_by_label("What the person asked for").check()
    page.get_by_label("Reasons", exact=True).first.fill("Nothing is left after rent and food.")
    page.get_by_label("Rule", exact=False).first.fill("Institution's own rule")
    page.get_by_role("button", name="Send the decision").click()
    assert "It is waived" in page.inner_text("h1")
    page.context.close()
