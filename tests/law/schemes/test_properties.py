"""What is true of all persons under both schemes, searched for exceptions."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.casework import Verdict
from contracts.eligibility import DeterminationOutcome, Outcome
from contracts.registry import Separation
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.timeline import overlapping
from law.decide.determine import determine
from tests.law.schemes.person import Person, in_mississippi, under_c168

CENTS = st.integers(0, 30_000_00)
WEEK_CENTS = st.integers(0, 1_000_00)
REASONS = st.sampled_from([Separation.LAID_OFF, Separation.VOLUNTARY, Separation.MISCONDUCT])
WEEKS = st.dictionaries(st.integers(-2, 56), st.tuples(WEEK_CENTS, st.booleans(), st.booleans()), max_size=20)


def dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def rate_of(person: Person) -> int:
    entitlement = person.determination().entitlement
    assert entitlement is not None
    return entitlement.benefit_rate.minor


def certified(person: Person, weeks: dict[int, tuple[int, bool, bool]]) -> Person:
    for number, (earned, available, sought) in weeks.items():
        person.certifies(person.week(number, earned=dollars(earned), available=available, sought_work=sought))
    return person


@given(st.lists(CENTS, min_size=4, max_size=4))
def test_the_weekly_amount_is_between_the_minimum_and_the_maximum(quarters: list[int]) -> None:
    assert 30_00 <= rate_of(in_mississippi(*map(dollars, quarters))) <= 235_00


@given(st.lists(CENTS, min_size=6, max_size=6))
def test_the_reference_rate_is_half_of_previous_earnings_up_to_the_maximum(months: list[int]) -> None:
    person = under_c168(*map(dollars, months))
    earned = [cents for cents in months if cents]
    half_weekly = Fraction(sum(earned) * 3, 13 * 2 * len(earned)) if earned else Fraction(0)

    assert rate_of(person) == math.ceil(min(Fraction(500_00), half_weekly))


@given(st.lists(CENTS, min_size=4, max_size=4), st.integers(0, 3), CENTS)
def test_more_wages_never_lower_the_weekly_amount_or_the_total(quarters: list[int], which: int, more: int) -> None:
    richer = [cents + (more if place == which else 0) for place, cents in enumerate(quarters)]
    before = in_mississippi(*map(dollars, quarters)).determination().entitlement
    after = in_mississippi(*map(dollars, richer)).determination().entitlement

    assert before is not None
    assert after is not None
    assert after.benefit_rate.minor >= before.benefit_rate.minor
    assert after.total_max.minor >= before.total_max.minor


@pytest.mark.parametrize("claimant", [lambda: in_mississippi("5200", "5200"), lambda: under_c168(*("2600",) * 6)])
def test_benefit_falls_with_earnings_and_is_never_negative(claimant: Callable[[], Person]) -> None:
    @given(WEEK_CENTS, WEEK_CENTS)
    def holds(first: int, second: int) -> None:
        less, more = sorted((first, second))
        paid = []
        for earned in (less, more):
            person = claimant()
            person.certifies(person.week(1)).certifies(person.week(2, earned=dollars(earned)))
            paid.append(person.states()[1][1])
        assert 0 <= paid[1] <= paid[0]

    holds()


@given(WEEK_CENTS, WEEK_CENTS)
def test_under_c168_benefit_and_earnings_together_never_fall_when_more_is_earned(first: int, second: int) -> None:
    less, more = sorted((first, second))
    together = []
    for earned in (less, more):
        person = under_c168(*("2600",) * 6)
        person.certifies(person.week(1)).certifies(person.week(2, earned=dollars(earned)))
        together.append(person.states()[1][1] + earned)

    assert together[0] <= together[1]


@given(WEEKS, st.randoms(use_true_random=False), st.sampled_from([in_mississippi, under_c168]))
@settings(max_examples=60)
def test_the_order_of_arrival_changes_no_amount(weeks: dict[int, tuple[int, bool, bool]], random, scheme) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001  Hypothesis gives them
    person = certified(scheme(*("2600",) * 6), weeks)
    shuffled = Person(person.scheme, list(person.facts))
    random.shuffle(shuffled.facts)

    assert shuffled.assessments() == person.assessments()
    assert shuffled.determination() == person.determination()


@given(WEEKS, CENTS)
@settings(max_examples=60)
def test_never_more_is_paid_than_the_total_and_the_balance_adds_up(
    weeks: dict[int, tuple[int, bool, bool]], wages: int
) -> None:
    person = certified(in_mississippi("800", "1500", dollars(wages)), weeks)
    entitlement = person.determination().entitlement
    assert entitlement is not None
    paid = sum(week.amount.minor for week in person.weeks())

    assert paid <= entitlement.total_max.minor
    if person.assessments() and person.determination().outcome is DeterminationOutcome.GRANTED:
        assert person.assessments()[-1].total_left.minor == entitlement.total_max.minor - paid


@given(
    REASONS,
    CENTS,
    st.none() | st.tuples(st.integers(-20, 400), st.integers(1, 500)),
    st.none() | st.integers(-10, 400),
)
def test_the_timeline_covers_the_benefit_year_without_gap_or_overlap(
    reason: Separation, wages: int, decided: tuple[int, int] | None, withdrawn: int | None
) -> None:
    person = in_mississippi("5200", dollars(wages), reason=reason)
    first = person.determination().benefit_year.start
    if decided:
        days = Period.of_days(first + timedelta(days=decided[0]), decided[1])
        person.is_decided("did_not_leave_without_good_cause", Verdict.AGAINST_CLAIMANT, applies=days)
    if withdrawn is not None:
        person.withdraws(first + timedelta(days=withdrawn))

    determination = person.determination()

    timeline = determination.timeline
    assert timeline[0].period.start == determination.benefit_year.start
    assert timeline[-1].period.end == determination.benefit_year.end
    assert all(earlier.period.end == later.period.start for earlier, later in pairwise(timeline))
    assert overlapping(timeline, determination.benefit_year) == timeline


@given(REASONS, st.lists(CENTS, min_size=4, max_size=4), WEEKS)
@settings(max_examples=60)
def test_without_a_person_nothing_but_arithmetic_is_adverse(
    reason: Separation, quarters: list[int], weeks: dict[int, tuple[int, bool, bool]]
) -> None:
    person = certified(in_mississippi(*map(dollars, quarters), reason=reason), weeks)

    determination = person.determination()

    conditions = person.scheme.conditions
    unmet = [finding for finding in determination.findings if finding.outcome is Outcome.NOT_MET]
    assert determination.automatic
    assert not any(conditions[finding.condition].by_a_person for finding in unmet)
    assert (determination.outcome is DeterminationOutcome.REFUSED) == bool(unmet)
    assert not any(week.state.value == "disqualified" for week in person.weeks())


@given(st.lists(CENTS, min_size=4, max_size=4))
def test_the_same_facts_give_the_same_determination_and_derivation(quarters: list[int]) -> None:
    person = in_mississippi(*map(dollars, quarters))

    one = determine(ClaimUnderLaw(person.scheme, FactSet(person.facts), person.claim))
    other = determine(ClaimUnderLaw(person.scheme, FactSet(person.facts), person.claim))

    assert one == other
    assert one.derivation == other.derivation
