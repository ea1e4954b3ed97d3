"""The committee's pages in a browser: they fit, and an accessibility check finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.services.console.browsing import office_served, seen_right, signed_in
from tests.services.oversight.figures.claimants import told_town

PLACES = ("figures", "figures/pack?by=region")
"""The pack has every table of the other pages."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("committee")
    told_town(folder)
    with office_served(folder) as base:
        yield base


@pytest.mark.parametrize(("width", "scheme", "language"), [(400, "dark", "en"), (1300, "light", "ar")])
def test_pages_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, scheme: Literal["dark", "light"], language: str
) -> None:
    page = signed_in(browser, f"{address}/{language}", "Ines Ramos", width, color_scheme=scheme)
    for place in PLACES:
        page.goto(f"{address}/{language}/{place}")
        assert seen_right(page) == [], place
    page.context.close()
