"""Where two sheets say the same of every day before one, what was worked out of such days is not worked out again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from contracts.intake import ClaimFiled
from law.amendments.benefit_from_day import ComparedPerson, benefits_from
from law.amendments.law_before import same_before
from law.amendments.supposed_periods import SupposedFacts
from law.case.facts import FactSet
from law.catalogue import load_scheme, stories_of
from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.people.story_file import read_stories
from law.people.try_story import facts_of_story
from law.questions.vocabulary import VOCABULARY

ON = date(2020, 4, 5)
MISSISSIPPI = load_scheme("us/mississippi", accept_unverified=True)
SHARE = "value: 1/26\n            also: mdes.ms.gov, Benefit Eligibility Requirements\n"
AS_ON = "as_on: the day the claim begins\n        at: definition of benefit year\n"


def amended(*changes: tuple[str, str]) -> Scheme:
    """Mississippi's sheet with words of it replaced."""
    text = MISSISSIPPI.text
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return load_text(text, file="amended.yaml", vocabulary=VOCABULARY, accept_unverified=True)


def dated(on: date = ON) -> Scheme:
    """Another share from a day on, which running claims follow."""
    follow = f"      transitions:\n        - on: {on}\n          running_claims: follow the new law\n"
    return amended((SHARE, f"{SHARE}          - from: {on}\n            value: 1/24\n"), (AS_ON, f"{AS_ON}{follow}"))


def test_a_change_with_its_day_leaves_the_days_before_it_as_they_were() -> None:
    assert same_before(MISSISSIPPI, dated(), ON)
    assert same_before(MISSISSIPPI, MISSISSIPPI, ON)


@pytest.mark.parametrize(
    "changed",
    [
        dated(ON - timedelta(days=1)),
        amended((SHARE, SHARE.replace("1/26", "1/24"))),
        amended(("round: down to 1", "round: up to 1")),
    ],
    ids=["an earlier day", "a figure", "a rule"],
)
def test_whatever_else_differs_may_reach_back(changed: Scheme) -> None:
    assert not same_before(MISSISSIPPI, changed, ON)


def test_a_law_that_reads_figures_of_other_days_may_reach_back() -> None:
    norway = load_scheme("no/dagpenger", accept_unverified=True)
    assert not same_before(norway, norway, ON)


@pytest.mark.parametrize("day", [ON, ON + timedelta(days=40)])
def test_who_goes_on_with_the_law_before_comes_to_the_same_as_who_begins_anew(day: date) -> None:
    before, after = {MISSISSIPPI.name: MISSISSIPPI}, {MISSISSIPPI.name: dated(day)}
    gone_on = 0
    for story in read_stories(stories_of(MISSISSIPPI.name)).stories:
        facts = FactSet(facts_of_story(story, MISSISSIPPI))
        claims = [claim.key for claim in facts.of(ClaimFiled)]
        person = ComparedPerson(SupposedFacts(facts))
        benefits_from(before, person, claims, day)
        gone_on += len(person.worked)
        going_on = benefits_from(after, person, claims, day, goes_on=True)
        assert going_on == benefits_from(after, ComparedPerson(SupposedFacts(facts)), claims, day)
    assert gone_on
