"""Certifications that come late, are corrected, or say a week twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.eligibility import WeekState
from contracts.values import Money, Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.decide.assess import assess
from law.decide.assessed_week import Worked
from law.people.life import CertifiedPeriod
from tests.law.language.sheet import SOUND, load
from tests.law.schemes.person import Person, in_mississippi

AGAINST = Verdict.AGAINST_CLAIMANT


def claimant() -> Person:
    return in_mississippi("5200", "5200")


def odd_days(person: Person) -> CertifiedPeriod:
    """Seven days that begin on a Monday, where benefit weeks begin on a Sunday."""
    return replace(person.week(1), period=Period.of_days(date(2020, 3, 23), 7))


def test_a_week_certified_late_becomes_the_waiting_week_if_it_was_the_first() -> None:
    person = claimant()
    person.certifies(person.week(2))
    assert person.states() == [("waiting", 0)]

    person.certifies(person.week(1), late=30)

    assert person.states() == [("waiting", 0), ("paid", 200_00)]


def test_a_correction_replaces_what_was_certified() -> None:
    person = claimant().certifies(claimant().week(1))
    person.certifies(person.week(2), key="second").certifies(person.week(2, earned="140"), key="second", version=2)

    assert person.states() == [("waiting", 0), ("partly_paid", 100_00)]
    assert person.assessments()[1].certification_version == 2


def test_the_same_week_said_again_is_paid_once_in_the_certification_filed_first() -> None:
    person = claimant()
    person.certifies(person.week(1), person.week(2), key="z-first").certifies(person.week(2), key="a-again", late=3)

    amounts = {assessment.certification: assessment.amount.minor for assessment in person.assessments()}
    again = next(a for a in person.assessments() if a.certification == "a-again").weeks[0]

    assert amounts == {"z-first": 200_00, "a-again": 0}
    assert again.state is WeekState.OUTSIDE
    assert "already certified in z-first" in again.because


def test_the_same_week_said_differently_is_a_question_and_moves_no_money() -> None:
    person = claimant()
    person.certifies(person.week(1), person.week(2), key="first")
    person.certifies(person.week(2, earned="500"), key="later", late=3)

    later = next(a for a in person.assessments() if a.certification == "later").weeks[0]

    assert (later.state, later.amount.minor) == (WeekState.HELD, 0)
    assert "first" in (later.question or "")
    assert "later" in (later.question or "")
    assert person.assessments()[0].amount.minor == 200_00

    person.is_decided("week:2020-03-29", Verdict.FOR_CLAIMANT)
    assert [a.weeks[-1].state for a in person.assessments()] == [WeekState.PAID, WeekState.OUTSIDE]


def test_two_versions_of_one_number_hold_the_week_until_it_is_corrected() -> None:
    person = claimant().certifies(claimant().week(1))
    person.certifies(person.week(2), key="second").certifies(person.week(2, earned="140"), key="second")
    assert person.states()[1] == ("held", 0)

    person.certifies(person.week(2, earned="140"), key="second", version=2)

    assert person.states()[1] == ("partly_paid", 100_00)


def test_days_that_are_no_benefit_week_are_a_question() -> None:
    person = claimant()

    assert person.certifies(odd_days(person)).weeks()[0].state is WeekState.HELD
    assert person.weeks()[0].question


def test_weeks_outside_the_benefit_year_are_said_to_be_so() -> None:
    person = claimant()
    for number in (0, 1, 52, 53):
        person.certifies(person.week(number))

    assert [state for state, _ in person.states()] == ["outside", "waiting", "paid", "outside"]


def test_a_decision_that_covers_a_part_of_a_week_is_asked_about_again() -> None:
    person = claimant()
    person.certifies(person.week(1), person.week(2))
    start = person.week(2).period.start
    person.is_decided("referral:7", Verdict.AGAINST_CLAIMANT, applies=Period.of_days(start, 3))

    assert person.states() == [("waiting", 0), ("held", 0)]
    assert "only a part of the week" in (person.weeks()[1].question or "")


def test_a_decision_on_an_overpayment_takes_no_week_away() -> None:
    person = claimant()
    person.certifies(person.week(1), person.week(2))
    start = person.week(2).period.start
    person.is_decided(f"overpayment:{start}", Verdict.AGAINST_CLAIMANT, applies=Period.of_days(start, 7))

    assert person.states() == [("waiting", 0), ("paid", 200_00)]


def test_each_week_explains_itself_down_to_the_certification() -> None:
    person = claimant()
    person.certifies(person.week(1)).certifies(person.week(2, earned="140"), key="second")

    step = person.assessments()[1].steps[0]
    derivation = str(person.assessments()[1].derivation)

    assert step.what == "week 2020-03-29: partly_paid"
    assert step.value == 100
    assert "'second'" in derivation
    assert "§ 71-5-505" in derivation


def test_weeks_worked_out_before_are_kept_and_change_no_result() -> None:
    person, worked = claimant(), Worked()
    stages = [(1, "0", "a", 1), (3, "50", "c", 1), (2, "900", "b", 1), (1, "900", "a", 2), (1, "0", "d", 1)]
    for number, earned, key, version in stages:
        person.certifies(person.week(number, earned=earned), key=key, version=version)
        claim = ClaimUnderLaw(person.scheme, FactSet(person.facts), person.claim)
        kept = assess(claim, person.determination(), worked=worked)
        assert kept == person.assessments()


def test_earnings_in_another_currency_are_left_out_once_a_person_decided_for_the_claimant() -> None:
    person = claimant().certifies(claimant().week(1))
    euros = replace(person.week(2), earned=Money(minor=50_00, currency="EUR"))
    person.certifies(euros)
    assert person.states()[1] == ("held", 0)
    assert "EUR" in (person.weeks()[1].question or "")

    person.is_decided("week:2020-03-29", Verdict.FOR_CLAIMANT)

    assert person.states()[1] == ("paid", 200_00)


class TestAHeldWeekEndsWithADecision:
    def test_what_is_no_benefit_week_is_never_paid_and_asked_about_once(self) -> None:
        person = claimant()
        person.certifies(odd_days(person)).is_decided("week:2020-03-23", Verdict.FOR_CLAIMANT)

        assert person.states() == [("outside", 0)]
        assert person.weeks()[0].question is None

    def test_what_is_no_benefit_week_keeps_no_real_week_from_being_paid(self) -> None:
        person = claimant()
        person.certifies(odd_days(person), key="odd").certifies(person.week(1), person.week(2), key="real", late=20)

        real = next(a for a in person.assessments() if a.certification == "real")

        assert [week.state.value for week in real.weeks] == ["waiting", "paid"]

    def test_a_disputed_certification_counts_as_first_recorded_if_decided_for_the_claimant(self) -> None:
        person = claimant().certifies(claimant().week(1))
        person.certifies(person.week(2), key="second").certifies(person.week(2, earned="140"), key="second", late=1)
        assert person.states()[1] == ("held", 0)

        person.is_decided("week:2020-03-29", Verdict.FOR_CLAIMANT)

        assert person.states()[1] == ("paid", 200_00)

    def test_and_the_week_is_lost_if_decided_against(self) -> None:
        person = claimant().certifies(claimant().week(1))
        person.certifies(person.week(2), key="second").certifies(person.week(2, earned="140"), key="second")
        person.is_decided("week:2020-03-29", Verdict.AGAINST_CLAIMANT, applies=person.week(2).period)

        assert person.states()[1] == ("disqualified", 0)

    @pytest.mark.parametrize(("verdict", "state"), [(Verdict.FOR_CLAIMANT, "paid"), (AGAINST, "disqualified")])
    def test_a_week_partly_covered_by_another_decision_is_paid_whole_or_not_at_all(
        self, verdict: Verdict, state: str
    ) -> None:
        person = claimant().certifies(claimant().week(1), claimant().week(2))
        days = Period.of_days(person.week(2).period.start, 3)
        person.is_decided("referral:7", AGAINST, applies=days, ground=Ground.REFUSAL)
        assert person.states()[1] == ("held", 0)

        applies = days if verdict is AGAINST else None
        person.is_decided("week:2020-03-29", verdict, applies=applies, ground=Ground.REFUSAL)

        assert person.states()[1][0] == state

    def test_a_decision_on_the_week_itself_takes_the_whole_week_even_if_it_names_three_days(self) -> None:
        person = claimant().certifies(claimant().week(1), claimant().week(2, available=False))
        days = Period.of_days(person.week(2).period.start, 3)
        person.is_decided("week:2020-03-29", AGAINST, applies=days, ground=Ground.NOT_AVAILABLE)

        assert person.states()[1] == ("disqualified", 0)

    def test_a_decision_on_a_second_certification_does_not_undo_one_against_the_week(self) -> None:
        person = claimant().certifies(claimant().week(1), claimant().week(2, available=False), key="first")
        person.certifies(person.week(2), key="later", late=3)
        person.is_decided("week:2020-03-29", AGAINST, applies=person.week(2).period, ground=Ground.NOT_AVAILABLE)
        person.is_decided("week:2020-03-29", Verdict.FOR_CLAIMANT)

        assert {state for state, _ in person.states()} == {"waiting", "disqualified", "outside"}

    def test_what_was_undecided_when_the_claim_was_taken_back_is_asked_no_more(self) -> None:
        person = claimant().certifies(claimant().week(1), claimant().week(2, available=False))
        person.withdraws(person.week(4).period.start)

        assert person.states() == [("waiting", 0), ("outside", 0)]

    def test_a_decision_against_the_whole_year_leaves_every_week_without_benefit(self) -> None:
        person = claimant().certifies(claimant().week(1))
        person.is_decided("referral:7", AGAINST, applies=person.determination().benefit_year, ground=Ground.REFUSAL)

        assert person.states() == [("not_entitled", 0)]


LEAVE = """
  - article: Small Act § 6
    says: A week of leave uses nothing up.
    parameters:
      whole:
        meaning: Whole
        unit: weeks
        values:
          - from: 2020-01-01
            value: 1
    particulars:
      leave:
        meaning: Leave
        unit: yes_no
        asks: Was it leave?
    each_week:
      quantities:
        used:
          meaning: Used
          unit: weeks
          is: if leave then 0 else whole
"""


def test_a_week_of_which_nobody_knows_what_it_uses_up_is_held_with_the_question() -> None:
    changes = {
        "unit: USD\n        is: weeks_max * rate\n        round: down to 1\n": "unit: weeks\n        is: weeks_max\n",
        "week_amount: due\n": "week_amount: due\n      consumes: used\n",
    }
    sheet = SOUND + LEAVE
    for line, changed in changes.items():
        assert line in sheet
        sheet = sheet.replace(line, changed)
    person = Person(load(sheet)).earned("5200", date(2019, 4, 1), date(2019, 7, 1)).lost_work().claims()
    person.certifies(person.week(1))

    [week] = person.assessments()[-1].weeks

    assert (week.state, week.question) == (WeekState.HELD, "Was it leave?")
