"""An office with a person's case on a laptop, and officers who sign in to its console in browsers of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from string import Formatter
from typing import TypeVar
from urllib.parse import quote

import httpx2
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contracts.base import Event, read
from contracts.registry import Separation
from services.console.acts.writing import SOURCE
from services.console.app import Staffed, application
from services.console.demo_officers import OFFICERS
from services.console.laptop import LaptopConsole, console_in
from services.console.signin.development import CLIENT, DevelopmentIssuer
from services.console.signin.issuer import Issuer
from services.console.signin.site import SignInSite
from services.console.staff_page import StaffPage
from services.runtime.process.settings import Settings
from tests.services.console.front_door import TODAY
from tests.stories import town

BASE = "http://127.0.0.1"
Kind = TypeVar("Kind", bound=Event)
MORNING_MS = 1_580_000_000_000


@dataclass
class House:
    """The console of an office; its clock stands until a test moves it."""

    console: LaptopConsole
    app: Starlette
    now_ms: list[int]

    def browser(self) -> TestClient:
        """A browser in which nobody is signed in."""
        return TestClient(self.app, base_url=BASE)

    def signed_in(self, staff: str) -> TestClient:
        """A browser in which an officer is signed in."""
        browser = self.browser()
        sign_in(browser, staff)
        return browser

    def said(self, kind: type[Kind], of: str = town.PERSON) -> list[Kind]:
        """What was said of this kind of somebody, in its order."""
        return [event for envelope in self.console.heard(of) if isinstance(event := read(envelope), kind)]

    def said_here(self, kind: type[Kind], of: str = town.PERSON) -> list[Kind]:
        """What the console itself said of this kind, without what others said."""
        heard = (envelope for envelope in self.console.heard(of) if envelope.source == SOURCE)
        return [event for envelope in heard if isinstance(event := read(envelope), kind)]

    def passes(self, minutes: int) -> None:
        """The clock of the machine goes on."""
        self.now_ms[0] += minutes * 60_000


def sign_in(browser: httpx2.Client, staff: str) -> None:
    """Go to the sign-in, and choose who to be."""
    chooser = browser.get("/en/sign-in")
    assert chooser.status_code == 200, chooser.text
    landed = browser.post("/development-issuer/authorize", data={**fields(chooser.text), "staff": staff})
    assert landed.status_code in {200, 403}, landed.text


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's last form in its main part."""
    main = page.partition("<main")[2]
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    }


def leads_to(page: str, kind: str) -> str:
    """The first address of a kind on a page."""
    found = re.search(rf'href="(/\w\w/people/[^"]+/{kind}/[^"]+)"', page)
    assert found, f"no link to {kind}"
    return unescape(found[1])


def sample_address(page: StaffPage, places: Sequence[str] = ()) -> str:
    """The address of a page, with the office's own case in the places that it has, or with these in their order."""
    known = {"person": town.PERSON, "claim": town.CLAIM, "question": "q", "day": "2020-02-01", "currency": "USD"}
    known |= {"service": "claims", "number": "1"}
    names = [name for _, name, _, _ in Formatter().parse(page.path) if name]
    own = [known.get(name, "x") for name in names]
    given = dict(zip(names, map(quote, places or own), strict=False))
    query = f"?person={town.PERSON}" if page.name == "glass" else ""
    return "/en" + page.path.format(**given) + query


def words(page: str) -> str:
    """What a reader sees of a page's main part."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


@contextmanager
def house(folder: Path, base: str = BASE) -> Iterator[House]:
    """The console on what lies in a folder."""
    now = [MORNING_MS]
    with console_in(folder, Settings(), lambda: TODAY) as console:
        world = console.world(lambda: now[0])
        development = DevelopmentIssuer(base, OFFICERS)
        issuer = Issuer(development.issuer, CLIENT, None, development.ask)
        site = SignInSite(world, issuer, base, development)
        yield House(console, application(console.today, Staffed(site)), now)


def who_left_work(folder: Path, until: int = 20) -> None:
    """Somebody left work of their own will and claims; so many days were closed since."""
    laptop = town.town(folder)
    for month in range(1, 25):
        laptop.publish([town.said(town.wages(month))])
    left = town.lost_work(Separation.VOLUNTARY)
    laptop.publish([town.said(fact) for fact in (town.born(), left, town.files_claim())])
    laptop.run_until_quiet()
    for day in range(until):
        town.closes(laptop, town.FIRST + timedelta(days=day))
    laptop.close()
