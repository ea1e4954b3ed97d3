"""How long officers wait for a page when a hundred of them work at once: `python -m bench.console`.

Each signs in, and goes from my work to a claim, its decision, its question and a list, again and again, with a pause
before each page. They are simulated in this process, on the machine that answers them as well.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Annotated

import httpx2
import typer

from bench.machine import this_machine
from bench.officers_day import officers_day
from bench.served_console import ServedConsole, served_on_laptop, served_on_stack

PAUSE_SECONDS = 5.0, 15.0
"""Before each page somebody reads or types for so long, evenly spread."""
EXAMINERS = ("officer-101", "officer-102", "officer-110")
EVERY = "every page"
CASES = re.compile(r'href="(/en/people/[^"]+/questions/[^"]+)".*?href="(/en/people/[^"]+/claims/[^"]+)"', re.DOTALL)
"""A row of my work: its question and its claim."""


class Where(StrEnum):
    """On what the console works."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass
class Desk:
    """One officer at a browser, and how long each page took, in milliseconds."""

    browser: httpx2.AsyncClient
    dice: Random
    until: float
    """When the day is over, by the monotonic clock."""
    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def works(self, staff: str) -> None:
        """Sign in, and work until the day is over; a round that was begun is ended."""
        await asyncio.sleep(self.dice.uniform(0, PAUSE_SECONDS[1]))
        chooser = await self.looks("sign-in", "/en/sign-in")
        asked = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', chooser))
        form = {unescape(name): unescape(value) for name, value in asked.items()} | {"staff": staff}
        (await self.browser.post("/development-issuer/authorize", data=form)).raise_for_status()
        await self._takes_one()
        while time.monotonic() < self.until:
            await self._takes_one()

    async def _takes_one(self) -> None:
        work = await self.looks("my work", "/en/work")
        cases = re.findall(
            r'href="(/en/people/[^"]+/questions/[^"]+)".*?href="(/en/people/[^"]+/claims/[^"]+)"', work, re.DOTALL
        )
        question, claim = self.dice.choice(cases)
        shown = await self.looks("claim", unescape(claim))
        if decision := re.search(r'href="(/en/people/[^"]+/decisions/[^"]+)"', shown):
            await self.looks("decision", unescape(decision[1]))
        await self.looks("question", unescape(question))
        await self.looks("list", "/en/contests")

    async def looks(self, name: str, address: str) -> str:
        """Open a page after a pause."""
        await asyncio.sleep(self.dice.uniform(*PAUSE_SECONDS))
        began = time.perf_counter()
        answer = await self.browser.get(address)
        self.waited[name].append((time.perf_counter() - began) * 1000)
        answer.raise_for_status()
        return answer.text


async def day_of(address: str, officers: int, seconds: float) -> dict[str, list[float]]:
    """So many officers work for so long; how long each page took, by its name."""
    limits = httpx2.Limits(max_connections=None)
    until = time.monotonic() + seconds
    browsers = [
        httpx2.AsyncClient(base_url=address, follow_redirects=True, timeout=60, limits=limits) for _ in range(officers)
    ]
    desks = [Desk(browser, Random(number), until) for number, browser in enumerate(browsers)]  # noqa: S311 - who pauses how long
    await asyncio.gather(*(desk.works(EXAMINERS[number % len(EXAMINERS)]) for number, desk in enumerate(desks)))
    await asyncio.gather(*(browser.aclose() for browser in browsers))
    waited: dict[str, list[float]] = defaultdict(list)
    for desk in desks:
        for name, each in desk.waited.items():
            waited[name] += each
            waited[EVERY] += each
    return waited


def _measured(served: ServedConsole, officers: int, seconds: float) -> tuple[list[tuple[str, ...]], dict[str, float]]:
    """A row a page, and the processor time that a page took of each process, in milliseconds."""
    before = served.processor_seconds()
    waited = asyncio.run(day_of(served.address, officers, seconds))
    used = {
        name: (used - before[name]) * 1000 / len(waited[EVERY]) for name, used in served.processor_seconds().items()
    }
    return [("page", "pages", "p50", "p95", "p99"), *(_row(name, each) for name, each in waited.items())], used


def _row(name: str, waited: Sequence[float]) -> tuple[str, ...]:
    """How long half, 95 and 99 of a hundred pages took at most."""
    cuts = quantiles([*waited, *waited], n=100, method="inclusive")  # of one page as well
    return name, str(len(waited)), *(f"{cuts[share - 1]:.0f}" for share in (50, 95, 99))


def main(
    on: Annotated[Where, typer.Argument(help="What the console works on.")] = Where.POSTGRESQL,
    *,
    officers: Annotated[int, typer.Option(min=1, help="Officers at once.")] = 100,
    people: Annotated[int, typer.Option(min=1, help="People of the demonstration, which has 3,343.")] = 600,
    seconds: Annotated[float, typer.Option(min=1, help="For so long they work.")] = 120,
    folder: Annotated[Path | None, typer.Option(help="A laptop's folder that stands on the officers' day.")] = None,
) -> None:
    """Measure a day at the office."""
    with tempfile.TemporaryDirectory() as made:
        if folder is None:
            folder = Path(made) / "world"
            officers_day(folder, people)
        serving = served_on_laptop if on is Where.SQLITE else served_on_stack
        machine = this_machine()
        with serving(folder) as served:
            rows, used = _measured(served, officers, seconds)
    typer.echo(f"{machine}\n{officers} officers, {on}, milliseconds\n")
    for row in rows:
        typer.echo("  ".join(cell.ljust(12) for cell in row).rstrip())
    typer.echo("\nprocessor time a page: " + ", ".join(f"{name} {each:.1f}" for name, each in used.items()))


if __name__ == "__main__":
    typer.run(main)
