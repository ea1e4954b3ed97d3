"""A real browser for pages of one's own: Chromium as the system has it, or where TIDEOVER_CHROMIUM says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Raises `LookupError` in one sentence if there is none."""
    named = os.environ.get("TIDEOVER_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise LookupError(
            "No Chromium was found: install the system's (apt-get install chromium) or name one in TIDEOVER_CHROMIUM."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
