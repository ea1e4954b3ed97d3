"""What an employer is due for each month of short-time work: the sum of the lines of its list as they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from contracts.base import Event
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.closing_audits import LineAudited
from contracts.short_time_answers import (
    LineOutcome,
    ShortTimeAssessed,
    ShortTimeDoubted,
    ShortTimeDue,
    ShortTimeSettled,
)
from contracts.values import MINOR_MAX, Money
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.people.establishments import months_used_up
from services.eligibility.listed_lines import ListedLine, decisions_on_lines, findings_on_lines, listed
from services.eligibility.model import ReceivedFact
from services.eligibility.short_time import MOVED
from services.runtime.handling import Refused, To

Schemes = Mapping[str, Scheme]
SPEAK_OF_LINES = (ShortTimeDue, ClaimDecision, ContestOpened, ContestClosed, LineAudited)


class ListOfMonth(NamedTuple):
    """A scheme, its currency, and the first day of a month: one list of an employer."""

    scheme: str
    currency: str
    first_day: date


Lists = Mapping[ListOfMonth, list[ListedLine]]
"""The lines as they stand, by list."""


def lists_assessed(
    employer: str, facts: Collection[ReceivedFact], news: Collection[ReceivedFact], schemes: Schemes
) -> Iterator[ShortTimeAssessed | ShortTimeDoubted | To]:
    """What is due to an employer for each month of which the news make something else than was said before.

    With it, what a named person is asked of each line, and what each worker is told of their own. Raises `Refused` for
    a month of which a sheet knows no law.
    """
    if not any(isinstance(fact.event, SPEAK_OF_LINES) for fact in news):
        return
    fresh = {fact.version for fact in news}
    before = lists_of([fact.event for fact in facts if fact.version not in fresh], schemes)
    now = lists_of([fact.event for fact in facts], schemes)
    told = [fact.event.told_on for fact in news if isinstance(fact.event, ShortTimeDue)]
    for month in sorted(before.keys() | now.keys()):
        said = _added_up(before[month]) if month in before else None
        says = _added_up(now[month]) if month in now else _emptied(before[month], max(told))
        if said is None or says != said.model_copy(update={"told_on": says.told_on}):
            yield says.model_copy(update={"number": len(facts)})
    yield from _doubted(_by_key(before), _by_key(now), len(facts))
    yield from _settled(employer, _by_key(before), _by_key(now), len(facts))


def lists_of(facts: Collection[Event], schemes: Schemes) -> Lists:
    """All lists of an employer as they stand; a line that went to another employer is on none."""
    decisions, findings = decisions_on_lines(facts), findings_on_lines(facts)
    lists: dict[ListOfMonth, list[ListedLine]] = {}
    for answer in _newest(facts):
        if answer.because != MOVED:
            month = ListOfMonth(answer.scheme, answer.amount.currency, answer.month.start)
            lists.setdefault(month, []).append(listed(answer, decisions, findings.get((answer.worker, answer.line))))
    for scheme in sorted({month.scheme for month in lists} & schemes.keys()):
        _end_with_the_last_month(lists, schemes[scheme])
    return lists


def _newest(facts: Iterable[Event]) -> list[ShortTimeDue]:
    newest: dict[tuple[str, str], ShortTimeDue] = {}
    for answer in facts:
        if isinstance(answer, ShortTimeDue):
            before = newest.get((answer.worker, answer.line))
            if before is None or _rank(before) < _rank(answer):
                newest[answer.worker, answer.line] = answer
    return [newest[key] for key in sorted(newest)]


def _rank(answer: ShortTimeDue) -> tuple[int, int]:
    """Answers without a number are older than all that have one."""
    return answer.number or 0, answer.version_said


def _end_with_the_last_month(lists: dict[ListOfMonth, list[ListedLine]], scheme: Scheme) -> None:
    """Nothing is due behind the last month for which benefit may be paid at an establishment."""
    months = [month for month in lists if month.scheme == scheme.name]
    due = [(line.answer.establishment, month) for month in months for line in lists[month] if line.amount.minor]
    for establishment in {where for where, _ in due}:
        try:
            used_up = months_used_up((month.first_day for where, month in due if where == establishment), scheme)
        except OutsideKnownLaw as fault:
            raise Refused("outside-known-law", str(fault)) from None
        for month in (month for month in months if month.first_day in used_up):
            last = used_up[month.first_day]
            lists[month] = [
                line.with_nothing_due(*last) if line.answer.establishment == establishment else line
                for line in lists[month]
            ]


def _by_key(lists: Lists) -> dict[tuple[str, str], ListedLine]:
    return {line.key: line for lines in lists.values() for line in lines}


def _doubted(
    before: Mapping[tuple[str, str], ListedLine], now: Mapping[tuple[str, str], ListedLine], number: int
) -> Iterator[ShortTimeDoubted]:
    """Of each line, what is asked of it now if something else was asked before."""
    for key in sorted(before.keys() | now.keys()):
        was = before[key].doubt if key in before else None
        doubt = now[key].doubt if key in now else None
        if was != doubt:
            answer = (now.get(key) or before[key]).answer
            yield ShortTimeDoubted(
                worker=answer.worker,
                line=answer.line,
                scheme=answer.scheme,
                month=answer.month,
                number=number,
                doubt=doubt,
            )


def _settled(
    employer: str, before: Mapping[tuple[str, str], ListedLine], now: Mapping[tuple[str, str], ListedLine], number: int
) -> Iterator[To]:
    """To each worker, what is due for their line now if something else was due before; of who leaves, others tell."""
    for key in sorted(now):
        line, was = now[key], before.get(key)
        if line == was:
            continue  # most lines of a list: nothing is written of them
        says = _told_to_worker(employer, line)
        if was is None or says != _told_to_worker(employer, was):
            yield To(line.answer.worker, says.model_copy(update={"number": number}))


def _told_to_worker(employer: str, line: ListedLine) -> ShortTimeSettled:
    return ShortTimeSettled(
        employer=employer,
        line=line.answer.line,
        version_said=line.answer.version_said,
        scheme=line.answer.scheme,
        month=line.answer.month,
        number=1,
        is_final=line.answer.is_final,
        outcome=line.outcome,
        amount=line.amount,
        because=line.because,
        cites=line.cites,
        officer=line.officer,
        told_on=line.told_on,
    )


def _added_up(lines: list[ListedLine]) -> ShortTimeAssessed:
    """The month as it stands, under a number that the caller replaces."""
    due, waiting = _due_and_waiting(lines)
    first = lines[0].answer
    is_final = all(line.answer.is_final for line in lines)
    return ShortTimeAssessed(
        scheme=first.scheme,
        month=first.month,
        number=1,
        amount=Money(minor=sum(line.amount.minor for line in due), currency=first.amount.currency),
        lines=len(lines),
        waiting=waiting,
        is_final=is_final,
        because=_because(lines, len(due), waiting, is_final=is_final),
        cites=lines[0].cites,
        told_on=max(line.told_on for line in lines),
    )


def _because(lines: list[ListedLine], due: int, waiting: int, *, is_final: bool) -> str:
    kind = "Final settlement" if is_final else "Provisional"
    text = f"{kind}: {len(lines)} lines are on the list, of which due {due}, waiting for a person {waiting}."
    others = sorted({line.because for line in lines if line.because != line.answer.because})
    return " ".join([text, *others[:1]])


def _due_and_waiting(lines: Iterable[ListedLine]) -> tuple[list[ListedLine], int]:
    """The lines that are due, and how many wait for a person.

    The smallest are added first; those that make the sum larger than any sum may be wait, and hold up no other.
    """
    due: list[ListedLine] = []
    total = waiting = 0
    for line in sorted(lines, key=lambda line: (line.amount.minor, line.key)):
        is_too_much = line.outcome is LineOutcome.DUE and total + line.amount.minor > MINOR_MAX
        if line.outcome is LineOutcome.NEEDS_A_PERSON or is_too_much:
            waiting += 1
        elif line.outcome is LineOutcome.DUE:
            due.append(line)
            total += line.amount.minor
    return due, waiting


def _emptied(lines: list[ListedLine], told_on: date) -> ShortTimeAssessed:
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
