"""Short-time work: each worker's line is answered, and what an employer is due for a month is their sum.

A line is a fact of the worker, and its answer is told to the employer, who may lie on another partition; there it is
kept as a fact, and the month is added up again. All of it follows from the newest version of each line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from contracts.base import Event
from contracts.eligibility import LineOutcome, ShortTimeAssessed, ShortTimeDue
from contracts.registry import FactRetracted
from contracts.short_time import ShortTimeReported
from contracts.values import MINOR_MAX, Money
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.people.short_time import due_of_line
from services.eligibility.model import ReceivedFact
from services.runtime.handling import Refused, To

RETRACTED = f"{FactRetracted.name}:{ShortTimeReported.name}"
TAKEN_BACK = "The employer took the line back."
MOVED = "The line was corrected, and is another employer's now."
Schemes = Mapping[str, Scheme]


def lines_answered(
    worker: str, facts: Collection[ReceivedFact], news: Collection[ReceivedFact], schemes: Schemes
) -> Iterator[To]:
    """The answers to the lines of a worker that are new or were taken back, each for its employer.

    Whom another version names, earlier or told of late, learns that the line is not theirs any more. Raises `Refused`
    for a line under a scheme that is not served, or of a month of which its sheet knows no law.
    """
    new_lines = {fact.key for fact in news if fact.kind in {ShortTimeReported.name, RETRACTED}}
    for key in sorted(new_lines):
        said = (fact.event for fact in facts if fact.kind == ShortTimeReported.name and fact.key == key)
        lines = [line for line in said if isinstance(line, ShortTimeReported)]
        if not lines:
            continue
        newest = max(lines, key=lambda line: line.source_version)
        taken_back = [fact.source_version for fact in facts if fact.kind == RETRACTED and fact.key == key]
        version = max([newest.source_version, *taken_back])
        answer = _answer(worker, newest, version, schemes)
        yield To(newest.employer, answer)
        nothing = Money(minor=0, currency=answer.amount.currency)
        moved = {"outcome": LineOutcome.NOT_DUE, "amount": nothing, "because": MOVED}
        for employer in sorted({line.employer for line in lines} - {newest.employer}):
            yield To(employer, answer.model_copy(update=moved))


def _answer(worker: str, line: ShortTimeReported, version: int, schemes: Schemes) -> ShortTimeDue:
    scheme = schemes.get(line.scheme)
    if scheme is None:
        raise Refused("unknown-scheme", f"claims are served under {', '.join(sorted(schemes))}")
    if line.pay.currency != scheme.currency:
        raise Refused("wrong-currency", f"{line.scheme} pays in {scheme.currency}")
    outcome, amount = LineOutcome.NOT_DUE, Money(minor=0, currency=scheme.currency)
    because, cites = TAKEN_BACK, scheme.benefit.cites
    if version == line.source_version:
        try:
            outcome, amount, because, cites = due_of_line(line, scheme)
        except OutsideKnownLaw as fault:
            raise Refused("outside-known-law", str(fault)) from None
    return ShortTimeDue(
        worker=worker,
        line=line.key,
        version_said=version,
        scheme=line.scheme,
        month=line.month,
        is_final=line.is_final,
        outcome=outcome,
        amount=amount,
        because=because,
        cites=cites,
        told_on=line.recorded_at.date(),
    )


class _ListOfMonth(NamedTuple):
    """A scheme, its currency, and the first day of a month: one list of an employer."""

    scheme: str
    currency: str
    first_day: date


def months_assessed(facts: Collection[ReceivedFact], news: Collection[ReceivedFact]) -> Iterator[ShortTimeAssessed]:
    """What is due to an employer for each month that new answers change. Raises `Refused` for a sum beyond bounds."""
    if not any(isinstance(fact.event, ShortTimeDue) for fact in news):
        return
    fresh = {fact.version for fact in news}
    before = _lists(fact.event for fact in facts if fact.version not in fresh)
    now = _lists(fact.event for fact in facts)
    told_on = max(fact.event.told_on for fact in news if isinstance(fact.event, ShortTimeDue))
    for month in sorted(before.keys() | now.keys()):
        if (lines := now.get(month)) is None:
            yield _emptied(before[month], len(facts), told_on)
        elif lines != before.get(month):
            yield _added_up(lines, len(facts))


def _lists(answers: Iterable[Event]) -> dict[_ListOfMonth, list[ShortTimeDue]]:
    """The newest answer on each line, by list."""
    newest: dict[tuple[str, str], ShortTimeDue] = {}
    for answer in answers:
        if isinstance(answer, ShortTimeDue):
            before = newest.get((answer.worker, answer.line))
            if before is None or before.version_said < answer.version_said:
                newest[answer.worker, answer.line] = answer
    lists: dict[_ListOfMonth, list[ShortTimeDue]] = {}
    for key in sorted(newest):
        answer = newest[key]
        if answer.because == MOVED:
            continue
        lists.setdefault(_ListOfMonth(answer.scheme, answer.amount.currency, answer.month.start), []).append(answer)
    return lists


def _added_up(lines: list[ShortTimeDue], number: int) -> ShortTimeAssessed:
    waiting = sum(line.outcome is LineOutcome.NEEDS_A_PERSON for line in lines)
    is_final = all(line.is_final for line in lines)
    kind = "Final settlement" if is_final else "Provisional"
    due = sum(line.outcome is LineOutcome.DUE for line in lines)
    minor = sum(line.amount.minor for line in lines)
    if minor > MINOR_MAX:
        raise Refused("too-large", "the lines of the month add up to more than any amount may be")
    return ShortTimeAssessed(
        scheme=lines[0].scheme,
        month=lines[0].month,
        number=number,
        amount=Money(minor=minor, currency=lines[0].amount.currency),
        lines=len(lines),
        waiting=waiting,
        is_final=is_final,
        because=f"{kind}: of {len(lines)} workers {due} are due short-time benefit, and {waiting} wait for a person.",
        cites=lines[0].cites,
        told_on=max(line.told_on for line in lines),
    )


def _emptied(lines: list[ShortTimeDue], number: int, told_on: date) -> ShortTimeAssessed:
    """Nothing is due for a month whose last line went to another month or employer."""
    return _added_up(lines, number).model_copy(
        update={
            "amount": Money(minor=0, currency=lines[0].amount.currency),
            "lines": 0,
            "waiting": 0,
            "because": "No worker is on the list any more: each line was corrected to another month or employer.",
            "told_on": told_on,
        }
    )
