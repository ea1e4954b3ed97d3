"""Where Chromium is, and how it comes onto a machine that has none: `python -m tests.law.pages.chromium`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = (
    "There is no Chromium, so no page is looked at in a browser: neither `playwright install chromium` nor "
    "`apt-get install chromium` brought one; install it, or name it in CHROMIUM."
)


def chromium() -> str | None:
    """The browser: the one named in CHROMIUM, the machine's own, or that of Playwright."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _of_playwright()


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> str | None:
    """The browser, brought onto the machine if there is none and a way is open."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        ways += [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]]
    for way in ways:
        if found := chromium():
            return found
        subprocess.run(way, check=False, capture_output=True, timeout=600)
    return chromium()


if __name__ == "__main__":
    sys.stdout.write(f"{install() or NONE}\n")
