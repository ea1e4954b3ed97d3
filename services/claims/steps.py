"""The automaton of adverse acts as a table: asked, noticed, heard, decided."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class QuestionStep(StrEnum):
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


Steps = Mapping[tuple[QuestionStep, Act], QuestionStep]

STEPS: Steps = {
    (QuestionStep.ASKED, Act.NOTICE): QuestionStep.NOTICED,
    (QuestionStep.ASKED, Act.ANSWER_FOR): QuestionStep.DECIDED_FOR,
    (QuestionStep.ASKED, Act.DROP): QuestionStep.DROPPED,
    (QuestionStep.NOTICED, Act.NOTICE): QuestionStep.NOTICED,
    (QuestionStep.NOTICED, Act.REPLY): QuestionStep.HEARD,
    (QuestionStep.NOTICED, Act.WINDOW_PASSES): QuestionStep.HEARD,
    (QuestionStep.NOTICED, Act.ANSWER_FOR): QuestionStep.DECIDED_FOR,
    (QuestionStep.NOTICED, Act.DROP): QuestionStep.DROPPED,
    (QuestionStep.HEARD, Act.NOTICE): QuestionStep.NOTICED,
    (QuestionStep.HEARD, Act.REPLY): QuestionStep.HEARD,
    (QuestionStep.HEARD, Act.WINDOW_PASSES): QuestionStep.HEARD,
    (QuestionStep.HEARD, Act.ANSWER_FOR): QuestionStep.DECIDED_FOR,
    (QuestionStep.HEARD, Act.ANSWER_AGAINST): QuestionStep.DECIDED_AGAINST,
    (QuestionStep.HEARD, Act.DROP): QuestionStep.DROPPED,
    (QuestionStep.DROPPED, Act.ASK): QuestionStep.ASKED,
}
"""Every act that is possible at a step; what is not here cannot happen. A notice said again opens a new window."""

OPEN = frozenset({QuestionStep.ASKED, QuestionStep.NOTICED, QuestionStep.HEARD})
DECIDED = frozenset({QuestionStep.DECIDED_FOR, QuestionStep.DECIDED_AGAINST})


class ImpossibleStep(Exception):
    """A question was about to take a step that the table does not know: a fault of ours."""


def after(step: QuestionStep, act: Act, steps: Steps = STEPS) -> QuestionStep:
    """The step after an act. Raises `ImpossibleStep` if the table does not know it."""
    try:
        return steps[step, act]
    except KeyError:
        raise ImpossibleStep(f"{act} is not possible when a question is {step}") from None
