"""A real browser for pages of one's own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.law.pages.chromium import NONE
from tests.law.pages.chromium import chromium as chromium_path


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Skips, and says so among the warnings, where the machine has none."""
    path = chromium_path()
    if path is None:
        warnings.warn(NONE, stacklevel=2)
        pytest.skip(NONE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
