"""What a process keeps of the claims it worked out, so that one more certification costs only its own weeks.

All that is kept are values of pure functions under the key of everything they depend on: forgetting any of it
changes nothing but the time it takes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from law.case.model import Determination

CLAIMS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A determination, and the weeks assessed under it."""

    determination: Determination
    weeks: dict[Any, Any] = field(default_factory=dict)


class Memory:
    """The determinations last worked out, the least recently used forgotten first."""

    def __init__(self, claims_max: int = CLAIMS_MAX) -> None:
        self._claims_max = claims_max
        self._kept: OrderedDict[str, tuple[frozenset[UUID], WorkedOut]] = OrderedDict()

    def of(self, claim: str, facts: frozenset[UUID]) -> WorkedOut | None:
        """What was worked out for the claim from exactly these facts, certifications aside."""
        known = self._kept.get(claim)
        if known is None or known[0] != facts:
            return None
        self._kept.move_to_end(claim)
        return known[1]

    def keep(self, claim: str, facts: frozenset[UUID], determination: Determination) -> WorkedOut:
        """Remember a determination; weeks assessed under another one are forgotten."""
        worked_out = WorkedOut(determination)
        self._kept[claim] = (facts, worked_out)
        self._kept.move_to_end(claim)
        if len(self._kept) > self._claims_max:
            self._kept.popitem(last=False)
        return worked_out
