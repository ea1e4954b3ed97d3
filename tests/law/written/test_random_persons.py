"""The written law says of random persons, and of every story's, what the evaluator says."""

from __future__ import annotations

import pytest

from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.catalogue import load_scheme, scheme_names, stories_of
from law.people.life import CLAIM
from law.people.story_file import read_stories
from law.people.try_story import facts_of_story
from tests.law.language.changed_law import LEVEL, sheet, versions
from tests.law.language.sheet import load
from tests.law.written.compare import compared, random_persons

PERSONS = 24
CHANGED = sheet(
    "quantities",
    LEVEL + versions("low", "min(high_amount, share * high)", "new claims"),
)


@pytest.mark.parametrize("name", scheme_names())
def test_random_persons_come_out_alike_in_every_field(name: str) -> None:
    found = random_persons(load_scheme(name, accept_unverified=True), PERSONS, seed=1)

    assert not found.differing, "\n".join(found.differences)
    assert 0 < found.certain < found.persons


@pytest.mark.parametrize("name", scheme_names())
def test_the_people_of_the_stories_come_out_alike_and_most_who_are_granted_are_certain(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    stories = read_stories(stories_of(name)).stories
    found = compared(scheme, (ClaimUnderLaw(scheme, FactSet(facts_of_story(one, scheme)), CLAIM) for one in stories))

    assert not found.differing, "\n".join(found.differences)
    assert found.outcomes["granted"]


def test_each_claim_is_decided_by_the_version_of_a_rule_that_holds_for_it() -> None:
    found = random_persons(load(CHANGED), 4 * PERSONS, seed=0)

    assert not found.differing, "\n".join(found.differences)
    assert found.certain
