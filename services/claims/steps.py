"""The automaton of adverse acts as a table: asked, noticed, heard, decided."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    NOTICED = "noticed"
    HEARD = "heard"
    """The person replied, or let the reply window pass."""
    DECIDED_FOR = "decided_for"
    DECIDED_AGAINST = "decided_against"
    DROPPED = "dropped"


class Act(StrEnum):
    """What may happen to a question."""

    ASK = "ask"
    NOTICE = "notice"
    REPLY = "reply"
    WINDOW_PASSES = "window_passes"
    ANSWER_FOR = "answer_for"
    ANSWER_AGAINST = "answer_against"
    DROP = "drop"


Steps = Mapping[tuple[Step, Act], Step]

STEPS: Steps = {
    (Step.ASKED, Act.NOTICE): Step.NOTICED,
    (Step.ASKED, Act.ANSWER_FOR): Step.DECIDED_FOR,
    (Step.ASKED, Act.DROP): Step.DROPPED,
    (Step.NOTICED, Act.NOTICE): Step.NOTICED,
    (Step.NOTICED, Act.REPLY): Step.HEARD,
    (Step.NOTICED, Act.WINDOW_PASSES): Step.HEARD,
    (Step.NOTICED, Act.ANSWER_FOR): Step.DECIDED_FOR,
    (Step.NOTICED, Act.DROP): Step.DROPPED,
    (Step.HEARD, Act.NOTICE): Step.NOTICED,
    (Step.HEARD, Act.REPLY): Step.HEARD,
    (Step.HEARD, Act.WINDOW_PASSES): Step.HEARD,
    (Step.HEARD, Act.ANSWER_FOR): Step.DECIDED_FOR,
    (Step.HEARD, Act.ANSWER_AGAINST): Step.DECIDED_AGAINST,
    (Step.HEARD, Act.DROP): Step.DROPPED,
    (Step.DROPPED, Act.ASK): Step.ASKED,
}
"""Every act that is possible at a step; what is not here cannot happen. A notice said again opens a new window."""

OPEN = frozenset({Step.ASKED, Step.NOTICED, Step.HEARD})
DECIDED = frozenset({Step.DECIDED_FOR, Step.DECIDED_AGAINST})


class ImpossibleStep(Exception):
    """A question was about to take a step that the table does not know: a fault of ours."""


def after(step: Step, act: Act, steps: Steps = STEPS) -> Step:
    """The step after an act. Raises `ImpossibleStep` if the table does not know it."""
    try:
        return steps[step, act]
    except KeyError:
        raise ImpossibleStep(f"{act} is not possible when a question is {step}") from None
