"""A decision on a certified week settles what was asked of one certification, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from contracts.about import WeekDoubt
from contracts.casework import Verdict
from contracts.values import Money
from tests.law.schemes.person import Person, in_mississippi

DIED_ON = date(2020, 4, 1)
"""In the second week."""


def twice() -> Person:
    """Certifies the second week twice, with other earnings."""
    person = in_mississippi("5200", "5200", "5200", "5200")
    person.certifies(person.week(1), person.week(2), key="first")
    return person.certifies(person.week(2, earned="40"), key="second", late=2)


def answered(person: Person, certification: str, doubt: WeekDoubt | None) -> Person:
    """A named person answers what was asked of the second week as a certification states it, for the claimant."""
    about = f"week:{person.week(2).period.start}" + (f"/{doubt}" if doubt else "")
    return person.is_decided(about, Verdict.FOR_CLAIMANT, certification=certification if doubt else None)


def asked(person: Person) -> dict[str, WeekDoubt | None]:
    """What is asked of the second week, by the certification that states it."""
    start = person.week(2).period.start
    return {
        made.certification: week.doubt
        for made in person.assessments()
        for week in made.weeks
        if week.period.start == start and week.question
    }


def test_of_a_certification_that_came_twice_leaves_a_later_death_to_be_asked_about() -> None:
    person = answered(twice(), "second", WeekDoubt.CERTIFIED_TWICE)
    assert asked(person) == {}
    person.says(born="1985-06", died_on=DIED_ON)
    assert asked(person) == {"first": WeekDoubt.DIED_WITHIN}
    assert asked(answered(person, "first", WeekDoubt.DIED_WITHIN)) == {}


def test_of_a_death_leaves_a_second_certification_to_be_asked_about() -> None:
    person = in_mississippi("5200", "5200", "5200", "5200").says(born="1985-06", died_on=DIED_ON)
    person.certifies(person.week(1), person.week(2), key="first")
    answered(person, "first", WeekDoubt.DIED_WITHIN)
    assert asked(person) == {}
    person.certifies(person.week(2, earned="40"), key="second", late=2)
    assert asked(person) == {"second": WeekDoubt.CERTIFIED_TWICE}


def test_of_a_second_certification_leaves_a_third_to_be_asked_about() -> None:
    person = answered(twice(), "second", WeekDoubt.CERTIFIED_TWICE)
    person.certifies(person.week(2, earned="60"), key="third", late=3)
    assert asked(person) == {"third": WeekDoubt.CERTIFIED_TWICE}


def test_of_a_second_certification_leaves_to_be_asked_about_what_the_facts_leave_open() -> None:
    person = answered(twice(), "second", WeekDoubt.CERTIFIED_TWICE)
    in_euros = replace(person.week(2), earned=Money(minor=90_00, currency="EUR"))
    person.certifies(person.week(1), in_euros, key="first", version=2)
    assert asked(person) == {"first": WeekDoubt.FACTS_OPEN}
    assert person.states()[1:] == [("held", 0), ("outside", 0)]


def test_of_a_death_leaves_to_be_asked_about_what_the_facts_leave_open() -> None:
    person = answered(twice().says(born="1985-06", died_on=DIED_ON), "first", WeekDoubt.DIED_WITHIN)
    answered(person, "second", WeekDoubt.CERTIFIED_TWICE)
    assert asked(person) == {}
    in_euros = replace(person.week(2), earned=Money(minor=90_00, currency="EUR"))
    person.certifies(person.week(1), in_euros, key="first", version=2)
    assert asked(person) == {"first": WeekDoubt.FACTS_OPEN}


def test_that_names_no_doubt_as_earlier_ones_settles_each_as_it_did() -> None:
    person = answered(twice(), "second", None).says(born="1985-06", died_on=DIED_ON)
    assert asked(person) == {}


@pytest.mark.parametrize("facts", list(permutations(range(4))))
def test_pays_the_same_and_asks_the_same_whatever_came_first(facts: tuple[int, ...]) -> None:
    whole = answered(twice(), "second", WeekDoubt.CERTIFIED_TWICE).says(born="1985-06", died_on=DIED_ON)
    late = whole.facts[-4:]
    person = Person(whole.scheme, [*whole.facts[:-4], *(late[number] for number in facts)], claim=whole.claim)
    assert asked(person) == {"first": WeekDoubt.DIED_WITHIN}
    assert person.states() == whole.states()
