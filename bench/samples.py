"""Samples of what this thread does: every so many milliseconds of processor time, the functions that are at work."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple

EVERY_SECONDS = 0.001
OF_A_BATCH = ("services.runtime.kafka.chained_worker", "_deliver")
"""The function under whose name for a service its batch is worked on."""


ALL = ""
"""Any function of a module."""


class CodePlace(NamedTuple):
    """A function, by its module."""

    module: str
    function: str

    def does(self, doing: Sequence[tuple[str, str, str]]) -> str | None:
        """What is done here by a table of modules, functions (or `ALL`) and words; the first that fits counts.

        A module stands for those below it too.
        """
        return next((what for module, function, what in doing if self._fits(module, function)), None)

    def _fits(self, module: str, function: str) -> bool:
        within = self.module == module or self.module.startswith(f"{module}.")
        return within and function in {ALL, self.function}


class CallStack(NamedTuple):
    """The functions at work, the innermost first, and for which service."""

    places: tuple[CodePlace, ...]
    service: str


Samples = Counter[CallStack]
"""Nanoseconds of processor time by what was at work."""


@contextmanager
def sampled() -> Iterator[Samples]:
    """Sample the main thread, in which this must be called, for the length of the block."""
    samples: Samples = Counter()
    last = time.thread_time_ns()

    def sample(_signal: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.thread_time_ns()
        samples[_stack(frame)] += now - last
        last = now

    before = signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, EVERY_SECONDS, EVERY_SECONDS)
    try:
        yield samples
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stack(frame: FrameType | None) -> CallStack:
    places: list[CodePlace] = []
    service = ""
    while frame is not None:
        place = CodePlace(frame.f_globals.get("__name__", ""), frame.f_code.co_name)
        places.append(place)
        if place == OF_A_BATCH:
            service = str(frame.f_locals["name"])
        frame = frame.f_back
    return CallStack(tuple(places), service)
