"""When a growing number was first seen to have reached a value: the age of rows that carry no time of their own.

The answer is as exact as the looks are frequent, and begins with this process: after a restart everything that
waits looks as young as the restart.
"""

from __future__ import annotations

from collections import deque

SAMPLES_MAX = 10_000


class Progress:
    """Remembers, key by key, when each new height was first seen."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[tuple[int, int]]] = {}

    def saw(self, key: str, height: int, now_ms: int) -> None:
        """Note the height as it is now; only a new one is remembered."""
        samples = self._seen.setdefault(key, deque(maxlen=SAMPLES_MAX))
        if not samples or height > samples[-1][0]:
            samples.append((height, now_ms))

    def since_ms(self, key: str, height: int) -> int | None:
        """When the height was first seen to be reached; None if it never was. What is lower is forgotten."""
        samples = self._seen.get(key, deque())
        while len(samples) > 1 and samples[0][0] < height:
            samples.popleft()
        return samples[0][1] if samples and samples[0][0] >= height else None

    def last_ms(self, key: str) -> int | None:
        """When the height last grew."""
        samples = self._seen.get(key)
        return samples[-1][1] if samples else None
