"""The life of a recovery as a table: from a proposal to a debt that is collected, given up, or lifted."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class RecoveryStep(StrEnum):
    """Where a recovery stands."""

    PROPOSED = "proposed"
    NOTICED = "noticed"
    HEARD = "heard"
    """The person replied, or let the reply window pass."""
    CONTESTABLE = "contestable"
    """A named person confirmed it, and the days to contest that are not over: nothing is collected."""
    SUSPENDED = "suspended"
    """It is contested, or a request to waive it waits for an answer: nothing is collected."""
    FINAL = "final"
    CLEARED = "cleared"
    """Nothing of it is owed any more: it was paid, or the law says by now that it was due."""
    WAIVED = "waived"
    WRITTEN_OFF = "written_off"
    BARRED = "barred"
    """Too old to be raised or collected."""
    OVERTURNED = "overturned"
    """The decision was changed: what was collected has gone back."""


class RecoveryAct(StrEnum):
    """What may happen to a recovery."""

    NOTICE = "notice"
    HEAR = "hear"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    SETTLE_DISPUTE = "settle_dispute"
    WINDOW_PASSES = "window_passes"
    WITHHOLD = "withhold"
    REPAY = "repay"
    CLEAR = "clear"
    OWE_AGAIN = "owe_again"
    """What was withheld turned out not to be due, so that it paid nothing off."""
    WAIVE = "waive"
    WRITE_OFF = "write_off"
    TIME_RUNS_OUT = "time_runs_out"
    OVERTURN = "overturn"


Steps = Mapping[tuple[RecoveryStep, RecoveryAct], RecoveryStep]

_STEP = RecoveryStep
UNDECIDED = (_STEP.PROPOSED, _STEP.NOTICED, _STEP.HEARD)
OPEN = (_STEP.CONTESTABLE, _STEP.SUSPENDED, _STEP.FINAL)
"""Decided, and something is owed."""
GIVEN_UP = (_STEP.WAIVED, _STEP.WRITTEN_OFF)

STEPS: Steps = {
    (_STEP.PROPOSED, RecoveryAct.NOTICE): _STEP.NOTICED,
    (_STEP.NOTICED, RecoveryAct.NOTICE): _STEP.NOTICED,
    (_STEP.NOTICED, RecoveryAct.HEAR): _STEP.HEARD,
    (_STEP.HEARD, RecoveryAct.NOTICE): _STEP.NOTICED,
    (_STEP.HEARD, RecoveryAct.CONFIRM): _STEP.CONTESTABLE,
    **{(step, RecoveryAct.WAIVE): _STEP.WAIVED for step in (*UNDECIDED, *OPEN, _STEP.CLEARED, _STEP.BARRED)},
    **{(step, RecoveryAct.CLEAR): _STEP.CLEARED for step in (*UNDECIDED, *OPEN, _STEP.BARRED)},
    **{(step, RecoveryAct.TIME_RUNS_OUT): _STEP.BARRED for step in (*UNDECIDED, *OPEN)},
    (_STEP.CONTESTABLE, RecoveryAct.WINDOW_PASSES): _STEP.FINAL,
    **{(step, RecoveryAct.DISPUTE): _STEP.SUSPENDED for step in (*OPEN, _STEP.CLEARED)},
    (_STEP.SUSPENDED, RecoveryAct.SETTLE_DISPUTE): _STEP.CONTESTABLE,
    (_STEP.FINAL, RecoveryAct.WITHHOLD): _STEP.FINAL,
    **{(step, RecoveryAct.REPAY): step for step in (*OPEN, *GIVEN_UP, _STEP.CLEARED, _STEP.BARRED, _STEP.OVERTURNED)},
    **{(step, RecoveryAct.OWE_AGAIN): _STEP.CONTESTABLE for step in (*OPEN, _STEP.CLEARED, _STEP.BARRED)},
    **{(step, RecoveryAct.WRITE_OFF): _STEP.WRITTEN_OFF for step in (*OPEN, _STEP.CLEARED, _STEP.BARRED)},
    **{(step, RecoveryAct.OVERTURN): _STEP.OVERTURNED for step in (*OPEN, *GIVEN_UP, _STEP.CLEARED, _STEP.BARRED)},
}
"""Every act that is possible at a step; what is not here cannot happen. Only what is final is withheld.

What disputes or gives up a debt that is cleared is told of late: what was withheld since its day goes back.
"""


class ImpossibleRecoveryStep(Exception):
    """A recovery was about to take a step that the table does not know: a fault of ours."""


def after(step: RecoveryStep, act: RecoveryAct, steps: Steps = STEPS) -> RecoveryStep:
    """The step after an act. Raises `ImpossibleRecoveryStep` if the table does not know it."""
    try:
        return steps[step, act]
    except KeyError:
        raise ImpossibleRecoveryStep(f"{act} is not possible when a recovery is {step}") from None
