"""Questions about claims before this one: columns hold first claims, under which nobody drew anything before.

Who counts later claims too gives the answers as columns, by the names of the questions: `earlier_rate()`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from law.columns.chunk import Run
from law.columns.columns import Days, number_of
from law.columns.numbers import Numbers
from law.language.terms.windows import BEGINNING


def never(_run: Run) -> Days:
    """A day before all others."""
    return Days(np.int64(number_of(BEGINNING)))


def nothing(_run: Run, *_windows: Any) -> Numbers:
    """Zero: columns hold first claims only."""
    return Numbers.same(0)


ANSWERS: dict[str, Callable[..., Any]] = {
    "earlier_spell_ended": never,
    "earlier_spell_began": never,
    "earlier_right_began": never,
    "earlier_benefit_left": nothing,
    "earlier_benefit_used": nothing,
    "earlier_rate": nothing,
    "claims_drawn_before": nothing,
    "benefit_used_within": nothing,
}
