"""Waiting for something outside this process: asked again and again until it is so, never by a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE_SECONDS = 0.05


class TimedOut(Exception):
    """What was waited for did not come to be in time; the message says what it was."""


def until(condition: Callable[[], object], what: str, *, seconds: float = 60) -> None:
    """Come back as soon as the condition holds. Raises `TimedOut` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimedOut(f"waited {seconds:g} s for {what}")
        time.sleep(PAUSE_SECONDS)


def looking_on(look: Callable[[], None], *, seconds: float, pause: float = 1) -> None:
    """Look again and again for so many seconds, for what must not happen within them."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        look()
        time.sleep(pause)


def seconds_of(work: Callable[[], object]) -> float:
    """How long something took, to be told; nothing is decided by it."""
    began = time.monotonic()
    work()
    return time.monotonic() - began
