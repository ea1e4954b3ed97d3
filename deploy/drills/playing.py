"""An incident played to its end: from the fault to the first call, and from the mending to silence."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from deploy.drills.drilled import Drilled
from deploy.drills.incidents import Incident
from deploy.drills.pager import Call
from deploy.waiting import looking_on, until

FIRST_CALL_MAX_SECONDS = 180
CALL_PATIENCE_SECONDS = 600
AFTER_SECONDS = 240
"""How long the drill listens after the mending: longer than any alert of it waits before it fires."""
SILENT = {"Watchdog"}


@dataclass(frozen=True)
class Played:
    """Who was called: first, as long as it lasted, and after it was mended."""

    name: str
    first: Call
    seconds: float
    others: tuple[str, ...]
    held_back: tuple[str, ...]
    """Alerts that fired and called nobody, since the first one had named the cause."""
    late: tuple[str, ...]
    """Alerts that called somebody only after the mending; there must be none."""


def play(
    name: str, incident: Incident, world: Drilled, doing: Callable[[str], None], *, after_seconds: int = AFTER_SECONDS
) -> Played:
    """Let it happen, wait for the first call, mend it, and listen. Raises `TimedOut` where nobody is called."""
    doing(f"{name}: {incident.says}")
    began = time.monotonic()
    incident.happens(world)
    until(lambda: _pages(world, began), f"somebody to be called for {name}", seconds=CALL_PATIENCE_SECONDS)
    first = _pages(world, began)[0]
    doing(f"  {first.at - began:.0f} s: {first.alert}: {first.says}")
    fired = _listens(world, incident.lasts_seconds)
    incident.mends(world)
    mended = time.monotonic()
    doing("  mended; listening for what is said too late")
    fired |= _listens(world, after_seconds)
    called = {call.alert for call in _pages(world, began) if call.at < mended}
    late = {call.alert for call in _pages(world, mended)} - called
    return Played(
        name,
        first,
        first.at - began,
        tuple(sorted(called - {first.alert})),
        tuple(sorted(fired - called - late - SILENT)),
        tuple(sorted(late)),
    )


def _pages(world: Drilled, since: float) -> list[Call]:
    return [call for call in world.pager.since(since) if call.receiver.endswith("-pager")]


def _listens(world: Drilled, seconds: float) -> set[str]:
    """Which alerts fire within so many seconds, whether or not they call anybody."""
    fired: set[str] = set()

    def look() -> None:
        fired.update(name for name, state in world.prometheus.alerts().items() if state == "firing")

    looking_on(look, seconds=seconds)
    return fired


def as_table(played: list[Played]) -> str:
    """What a page shows of them."""
    head = (
        "| incident | first call | after | others called | held back | after the mending |\n|---|---|---|---|---|---|\n"
    )
    return head + "".join(
        f"| {one.name} | {one.first.alert}: {one.first.says} | {one.seconds:.0f} s | {_listed(one.others)} "
        f"| {_listed(one.held_back)} | {_listed(one.late)} |\n"
        for one in played
    )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nobody"
