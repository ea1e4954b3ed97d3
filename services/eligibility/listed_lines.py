"""A line on an employer's list as it stands: what the law gives, and what named persons found and decided of it.

A line that states more than can be is paid once a named person finds that it is right; nothing that was due is taken
away on anybody's finding before the employer was heard and a named person has decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from contracts.about import doubt_in
from contracts.base import Event, derived_id
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.short_time_answers import LineDoubt, LineOutcome, ShortTimeDue
from contracts.values import Money
from law.case.contested import rank, suspended

IS_IT_RIGHT = "Is what the employer's list states of this worker in {month} right, and is benefit to be paid for it?"
Decisions = Mapping[str, ClaimDecision]
"""By doubt, the decision of a named person that counts by now."""


@dataclass(frozen=True, slots=True)
class ListedLine:
    """What is due for a line, and why; `doubt` is what a named person is asked of it."""

    answer: ShortTimeDue
    outcome: LineOutcome
    amount: Money
    because: str
    cites: str
    told_on: date
    doubt: LineDoubt | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Worker and line."""
        return self.answer.worker, self.answer.line

    def with_nothing_due(self, because: str, cites: str) -> ListedLine:
        """The line where nothing can be paid for its month, so that nothing hangs on any doubt."""
        nothing = Money(minor=0, currency=self.amount.currency)
        return replace(self, outcome=LineOutcome.NOT_DUE, amount=nothing, because=because, cites=cites, doubt=None)


def decisions_on_lines(facts: Iterable[Event]) -> Decisions:
    """What named persons decided; a decision counts for nothing while it is contested and benefit goes on."""
    latest: dict[str, ClaimDecision] = {}
    contests: list[ContestOpened | ContestClosed] = []
    for fact in facts:
        if isinstance(fact, ContestOpened | ContestClosed):
            contests.append(fact)
        elif isinstance(fact, ClaimDecision) and (doubt := doubt_in(fact.about)) is not None:
            before = latest.get(doubt)
            if before is None or rank(before) < rank(fact):
                latest[doubt] = fact
    contested = suspended(contests)
    return {doubt: made for doubt, made in latest.items() if made.question not in contested}


def listed(answer: ShortTimeDue, decisions: Decisions) -> ListedLine:
    """The line as it stands now that these decisions were made."""
    line = ListedLine(answer, answer.outcome, answer.amount, answer.because, answer.cites, answer.told_on)
    if answer.outcome is not LineOutcome.NEEDS_A_PERSON or answer.amount_if_accepted is None:
        return line
    doubt = doubt_of(answer, answer.amount_if_accepted, answer.because)
    decision = decisions.get(doubt.doubt)
    if decision is None:
        return replace(line, doubt=doubt)
    decided = replace(line, because=_decided(decision), cites=decision.article, told_on=decision.decided_on)
    if decision.verdict is Verdict.FOR_CLAIMANT:
        return replace(decided, outcome=LineOutcome.DUE, amount=answer.amount_if_accepted)
    return replace(decided, outcome=LineOutcome.NOT_DUE)


def doubt_of(answer: ShortTimeDue, amount: Money, because: str) -> LineDoubt:
    """What a person is asked of a line: equal doubts are one question, however often the line is told."""
    identity = derived_id("short-time-doubt", answer.worker, answer.line, amount.minor, because).hex
    asks = IS_IT_RIGHT.format(month=f"{answer.month.start:%Y-%m}")
    return LineDoubt(doubt=identity, amount=amount, asks=asks, because=because, cites=answer.cites)


def _decided(decision: ClaimDecision) -> str:
    found = "is right" if decision.verdict is Verdict.FOR_CLAIMANT else "is not to be paid as it stands"
    return f"{decision.officer.role} {decision.officer.staff} decided on {decision.decided_on} that the line {found}."
