"""What the engine does not hold yet, so that drawn lives leave it out. Empty is how it should be.

A trouble that is named here has its smallest stories in `stories/still_open`; once they hold, they move up.
"""

from __future__ import annotations

from services.simulation.troubles import TROUBLES

STILL_OPEN: frozenset[str] = frozenset()
HELD_TROUBLES = frozenset(TROUBLES) - STILL_OPEN
RULES_NOT_HELD: frozenset[str] = frozenset()
