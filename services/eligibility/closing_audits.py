"""The closing audits of an employer: which lines are drawn, and when an audit is settled.

A pure function of what the employer is known to be due, so a line that comes late takes its place in the sample by its
own rank and moves no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from contracts.base import Event, derived_id
from contracts.closing_audits import (
    ClosingAuditDrawn,
    ClosingAuditOrdered,
    ClosingAuditRefused,
    ClosingAuditSettled,
    DrawnLine,
    LineAudited,
)
from contracts.values import Money, Period
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import first_of_month
from law.people.establishments import has_ended
from services.eligibility.listed_lines import ListedLine, newest_of
from services.eligibility.model import AuditStanding
from services.eligibility.person import InsuredPerson
from services.eligibility.short_time_lists import Lists, Schemes, lists_of

NOTHING_DUE = "benefit was due for no line of this establishment before the month of the order"
GOES_ON = "short-time work goes on, or ended too few months before the order for its time to be over"
NOT_SERVED = "the scheme is not served here, or counts no months at an establishment"
Said = ClosingAuditDrawn | ClosingAuditRefused | ClosingAuditSettled
LineKey = tuple[str, str]


def audits_followed(person: InsuredPerson, schemes: Schemes) -> Iterator[Said]:
    """What is to be said of each audit of an employer now, where the news make it something else than before.

    How each audit stands is kept in the person.
    """
    facts, fresh = person.facts.values(), {fact.version for fact in person.new_facts}
    if not any(isinstance(fact.event, ClosingAuditOrdered) for fact in facts):
        return
    before = dict(_said(person.subject, [fact.event for fact in facts if fact.version not in fresh], schemes))
    now = dict(_said(person.subject, [fact.event for fact in facts], schemes))
    for key, says in now.items():
        if says != before.get(key):
            yield says.model_copy(update={"number": len(facts)})
    person.audits = list(_standing([fact.event for fact in facts], now))


def _standing(facts: Collection[Event], said: Mapping[tuple[str, str], Said]) -> Iterator[AuditStanding]:
    audited = {(found.audit, found.worker, found.line) for found in newest_of(LineAudited, facts).values()}
    for audit, order in sorted(newest_of(ClosingAuditOrdered, facts).items()):
        drawn = said[audit, "drawn"]
        lines = drawn.drawn if isinstance(drawn, ClosingAuditDrawn) else ()
        looked_at = sum((audit, line.worker, line.line) in audited for line in lines)
        is_settled = (audit, "settled") in said or not lines
        yield AuditStanding(audit, order.ordered_on, len(lines), looked_at, is_settled)


def _said(employer: str, facts: Collection[Event], schemes: Schemes) -> Iterator[tuple[tuple[str, str], Said]]:
    """Of each audit which lines are drawn, or why none are, and that it is settled."""
    told = lists_of([fact for fact in facts if not isinstance(fact, LineAudited)], schemes)
    now = lists_of(facts, schemes)
    findings = newest_of(LineAudited, facts)
    for audit, order in sorted(newest_of(ClosingAuditOrdered, facts).items()):
        drawn = _drawn(employer, order, told, schemes)
        yield (audit, "drawn"), drawn
        if isinstance(drawn, ClosingAuditDrawn):
            settled = _settled(drawn, _of_the_run(drawn, told), _of_the_run(drawn, now), findings.values())
            if settled is not None:
                yield (audit, "settled"), settled


def _drawn(
    employer: str, order: ClosingAuditOrdered, told: Lists, schemes: Schemes
) -> ClosingAuditDrawn | ClosingAuditRefused:
    scheme = schemes.get(order.scheme)
    if scheme is None or scheme.claim.establishment is None:
        return ClosingAuditRefused(audit=order.key, number=1, reason=NOT_SERVED)
    ordered_in = first_of_month(order.ordered_on)
    due = [line for line in _lines_at(order.scheme, order.establishment, told) if line.amount.minor]
    run = _last_run({line.answer.month.start for line in due if line.answer.month.start < ordered_in}, scheme)
    if not run:
        return ClosingAuditRefused(audit=order.key, number=1, reason=NOTHING_DUE)
    if not has_ended(run[-1], ordered_in, scheme):
        return ClosingAuditRefused(audit=order.key, number=1, reason=GOES_ON)
    lines = [line for line in due if line.answer.month.start in run]
    seed = derived_id("closing-audit", employer, order.scheme, order.establishment or "", run[-1]).hex
    return ClosingAuditDrawn(
        audit=order.key,
        scheme=order.scheme,
        establishment=order.establishment,
        number=1,
        period=Period(start=run[0], end=max(line.answer.month.end for line in lines)),
        seed=seed,
        lines=len(lines),
        drawn=tuple(_of_lowest_rank(lines, seed)[: order.lines]),
    )


def _of_lowest_rank(lines: Iterable[ListedLine], seed: str) -> list[DrawnLine]:
    def rank(line: ListedLine) -> bytes:
        return hashlib.sha256("/".join((seed, *line.key)).encode()).digest()

    return [
        DrawnLine(worker=line.answer.worker, line=line.answer.line, month=line.answer.month)
        for line in sorted(lines, key=rank)
    ]


def _last_run(months: Iterable[date], scheme: Scheme) -> list[date]:
    """The months that belong together, up to the last: after a longer break the time had begun anew."""
    run: list[date] = []
    for month in sorted(months):
        if run and has_ended(run[-1], month, scheme):
            run = []
        run.append(month)
    return run


def _lines_at(scheme: str, establishment: str | None, lists: Lists) -> Iterator[ListedLine]:
    for month in sorted(lists):
        if month.scheme == scheme:
            yield from (line for line in lists[month] if line.answer.establishment == establishment)


def _of_the_run(drawn: ClosingAuditDrawn, lists: Lists) -> dict[LineKey, ListedLine]:
    lines = _lines_at(drawn.scheme, drawn.establishment, lists)
    return {line.key: line for line in lines if drawn.period.holds(line.answer.month)}


def _settled(
    drawn: ClosingAuditDrawn,
    told: Mapping[LineKey, ListedLine],
    now: Mapping[LineKey, ListedLine],
    findings: Iterable[LineAudited],
) -> ClosingAuditSettled | None:
    """None while a line is not looked at, or something is asked of a line of these months."""
    audited = {(found.worker, found.line): found.audited_on for found in findings if found.audit == drawn.audit}
    keys = [(line.worker, line.line) for line in drawn.drawn]
    if any(key not in audited for key in keys) or any(line.doubt for line in now.values()):
        return None
    standing = [now[key] for key in keys if key in now]
    currency = next(iter(told.values())).amount.currency
    return ClosingAuditSettled(
        audit=drawn.audit,
        scheme=drawn.scheme,
        establishment=drawn.establishment,
        number=1,
        period=drawn.period,
        looked_at=len(keys),
        corrected=sum(line.amount != told[line.key].amount for line in standing),
        before=_sum(told.values(), currency),
        amount=_sum(now.values(), currency),
        settled_on=max([*(audited[key] for key in keys), *(line.told_on for line in standing)]),
    )


def _sum(lines: Iterable[ListedLine], currency: str) -> Money:
    return Money(minor=sum(line.amount.minor for line in lines), currency=currency)
