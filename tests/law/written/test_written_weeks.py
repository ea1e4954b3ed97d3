"""What written law says of certified weeks, what it leaves to the evaluator, and that a difference is named."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.about import ConditionAbout, WeekAbout
from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.registry import Absence, Separation
from contracts.values import Money, Period
from law.case.balance import Balance
from law.case.model import Entitlement
from law.catalogue import load_scheme
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.formula.tree import Constant
from law.language.sheet.scheme import Quantity, Scheme
from law.language.terms.rounding import WAYS, Rounding
from law.people.as_facts import claim_of
from law.people.life import AbsentDays, BenefitClaim, Certification, CertifiedPeriod, Life, OfficerDecision
from law.people.stretches import paid_each
from law.questions.vocabulary import VOCABULARY
from law.written.account import Account, Limits
from law.written.arithmetic import ROUNDINGS
from law.written.assess import assess_at_once
from law.written.confirm_weeks import confirm_weeks
from law.written.model import LeftToTheEvaluator, WrittenAssessment
from law.written.period_answers import OF_THE_PERIOD, sums_before, sums_before_alike, sums_of_alike
from law.written.period_ruling import share_of
from law.written.period_walk import WorkedAtOnce
from tests.law.written.test_written_law import FILED, JOB, MISSISSIPPI, WORKER

RATE = 235_00
NEW_YORK = load_scheme("us/new-york", accept_unverified=True)


def weeks_of_claim() -> Iterable[Period]:
    """The benefit weeks of the worker's claim."""
    return determine(claim_of(WORKER, MISSISSIPPI)).rhythm.periods()


def certifying(*stated: dict[str, object], life: Life = WORKER) -> Life:
    """The worker who certifies one week after another: of each what is not ordinary."""
    periods = (CertifiedPeriod(week, **one) for week, one in zip(weeks_of_claim(), stated, strict=False))  # type: ignore[arg-type]
    return life.certifying(periods)


def ordinary(number: int) -> list[dict[str, object]]:
    """So many weeks without work."""
    return [{}] * number


def who_was_decided_on(*decisions: OfficerDecision) -> Life:
    """The worker of whose claim named persons decided so."""
    return replace(WORKER, claims=(BenefitClaim(FILED, decisions=decisions),))


def assessed(life: Life, scheme: Scheme = MISSISSIPPI) -> tuple[WrittenAssessment, ...]:
    """What written law says of the life's weeks, which the evaluator says too."""
    claim = claim_of(life, scheme)
    determination = determine(claim)
    written = assess_at_once(claim, determination)
    assert isinstance(written, tuple), written
    assert not confirm_weeks(written, assess(claim, determination))
    return written


def is_left(life: Life) -> bool:
    """Whether written law leaves the life's weeks to the evaluator."""
    claim = claim_of(life, MISSISSIPPI)
    return isinstance(assess_at_once(claim, determine(claim)), LeftToTheEvaluator)


class TestACertainWeek:
    def test_is_paid_in_full_after_the_week_that_is_waited_for(self) -> None:
        waiting, paid = assessed(certifying(*ordinary(2)))

        assert waiting.weeks[0].state == "waiting"
        assert (paid.weeks[0].state, paid.amount.minor) == ("paid", RATE)
        assert paid.weeks[0].because == "The weekly amount of USD 235.00 is paid in full."
        assert paid.total_left.minor == 25 * RATE
        assert paid.weeks_left == 25

    def test_pays_what_remains_after_earnings_rounded_down(self) -> None:
        *_, paid = assessed(certifying({}, {"earned": Money(minor=100_01, currency="USD"), "minutes": 600}))

        assert paid.amount.minor == 174_00
        assert paid.weeks[0].because == "Of the weekly amount of USD 235.00, USD 174.00 remains after earnings."

    def test_of_a_person_who_was_not_ready_is_held_with_every_question(self) -> None:
        *_, held = assessed(certifying({}, {"able": False, "sought_work": False}))

        assert held.weeks[0].state == "held"
        assert held.weeks[0].ground == "not_available"
        assert held.weeks[0].question is not None
        assert "unable to do suitable work" in held.weeks[0].question
        assert "not having looked for work" in held.weeks[0].question

    def test_is_not_paid_once_nothing_is_left(self) -> None:
        every = assessed(certifying(*ordinary(29)))

        assert [own.weeks[0].state for own in every[25:]] == ["paid", "paid", "exhausted", "exhausted"]
        assert every[-1].total_left.minor == 0

    def test_follows_the_calendar_whatever_the_order_of_filing(self) -> None:
        first, second, third = islice(weeks_of_claim(), 3)
        late = Certification((CertifiedPeriod(first), CertifiedPeriod(second)), filed_on=FILED + timedelta(days=300))
        soon = Certification((CertifiedPeriod(third),))
        life = replace(WORKER, claims=(BenefitClaim(FILED, certifications=(soon, late)),))

        assert [[week.state for week in own.weeks] for own in assessed(life)] == [["waiting", "paid"], ["paid"]]

    def test_waits_with_the_claim_for_a_person(self) -> None:
        life = replace(WORKER, jobs=(replace(JOB, reason=Separation.MISCONDUCT),))

        (held,) = assessed(certifying({}, life=life))

        assert held.weeks[0].state == "held"
        assert held.weeks[0].question is None

    def test_goes_on_after_a_named_person_decided_on_the_claim(self) -> None:
        decided = OfficerDecision(
            ConditionAbout(condition="not_discharged_for_misconduct"), Verdict.FOR_CLAIMANT, FILED, "Art. 1"
        )
        life = who_was_decided_on(decided)

        assert [own.weeks[0].state for own in assessed(certifying(*ordinary(2), life=life))] == ["waiting", "paid"]

    @pytest.mark.parametrize(
        ("verdict", "state"), [(Verdict.FOR_CLAIMANT, "paid"), (Verdict.AGAINST_CLAIMANT, "disqualified")]
    )
    def test_in_which_a_person_was_not_ready_is_what_a_named_person_decided(self, verdict: Verdict, state: str) -> None:
        _, week = islice(weeks_of_claim(), 2)
        applies = week if verdict is Verdict.AGAINST_CLAIMANT else None
        decided = OfficerDecision(
            WeekAbout(first_day=week.start), verdict, week.end, "Art. 1", applies=applies, ground=Ground.NOT_AVAILABLE
        )
        life = who_was_decided_on(decided)

        *_, own = assessed(certifying({}, {"able": False}, life=life))

        assert own.weeks[0].state == state

    def test_in_new_york_uses_up_a_part_of_a_week_where_hours_were_worked(self) -> None:
        began, filed = date(2024, 1, 1), date(2026, 3, 2)
        job = replace(JOB, started=began, ended=filed, pay=paid_each("month", began, 26, 3000))
        worker = replace(WORKER, jobs=(job,), claims=(BenefitClaim(filed),))
        rhythm = determine(claim_of(worker, NEW_YORK)).rhythm
        *weeks, last = [CertifiedPeriod(week) for week in islice(rhythm.periods(), 3)]

        *_, paid = assessed(worker.certifying((*weeks, replace(last, earned=100, minutes=12 * 60))), NEW_YORK)

        assert paid.weeks[0].state == "partly_paid"
        assert paid.limit_left is not None
        assert Fraction(paid.limit_left).denominator > 1


class TestLeftToTheEvaluator:
    def test_are_days_that_are_certified_twice(self) -> None:
        again = Certification((CertifiedPeriod(next(iter(weeks_of_claim()))),), key="again")
        *_, claim = certifying({}).claims
        twice = replace(WORKER, claims=(replace(claim, certifications=(*claim.certifications, again)),))

        assert is_left(twice)

    def test_is_a_week_in_custody_and_no_other(self) -> None:
        _, second = islice(weeks_of_claim(), 2)
        custody = replace(WORKER, absences=(AbsentDays(second, Absence.DETENTION),))

        assert not is_left(certifying({}, life=custody))
        assert is_left(certifying({}, {}, life=custody))

    def test_is_pay_in_other_money(self) -> None:
        assert is_left(certifying({"earned": Money(minor=1, currency="EUR")}))

    def test_is_a_claim_of_which_a_named_person_decided_the_amounts(self) -> None:
        decided = OfficerDecision(ConditionAbout(condition=MISSISSIPPI.benefit.rate), Verdict.FOR_CLAIMANT, FILED, "1")

        assert is_left(certifying({}, life=who_was_decided_on(decided)))

    def test_is_a_week_that_a_named_person_decided_on_no_ground(self) -> None:
        week = next(iter(weeks_of_claim()))
        decided = OfficerDecision(WeekAbout(first_day=week.start), Verdict.FOR_CLAIMANT, week.end, "Art. 1")

        assert is_left(certifying({}, life=who_was_decided_on(decided)))

    def test_is_the_claim_of_a_person_who_died(self) -> None:
        assert is_left(certifying({}, life=replace(WORKER, died_on=FILED + timedelta(days=200))))

    def test_is_a_determination_under_another_sheet(self) -> None:
        claim = claim_of(certifying({}), MISSISSIPPI)

        determination = replace(determine(claim), scheme=NEW_YORK.name)

        assert isinstance(assess_at_once(claim, determination), LeftToTheEvaluator)


class TestAPlantedFault:
    """The evaluator under the sheet, written law under one with a fault: each is named by its place."""

    LIFE = certifying({}, {}, {"earned": Money(minor=100_01, currency="USD"), "minutes": 600}, *ordinary(26))

    def named(self, scheme: Scheme = MISSISSIPPI, **of_determination: Any) -> tuple[str, ...]:
        """What differs where written law reads another sheet, or another determination."""
        claim = claim_of(self.LIFE, MISSISSIPPI)
        determination = determine(claim)
        faulty = replace(claim, scheme=scheme), replace(determination, **of_determination)
        written = assess_at_once(*faulty)
        assert isinstance(written, tuple), written
        different = confirm_weeks(written, assess(claim, determination))
        keys = {own.certification for own in written} | {claim.key}
        assert not any(key in name for key in keys for name in different)
        return different

    def test_is_none_where_the_law_is_the_same(self) -> None:
        assert self.named() == ()

    def test_of_rounding_is_named(self) -> None:
        payment = MISSISSIPPI.week_quantities["weekly_payment"]
        up = replace(payment, rounding=Rounding("up", Fraction(1)))

        assert "2.weeks.0.amount" in self.named(_with_week_quantity(up))

    def test_of_partial_earnings_is_named(self) -> None:
        disregard = MISSISSIPPI.parameters["earnings_disregarded"]
        other = replace(disregard, dated=disregard.dated.each(lambda entry: replace(entry, value=Fraction(50))))
        sheet = replace(MISSISSIPPI, parameters={**MISSISSIPPI.parameters, other.name: other})

        assert {"2.amount", "2.weeks.0.amount", "2.weeks.0.because"} <= {*self.named(sheet)}

    def test_of_waiting_is_named(self) -> None:
        served_when = Constant(value=False, unit=MISSISSIPPI.waiting.served_when.unit)
        never = replace(MISSISSIPPI.waiting, served_when=served_when)

        assert "0.weeks.0.state" in self.named(replace(MISSISSIPPI, waiting=never))
        assert self.named(waiting=14)[0] == "0.waiting_left"

    def test_of_exhaustion_is_named(self) -> None:
        entitlement = determine(claim_of(WORKER, MISSISSIPPI)).entitlement
        assert entitlement is not None
        most = replace(entitlement, total_max=Money(minor=entitlement.total_max.minor + RATE, currency="USD"))

        different = self.named(entitlement=most)

        assert different[0] == "0.total_left"
        assert "28.weeks.0.state" in different

    def test_of_the_order_of_the_caps_is_named(self) -> None:
        """What is left in all is taken after the week's own rounding: a rest of cents is paid as it is."""
        entitlement = determine(claim_of(WORKER, MISSISSIPPI)).entitlement
        assert entitlement is not None
        claim = claim_of(self.LIFE, MISSISSIPPI)
        little = replace(
            determine(claim), entitlement=replace(entitlement, total_max=Money(minor=RATE + 10_50, currency="USD"))
        )
        written = assess_at_once(claim, little)
        assert isinstance(written, tuple)

        assert written[2].amount.minor == 10_50
        assert not confirm_weeks(written, assess(claim, little))

    def test_in_a_number_of_certifications_is_named(self) -> None:
        claim = claim_of(self.LIFE, MISSISSIPPI)
        determination = determine(claim)
        written = assess_at_once(claim, determination)
        assert isinstance(written, tuple)

        assert confirm_weeks(written[1:], assess(claim, determination)) == ("certifications",)


def _with_week_quantity(quantity: Quantity) -> Scheme:
    return replace(MISSISSIPPI, week_quantities={**MISSISSIPPI.week_quantities, quantity.name: quantity})


class TestWhatWasWorkedOutBefore:
    def test_never_changes_what_is_said_and_only_the_new_week_is_worked_out(self) -> None:
        worked = WorkedAtOnce()
        before, after = claim_of(certifying(*ordinary(4)), MISSISSIPPI), claim_of(certifying(*ordinary(5)), MISSISSIPPI)
        determination = determine(before)

        first = assess_at_once(before, determination, worked=worked)
        kept = {*worked.periods}
        second = assess_at_once(after, determination, worked=worked)

        assert first == assess_at_once(before, determination)
        assert second == assess_at_once(after, determination)
        assert len({*worked.periods} - kept) == 1


@settings(max_examples=200, deadline=None)
@given(
    rate=st.integers(0, 10_000),
    units=st.none() | st.integers(0, 40) | st.fractions(0, 40, max_denominator=9),
    unit=st.sampled_from(["week", "day", "working_day", "month"]),
    ends=st.booleans(),
    periods=st.lists(st.tuples(st.integers(0, 9_000), st.fractions(0, 3, max_denominator=7), st.integers(0, 9))),
)
def test_an_account_says_what_is_left_as_the_balance_does(
    rate: int,
    units: int | Fraction | None,
    unit: str,
    ends: bool,  # noqa: FBT001  what hypothesis draws
    periods: list[tuple[int, Fraction, int]],
) -> None:
    money = Money(minor=26 * rate, currency="USD")
    entitlement = Entitlement(
        Money(minor=rate, currency="USD"), "week", money, units, unit, Money(minor=0, currency="USD"), "month"
    )
    benefit = replace(MISSISSIPPI.benefit, total_is_the_most=ends)
    limits = Limits.of(entitlement, replace(MISSISSIPPI, benefit=benefit))
    account = Account.full(limits, 14)
    balance = Balance.full(entitlement, waiting=14, money_ends=ends)

    for paid, used, served in periods:
        amount = balance.payable(paid)
        account = account.waited(served).paid(amount, used, limits)
        balance = balance.after_waiting(served).after_paying(amount, used)

        assert account.is_empty(limits) == balance.exhausted
        assert account.total_left(limits) == balance.total_left
        assert account.weeks_left(limits) == balance.weeks_left
        assert (account.units, account.waiting) == (balance.units_left, balance.waiting_left)
        assert account.used(limits) == balance.used


@settings(max_examples=100, deadline=None)
@given(over=st.integers(0, 10**9), under=st.integers(1, 10**4), way=st.sampled_from(sorted(WAYS)))
def test_every_way_of_rounding_is_that_of_the_sheet(over: int, under: int, way: str) -> None:
    assert ROUNDINGS.keys() == WAYS.keys()
    assert ROUNDINGS[way](over, under) == WAYS[way](Fraction(over, under))


@settings(max_examples=200, deadline=None)
@given(
    minor=st.integers(0, 10**7),
    left=st.fractions(0, 30, max_denominator=9),
    more=st.fractions(Fraction(1, 9), 30, max_denominator=9),
    way=st.none() | st.sampled_from(sorted(WAYS)),
    step=st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(5), Fraction(1, 1000)]),
    minor_units=st.sampled_from([1, 100, 1000]),
)
def test_what_a_limit_leaves_of_a_period_is_rounded_as_its_amount_is(  # noqa: PLR0913, PLR0917  what an amount follows from
    minor: int, left: Fraction, more: Fraction, way: str | None, step: Fraction, minor_units: int
) -> None:
    rounding = None if way is None else Rounding(way, step)
    exact = Fraction(minor, minor_units) * left / (left + more)

    share = share_of(minor, left, left + more, rounding, minor_units)

    assert share == math.floor((rounding.apply(exact) if rounding else exact) * minor_units)


def test_sums_of_days_are_those_before_and_those_alike() -> None:
    assert sums_before([1, 2, 3]) == [0, 1, 3]
    assert sums_of_alike([1, 2, 3], ["low", "high", "low"]) == [4, 2, 4]
    assert sums_before_alike([1, 2, 3], ["low", "high", "low"]) == [0, 0, 1]


def test_only_questions_about_a_period_or_a_day_are_answered_over_its_row() -> None:
    assert {VOCABULARY.questions[name].scope for name in OF_THE_PERIOD} == {"week", "day"}


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2031, 1, 1)])
def test_a_week_outside_the_benefit_year_is_never_worked_out(day: date) -> None:
    start = next(iter(weeks_of_claim())).start
    outside = Period.of_days(start + (day - start) // timedelta(weeks=1) * timedelta(weeks=1), 7)

    (own,) = assessed(WORKER.certifying([CertifiedPeriod(outside)]))

    assert own.weeks[0].state == "outside"
