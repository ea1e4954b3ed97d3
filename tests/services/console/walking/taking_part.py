"""Walks of a provider: the roster of its programme, with the start of somebody and the days on which they came."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.services.console.walking.hand import Hand
from tests.services.console.walking.people import SEEKS

PROGRAMME = "Job club with a placement officer"


def reports_the_start(provider: Hand) -> None:
    """The person began today."""
    provider.row(PROGRAMME)
    provider.click(_row(provider, SEEKS[:10]).get_by_role("link"))
    provider.press("Report the start")
    provider.reads("The start is reported.")
    provider.reads("Began on")


def marks_the_days(provider: Hand) -> None:
    """The person came today."""
    provider.click(_row(provider, PROGRAMME).get_by_role("link", name="Days of attendance"))
    provider.click(_row(provider, SEEKS[:10]).get_by_role("checkbox", disabled=False).first)
    provider.press("Report these days")
    provider.reads("The days are reported.")


def _row(provider: Hand, text: str) -> Locator:
    return provider.page.locator("main tbody tr").filter(has_text=text).first
