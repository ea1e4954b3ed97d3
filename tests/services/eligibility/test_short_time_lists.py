"""An employer's list of short-time work: which answer to a line holds, and that no line holds up another."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from contracts.base import Event
from contracts.eligibility import ShortTimeAssessed, ShortTimeDue
from contracts.values import MINOR_MAX, Money
from services.runtime.handling import Refused
from tests.services.eligibility.lists import EMPLOYER, Office, line, month_of, taken_back

MARCH, OTHER = date(2025, 3, 1), "e-7701"


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


def of(minor: int) -> dict[str, Money]:
    nothing, much = Money(minor=0, currency="EUR"), Money(minor=minor, currency="EUR")
    return {"should_pay": much, "pay": nothing, "net_of_should_pay": much, "net_of_pay": nothing}


def test_lines_that_together_are_more_than_any_sum_may_be_wait_and_the_others_are_paid() -> None:
    office = Office()
    a_twentieth = MINOR_MAX // 12 * 6 // 10
    for number in range(21):
        office.hear((f"p-{number}", line(f"p-{number}", **of(MINOR_MAX // 12))))
    office.hear(("p-anna", line("p-anna")))
    month = office.of(ShortTimeAssessed)[-1]
    assert month.lines == 22
    assert month.waiting == 2
    assert abs(month.amount.minor - 19 * a_twentieth - 582_00) <= 19


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
