"""The nearest change meets all conditions at once, with the fewest facts and the least amounts, and says who could."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.eligibility import DeterminationOutcome
from contracts.registry import ContributionRecorded, EmploymentEnded, Fact, Separation
from contracts.values import Money
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.decide.determine import determine
from law.explain.nearest_change import AGE, PAST, FactChange, NearestChange, bucket_of, nearest_change, nearest_in_words
from tests.law.explain.compared import determined
from tests.law.schemes.abroad import Claimant
from tests.law.schemes.person import Person, in_mississippi

FILED = date(2026, 3, 2)


def nearest(person: Person | Claimant) -> NearestChange:
    of = determined(person.scheme, person.determination())
    return nearest_change({person.scheme.name: person.scheme}, person.facts, of.event, of.graph)


def changed(person: Person, change: FactChange, less: int = 0) -> Fact:
    """The fact that a change proposes; wages lower by so many minor units."""
    own = {fact.key: fact for fact in person.facts if isinstance(fact, ContributionRecorded | EmploymentEnded)}
    if change.key.startswith("reason of "):
        return own[change.key.removeprefix("reason of ")].model_copy(
            update={"reason": Separation.LAID_OFF, "source_version": 2}
        )
    amount = int(change.needed.removeprefix("at least ").split(".")[0].replace(",", "")) * 100
    paid = own.get(change.key)
    if paid is None:
        paid = next(fact for fact in own.values() if isinstance(fact, ContributionRecorded))
        bucket = bucket_of(change.what.partition("(")[2].rstrip(")"))
        paid = paid.model_copy(update={"key": change.key, "period": bucket})
    return paid.model_copy(update={"earnings": Money(minor=amount - less, currency="USD"), "source_version": 2})


def granted_with(person: Person, *facts: Fact) -> bool:
    determination = determine(ClaimUnderLaw(person.scheme, FactSet([*person.facts, *facts]), person.claim))
    return determination.outcome is DeterminationOutcome.GRANTED


@pytest.mark.parametrize(
    ("wages", "facts"),
    [
        (("700",), 1),
        (("0", "0", "500", "400"), 1),
        (("779", "300", "300"), 1),
        (("300", "0", "0", "0"), 2),
        (("1", "1"), 2),
    ],
)
def test_several_unmet_conditions_are_met_together_with_the_fewest_facts_and_not_with_a_unit_less(
    wages: tuple[str, ...], facts: int
) -> None:
    person = in_mississippi(*wages)
    found = nearest(person)
    assert len(found.changes) <= facts
    assert granted_with(person, *(changed(person, change) for change in found.changes))
    for lower in found.changes:
        less = [changed(person, change, less=100 if change is lower else 0) for change in found.changes]
        assert not granted_with(person, *less)


def test_two_facts_are_proposed_only_where_one_does_not_do() -> None:
    person = in_mississippi("1200", "100", "0", "0", reason=Separation.VOLUNTARY)
    found = nearest(person)
    facts = [changed(person, change) for change in found.changes]
    assert (len(facts), granted_with(person, *facts)) == (2, True)
    assert not any(granted_with(person, fact) for fact in facts)


def test_of_what_is_past_it_says_that_nobody_can_change_it() -> None:
    lines = list(nearest_in_words(nearest(in_mississippi("700"))))
    assert any(PAST in line for line in lines)
    assert "no amount here may be lower" in lines[-1]


def test_age_is_never_proposed_but_named() -> None:
    person = Claimant("no/dagpenger", FILED).earned(50_000, 24).lost_work().born(1950).claims()
    found = nearest(person)
    assert not [change for change in found.changes if "born" in change.what]
    if found.rests_on_age:
        assert AGE in list(nearest_in_words(found))


def test_a_granted_claim_needs_no_change() -> None:
    assert nearest(in_mississippi("5200", "5200", "5200", "5200")).changes == ()
