"""An employer's list of short-time work: which answer to a line holds, and that no line holds up another."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from contracts.about import of_a_line
from contracts.base import Event, derived_id
from contracts.casework import Officer, Verdict
from contracts.claims import ClaimDecision, ContestOpened
from contracts.short_time import ShortTimeReported
from contracts.short_time_answers import LineDoubt, ShortTimeAssessed, ShortTimeDoubted, ShortTimeDue
from contracts.values import MINOR_MAX, Money
from services.runtime.handling import Refused
from tests.services.eligibility.lists import EMPLOYER, Office, euros, line, month_of, taken_back

JANUARY, MARCH, OTHER = date(2025, 1, 1), date(2025, 3, 1), "e-7701"


def due(office: Office) -> dict[tuple[str, date], int]:
    """What is due to each employer for each month, as it was last told; nothing is left out."""
    last = {
        (employer, month.month.start): month.amount.minor
        for employer in (EMPLOYER, OTHER)
        for month in office.of(ShortTimeAssessed, employer)
    }
    return {list_of: minor for list_of, minor in last.items() if minor}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_line_told_again_under_the_version_of_its_retraction_counts_in_any_order(order: tuple[int, ...]) -> None:
    told: list[Event] = [line("p-bert"), taken_back("p-bert", 2), line("p-bert", version=2, is_final=True)]
    office = Office()
    for number in order:
        office.hear(("p-bert", told[number]))
    office.hear(("p-anna", line("p-anna")))
    assert due(office) == {(EMPLOYER, MARCH): 2 * 582_00}


@pytest.mark.parametrize("change", [{}, {"employer": OTHER}, {"month": month_of(date(2025, 4, 1))}])
def test_a_version_that_comes_after_a_retraction_above_it_is_due_nothing_and_stops_no_list(
    change: dict[str, Any],
) -> None:
    office = Office()
    for told in (line("p-bert"), taken_back("p-bert", 3), line("p-bert", version=2, **change)):
        office.hear(("p-bert", told))
    office.hear(("p-anna", line("p-anna")))
    assert due(office) == {(EMPLOYER, MARCH): 582_00}


def test_an_answer_that_came_before_answers_were_numbered_gives_way_to_any_that_is_numbered() -> None:
    office = Office()
    office.hear(("p-bert", line("p-bert", version=9)))
    (answer,) = office.of(ShortTimeDue)
    earlier = answer.model_copy(update={"number": None, "amount": Money(minor=1, currency="EUR")})
    office.hear((EMPLOYER, earlier))
    assert due(office) == {(EMPLOYER, MARCH): 582_00}


def test_what_changes_nothing_of_a_month_is_not_told_again() -> None:
    office = Office()
    office.hear(("p-bert", line("p-bert", version=2)))
    office.hear(("p-bert", line("p-bert", version=1)))
    assert len(office.of(ShortTimeAssessed)) == 1


def of(minor: int) -> dict[str, Any]:
    nothing, much = Money(minor=0, currency="EUR"), Money(minor=minor, currency="EUR")
    return {"should_pay": much, "pay": nothing, "net_of_should_pay": much, "net_of_pay": nothing}


def test_lines_that_together_are_more_than_any_sum_may_be_wait_and_the_others_are_paid() -> None:
    office = Office()
    a_fortieth = MINOR_MAX // 24 * 6 // 10
    for number in range(41):
        office.hear((f"p-{number}", line(f"p-{number}", **of(MINOR_MAX // 24))))
    office.hear(("p-anna", line("p-anna")))
    month = office.of(ShortTimeAssessed)[-1]
    assert month.lines == 42
    assert month.waiting == 2
    assert abs(month.amount.minor - 39 * a_fortieth - 582_00) <= 39


def test_a_line_of_more_money_than_any_sum_may_be_is_refused_in_words_and_holds_up_its_worker_alone() -> None:
    office = Office()
    with pytest.raises(Refused, match="more money than any sum may be"):
        office.hear(("p-dora", line("p-dora", **of(MINOR_MAX))))
    office.hear(("p-anna", line("p-anna")))
    assert due(office) == {(EMPLOYER, MARCH): 582_00}


def test_an_employer_that_no_event_can_be_addressed_to_is_refused_in_words() -> None:
    for employer in ("works/north", "e" * 65):
        with pytest.raises(ValueError, match="an employer is paid under its key"):
            line("p-bert", employer=employer)


def too_many_hours(worker: str = "p-carl", **changes: Any) -> ShortTimeReported:
    """169 hours, of the 168 that the 21 working days of March 2025 hold."""
    return line(worker, minutes_lost=169 * 60, **changes)


def decided(doubt: LineDoubt, verdict: Verdict, question: str = "q-1") -> ClaimDecision:
    return ClaimDecision(
        claim="de/kurzarbeitergeld",
        question=question,
        about=of_a_line(doubt.doubt),
        decided_on=date(2025, 5, 20),
        officer=Officer(staff="officer-7", role="examiner"),
        verdict=verdict,
        reasons="The time sheets show it.",
        article="SGB III § 95",
        facts_considered=("time-sheets",),
        applies=month_of(MARCH) if verdict is Verdict.AGAINST_CLAIMANT else None,
        period=month_of(MARCH),
        amount=doubt.amount,
        appeal="You may contest this decision within 30 days.",
    )


def doubted(office: Office) -> dict[str, LineDoubt]:
    """What is asked of each line by now."""
    last = {event.line: event.doubt for event in office.of(ShortTimeDoubted)}
    return {line: doubt for line, doubt in last.items() if doubt is not None}


@pytest.mark.parametrize(("verdict", "paid"), [(Verdict.FOR_CLAIMANT, 582_00), (Verdict.AGAINST_CLAIMANT, 0)])
def test_a_line_that_needs_a_person_is_due_what_it_states_once_a_named_person_finds_it_right(
    verdict: Verdict, paid: int
) -> None:
    office = Office()
    office.hear(("p-carl", too_many_hours()), ("p-anna", line("p-anna")))
    (doubt,) = doubted(office).values()
    assert doubt.amount.minor == 582_00
    assert due(office) == {(EMPLOYER, MARCH): 582_00}
    office.hear((EMPLOYER, decided(doubt, verdict)))
    month = office.of(ShortTimeAssessed)[-1]
    assert (month.amount.minor, month.waiting) == (582_00 + paid, 0)
    assert "officer-7" in month.because
    assert doubted(office) == {}


def test_the_answer_of_a_person_may_come_before_the_line_and_counts_for_that_doubt_alone() -> None:
    office = Office()
    office.hear(("p-carl", too_many_hours()))
    (doubt,) = doubted(office).values()
    early = Office()
    early.hear((EMPLOYER, decided(doubt, Verdict.FOR_CLAIMANT)))
    early.hear(("p-carl", too_many_hours()))
    assert due(early) == {(EMPLOYER, MARCH): 582_00}
    early.hear(("p-carl", too_many_hours(version=2, net_of_pay=euros(1080))))
    assert due(early) == {}
    assert [doubt.amount.minor for doubt in doubted(early).values()] == [642_00]


def test_an_answer_on_a_line_of_one_month_settles_nothing_of_the_month_to_which_the_line_is_corrected() -> None:
    """January 2025 holds as many working days as March, so the same hours leave the same sum and the same reason."""
    office = Office()
    office.hear(("p-carl", too_many_hours()))
    (march,) = doubted(office).values()
    office.hear((EMPLOYER, decided(march, Verdict.FOR_CLAIMANT)))
    office.hear(("p-carl", too_many_hours(version=2, month=month_of(JANUARY))))
    assert due(office) == {}
    (january,) = doubted(office).values()
    assert (january.amount, january.because) == (march.amount, march.because)
    assert january.doubt != march.doubt


def test_an_answer_under_the_name_that_doubts_had_before_they_named_a_month_counts_for_its_own_month() -> None:
    office = Office()
    office.hear(("p-carl", too_many_hours()))
    (march,) = doubted(office).values()
    before = derived_id("short-time-doubt", "p-carl", "p-carl/2025-03", march.amount.minor, march.because).hex
    office.hear((EMPLOYER, decided(march.model_copy(update={"doubt": before}), Verdict.FOR_CLAIMANT)))
    assert due(office) == {(EMPLOYER, MARCH): 582_00}
    assert doubted(office) == {}
    office.hear(("p-carl", too_many_hours(version=2, month=month_of(JANUARY))))
    assert due(office) == {}


def test_a_corrected_line_is_due_without_anybody_s_answer_and_nothing_is_asked_any_more() -> None:
    office = Office()
    office.hear(("p-carl", too_many_hours()))
    office.hear(("p-carl", line("p-carl", version=2)))
    assert due(office) == {(EMPLOYER, MARCH): 582_00}
    assert doubted(office) == {}


def test_a_contested_decision_against_a_line_leaves_it_waiting() -> None:
    office = Office()
    office.hear(("p-carl", too_many_hours()))
    (doubt,) = doubted(office).values()
    made = decided(doubt, Verdict.AGAINST_CLAIMANT)
    office.hear((EMPLOYER, made))
    contest = {"claim": made.claim, "contest": "c-1", "decision": "q-1", "question": "q-1", "about": made.about}
    days = {"filed_on": date(2025, 6, 1), "opened_on": date(2025, 6, 1), "decide_by": date(2025, 9, 1)}
    said = {"tier": "complaint", "benefit_continues": True, "is_late": False, "before": "the agency"}
    office.hear((EMPLOYER, ContestOpened.model_validate(contest | days | said)))
    assert office.of(ShortTimeAssessed)[-1].waiting == 1
    assert office.of(ShortTimeAssessed)[-1].amount.minor == 0


def test_a_line_that_gives_nothing_either_way_asks_nobody() -> None:
    office = Office()
    office.hear(("p-carl", too_many_hours(pay=euros(2700))))
    assert doubted(office) == {}
    assert office.of(ShortTimeAssessed)[-1].waiting == 0
