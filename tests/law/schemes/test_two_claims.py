"""A person who files twice: nothing is refused for it, and no day is ever paid under both claims."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.eligibility import ONE_CLAIM, DeterminationOutcome, Outcome, WeekAssessed, WeekState
from contracts.values import Period
from law.decide import certified_weeks as weeks_module
from tests.law.schemes.person import FILED, Person, in_mississippi

PAYS = {WeekState.PAID, WeekState.PARTLY_PAID, WeekState.WAITING}
FIRST_DAY = date(2020, 3, 22)


def files_twice(*, later: int = 14) -> Person:
    return in_mississippi("5200", "5200", "5200", "5200").claims(FILED + timedelta(days=later), claim="claim-2")


def outcome(person: Person, claim: str) -> str:
    return person.determination(claim).outcome.value


class TestALaterClaimWithinTheBenefitYear:
    def test_is_neither_granted_nor_refused_but_asked_about(self) -> None:
        person = files_twice()

        finding = person.determination("claim-2").findings[-1]

        assert (outcome(person, "claim-1"), outcome(person, "claim-2")) == ("granted", "needs_a_person")
        assert (finding.condition, finding.outcome) == (ONE_CLAIM, Outcome.NEEDS_A_PERSON)
        assert "claim-1" in (finding.question or "")
        assert finding.cites == person.scheme.claim.benefit_year.cites

    def test_has_its_weeks_held_meanwhile(self) -> None:
        person = files_twice()
        person.certifies(person.week(5))

        assert person.states() == [("held", 0)]
        assert "One claim in a benefit year" in person.weeks()[0].because

    def test_is_asked_about_whichever_claim_is_known_first(self) -> None:
        person = files_twice()
        backwards = Person(person.scheme, list(reversed(person.facts)), claim="claim-2")

        assert backwards.determinations() == person.determinations()

    def test_is_granted_once_the_earlier_one_is_taken_back(self) -> None:
        person = files_twice()
        person.claim = "claim-1"
        person.withdraws(FILED + timedelta(days=20))

        assert outcome(person, "claim-2") == "granted"

    def test_is_granted_where_the_earlier_one_is_refused(self) -> None:
        person = Person(in_mississippi().scheme).lost_work().claims(date(2020, 3, 25))
        person.earned("5200", date(2020, 1, 1), date(2020, 4, 1)).earned("5200", date(2019, 10, 1), date(2020, 1, 1))
        person.claims(date(2020, 7, 8), claim="claim-2")

        assert (outcome(person, "claim-1"), outcome(person, "claim-2")) == ("refused", "granted")

    def test_is_asked_about_up_to_the_end_of_the_earlier_benefit_year_and_not_after(self) -> None:
        asked = [
            {finding.condition for finding in files_twice(later=days).determination("claim-2").findings}
            for days in (7 * 51, 7 * 52)
        ]

        assert [ONE_CLAIM in conditions for conditions in asked] == [True, False]

    def test_is_asked_about_while_the_earlier_one_is_undecided_itself(self) -> None:
        person = files_twice().claims(FILED + timedelta(days=30), claim="claim-3")

        assert [outcome(person, f"claim-{number}") for number in (1, 2, 3)] == [
            "granted",
            "needs_a_person",
            "needs_a_person",
        ]

    def test_is_granted_when_a_named_person_decides_for_it(self) -> None:
        person = files_twice().is_decided(ONE_CLAIM, Verdict.FOR_CLAIMANT, ground=Ground.OTHER_BENEFIT)
        person.certifies(person.week(3), person.week(4))

        assert outcome(person, "claim-2") == "granted"
        assert person.states() == [("waiting", 0), ("paid", 200_00)]

    def test_is_refused_only_when_a_named_person_decides_so(self) -> None:
        person = files_twice()
        year = person.determination("claim-2").benefit_year
        person.is_decided(ONE_CLAIM, Verdict.AGAINST_CLAIMANT, applies=year, ground=Ground.OTHER_BENEFIT)

        assert outcome(person, "claim-2") == "refused"
        assert not person.determination("claim-2").automatic


class TestAWeekCertifiedUnderBothClaims:
    def both(self) -> Person:
        person = files_twice().is_decided(ONE_CLAIM, Verdict.FOR_CLAIMANT, ground=Ground.OTHER_BENEFIT)
        person.certifies(person.week(3), person.week(4), key="later", late=3)
        person.claim = "claim-1"
        return person.certifies(person.week(3), person.week(4), key="earlier")

    def test_is_paid_where_it_was_filed_first_and_held_with_a_question_in_the_other(self) -> None:
        person = self.both()

        assert person.states("claim-1") == [("waiting", 0), ("paid", 200_00)]
        assert person.states("claim-2") == [("held", 0), ("held", 0)]
        assert "earlier of claim claim-1" in (person.weeks("claim-2")[0].question or "")

    def test_ends_as_certified_elsewhere_when_a_person_has_decided(self) -> None:
        person = self.both()
        person.claim = "claim-2"
        for number in (3, 4):
            person.is_decided(f"week:{person.week(number).period.start}", Verdict.FOR_CLAIMANT)

        assert person.states("claim-2") == [("outside", 0), ("outside", 0)]
        assert person.states("claim-1") == [("waiting", 0), ("paid", 200_00)]

    def test_is_paid_in_the_other_if_the_first_claim_is_taken_back_before_it(self) -> None:
        person = self.both()
        person.withdraws(FIRST_DAY)

        assert person.states("claim-1") == [("outside", 0), ("outside", 0)]
        assert person.states("claim-2") == [("waiting", 0), ("paid", 200_00)]

    def test_that_lies_after_the_first_claims_benefit_year_is_paid_in_the_other(self) -> None:
        person = files_twice().is_decided(ONE_CLAIM, Verdict.FOR_CLAIMANT, ground=Ground.OTHER_BENEFIT)
        person.certifies(person.week(53), key="later", late=3)
        person.claim = "claim-1"
        person.certifies(person.week(53), key="earlier")

        assert (person.states("claim-1"), person.states("claim-2")) == ([("outside", 0)], [("waiting", 0)])


CLAIMS = st.lists(st.integers(0, 400), min_size=2, max_size=3)
CERTIFIED = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 8), st.sampled_from(["0", "60"]), st.integers(0, 30)), max_size=12
)
DECIDED = st.frozensets(st.integers(0, 2))
TAKEN_BACK = st.none() | st.tuples(st.integers(0, 2), st.integers(0, 60))


def someone(
    claims: list[int],
    certified: list[tuple[int, int, str, int]],
    decided: frozenset[int],
    taken_back: tuple[int, int] | None,
) -> Person:
    """A person with several claims, decided for or not, who certifies weeks under any of them."""
    person = Person(in_mississippi().scheme, list(in_mississippi("5200", "5200", "5200", "5200").facts[:1]))
    person.facts += in_mississippi("5200", "5200", "5200", "5200").facts[2:]
    for number, later in enumerate(claims):
        person.claims(FILED + timedelta(days=later % 40), claim=f"claim-{number}")
        if number in decided:
            person.is_decided(ONE_CLAIM, Verdict.FOR_CLAIMANT, ground=Ground.OTHER_BENEFIT)
    for place, (number, week, earned, late) in enumerate(certified):
        person.claim = f"claim-{number % len(claims)}"
        person.certifies(person.week(week, earned=earned), key=f"cert-{place}", late=late)
    if taken_back is not None:
        person.claim = f"claim-{taken_back[0] % len(claims)}"
        person.withdraws(FILED + timedelta(days=taken_back[1]))
    return person


def paid_twice(person: Person) -> list[Period]:
    """Days that count under two claims, paid or waited for."""
    counted: list[tuple[str, WeekAssessed]] = [
        (claim, week) for claim in person.determinations() for week in person.weeks(claim) if week.state in PAYS
    ]
    return [
        week.period
        for (claim, week), (other, again) in product(counted, counted)
        if claim < other and week.period.overlaps(again.period)
    ]


@given(CLAIMS, CERTIFIED, DECIDED, TAKEN_BACK)
@settings(max_examples=80)
def test_no_day_is_paid_under_two_claims(
    claims: list[int],
    certified: list[tuple[int, int, str, int]],
    decided: frozenset[int],
    taken_back: tuple[int, int] | None,
) -> None:
    assert not paid_twice(someone(claims, certified, decided, taken_back))


@given(CLAIMS, CERTIFIED, DECIDED, TAKEN_BACK, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_in_which_claims_and_weeks_become_known_changes_nothing(  # type: ignore[no-untyped-def]
    claims: list[int],
    certified: list[tuple[int, int, str, int]],
    decided: frozenset[int],
    taken_back: tuple[int, int] | None,
    random,  # noqa: ANN001  Hypothesis gives it
) -> None:
    person = someone(claims, certified, decided, taken_back)
    shuffled = Person(person.scheme, list(person.facts), person.claim)
    random.shuffle(shuffled.facts)

    assert shuffled.determinations() == person.determinations()
    assert all(shuffled.assessments(claim) == person.assessments(claim) for claim in person.determinations())


def test_the_search_for_days_paid_twice_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    both = TestAWeekCertifiedUnderBothClaims().both()
    assert not paid_twice(both)

    monkeypatch.setattr(weeks_module, "_first_of", lambda _: {})

    assert paid_twice(both)
    assert both.determination("claim-1").outcome is DeterminationOutcome.GRANTED
