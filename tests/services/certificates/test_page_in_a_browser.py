"""The page of a certificate can be read by everybody, on a phone and on paper."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from services.certificates.page import certificate_page
from tests.law.explain.browser import chromium
from tests.services.certificates.test_certificates import certified, shop


def test_the_page_is_accessible_and_fits(tmp_path: Path) -> None:
    file = tmp_path / "u1.html"
    file.write_text(certificate_page(certified(jobs=(shop(), shop(key="bar", employer="bar", pay=())))), "utf-8")
    with chromium() as browser:
        for width in (360, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto(file.as_uri())
            assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing is cut off"
            page.close()
