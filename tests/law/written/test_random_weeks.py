"""The written law says of the weeks of random persons, and of every story's, what the evaluator says."""

from __future__ import annotations

import pytest

from law.catalogue import load_scheme, scheme_names, stories_of
from law.people.story_file import read_stories
from tests.law.written.compare_weeks import random_weeks, weeks_of_stories

PERSONS = 12


@pytest.mark.parametrize("name", scheme_names())
def test_the_weeks_of_random_persons_come_out_alike_in_every_field(name: str) -> None:
    found = random_weeks(load_scheme(name, accept_unverified=True), PERSONS, seed=1)

    assert not found.differing, "\n".join(found.differences)
    assert found.certain


@pytest.mark.parametrize("name", scheme_names())
def test_the_weeks_of_the_people_of_the_stories_come_out_alike(name: str) -> None:
    found = weeks_of_stories(load_scheme(name, accept_unverified=True), read_stories(stories_of(name)).stories)

    assert not found.differing, "\n".join(found.differences)
    assert found.certain
