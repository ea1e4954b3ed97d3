"""The automaton of adverse acts as one table: asked, noticed, heard, decided, contested in two tiers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class QuestionStep(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    REQUESTED = "requested"
    """The person asked for something themselves: nobody has to tell them of it, and they have spoken."""
    NOTICED = "noticed"
    HEARD = "heard"
    """The person replied, or let the reply window pass."""
    PROPOSED = "proposed"
    """An officer answered against the person, and another officer has to confirm it; nothing takes effect."""
    DECIDED_FOR = "decided_for"
    DECIDED_AGAINST = "decided_against"
    COMPLAINED = "complained"
    """The person complained to the institution."""
    COMPLAINT_HEARD = "complaint_heard"
    UPHELD = "upheld"
    """The institution looked again, and something still stands against the person."""
    APPEALED = "appealed"
    """The person appealed to the independent body."""
    APPEAL_HEARD = "appeal_heard"
    FINAL_AGAINST = "final_against"
    """The independent body left something standing against the person."""
    DROPPED = "dropped"


class Act(StrEnum):
    """What may happen to a question."""

    ASK = "ask"
    NOTICE = "notice"
    REPLY = "reply"
    WINDOW_PASSES = "window_passes"
    ANSWER_FOR = "answer_for"
    ANSWER_AGAINST = "answer_against"
    PROPOSE_AGAINST = "propose_against"
    CONFIRM = "confirm"
    RETURN = "return"
    """The other officer does not confirm."""
    DROP = "drop"
    COMPLAIN = "complain"
    APPEAL = "appeal"
    HEAR = "hear"
    UPHOLD = "uphold"
    CHANGE = "change"
    OVERTURN = "overturn"
    TAKE_BACK = "take_back"
    """The person takes the contest back."""
    FIND_TOO_LATE = "find_too_late"
    """A person finds no good cause for a contest that was filed late."""


Steps = Mapping[tuple[QuestionStep, Act], QuestionStep]

_Step = QuestionStep

STEPS: Steps = {
    (_Step.REQUESTED, Act.ANSWER_FOR): _Step.DECIDED_FOR,
    (_Step.REQUESTED, Act.ANSWER_AGAINST): _Step.DECIDED_AGAINST,
    (_Step.ASKED, Act.NOTICE): _Step.NOTICED,
    (_Step.ASKED, Act.ANSWER_FOR): _Step.DECIDED_FOR,
    (_Step.ASKED, Act.DROP): _Step.DROPPED,
    (_Step.NOTICED, Act.NOTICE): _Step.NOTICED,
    (_Step.NOTICED, Act.REPLY): _Step.HEARD,
    (_Step.NOTICED, Act.WINDOW_PASSES): _Step.HEARD,
    (_Step.NOTICED, Act.ANSWER_FOR): _Step.DECIDED_FOR,
    (_Step.NOTICED, Act.DROP): _Step.DROPPED,
    (_Step.HEARD, Act.NOTICE): _Step.NOTICED,
    (_Step.HEARD, Act.REPLY): _Step.HEARD,
    (_Step.HEARD, Act.WINDOW_PASSES): _Step.HEARD,
    (_Step.HEARD, Act.ANSWER_FOR): _Step.DECIDED_FOR,
    (_Step.HEARD, Act.ANSWER_AGAINST): _Step.DECIDED_AGAINST,
    (_Step.HEARD, Act.PROPOSE_AGAINST): _Step.PROPOSED,
    (_Step.HEARD, Act.DROP): _Step.DROPPED,
    (_Step.PROPOSED, Act.NOTICE): _Step.NOTICED,
    (_Step.PROPOSED, Act.REPLY): _Step.HEARD,
    (_Step.PROPOSED, Act.CONFIRM): _Step.DECIDED_AGAINST,
    (_Step.PROPOSED, Act.RETURN): _Step.HEARD,
    (_Step.PROPOSED, Act.ANSWER_FOR): _Step.DECIDED_FOR,
    (_Step.PROPOSED, Act.DROP): _Step.DROPPED,
    (_Step.DROPPED, Act.ASK): _Step.ASKED,
    (_Step.DECIDED_AGAINST, Act.COMPLAIN): _Step.COMPLAINED,
    (_Step.DECIDED_AGAINST, Act.APPEAL): _Step.APPEALED,
    (_Step.COMPLAINED, Act.HEAR): _Step.COMPLAINT_HEARD,
    (_Step.COMPLAINED, Act.OVERTURN): _Step.DECIDED_FOR,
    (_Step.COMPLAINED, Act.TAKE_BACK): _Step.DECIDED_AGAINST,
    (_Step.COMPLAINED, Act.FIND_TOO_LATE): _Step.UPHELD,
    (_Step.COMPLAINT_HEARD, Act.HEAR): _Step.COMPLAINT_HEARD,
    (_Step.COMPLAINT_HEARD, Act.UPHOLD): _Step.UPHELD,
    (_Step.COMPLAINT_HEARD, Act.CHANGE): _Step.UPHELD,
    (_Step.COMPLAINT_HEARD, Act.OVERTURN): _Step.DECIDED_FOR,
    (_Step.COMPLAINT_HEARD, Act.TAKE_BACK): _Step.DECIDED_AGAINST,
    (_Step.COMPLAINT_HEARD, Act.FIND_TOO_LATE): _Step.UPHELD,
    (_Step.UPHELD, Act.APPEAL): _Step.APPEALED,
    (_Step.APPEALED, Act.HEAR): _Step.APPEAL_HEARD,
    (_Step.APPEALED, Act.OVERTURN): _Step.DECIDED_FOR,
    (_Step.APPEALED, Act.TAKE_BACK): _Step.UPHELD,
    (_Step.APPEALED, Act.FIND_TOO_LATE): _Step.FINAL_AGAINST,
    (_Step.APPEAL_HEARD, Act.HEAR): _Step.APPEAL_HEARD,
    (_Step.APPEAL_HEARD, Act.UPHOLD): _Step.FINAL_AGAINST,
    (_Step.APPEAL_HEARD, Act.CHANGE): _Step.FINAL_AGAINST,
    (_Step.APPEAL_HEARD, Act.OVERTURN): _Step.DECIDED_FOR,
    (_Step.APPEAL_HEARD, Act.TAKE_BACK): _Step.UPHELD,
    (_Step.APPEAL_HEARD, Act.FIND_TOO_LATE): _Step.FINAL_AGAINST,
    **{
        (step, Act.DROP): _Step.DROPPED
        for step in (
            _Step.DECIDED_AGAINST,
            _Step.COMPLAINED,
            _Step.COMPLAINT_HEARD,
            _Step.UPHELD,
            _Step.APPEALED,
            _Step.APPEAL_HEARD,
        )
    },
}
"""Every act that is possible at a step; what is not here cannot happen. A notice said again opens a new window.

Whoever goes to the independent body at once, or takes an appeal back, stands where a complaint would have left them.
What the facts alone refused is dropped when they do not refuse it any more, contested or not.
That a contest came too late is itself a decision of the body that found so: the next step is the next body.
"""

OPEN = frozenset({_Step.REQUESTED, _Step.ASKED, _Step.NOTICED, _Step.HEARD, _Step.PROPOSED})
CONTESTED = frozenset({_Step.COMPLAINED, _Step.COMPLAINT_HEARD, _Step.APPEALED, _Step.APPEAL_HEARD})
AGAINST = CONTESTED | {_Step.DECIDED_AGAINST, _Step.UPHELD, _Step.FINAL_AGAINST}
DECIDED = AGAINST | {_Step.DECIDED_FOR}


class ImpossibleStep(Exception):
    """A question was about to take a step that the table does not know: a fault of ours."""


def after(step: QuestionStep, act: Act, steps: Steps = STEPS) -> QuestionStep:
    """The step after an act. Raises `ImpossibleStep` if the table does not know it."""
    try:
        return steps[step, act]
    except KeyError:
        raise ImpossibleStep(f"{act} is not possible when a question is {step}") from None
