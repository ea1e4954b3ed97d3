"""What stands against people, as it is stored: with all that must stand beside it, and with the contests of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from contracts.about import WAIVER
from contracts.casework import Verdict
from contracts.claims import ClaimDecision
from services.claims.steps import AGAINST, CONTESTED, QuestionStep
from services.claims.tables import contest, question


@dataclass(frozen=True, slots=True)
class AdverseState:
    """What stands against a person, as it is stored, with what must stand beside it."""

    person: str
    question: str
    step: QuestionStep
    decision: ClaimDecision | None
    noticed_on: date | None
    reply_by: date | None
    contest_by: date | None
    by_facts_alone: bool
    """Whether the facts alone refused the claim, so that no person decided."""
    on_request: bool = False
    """Whether the person asked for it themselves: nobody had to tell them of it, or wait for a reply."""

    def missing(self) -> Iterator[str]:
        """What nothing may stand against a person without."""
        if self.contest_by is None and self.step is not QuestionStep.FINAL_AGAINST:
            yield "the last day to contest it"
        if self.by_facts_alone:
            return
        if self.decision is None:
            yield "a decision"
            return
        beside = (
            ("a named person", self.decision.officer.staff),
            ("reasons", self.decision.reasons),
            ("an article", self.decision.article),
            ("facts", self.decision.facts_considered),
            ("days", self.decision.applies),
            ("a route of appeal", self.decision.appeal),
            ("a notice", self.on_request or self.noticed_on),
            ("a time to reply", self.on_request or self.reply_by),
        )
        yield from (name for name, value in beside if not value)
        if self.decision.verdict is Verdict.FOR_CLAIMANT:
            yield "a decision against the person"


def adverse_states(connection: Connection) -> Iterator[AdverseState]:
    """Everything that stands against anybody."""
    columns = question.c
    query = select(
        columns.subject,
        columns.question,
        columns.step,
        columns.decision,
        columns.issued_on,
        columns.reply_by,
        columns.contest_by,
        columns.conditions,
        columns.about,
    )
    for row in connection.execute(query.where(columns.step.in_(AGAINST))):
        decision = None if row.decision is None else ClaimDecision.model_validate_json(row.decision)
        days = (row.issued_on, row.reply_by, row.contest_by)
        by_facts, on_request = row.conditions is not None, row.about.startswith(WAIVER)
        yield AdverseState(
            row.subject, row.question, QuestionStep(row.step), decision, *days, by_facts, on_request=on_request
        )


def unlawful(connection: Connection) -> tuple[int, list[str]]:
    """How much stands against people, and every fault of it in words."""
    older = set(connection.execute(_BEFORE_DECISIONS_WERE_KEPT))
    states = [state for state in adverse_states(connection) if (state.person, state.question) not in older]
    faults = [
        f"what stands against the person in question {state.question} lacks {missing}"
        for state in states
        for missing in state.missing()
    ]
    return len(states), [*faults, *_off_the_contests(connection)]


_BEFORE_DECISIONS_WERE_KEPT = select(question.c.subject, question.c.question).where(
    question.c.decision.is_(None), question.c.took_part.is_(None), question.c.conditions.is_(None)
)
"""Questions of which nobody knows here who decided them, if anybody did."""


def _off_the_contests(connection: Connection) -> Iterator[str]:
    """A question is contested while exactly one contest of it is open; every closed contest says on which day."""
    own = contest.c
    is_open = own.opened_on.is_not(None) & own.closed_on.is_(None) & own.outcome.is_(None)
    counted = select(own.subject, own.question, func.count()).where(is_open).group_by(own.subject, own.question)
    count_open = Counter({(subject, about): count for subject, about, count in connection.execute(counted)})
    steps = select(question.c.subject, question.c.question, question.c.step)
    for subject, key, step in connection.execute(steps):
        count = count_open.pop((subject, key), 0)
        if count != (QuestionStep(step) in CONTESTED):
            yield f"question {key} is {step}, and {count} contests of it are open"
    yield from (f"a contest is about question {key}, which was never asked" for _, key in count_open)
    undated = select(own.contest).where(own.outcome.is_not(None) & own.closed_on.is_(None))
    yield from (f"contest {key} is closed on no day" for key in connection.scalars(undated))
