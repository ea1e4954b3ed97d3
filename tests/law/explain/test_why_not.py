"""A refusal names every unmet condition with its values, its law, and what would meet it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.casework import Verdict
from contracts.claims import Ground
from contracts.eligibility import Outcome
from contracts.registry import Separation
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.decide.determine import determine
from law.explain.why_not import Lack, Needed, Unmet, unmet, why_not_in_words
from law.language.terms.values import Value
from tests.law.explain.compared import determined, law_says
from tests.law.schemes.abroad import Claimant
from tests.law.schemes.person import Person, in_mississippi


def unmet_by(person: Person) -> tuple[Unmet, ...]:
    of = law_says(person)
    return unmet(of.scheme, of.event, of.graph)


def lacks(needed: Lack | Needed) -> Iterator[Lack]:
    """Every single thing that is missing."""
    if isinstance(needed, Lack):
        yield needed
    else:
        for part in needed.parts:
            yield from lacks(part)


def why_not(person: Person) -> str:
    return "\n".join(why_not_in_words(law_says(person).event, unmet_by(person)))


def test_every_unmet_condition_is_listed_with_its_value_and_the_value_needed() -> None:
    answer = why_not(in_mississippi("700"))
    assert answer.startswith("The claim is refused. 3 of 6 conditions are not met:")
    assert (
        "All wages of the base period: you have USD 700.00, and it takes at least USD 1,200.00 "
        "(wages needed in the base period): USD 500.00 more." in answer
    )
    assert "you have 1 quarter, and it takes at least 2 quarters" in answer
    assert answer.count("[Miss. Code Ann. § 71-5-511]") == 3
    assert "You may contest this within 14 days" in answer


def test_of_things_that_stand_in_for_each_other_one_is_enough() -> None:
    person = Claimant("no/dagpenger", FILED).earned(5000, 6).lost_work().born(1985).claims()
    determination = person.determination()
    of = determined(person.scheme, determination)
    answer = "\n".join(why_not_in_words(of.event, unmet(of.scheme, of.event, of.graph)))
    assert determination.outcome.value == "refused"
    assert "One of these would be enough:" in answer
    assert "it takes at least NOK 195,240.00" in answer


def test_what_waits_for_a_person_says_so_with_the_question() -> None:
    answer = why_not(in_mississippi("5200", "5200", reason=Separation.VOLUNTARY))
    assert answer.startswith("The claim is waiting for a person's decision. 1 of 6 conditions is open")
    assert "only the answer of a named person settles it: The employer reports that the person left" in answer


def test_what_a_person_decided_is_not_said_to_be_a_matter_of_numbers() -> None:
    person = in_mississippi("5200", "5200", reason=Separation.VOLUNTARY)
    year = person.determination().benefit_year
    person.is_decided(
        "did_not_leave_without_good_cause",
        Verdict.AGAINST_CLAIMANT,
        applies=Period(start=year.start, end=year.end),
        ground=Ground.QUIT,
    )
    assert "A named person decided so: only another decision" in why_not(person)


def test_of_a_granted_claim_every_condition_is_met() -> None:
    assert why_not(in_mississippi("5200", "5200")) == "Every condition is met: the claim is granted."


FILED = date(2025, 6, 16)
CENTS = st.integers(min_value=0, max_value=2_000_00).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


def under(person: Person, answers: Mapping[str, Value]) -> ClaimUnderLaw:
    return ClaimUnderLaw(person.scheme, FactSet(person.facts), person.claim, given=answers)


@given(st.tuples(CENTS, CENTS, CENTS, CENTS))
def test_what_is_said_to_meet_a_condition_does_meet_it(quarters: tuple[str, ...]) -> None:
    """The engine itself, told the value that was said to be enough, finds the condition met."""
    person = in_mississippi(*quarters)
    conditions = unmet_by(person)
    assume(conditions)
    for condition in conditions:
        for lack in lacks(condition.needed):
            assert lack.name is not None
            assert lack.given is not None
            found = determine(under(person, {lack.name: lack.given}))
            met = {finding.condition: finding.outcome for finding in found.findings}
            assert met[condition.finding.condition] is Outcome.MET
            short = determine(under(person, {lack.name: max(0, lack.given - 1)}))
            still = {finding.condition: finding.outcome for finding in short.findings}
            assert still[condition.finding.condition] is Outcome.NOT_MET, "less than that is not enough"
