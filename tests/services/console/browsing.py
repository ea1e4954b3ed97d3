"""The console served to a real browser, and what is asked of each page there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette

from deploy.ports import free_ports
from deploy.waiting import until
from tests.services.console.house import house

HEIGHT = 900


@contextmanager
def office_served(folder: Path) -> Iterator[str]:
    """The address of an office's console on what lies in a folder."""
    (port,) = free_ports(1)
    base = f"http://127.0.0.1:{port}"
    with house(folder, base) as office, served(office.app, port):
        yield base


@contextmanager
def served(app: Starlette, port: int = 0) -> Iterator[uvicorn.Server]:
    """An application on loopback; port 0 takes any."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started, "the console")
    yield server
    server.should_exit = True
    thread.join()


def signed_in(browser: Browser, home: str, name: str, width: int, **options: Any) -> Page:
    """A page of somebody who has signed in; `home` is the console's address with the language.

    Options are those of a browser's context, such as `java_script_enabled` and `color_scheme`.
    """
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **options)
    page = context.new_page()
    page.goto(f"{home}/sign-in")
    page.get_by_role("button", name=name).click()
    return page


def seen_right(page: Page) -> list[str]:
    """What is wrong with a page: cut off, or a fault that the accessibility check names."""
    fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return [*([] if fits else ["cut off"]), *(fault["id"] for fault in Axe().run(page).response["violations"])]
