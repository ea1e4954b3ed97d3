"""How often a look is taken that reads every row: the longer it takes, the seldomer, so that its share is bounded."""

from __future__ import annotations

SHARE = 50
"""Of so many parts of the time, such a look takes one at most."""


class Pace:
    """When a look is due again: not before `least_ms` have passed, nor `SHARE` times as long as the last one took."""

    def __init__(self, least_ms: int = 0) -> None:
        self._least_ms = least_ms
        self._looked_ms: int | None = None
        self._took_ms = 0

    def is_due(self, now_ms: int) -> bool:
        """Whether it is time; always before the first look that saw everything."""
        return self._looked_ms is None or now_ms - self._looked_ms >= max(self._least_ms, SHARE * self._took_ms)

    def looked(self, began_ms: int, ended_ms: int) -> None:
        """Note a look that saw everything."""
        self._looked_ms, self._took_ms = began_ms, ended_ms - began_ms
