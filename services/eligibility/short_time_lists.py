"""What an employer is due for each month of short-time work: the sum of the answers to the lines of its list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from contracts.base import Event
from contracts.eligibility import LineOutcome, ShortTimeAssessed, ShortTimeDue
from contracts.values import MINOR_MAX, Money
from services.eligibility.model import ReceivedFact
from services.eligibility.short_time import MOVED


class ListOfMonth(NamedTuple):
    """A scheme, its currency, and the first day of a month: one list of an employer."""

    scheme: str
    currency: str
    first_day: date


Lists = Mapping[ListOfMonth, list[ShortTimeDue]]
"""The newest answer on each line, by list."""


def months_assessed(facts: Collection[ReceivedFact], news: Collection[ReceivedFact]) -> Iterator[ShortTimeAssessed]:
    """What is due to an employer for each month of which new answers say something else than was said before."""
    told = [fact.event.told_on for fact in news if isinstance(fact.event, ShortTimeDue)]
    if not told:
        return
    fresh = {fact.version for fact in news}
    before = lists_of(fact.event for fact in facts if fact.version not in fresh)
    now = lists_of(fact.event for fact in facts)
    for month in sorted(before.keys() | now.keys()):
        said = _added_up(before[month]) if month in before else None
        says = _added_up(now[month]) if month in now else _emptied(before[month], max(told))
        if said is None or says != said.model_copy(update={"told_on": says.told_on}):
            yield says.model_copy(update={"number": len(facts)})


def lists_of(answers: Iterable[Event]) -> Lists:
    """The newest answer on each line, by list; a line that went to another employer is on none."""
    newest: dict[tuple[str, str], ShortTimeDue] = {}
    for answer in answers:
        if isinstance(answer, ShortTimeDue):
            before = newest.get((answer.worker, answer.line))
            if before is None or _rank(before) < _rank(answer):
                newest[answer.worker, answer.line] = answer
    lists: dict[ListOfMonth, list[ShortTimeDue]] = {}
    for key in sorted(newest):
        answer = newest[key]
        if answer.because != MOVED:
            month = ListOfMonth(answer.scheme, answer.amount.currency, answer.month.start)
            lists.setdefault(month, []).append(answer)
    return lists


def _rank(answer: ShortTimeDue) -> tuple[int, int]:
    """Answers without a number are older than all that have one."""
    return answer.number or 0, answer.version_said


def _added_up(lines: list[ShortTimeDue]) -> ShortTimeAssessed:
    """The month as it stands, under a number that the caller replaces."""
    due, waiting = _due_and_waiting(lines)
    is_final = all(line.is_final for line in lines)
    kind = "Final settlement" if is_final else "Provisional"
    return ShortTimeAssessed(
        scheme=lines[0].scheme,
        month=lines[0].month,
        number=1,
        amount=Money(minor=sum(line.amount.minor for line in due), currency=lines[0].amount.currency),
        lines=len(lines),
        waiting=waiting,
        is_final=is_final,
        because=_because(kind, len(lines), len(due), waiting),
        cites=lines[0].cites,
        told_on=max(line.told_on for line in lines),
    )


def _because(kind: str, lines: int, due: int, waiting: int) -> str:
    return f"{kind}: of {lines} workers {due} are due short-time benefit, and {waiting} wait for a person."


def _due_and_waiting(lines: Iterable[ShortTimeDue]) -> tuple[list[ShortTimeDue], int]:
    """The lines that are due, and how many wait for a person.

    The smallest are added first; those that make the sum larger than any sum may be wait, and hold up no other.
    """
    due: list[ShortTimeDue] = []
    total = waiting = 0
    for line in sorted(lines, key=lambda line: (line.amount.minor, line.worker, line.line)):
        is_too_much = line.outcome is LineOutcome.DUE and total + line.amount.minor > MINOR_MAX
        if line.outcome is LineOutcome.NEEDS_A_PERSON or is_too_much:
            waiting += 1
        elif line.outcome is LineOutcome.DUE:
            due.append(line)
            total += line.amount.minor
    return due, waiting


def _emptied(lines: list[ShortTimeDue], told_on: date) -> ShortTimeAssessed:
    """Nothing is due for a month whose last line went to another month or employer."""
    return _added_up(lines).model_copy(
        update={
            "amount": Money(minor=0, currency=lines[0].amount.currency),
            "lines": 0,
            "waiting": 0,
            "because": "No worker is on the list any more: each line was corrected to another month or employer.",
            "told_on": told_on,
        }
    )
