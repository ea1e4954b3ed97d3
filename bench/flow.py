"""How many events a second the whole engine carries, on one process and SQLite: the demonstration's flow."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from bench.figures import Figure, figure
from services.demo.people import People
from services.demo.run import demonstrate
from services.worlds import laptop_in

COLLECT_RARELY = (1_000_000, 50, 100)  # as `tideover demo` does


def flow(people: int, runs: int, progress: Callable[[str, int], None]) -> list[Figure]:
    """Events a second, and seconds; every run with other people, in a folder of its own."""
    measured = [_carried(People(count=people, seed=f"bench-{number}"), progress) for number in range(runs)]
    return [
        figure(f"the demonstration's flow, {people:,} people: events", "events", [[events] for events, _ in measured]),
        figure(f"the demonstration's flow, {people:,} people: time", "s", [[seconds] for _, seconds in measured]),
        figure(
            f"the demonstration's flow, {people:,} people",
            "events/s",
            [[events / seconds] for events, seconds in measured],
        ),
    ]


def _carried(people: People, progress: Callable[[str, int], None]) -> tuple[float, float]:
    """Messages in the log when all is done, and the seconds it took."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECT_RARELY)
    try:
        with tempfile.TemporaryDirectory() as folder:
            laptop = laptop_in(Path(folder))
            start = perf_counter()
            demonstrate(laptop, people, progress)
            seconds = perf_counter() - start
            events = sum(laptop.lengths().values())
            laptop.close()
    finally:
        gc.set_threshold(*before)
    return events, seconds
