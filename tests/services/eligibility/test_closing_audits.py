"""The closing audit of short-time work: drawn so that anybody can draw it again, and nothing taken back unheard."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

from contracts.base import Event
from contracts.casework import Officer, Verdict
from contracts.closing_audits import (
    ClosingAuditDrawn,
    ClosingAuditOrdered,
    ClosingAuditRefused,
    ClosingAuditSettled,
    LineAudited,
)
from contracts.short_time_answers import LineDoubt, ShortTimeAssessed, ShortTimeDoubted
from contracts.values import Money
from tests.services.eligibility.lists import EMPLOYER, KUG, Office, euros, line, taken_back
from tests.services.eligibility.test_short_time_lists import decided

MARCH, APRIL, MAY = (date(2025, month, 1) for month in (3, 4, 5))
WORKERS = [f"p-{number}" for number in range(5)]
AUDITOR = Officer(staff="officer-3", role="auditor")


def ordered(on: date = date(2025, 9, 1), lines: int = 4, key: str = "audit-1", **changes: Any) -> ClosingAuditOrdered:
    stated: dict[str, Any] = {
        "key": key,
        "source_version": 1,
        "recorded_at": datetime(2025, 9, 1, tzinfo=UTC),
        "scheme": KUG,
        "ordered_on": on,
        "officer": AUDITOR,
        "lines": lines,
        "reasons": "Short-time work ended with May.",
    }
    return ClosingAuditOrdered.model_validate(stated | changes)


def found(drawn: tuple[str, str], amount: Money, version: int = 1) -> LineAudited:
    worker, key = drawn
    return LineAudited(
        key=f"audit-1/{key}",
        source_version=version,
        recorded_at=datetime(2025, 9, 10, tzinfo=UTC),
        audit="audit-1",
        worker=worker,
        line=key,
        audited_on=date(2025, 9, 10),
        officer=AUDITOR,
        found=amount,
        because="A public holiday was listed as a day on which work was lost.",
        article="SGB III § 106",
        facts_considered=("time-sheets",),
    )


LISTS: list[tuple[str, Event]] = [(worker, line(worker, month)) for worker in WORKERS for month in (MARCH, APRIL, MAY)]


def office_with(*told: tuple[str, Event]) -> Office:
    office = Office()
    office.hear(*LISTS)
    for one in told:
        office.hear(one)
    return office


def drawn(office: Office) -> list[tuple[str, str]]:
    return [(one.worker, one.line) for one in office.of(ClosingAuditDrawn)[-1].drawn]


def doubted(office: Office) -> list[LineDoubt]:
    last = {event.line: event.doubt for event in office.of(ShortTimeDoubted)}
    return [doubt for doubt in last.values() if doubt is not None]


def total(office: Office) -> int:
    last = {month.month.start: month.amount.minor for month in office.of(ShortTimeAssessed)}
    return sum(last.values())


def test_the_sample_is_what_anybody_draws_again_from_the_seed_and_the_lists() -> None:
    office = office_with((EMPLOYER, ordered()))
    (event,) = office.of(ClosingAuditDrawn)
    keys = [(worker, line(worker, month).key) for worker in WORKERS for month in (MARCH, APRIL, MAY)]
    ranked = sorted(keys, key=lambda key: hashlib.sha256("/".join((event.seed, *key)).encode()).digest())
    assert drawn(office) == ranked[:4]
    assert (event.lines, event.period.start, event.period.end) == (15, MARCH, date(2025, 6, 1))


def test_the_sample_is_the_same_whatever_the_order_of_order_and_lists() -> None:
    told: list[tuple[str, Event]] = [*LISTS[:2], (EMPLOYER, ordered(lines=2))]
    samples = set()
    for order in permutations(range(3)):
        office = Office()
        for number in order:
            office.hear(told[number])
        samples.add(tuple(drawn(office)))
    assert len(samples) == 1


def test_a_second_audit_of_the_same_months_draws_the_same_lines_first() -> None:
    office = office_with((EMPLOYER, ordered(lines=3)), (EMPLOYER, ordered(lines=6, key="audit-2")))
    first, second = office.of(ClosingAuditDrawn)
    assert second.drawn[:3] == first.drawn


def test_a_line_that_is_taken_back_leaves_the_sample_and_the_next_takes_its_place() -> None:
    office = office_with((EMPLOYER, ordered()))
    before = drawn(office)
    worker, key = before[0]
    month = date.fromisoformat(f"{key.rpartition('/')[2]}-01")
    office.hear((worker, taken_back(worker, 2, month)))
    assert drawn(office)[:3] == before[1:]


def test_an_audit_waits_for_the_end_of_short_time_work() -> None:
    office = office_with((EMPLOYER, ordered(date(2025, 8, 31))))
    assert office.of(ClosingAuditDrawn) == []
    assert "goes on, or ended too few months before" in office.of(ClosingAuditRefused)[-1].reason
    office.hear((EMPLOYER, ordered(date(2025, 9, 1), source_version=2)))
    assert len(drawn(office)) == 4


def test_an_audit_of_who_was_due_nothing_is_refused_in_words() -> None:
    office = Office()
    office.hear((EMPLOYER, ordered()))
    assert "benefit was due for no line" in office.of(ClosingAuditRefused)[-1].reason


def test_what_an_auditor_finds_takes_nothing_back_before_a_named_person_decides() -> None:
    office = office_with((EMPLOYER, ordered(lines=2)))
    first, second = drawn(office)
    office.hear((EMPLOYER, found(first, euros(582))), (EMPLOYER, found(second, euros(500))))
    assert total(office) == 15 * 582_00
    (doubt,) = doubted(office)
    assert doubt.amount == euros(82)
    assert "officer-3 looked at the line on 2025-09-10: A public holiday" in doubt.because
    assert office.of(ClosingAuditSettled) == []
    office.hear((EMPLOYER, decided(doubt, Verdict.AGAINST_CLAIMANT)))
    assert total(office) == 15 * 582_00 - 82_00
    settled = office.of(ClosingAuditSettled)[-1]
    assert (settled.looked_at, settled.corrected) == (2, 1)
    assert (settled.before.minor, settled.amount.minor) == (15 * 582_00, 15 * 582_00 - 82_00)


def test_a_finding_that_is_decided_for_the_employer_leaves_the_sum_and_settles_the_audit() -> None:
    office = office_with((EMPLOYER, ordered(lines=1)))
    (only,) = drawn(office)
    office.hear((EMPLOYER, found(only, euros(0))))
    (doubt,) = doubted(office)
    office.hear((EMPLOYER, decided(doubt, Verdict.FOR_CLAIMANT)))
    assert total(office) == 15 * 582_00
    assert office.of(ClosingAuditSettled)[-1].corrected == 0


def test_more_than_was_due_is_due_on_the_auditor_s_word() -> None:
    office = office_with((EMPLOYER, ordered(lines=1)))
    (only,) = drawn(office)
    office.hear((EMPLOYER, found(only, euros(600))))
    assert total(office) == 15 * 582_00 + 18_00
    assert doubted(office) == []


def test_a_line_that_the_employer_corrects_to_what_was_found_asks_nobody() -> None:
    office = office_with((EMPLOYER, ordered(lines=1)))
    ((worker, key),) = drawn(office)
    office.hear((EMPLOYER, found((worker, key), euros(522))))
    assert len(doubted(office)) == 1
    month = date.fromisoformat(f"{key.rpartition('/')[2]}-01")
    office.hear((worker, line(worker, month, version=2, is_final=True, net_of_pay=euros(1280))))
    assert doubted(office) == []
    assert total(office) == 15 * 582_00 - 60_00
    assert office.of(ClosingAuditSettled)[-1].corrected == 0


def test_how_an_audit_stands_is_kept_until_it_is_settled() -> None:
    office = office_with((EMPLOYER, ordered(lines=2)))
    first, second = drawn(office)
    office.hear((EMPLOYER, found(first, euros(582))))
    (standing,) = office.people[EMPLOYER].audits
    assert (standing.drawn, standing.looked_at, standing.settled) == (2, 1, False)
    office.hear((EMPLOYER, found(second, euros(582))))
    (standing,) = office.people[EMPLOYER].audits
    assert (standing.looked_at, standing.settled) == (2, True)
