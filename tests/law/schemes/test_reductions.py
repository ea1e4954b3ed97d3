"""A decision that takes a share of the benefit for a time: what is paid, what is used up, and how it ends."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from contracts.about import ReferralAbout
from contracts.casework import Verdict
from contracts.claims import Ground, ReductionBounds
from contracts.eligibility import BenefitState, DeterminationOutcome
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.decide.assess import assess
from law.decide.determine import determine
from law.people.as_facts import facts_of
from law.people.life import BenefitClaim, Life, OfficerDecision
from tests.law.schemes.person import Person, in_mississippi
from tests.law.schemes.reducing import reducing
from tests.law.schemes.test_europe import german

MONTH = Period(start=date(2020, 4, 5), end=date(2020, 5, 5))
"""From the first day of the third week on; its last two days lie in the seventh."""
IN_FULL = ("uses_up", "in full")


SANCTION = OfficerDecision(
    about=ReferralAbout(referral="offer-1"),
    verdict=Verdict.AGAINST_CLAIMANT,
    decided_on=date(2025, 3, 1),
    article="the article",
    applies=Period(start=date(2025, 3, 1), end=date(2025, 4, 1)),
    ground=Ground.NO_EMPLOYMENT_SERVICE,
    reduced_by="0.3",
)


def claimant(*changes: tuple[str, str]) -> Person:
    """200 dollars a week, of which the first is waited for; eight weeks are certified."""
    person = in_mississippi("5200", "5200")
    person.scheme = reducing("us/mississippi", *changes)
    for first in (1, 5):
        person.certifies(*(person.week(number) for number in range(first, first + 4)))
    return person


def reduced(
    person: Person, by: str | None = "0.3", *, days: Period = MONTH, complied_on: date | None = None, about: str = ""
) -> Person:
    return person.is_decided(
        about or "referral:offer-1",
        Verdict.AGAINST_CLAIMANT,
        applies=days,
        ground=Ground.NO_EMPLOYMENT_SERVICE,
        reduced_by=by,
        complied_on=complied_on,
    )


def amounts(person: Person) -> list[int]:
    return [amount for _, amount in person.states()]


def test_each_week_within_the_time_is_paid_at_70_per_cent() -> None:
    person = reduced(claimant())

    # Two days of the seventh week are reduced: 200 * (1 - 0.3 * 2/7) is 182.85..., paid in whole dollars.
    assert amounts(person) == [0, 200_00, 140_00, 140_00, 140_00, 140_00, 182_00, 200_00]
    assert person.states()[2][0] == "partly_paid"


def test_a_week_says_by_how_much_on_how_many_days_and_by_which_article_it_is_reduced() -> None:
    week = reduced(claimant()).weeks()[6]

    assert week.because == (
        "Of USD 200.00 for the period USD 182.00 is paid: reduced by 30 % on 2 days from 2020-04-05 up to 2020-05-05, "
        "as a named person decided on 2020-04-20 (Miss. Code Ann. § 71-5-513)."
    )
    assert (week.cites, week.ground) == ("Miss. Code Ann. § 71-5-513", Ground.NO_EMPLOYMENT_SERVICE)


def test_the_derivation_of_a_reduced_week_leads_to_the_decision() -> None:
    step = reduced(claimant()).assessments()[0].steps[2]
    leaves = step.inputs[-1]

    assert (leaves.what, leaves.value, leaves.cites) == ("what the reduction leaves", 140, "Miss. Code Ann. § 71-5-513")
    assert leaves.inputs[0].value == 200
    assert leaves.inputs[1].facts == ("claim-1/referral:offer-1/no_employment_service",)


def test_it_ends_on_the_day_on_which_the_person_complies() -> None:
    person = reduced(claimant(), complied_on=date(2020, 4, 19))

    assert amounts(person) == [0, 200_00, 140_00, 140_00, 200_00, 200_00, 200_00, 200_00]


def test_who_complied_in_the_middle_of_a_week_is_paid_the_other_days_in_full() -> None:
    person = reduced(claimant(), complied_on=date(2020, 4, 9))

    assert amounts(person)[2:4] == [165_00, 200_00]  # four days: 200 * (1 - 0.3 * 4/7) is 165.71...
    assert "the person complied on 2020-04-09" in person.weeks()[2].because


def test_compliance_before_the_first_day_leaves_nothing_reduced() -> None:
    assert amounts(reduced(claimant(), complied_on=MONTH.start)) == [0, *[200_00] * 7]


def test_compliance_ends_nothing_where_the_law_does_not_say_so() -> None:
    person = reduced(claimant(("        until: the person complies\n", "")), complied_on=date(2020, 4, 19))

    assert amounts(person)[4] == 140_00


def test_earnings_are_taken_off_first_and_the_rest_is_reduced() -> None:
    person = in_mississippi("5200", "5200")
    person.scheme = reducing("us/mississippi")
    person.certifies(person.week(1), person.week(2), person.week(3, earned="140"))

    assert amounts(reduced(person)) == [0, 200_00, 70_00]  # 100 would be left after earnings


def test_where_two_reductions_meet_the_greater_one_holds() -> None:
    person = reduced(
        reduced(claimant()), "1/2", days=Period(start=date(2020, 4, 12), end=MONTH.end), about="referral:b"
    )

    assert amounts(person)[2:4] == [140_00, 100_00]


def test_days_that_are_taken_in_full_stay_unpaid_whatever_else_is_reduced() -> None:
    person = reduced(
        reduced(claimant()), None, days=Period(start=date(2020, 4, 12), end=date(2020, 4, 19)), about="referral:b"
    )

    assert person.states()[2:5] == [("partly_paid", 140_00), ("disqualified", 0), ("partly_paid", 140_00)]


def test_a_week_that_was_in_question_is_paid_reduced_and_asks_no_more() -> None:
    person = in_mississippi("5200", "5200")
    person.scheme = reducing("us/mississippi", ("no_employment_service:", "not_available:"))
    person.certifies(person.week(1), person.week(2, available=False))
    assert person.states()[1][0] == "held"

    week = person.week(2).period
    decided = {"applies": week, "ground": Ground.NOT_AVAILABLE, "reduced_by": "0.4"}
    person.is_decided(f"week:{week.start}", Verdict.AGAINST_CLAIMANT, **decided)

    assert person.states()[1] == ("partly_paid", 120_00)


class TestTheLimit:
    def test_in_money_is_used_up_by_what_is_paid_unless_the_sheet_says_otherwise(self) -> None:
        full, by_share = claimant().assessments()[-1], reduced(claimant()).assessments()[-1]
        in_full = reduced(claimant(("        until:", "        uses_up: in full\n        until:"))).assessments()[-1]

        assert by_share.total_left.minor - full.total_left.minor == 4 * 60_00 + 18_00
        assert in_full.total_left == full.total_left
        assert in_full.amount == by_share.amount

    @pytest.mark.parametrize(("uses_up", "days_left"), [("in full", 330), ("by the share paid", 339)])
    def test_in_days_is_used_up_by_the_whole_period_unless_the_sheet_says_otherwise(
        self, uses_up: str, days_left: int
    ) -> None:
        scheme = reducing("de/alg1", ("        until:", f"        uses_up: {uses_up}\n        until:"))
        person = german().months(1)
        facts = (*person.facts, *facts_of(Life(claims=(BenefitClaim(decisions=(SANCTION,)),)), scheme))
        claim = ClaimUnderLaw(scheme, FactSet(facts), "claim")
        (assessment,) = assess(claim, determine(claim))

        assert assessment.amount.minor == 869_40  # a whole month counts as thirty days of 41.40; 70 per cent of it
        assert assessment.limit_left == days_left

    def test_in_days_is_used_up_by_the_whole_period_where_the_sheet_is_silent(self) -> None:
        assert reducing("de/alg1").reductions["no_employment_service"].uses_up == "in full"
        assert reducing("us/mississippi").reductions["no_employment_service"].uses_up == "by the share paid"


class TestTheDetermination:
    def test_stays_granted_and_shows_the_reduced_days_as_payable(self) -> None:
        determination = reduced(claimant()).determination()
        stretch = next(stretch for stretch in determination.timeline if stretch.reduced_by)

        assert determination.outcome is DeterminationOutcome.GRANTED
        assert (stretch.period, stretch.state, stretch.reduced_by) == (MONTH, BenefitState.PAYABLE, "0.3")

    def test_stays_granted_though_every_day_of_the_year_is_reduced(self) -> None:
        year = claimant().determination().benefit_year

        assert reduced(claimant(), days=year).determination().outcome is DeterminationOutcome.GRANTED

    def test_names_the_bounds_within_which_an_officer_may_decide(self) -> None:
        assert claimant().determination().reductions == (
            ReductionBounds(
                ground=Ground.NO_EMPLOYMENT_SERVICE,
                by_at_least="3/10",
                by_at_most="1/2",
                lasts_at_least=1,
                lasts_at_most=2,
                lasts_in="month",
                until_compliance=True,
                cites="Test Act § 1(2)",
            ),
        )

    def test_names_none_before_the_law_knew_any(self) -> None:
        since = "          - from: {}-01-01\n            value: 0.30"
        assert claimant((since.format(2000), since.format(2021))).determination().reductions is None


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_any_order_of_decision_compliance_and_weeks_gives_the_same_money(order: tuple[int, ...]) -> None:
    person = reduced(claimant(), complied_on=date(2020, 4, 19))
    *others, first, second, decision, compliance = person.facts
    parts = [first, second, decision, compliance]
    facts = FactSet((*(parts[place] for place in order), *others))
    claim = ClaimUnderLaw(person.scheme, facts, person.claim)

    assert assess(claim, determine(claim)) == person.assessments()
