"""Which facts hold, and what they answer: the order, lateness and repetition of arrival change nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Event
from contracts.clock import DayClosed
from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    FactRetracted,
    InsuredAbroad,
    PeriodAbroadCertified,
    Separation,
)
from contracts.values import Period
from law.case.facts import FactSet
from law.language.terms.values import Unknown
from law.language.terms.windows import parse_window
from tests.law.language.ask import CLAIM, RECORDED, run, value_of, wage
from tests.law.language.sheet import load

START, END = date(2019, 10, 1), date(2020, 1, 1)
STATED = wage(1000, START, END, key="w")
CORRECTED = wage(2000, START, END, key="w", version=2)
CONTRADICTED = wage(2500, START, END, key="w", version=2)


def retracted(version: int, key: str = "w") -> FactRetracted:
    return FactRetracted(
        key=key,
        source_version=version,
        recorded_at=RECORDED,
        kind="registry.contribution-recorded",
        reason="A mistake.",
    )


def abroad(end: date, version: int = 1) -> PeriodAbroadCertified:
    return PeriodAbroadCertified(
        key="EE/u1/1",
        source_version=version,
        recorded_at=RECORDED,
        country="EE",
        kind=InsuredAbroad.EMPLOYED_INSURED,
        period=Period(start=START, end=end),
        certificate="u1",
    )


def ended(key: str, on: date, reason: Separation, version: int = 1) -> EmploymentEnded:
    return EmploymentEnded(
        key=key, source_version=version, recorded_at=RECORDED, employment=f"job-{key}", ended_on=on, reason=reason
    )


def test_a_period_abroad_that_is_stated_in_two_ways_leaves_open_where_the_last_work_was() -> None:
    later, earlier = abroad(date(2020, 3, 1)), abroad(date(2019, 12, 1))
    for facts, last_abroad in (((later,), True), ((earlier,), False), ((abroad(END),), False)):
        assert value_of("insured_last_abroad()", STATED, *facts, unit="yes_no").value is last_abroad
    asked = value_of("insured_last_abroad()", STATED, later, earlier, unit="yes_no")
    assert isinstance(asked.value, Unknown)
    assert "EE/u1/1 is stated in two ways" in asked.value.doubts[0].question


def earnings(*facts: Event) -> list[int]:
    return [fact.earnings.minor for fact in FactSet(facts).of(ContributionRecorded)]


def test_the_highest_source_version_holds_whatever_arrives_last() -> None:
    assert earnings(STATED, CORRECTED) == earnings(CORRECTED, STATED) == [200_000]


def test_a_repeated_fact_counts_once() -> None:
    assert earnings(STATED, STATED) == [100_000]


def test_a_retraction_beats_lower_versions_and_a_later_version_stands_again() -> None:
    assert earnings(STATED, retracted(2)) == earnings(retracted(2), STATED) == []
    assert earnings(STATED, retracted(2), wage(3000, START, END, key="w", version=3)) == [300_000]


def test_two_statements_under_one_version_are_a_contradiction_and_neither_is_guessed() -> None:
    facts = FactSet((STATED, CORRECTED, CONTRADICTED))

    assert facts.of(ContributionRecorded) == []
    assert len(facts.contradicted(ContributionRecorded)) == 2
    value = value_of("high", CORRECTED, CONTRADICTED, unit="USD/quarter").value
    assert isinstance(value, Unknown)
    assert "stated in two ways" in value.doubts[0].question


def test_a_correction_settles_a_contradiction() -> None:
    assert earnings(CORRECTED, CONTRADICTED, wage(2600, START, END, key="w", version=3)) == [260_000]


@given(st.permutations([STATED, CORRECTED, retracted(2, key="x"), wage(5, START, END, key="x"), CLAIM]))
def test_the_order_of_arrival_means_nothing(facts: list[Event]) -> None:
    held = FactSet(facts)

    assert earnings(*facts) == [200_000]
    assert held.claim("claim-1") == CLAIM


def test_an_event_that_is_no_fact_is_refused() -> None:
    with pytest.raises(TypeError, match="neither a fact nor a decision"):
        FactSet((DayClosed(day=START, partition=0),))


def test_a_claim_that_was_never_filed_is_not_found() -> None:
    with pytest.raises(LookupError, match="no claim claim-2"):
        FactSet((CLAIM,)).claim("claim-2")


def test_earnings_belong_to_the_quarter_they_were_earned_in() -> None:
    wages = (wage(100, date(2019, 4, 1), date(2019, 7, 1)), wage(300, date(2020, 3, 31), date(2020, 4, 1)))

    assert value_of("high", *wages, unit="USD/quarter").value == 300
    assert value_of("earnings_in(base)", *wages, unit="USD").value == 400
    assert value_of("quarters_with_earnings(base)", *wages, unit="quarters").value == 2
    assert value_of("earnings_in(base)", wage(7, date(2020, 4, 1), date(2020, 4, 2)), unit="USD").value == 0


def test_cents_are_kept_exactly() -> None:
    assert value_of("earnings_in(base)", wage(0, START, END, cents=1), unit="USD").value == Fraction(1, 100)


def test_a_contribution_across_a_quarter_is_doubt_for_the_quarter_but_not_for_the_whole_window() -> None:
    across = wage(600, date(2019, 9, 1), date(2019, 11, 1), key="across")

    assert isinstance(value_of("high", across, unit="USD/quarter").value, Unknown)
    assert isinstance(value_of("quarters_with_earnings(base)", across, unit="quarters").value, Unknown)
    assert value_of("earnings_in(base)", across, unit="USD").value == 600


def test_a_contribution_across_the_edge_of_the_window_is_doubt() -> None:
    for start, end in ((date(2019, 3, 15), date(2019, 4, 15)), (date(2020, 3, 15), date(2020, 4, 15))):
        assert isinstance(value_of("earnings_in(base)", wage(600, start, end), unit="USD").value, Unknown)


def test_earnings_in_another_currency_are_doubt() -> None:
    assert isinstance(value_of("earnings_in(base)", wage(600, START, END, currency="EUR"), unit="USD").value, Unknown)


def test_a_month_without_insurance_does_not_lower_the_average_and_no_month_gives_nothing() -> None:
    wages = (wage(1000, date(2020, 1, 1), date(2020, 2, 1)), wage(2000, date(2020, 4, 1), date(2020, 5, 1)))

    assert value_of("average_monthly_earnings(months)", *wages, unit="USD/month").value == 1500
    assert value_of("months_with_earnings(months)", *wages, unit="months").value == 2
    outside = wage(1, date(2019, 1, 1), date(2019, 2, 1))
    assert value_of("average_monthly_earnings(months)", outside, unit="USD/month").value == 0


@pytest.mark.parametrize(
    ("text", "day", "first", "last"),
    [
        ("first 4 of the last 5 completed calendar quarters", date(2020, 3, 22), date(2018, 10, 1), date(2019, 10, 1)),
        ("first 4 of the last 5 completed calendar quarters", date(2020, 3, 31), date(2018, 10, 1), date(2019, 10, 1)),
        ("first 4 of the last 5 completed calendar quarters", date(2020, 4, 1), date(2019, 1, 1), date(2020, 1, 1)),
        ("last 4 completed calendar quarters", date(2020, 1, 1), date(2019, 1, 1), date(2020, 1, 1)),
        ("last 6 completed calendar months", date(2020, 2, 29), date(2019, 8, 1), date(2020, 2, 1)),
        ("last 12 completed calendar months", date(2020, 1, 1), date(2019, 1, 1), date(2020, 1, 1)),
    ],
)
def test_windows_look_back_over_completed_calendar_buckets(text: str, day: date, first: date, last: date) -> None:
    spans = parse_window(f"{text} before the claim begins").spans(day)

    assert (spans[0].start, spans[-1].end) == (first, last)
    assert all(earlier.end == later.start for earlier, later in pairwise(spans))


SEPARATION = 'separation_reason() in ["voluntary"]'


def test_the_employment_that_ended_last_before_filing_gives_the_reason() -> None:
    old, new = ended("a", date(2020, 1, 1), Separation.VOLUNTARY), ended("b", date(2020, 6, 1), Separation.LAID_OFF)
    after_filing = ended("c", date(2020, 7, 1), Separation.VOLUNTARY)

    assert value_of(SEPARATION, old, unit="yes_no").value is True
    assert value_of(SEPARATION, old, new, after_filing, unit="yes_no").value is False


@pytest.mark.parametrize(
    "facts",
    [
        (),
        (ended("a", date(2020, 6, 1), Separation.VOLUNTARY), ended("b", date(2020, 6, 1), Separation.LAID_OFF)),
        (ended("a", date(2020, 6, 1), Separation.VOLUNTARY), ended("a", date(2020, 6, 1), Separation.LAID_OFF)),
    ],
    ids=["no end reported", "two employments ended on one day", "one end stated in two ways"],
)
def test_a_separation_that_is_not_clear_is_a_question(facts: tuple[Event, ...]) -> None:
    step = value_of(SEPARATION, wage(1, START, END), *facts, unit="yes_no")

    assert isinstance(step.value, Unknown)
    assert step.value.doubts[0].question.endswith("?")


def test_every_answer_names_the_facts_it_rests_on() -> None:
    step = run(load(), STATED).quantity("high").inputs[0]

    assert step.facts == ("w",)
    assert [part.facts for part in step.inputs if part.value] == [("w",)]
