"""An incident played to its end: from the fault to the first call, and from the mending to silence."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from deploy.drills.drilled import Drilled
from deploy.drills.incidents import Incident
from deploy.drills.pager import Call
from deploy.prometheus.cases import alerts
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
    first: Call | None
    seconds: float
    others: tuple[str, ...]
    held_back: tuple[str, ...]
    """Alerts that fired and called nobody, since the first one had named the cause."""
    late: tuple[str, ...]
    """Alerts that called somebody only after the mending; there must be none."""


def _nobody_looks(_moment: str) -> None:
    """Most drills are heard and not looked at."""


def play(  # noqa: PLR0913 - what is played, where, and who hears and sees it
    name: str,
    incident: Incident,
    world: Drilled,
    doing: Callable[[str], None],
    *,
    after_seconds: int = AFTER_SECONDS,
    looks: Callable[[str], None] = _nobody_looks,
) -> Played:
    """Let it happen, wait for the first call, mend it, and listen. Raises `TimedOut` where nobody is called.

    `looks` is called with `before`, `during` and `after` when the world is so.
    """
    doing(f"{name}: {incident.says}")
    looks("before")
    began = time.monotonic()
    calls = partial(_calls, world, tickets=is_ticket(incident.first))
    incident.happens(world)
    if incident.first is not None:
        until(lambda: calls(since=began), f"somebody to be called for {name}", seconds=CALL_PATIENCE_SECONDS)
        first = calls(since=began)[0]
        doing(f"  {first.at - began:.0f} s: {first.alert}: {first.says}")
    fired = _listens(world, incident.lasts_seconds)
    looks("during")
    incident.mends(world)
    mended = time.monotonic()
    doing("  mended; listening for what is said too late")
    fired |= _listens(world, after_seconds)
    looks("after")
    told = [call for call in calls(since=began) if call.at < mended]
    called = {call.alert for call in told}
    late = {call.alert for call in calls(since=mended)} - called
    return Played(
        name,
        told[0] if told else None,
        told[0].at - began if told else 0,
        tuple(sorted(called - {call.alert for call in told[:1]})),
        tuple(sorted(fired - called - late - SILENT)),
        tuple(sorted(late)),
    )


def is_ticket(alert: str | None) -> bool:
    """Whether the alert is read in the morning, and calls nobody at night."""
    return alert is not None and alerts()[alert]["labels"]["severity"] == "ticket"


def _calls(world: Drilled, since: float, *, tickets: bool) -> list[Call]:
    """Who was called since then; with `tickets`, also what was only written down for somebody."""
    ends = ("-pager", "-tickets") if tickets else "-pager"
    return [call for call in world.pager.since(since) if call.receiver.endswith(ends)]


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
        f"| {one.name} | {_first(one)} | {_listed(one.others)} | {_listed(one.held_back)} | {_listed(one.late)} |\n"
        for one in played
    )


def _first(played: Played) -> str:
    if played.first is None:
        return "nobody |"
    how = " (a ticket)" if is_ticket(played.first.alert) else ""
    return f"{played.first.alert}{how}: {played.first.says} | {played.seconds:.0f} s"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nobody"
