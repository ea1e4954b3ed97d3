"""Stories under the reference scheme at the floors of C168, and golden tables with boundary pairs."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.claims import Ground
from contracts.eligibility import DeterminationOutcome
from contracts.registry import Separation
from contracts.values import Period
from tests.law.schemes.person import reference, under_c168

SIX_MONTHS = ("2600",) * 6


class TestAPersonDismissedAfterSixInsuredMonths:
    def test_is_paid_for_26_weeks_and_no_longer(self) -> None:
        person = under_c168(*SIX_MONTHS)
        for number in range(1, 30):
            person.certifies(person.week(number))

        states = [state for state, _ in person.states()]
        assert states == ["waiting", *["paid"] * 26, "exhausted", "exhausted"]
        assert person.weeks()[-1].cites == "C168 Art. 19(2)(a)"


class TestAPersonWithFiveInsuredMonths:
    def test_is_refused_by_arithmetic_and_told_of_complaint_and_appeal(self) -> None:
        determination = under_c168(*SIX_MONTHS[:5]).determination()

        assert determination.outcome is DeterminationOutcome.REFUSED
        assert "5 months; 6 months are needed" in determination.findings[0].because
        assert "independent body" in determination.appeal.to
        assert determination.appeal.cites == "C168 Art. 27(1)"


class TestAPersonWhoseEmployerReportsMisconduct:
    def test_is_not_refused_before_the_competent_authority_has_determined_it(self) -> None:
        determination = under_c168(*SIX_MONTHS, reason=Separation.MISCONDUCT).determination()

        asked = next(f for f in determination.findings if f.condition == "did_not_contribute_to_dismissal")
        assert determination.outcome is DeterminationOutcome.NEEDS_A_PERSON
        assert (asked.cites, asked.ground) == ("C168 Art. 20(b)", Ground.MISCONDUCT)


class TestAPersonWhoWorksPartTime:
    @pytest.mark.parametrize(
        ("earned", "paid"), [("0", 300_00), ("100", 250_00), ("599.98", 1), ("600", 0), ("1000", 0)]
    )
    def test_always_has_more_in_all_than_without_the_work(self, earned: str, paid: int) -> None:
        person = under_c168(*SIX_MONTHS)
        person.certifies(person.week(1)).certifies(person.week(2, earned=earned))

        assert person.states()[1][1] == paid, "C168 Art. 10(3): half of the earnings is kept beside the benefit"

    def test_serves_the_waiting_week_in_any_week_for_which_benefit_would_be_due(self) -> None:
        for earned, first in (("599.98", "waiting"), ("600", "excess_earnings")):
            person = under_c168(*SIX_MONTHS)
            person.certifies(person.week(1, earned=earned))
            assert person.states() == [(first, 0)]


class TestAPersonWhoDidNotLookForWork:
    def test_is_asked_for_just_cause_before_anything_is_withheld_for_good(self) -> None:
        person = under_c168(*SIX_MONTHS)
        person.certifies(person.week(1)).certifies(person.week(2, sought_work=False)).certifies(person.week(3))

        assert [state for state, _ in person.states()] == ["waiting", "held", "paid"]
        assert person.weeks()[1].cites == "C168 Art. 10(1)"


@pytest.mark.parametrize(
    ("monthly", "weekly_cents", "source"),
    [
        ("2600", 300_00, "Art. 15(1)(a): half of 2,600 x 3/13 = 600"),
        ("2600.01", 300_01, "Art. 15(1)(a): a part of a cent is rounded up, never below the floor"),
        ("4333.33", 500_00, "Art. 15(1)(a): just under the maximum, half of the average wage of 1,000"),
        ("4333.34", 500_00, "Art. 15(1)(a): at the maximum"),
        ("9000", 500_00, "Art. 15(1)(a): the maximum, related to the average wage"),
        ("0.01", 1, "Art. 15(1)(a): the least earnings"),
    ],
)
def test_the_rate(monthly: str, weekly_cents: int, source: str) -> None:
    entitlement = under_c168(*(monthly,) * 6).determination().entitlement

    assert entitlement is not None
    assert entitlement.benefit_rate.minor == weekly_cents, source
    assert (entitlement.units_max, entitlement.unit) == (26, "week")
    assert entitlement.total_max.minor == 26 * weekly_cents


def test_insured_months_need_not_follow_each_other_but_must_lie_in_twelve() -> None:
    spread = ("1000", "0") * 6
    too_old = ("1000",) * 2 + ("0",) * 8 + ("1000",) * 4

    assert under_c168(*spread).determination().outcome is DeterminationOutcome.GRANTED
    assert under_c168(*too_old).determination().outcome is DeterminationOutcome.REFUSED


def test_articles_that_were_not_read_are_marked_and_only_those() -> None:
    scheme = reference()

    assert scheme.conditions["insured_long_enough"].unverified
    assert not scheme.parameters["replacement_share"].values[0].unverified
    assert not scheme.conditions["did_not_contribute_to_dismissal"].unverified


def test_what_the_convention_leaves_open_is_chosen_and_said_to_be_chosen() -> None:
    determination = under_c168(*SIX_MONTHS).determination()
    chosen = reference().parameters["certification_interval"].values[0]

    assert determination.benefit_year == Period(start=date(2020, 3, 22), end=date(2021, 3, 21))
    assert determination.appeal.within_days == 30
    assert (chosen.value, chosen.cites) == (2, "chosen by the model scheme")
