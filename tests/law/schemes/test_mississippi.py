"""Stories of Mississippi under the law of January 2020, and golden tables with boundary pairs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.eligibility import DeterminationOutcome, Outcome
from contracts.registry import Separation
from contracts.values import Period
from tests.law.schemes.person import FILED, QUARTERS, in_mississippi

QUIT, MISCONDUCT = "did_not_leave_without_good_cause", "not_discharged_for_misconduct"


def unmet(person_quarters: tuple[str, ...]) -> list[str]:
    determination = in_mississippi(*person_quarters).determination()
    return [finding.condition for finding in determination.findings if finding.outcome is Outcome.NOT_MET]


class TestAPersonLaidOffAfterAYearOfSteadyWork:
    def test_is_granted_a_26th_of_the_best_quarter_at_once_and_without_any_person(self) -> None:
        determination = in_mississippi("5200", "5000", "5200", "5200").determination()

        assert determination.outcome is DeterminationOutcome.GRANTED
        assert determination.automatic
        assert determination.entitlement is not None
        assert determination.entitlement.benefit_rate.minor == 200_00
        assert determination.entitlement.total_max.minor == 5200_00
        assert determination.benefit_year == Period(start=date(2020, 3, 22), end=date(2021, 3, 21))

    def test_waits_one_week_and_is_then_paid_in_full(self) -> None:
        person = in_mississippi("5200", "5200", "5200", "5200")

        person.certifies(person.week(1), person.week(2)).certifies(person.week(3))

        assert person.states() == [("waiting", 0), ("paid", 200_00), ("paid", 200_00)]
        assert [assessment.amount.minor for assessment in person.assessments()] == [200_00, 200_00]
        assert [assessment.weeks_left for assessment in person.assessments()] == [25, 24]


class TestAPersonWhoEarnedTooLittle:
    def test_is_refused_with_every_unmet_condition_its_paragraph_and_the_way_to_appeal(self) -> None:
        determination = in_mississippi("700").determination()

        refusals = [finding for finding in determination.findings if finding.outcome is Outcome.NOT_MET]
        assert determination.outcome is DeterminationOutcome.REFUSED
        assert determination.automatic
        assert [finding.condition for finding in refusals] == [
            "enough_wages_in_base_period",
            "wages_in_enough_quarters",
            "enough_wages_in_highest_quarter",
        ]
        assert {finding.cites for finding in refusals} == {"Miss. Code Ann. § 71-5-511"}
        assert "USD 700.00 do not reach the USD 1,200.00 needed" in refusals[0].because
        assert determination.appeal.within_days == 14

    def test_is_told_so_for_each_certified_week(self) -> None:
        person = in_mississippi("700")

        assert person.certifies(person.week(1)).states() == [("not_entitled", 0)]


class TestAPersonWhoseEmployerReportsThatTheyLeft:
    def test_is_not_refused_but_a_person_is_asked_whether_there_was_good_cause(self) -> None:
        person = in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)

        determination = person.determination()

        question = next(finding for finding in determination.findings if finding.condition == QUIT)
        assert determination.outcome is DeterminationOutcome.NEEDS_A_PERSON
        assert question.outcome is Outcome.NEEDS_A_PERSON
        assert question.ground is Ground.QUIT
        assert "good cause" in (question.question or "")
        assert "USD 1,600.00 has been earned" in (question.question or "")
        assert [interval.state.value for interval in determination.timeline] == ["held"]

    def test_is_paid_nothing_meanwhile_and_everything_once_good_cause_is_found(self) -> None:
        person = in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)
        person.certifies(person.week(1), person.week(2))
        assert person.states() == [("held", 0), ("held", 0)]

        person.is_decided(QUIT, Verdict.FOR_CLAIMANT)

        assert person.determination().outcome is DeterminationOutcome.GRANTED
        assert not person.determination().automatic
        assert person.states() == [("waiting", 0), ("paid", 200_00)]

    def test_is_disqualified_only_for_the_days_a_named_person_decided(self) -> None:
        person = in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)
        person.is_decided(
            QUIT, Verdict.AGAINST_CLAIMANT, applies=Period.of_days(date(2020, 3, 29), 14), ground=Ground.QUIT
        )
        person.certifies(*(person.week(number) for number in range(1, 6)))

        assert person.states() == [
            ("waiting", 0),
            ("disqualified", 0),
            ("disqualified", 0),
            ("paid", 200_00),
            ("paid", 200_00),
        ]
        assert person.weeks()[1].ground is Ground.QUIT
        assert person.weeks()[1].cites == "Miss. Code Ann. § 71-5-513"

    def test_can_wait_only_after_the_disqualified_days(self) -> None:
        person = in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)
        days = Period.of_days(date(2020, 3, 22), 14)
        person.is_decided(QUIT, Verdict.AGAINST_CLAIMANT, applies=days, ground=Ground.QUIT)

        timeline = person.determination().timeline

        assert [(interval.state.value, interval.period.days // 7) for interval in timeline] == [
            ("disqualified", 2),
            ("waiting", 1),
            ("payable", 49),
        ]

    def test_is_refused_when_the_decision_covers_the_whole_benefit_year(self) -> None:
        person = in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)
        year = Period(start=date(2020, 3, 22), end=date(2021, 3, 21))
        person.is_decided(QUIT, Verdict.AGAINST_CLAIMANT, applies=year, ground=Ground.QUIT)

        determination = person.determination()

        assert determination.outcome is DeterminationOutcome.REFUSED
        assert not determination.automatic


@pytest.mark.parametrize("reason", list(Separation))
def test_no_reported_reason_alone_ever_refuses(reason: Separation) -> None:
    person = in_mississippi("5200", "5200", reason=reason)

    outcome = person.determination().outcome

    left = {"voluntary", "mutual_agreement", "retirement", "ill_health", "family_care", "education", "other"}
    doubtful = left | {"misconduct", "labour_dispute", "not_said", "death"}
    expected = DeterminationOutcome.NEEDS_A_PERSON if reason.value in doubtful else DeterminationOutcome.GRANTED
    assert outcome is expected


class TestAPersonWhoWorksPartTime:
    @pytest.mark.parametrize(
        ("earned", "expected", "source"),
        [
            ("0", ("paid", 200_00), "no earnings"),
            ("40", ("paid", 200_00), "§ 71-5-505: wages up to 40 are left alone"),
            ("40.01", ("partly_paid", 199_00), "§ 71-5-505: one cent over, next lower multiple of 1"),
            ("41", ("partly_paid", 199_00), "§ 71-5-505: 200 less 1"),
            ("140", ("partly_paid", 100_00), "§ 71-5-505: 200 less 100"),
            ("239", ("partly_paid", 1_00), "§ 71-5-505: 200 less 199"),
            ("239.01", ("excess_earnings", 0), "§ 71-5-505: 0.99 is rounded down to nothing"),
            ("240", ("excess_earnings", 0), "§ 71-5-505: 200 less 200"),
            ("900", ("excess_earnings", 0), "§ 71-5-505: never below nothing"),
        ],
    )
    def test_is_paid_less_what_exceeds_forty_dollars(self, earned: str, expected: object, source: str) -> None:
        person = in_mississippi("5200", "5200")
        person.certifies(person.week(1)).certifies(person.week(2, earned=earned))

        assert person.states()[1] == expected, source

    def test_serves_the_waiting_week_only_below_the_amount_plus_forty(self) -> None:
        for earned, first in (("239.99", "waiting"), ("240", "excess_earnings")):
            person = in_mississippi("5200", "5200")
            person.certifies(person.week(1, earned=earned)).certifies(person.week(2))
            assert person.states()[0] == (first, 0), "§ 71-5-505: less than the weekly amount plus 40"
            assert person.states()[1][0] == ("paid" if first == "waiting" else "waiting")


class TestAPersonWhoWasNotAvailable:
    @pytest.mark.parametrize("answer", ["able", "available", "sought_work"])
    def test_is_asked_and_not_refused(self, answer: str) -> None:
        person = in_mississippi("5200", "5200")
        no: dict[str, Any] = {answer: False}
        person.certifies(person.week(1)).certifies(person.week(2, **no))

        held = person.weeks()[1]

        assert (held.state.value, held.amount.minor, held.ground) == ("held", 0, Ground.NOT_AVAILABLE)
        assert held.question

    def test_is_paid_when_a_person_finds_for_them_and_disqualified_when_against(self) -> None:
        for verdict, state in ((Verdict.FOR_CLAIMANT, "paid"), (Verdict.AGAINST_CLAIMANT, "disqualified")):
            person = in_mississippi("5200", "5200")
            person.certifies(person.week(1)).certifies(person.week(2, available=False))
            against = verdict is Verdict.AGAINST_CLAIMANT
            days = Period.of_days(date(2020, 3, 29), 7) if against else None
            person.is_decided("week:2020-03-29", verdict, applies=days, ground=Ground.NOT_AVAILABLE)

            assert person.states()[1][0] == state

    def test_is_not_asked_where_the_answer_would_change_nothing(self) -> None:
        person = in_mississippi("5200", "5200")
        person.certifies(person.week(1)).certifies(person.week(2, earned="900", available=False))

        assert person.weeks()[1].state.value == "excess_earnings"
        assert person.weeks()[1].question is None


class TestAPersonWhoseTotalRunsOut:
    def test_is_paid_the_rest_and_then_told_that_it_is_exhausted(self) -> None:
        person = in_mississippi("0", "0", "2600", "1901")  # a third of 4,501 is 1,500; the weekly amount is 100
        for number in range(1, 19):
            person.certifies(person.week(number))

        states = person.states()
        assert states[1:16] == [("paid", 100_00)] * 15
        assert states[16:] == [("exhausted", 0)] * 2
        assert person.assessments()[15].total_left.minor == 0


class TestAPersonWhoTakesTheClaimBack:
    def test_keeps_the_weeks_before_and_gets_none_after(self) -> None:
        person = in_mississippi("5200", "5200")
        person.certifies(*(person.week(number) for number in range(1, 5))).withdraws(date(2020, 4, 12))

        assert person.determination().outcome is DeterminationOutcome.WITHDRAWN
        assert person.states() == [("waiting", 0), ("paid", 200_00), ("paid", 200_00), ("outside", 0)]


class TestAPersonWhoseWagesCrossAQuarter:
    def test_is_neither_refused_nor_averaged_but_a_person_is_asked(self) -> None:
        person = in_mississippi("5200").earned("900", date(2019, 3, 15), date(2019, 4, 15), key="across")
        person.certifies(person.week(1))

        determination = person.determination()

        assert determination.outcome is DeterminationOutcome.NEEDS_A_PERSON
        assert determination.entitlement is None
        asked = " ".join(finding.question or "" for finding in determination.findings)
        assert "across 2019-04-01" in asked
        assert person.states() == [("held", 0)]

    def test_is_granted_once_the_source_corrects_it(self) -> None:
        person = in_mississippi("5200").earned("900", date(2019, 3, 15), date(2019, 4, 15), key="across")
        person.earned("5200", date(2019, 4, 1), date(2019, 4, 15), key="across", version=2)

        assert person.determination().outcome is DeterminationOutcome.GRANTED


@pytest.mark.parametrize(
    ("quarters", "missing", "source"),
    [
        (("780", "420"), [], "§ 71-5-511: 780 in the highest quarter, 40 x 30 in all, two quarters"),
        (("779.99", "779.99"), ["enough_wages_in_highest_quarter"], "§ 71-5-511: one cent under 26 x 30"),
        (("780", "419.99"), ["enough_wages_in_base_period"], "§ 71-5-511: one cent under 40 x 30"),
        (("5200", "2800"), [], "§ 71-5-511: 8,000 is 40 x 200"),
        (("5200", "2799.99"), ["enough_wages_in_base_period"], "§ 71-5-511: one cent under 40 x 200"),
        (("10400",), ["wages_in_enough_quarters"], "§ 71-5-511: one quarter of two"),
        (("10400", "0.01"), [], "§ 71-5-511: a cent is wages"),
        (
            ("0",),
            ["enough_wages_in_base_period", "wages_in_enough_quarters", "enough_wages_in_highest_quarter"],
            "none",
        ),
    ],
)
def test_the_qualifying_wages(quarters: tuple[str, ...], missing: list[str], source: str) -> None:
    assert unmet(quarters) == missing, source


@pytest.mark.parametrize(
    ("highest", "weekly", "source"),
    [
        ("806", 31, "§ 71-5-503: 806/26 is 31"),
        ("805.99", 30, "§ 71-5-503: next lower multiple of 1"),
        ("6110", 235, "§ 71-5-503: 6,110/26 is the maximum of 235"),
        ("6109.99", 234, "§ 71-5-503: one cent under"),
        ("26164", 235, "§ 71-5-503: never above 235"),
    ],
)
def test_the_weekly_amount(highest: str, weekly: int, source: str) -> None:
    entitlement = in_mississippi(highest, highest).determination().entitlement

    assert entitlement is not None
    assert entitlement.benefit_rate.minor == weekly * 100, source


def test_wages_outside_the_base_period_do_not_count() -> None:
    person = in_mississippi()
    for start, end in ((date(2018, 7, 1), QUARTERS[0]), (QUARTERS[-1], date(2020, 1, 1))):
        person.earned("9000", start, end)

    assert person.determination().outcome is DeterminationOutcome.REFUSED
    assert person.determination().entitlement is not None
    assert FILED.weekday() != 6, "the claim begins on the Sunday before the filing"


def test_weeks_are_certified_two_at_a_time() -> None:
    assert in_mississippi().scheme.parameters["certification_interval"].values[0].value == 2
