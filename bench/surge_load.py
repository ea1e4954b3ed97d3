"""The load of a surge: a calm pace of claims, for a while many times as many, and calm again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.real_world import PARTITIONS
from contracts.base import partition_of
from services.runtime.kafka.clients import producing
from services.runtime.kafka.names import CONTENT_TYPE
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings

MILLI = 1000


@dataclass(frozen=True, slots=True)
class Surge:
    """Claims a second on a usual day, how many times as many come, and for how many seconds of each."""

    usual: float
    factor: float
    calm_seconds: int
    surge_seconds: int

    def moments(self) -> list[float]:
        """When each claim is filed, in seconds from the beginning."""
        pace = self.usual * self.factor
        calm, surge = round(self.usual * self.calm_seconds), round(pace * self.surge_seconds)
        before = [number / self.usual for number in range(calm)]
        in_it = [self.calm_seconds + number / pace for number in range(surge)]
        over = self.calm_seconds + self.surge_seconds
        return before + in_it + [over + number / self.usual for number in range(calm)]

    @property
    def ends(self) -> int:
        """The second in which the surge is over."""
        return self.calm_seconds + self.surge_seconds


Filing = tuple[str, bytes]
"""A person, and what they file."""


def file_all(settings: Settings, filings: Sequence[Filing], surge: Surge, tick: Callable[[float], None]) -> int:
    """File each claim at its moment, whatever became of those before; returns when the first was due, in Unix ms.

    `tick` is told every moment that passes, in seconds from the beginning; it must be quick.
    """
    topic = topic_name("intake")
    with producing(settings, linger_ms=5) as producer:
        producer.partitions_for(topic)  # what the client asks before it can send
        began, began_ms = time.perf_counter(), round(time.time() * MILLI)
        for (person, body), at in zip(filings, surge.moments(), strict=True):
            for passed in _until(began, at):
                tick(passed)
            producer.send(
                topic, body, key=person.encode(), headers=[CONTENT_TYPE], partition=partition_of(person, PARTITIONS)
            )
        for passed in _until(began, surge.ends + surge.calm_seconds):
            tick(passed)
    return began_ms


def _until(began: float, at: float) -> Iterator[float]:
    """The moments that pass until the one that is waited for; at least one."""
    passed = time.perf_counter() - began
    yield passed
    while passed < at:
        time.sleep(min(0.05, at - passed))
        passed = time.perf_counter() - began
        yield passed
