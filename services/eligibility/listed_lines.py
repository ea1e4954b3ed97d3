"""A line on an employer's list as it stands: what the law gives, and what named persons found and decided of it.

A line that states more than can be is paid once a named person finds that it is right; nothing that was due is taken
away on anybody's finding before the employer was heard and a named person has decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeVar

from contracts.about import doubt_in
from contracts.base import Event, derived_id
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.closing_audits import LineAudited
from contracts.fact import Fact
from contracts.short_time_answers import LineDoubt, LineOutcome, ShortTimeDue
from contracts.values import Money
from law.case.contested import rank, suspended

IS_IT_RIGHT = "Is what the employer's list states of this worker in {month} right, and is benefit to be paid for it?"
BECAUSE_MAX = 2000  # what `Sentence` in contracts.values holds
AnyFact = TypeVar("AnyFact", bound=Fact)
Findings = Mapping[tuple[str, str], LineAudited]
"""By worker and line, what an auditor found of it last."""


class DecidedDoubt(NamedTuple):
    """The decision of a named person on a doubt; it does not count while it is contested and benefit goes on."""

    decision: ClaimDecision
    is_suspended: bool


Decisions = Mapping[str, DecidedDoubt]
"""By doubt."""


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
    officer: Officer | None = None
    """Who decided or found what is due; none where the sheet alone says so."""

    @property
    def key(self) -> tuple[str, str]:
        """Worker and line."""
        return self.answer.worker, self.answer.line

    def with_nothing_due(self, because: str, cites: str) -> ListedLine:
        """The line where nothing can be paid for its month, so that nothing hangs on any doubt."""
        nothing = Money(minor=0, currency=self.amount.currency)
        return replace(
            self, outcome=LineOutcome.NOT_DUE, amount=nothing, because=because, cites=cites, doubt=None, officer=None
        )


def decisions_on_lines(facts: Iterable[Event]) -> Decisions:
    """What named persons decided: of each doubt the decision of the highest tier, then of the latest day."""
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
    return {doubt: DecidedDoubt(made, made.question in contested) for doubt, made in latest.items()}


def newest_of(kind: type[AnyFact], facts: Iterable[Event]) -> dict[str, AnyFact]:
    """By key, the newest version of each fact of a kind that named persons told."""
    newest: dict[str, AnyFact] = {}
    for fact in facts:
        if isinstance(fact, kind) and (fact.key not in newest or newest[fact.key].source_version < fact.source_version):
            newest[fact.key] = fact
    return newest


def findings_on_lines(facts: Iterable[Event]) -> Findings:
    """Of each line what was found of it last; of one day, under the greater key."""
    found = sorted(newest_of(LineAudited, facts).values(), key=lambda one: (one.audited_on, one.key))
    return {(finding.worker, finding.line): finding for finding in found}


def listed(answer: ShortTimeDue, decisions: Decisions, finding: LineAudited | None = None) -> ListedLine:
    """The line as it stands now that this was found and these decisions were made."""
    line = _as_answered(answer, decisions)
    if finding is None or line.doubt is not None or finding.found.currency != line.amount.currency:
        return line
    return _as_audited(line, finding, decisions)


def _as_audited(line: ListedLine, finding: LineAudited, decisions: Decisions) -> ListedLine:
    """More than was due is due at once; less only when the employer was heard and a named person decided so."""
    found, was = finding.found, line.amount
    words = f"{finding.officer.role} {finding.officer.staff} looked at the line on {finding.audited_on}"
    because = f"{words}: {finding.because} Due is {found}, and not {was}."[:BECAUSE_MAX]
    found_due = LineOutcome.DUE if found.minor else LineOutcome.NOT_DUE
    audited = replace(line, outcome=found_due, amount=found, because=because, cites=finding.article)
    if found.minor >= was.minor:
        return (
            replace(audited, told_on=finding.audited_on, officer=finding.officer) if found.minor > was.minor else line
        )
    at_stake = Money(minor=was.minor - found.minor, currency=was.currency)
    doubt = doubt_of(line.answer, at_stake, because, finding.article)
    if (own := _decided(doubt, line.answer, decisions)) is None:
        return replace(line, doubt=doubt)
    decided = audited if own.decision.verdict is Verdict.AGAINST_CLAIMANT else line
    return line if own.is_suspended else _by(own.decision, decided)


def _as_answered(answer: ShortTimeDue, decisions: Decisions) -> ListedLine:
    line = ListedLine(answer, answer.outcome, answer.amount, answer.because, answer.cites, answer.told_on)
    if answer.outcome is not LineOutcome.NEEDS_A_PERSON or answer.amount_if_accepted is None:
        return line
    doubt = doubt_of(answer, answer.amount_if_accepted, answer.because, answer.cites)
    if (own := _decided(doubt, answer, decisions)) is None:
        return replace(line, doubt=doubt)
    if own.is_suspended:
        return line
    decided = _by(own.decision, line)
    if own.decision.verdict is Verdict.FOR_CLAIMANT:
        return replace(decided, outcome=LineOutcome.DUE, amount=answer.amount_if_accepted)
    return replace(decided, outcome=LineOutcome.NOT_DUE)


def doubt_of(answer: ShortTimeDue, amount: Money, because: str, cites: str) -> LineDoubt:
    """What a person is asked of a line: equal doubts of a month are one question, however often the line is told."""
    identity = derived_id("short-time-doubt", *_what_is_doubted(answer, amount, because), answer.month.start).hex
    asks = IS_IT_RIGHT.format(month=f"{answer.month.start:%Y-%m}")
    return LineDoubt(doubt=identity, amount=amount, asks=asks, because=because, cites=cites)


def _what_is_doubted(answer: ShortTimeDue, amount: Money, because: str) -> tuple[str, str, int, str]:
    return answer.worker, answer.line, amount.minor, because


def _decided(doubt: LineDoubt, answer: ShortTimeDue, decisions: Decisions) -> DecidedDoubt | None:
    """What was decided on a doubt; under the name without a month that earlier ones had, if it was of this month."""
    earlier = derived_id("short-time-doubt", *_what_is_doubted(answer, doubt.amount, doubt.because)).hex
    made = decisions.get(earlier)
    of_this_month = made is not None and made.decision.period in {None, answer.month}
    return decisions.get(doubt.doubt) or (made if of_this_month else None)


def _by(decision: ClaimDecision, line: ListedLine) -> ListedLine:
    words = _found(decision)
    return replace(line, because=words, cites=decision.article, told_on=decision.decided_on, officer=decision.officer)


def _found(decision: ClaimDecision) -> str:
    found = "is right" if decision.verdict is Verdict.FOR_CLAIMANT else "is not to be paid as it stands"
    return f"{decision.officer.role} {decision.officer.staff} decided on {decision.decided_on} that the line {found}."
