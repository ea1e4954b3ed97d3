"""What a determination lacks: questions of its open findings on which no fact says anything. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.eligibility import LACKS_MAX, LackedFact, Outcome
from law.case.model import Determination
from law.language.terms.derivation import Step
from law.language.terms.values import Unknown

NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9_]+")
ASKS_THE_FACTS = frozenset({"question", "particular"})


def lacked_in(determination: Determination) -> tuple[LackedFact, ...]:
    """What is missing, each once. A doubt about facts that contradict each other lacks nothing: a person decides it."""
    open_questions = [
        finding.question
        for finding in determination.findings
        if finding.outcome is Outcome.NEEDS_A_PERSON and finding.question is not None
    ]
    if not open_questions:
        return ()
    lacks: dict[str, LackedFact] = {}
    for step in _asking(determination.steps):
        for doubt in step.value.doubts if isinstance(step.value, Unknown) else ():
            if not doubt.facts and any(doubt.question in question for question in open_questions):
                what = NOT_IN_A_KEY.sub("_", step.what.partition("(")[0])
                lacks.setdefault(doubt.question, LackedFact(what=what, asks=doubt.question))
    return tuple(lacks.values())[:LACKS_MAX]


def _asking(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step that asks the facts something, once: steps are shared."""
    seen: set[int] = set()
    waiting = list(reversed(steps))
    while waiting:
        step = waiting.pop()
        if id(step) in seen:
            continue
        seen.add(id(step))
        if step.kind in ASKS_THE_FACTS:
            yield step
        waiting += reversed(step.inputs)
