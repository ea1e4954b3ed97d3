"""What the engine does not hold yet: drawn lives leave it out. A list that should shrink to nothing.

Each line has its smallest stories in `stories/still_open`. Once they hold, they move up to `stories`.
"""

from __future__ import annotations

from services.simulation.troubles import TROUBLES

STILL_OPEN = frozenset(
    {
        "bank: books a file as one",
        "bank: other codes for a duplicate",
        "bank: refuses at the batch",
        "bank: returns as a reversal",
        "bank: tells of pending payments",
        "officers date ahead",
        "officers go beyond what was heard",
        "two people with one key",
    }
)
HELD_TROUBLES = frozenset(TROUBLES) - STILL_OPEN
RULES_NOT_HELD = frozenset({"no seat is held for ever"})
