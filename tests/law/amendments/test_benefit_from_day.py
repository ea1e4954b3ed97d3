"""What a claim gets from a day on is what the evaluator comes to, under every sheet, for the people of its stories."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from contracts.intake import ClaimFiled
from law.amendments.benefit_change import BenefitChange, Effect
from law.amendments.benefit_from_day import BenefitFromDay, ComparedPerson, benefits_from
from law.amendments.supposed_periods import SUPPOSED, SupposedFacts
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.catalogue import load_scheme, scheme_names, stories_of
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.language.sheet.scheme import Scheme
from law.people.story import Story
from law.people.story_file import read_stories
from law.people.try_story import facts_of_story

LATER = timedelta(days=60)
Told = tuple[SupposedFacts, date, dict[str, BenefitFromDay]]


def told_of(story: Story, scheme: Scheme) -> Told:
    """The facts of a story, a day within the year of its last claim, and what each claim gets from then on."""
    facts = FactSet(facts_of_story(story, scheme))
    known, filed = SupposedFacts(facts), facts.of(ClaimFiled)
    day = max(claim.filed_on for claim in filed) + LATER
    return known, day, benefits_from({scheme.name: scheme}, ComparedPerson(known), [claim.key for claim in filed], day)


def by_the_evaluator(scheme: Scheme, known: SupposedFacts, claim: str) -> tuple[int, dict[date, int]]:
    """What is due for all that was certified, and what each supposed period of the claim is paid, by its first day."""
    determinations = all_determined({scheme.name: scheme}, known.facts)
    others = [other for key, other in determinations.items() if key != claim]
    certified, supposed = 0, dict[date, int]()
    for (key, _), facts in known._with_periods.items():
        if key == claim:
            due = assess(ClaimUnderLaw(scheme, facts, claim), determinations[claim], others)
            certified = sum(one.amount.minor for one in due if one.certification != SUPPOSED)
            weeks = (week for one in due if one.certification == SUPPOSED for week in one.weeks)
            supposed |= {week.period.start: week.amount.minor for week in weeks}
    return certified, supposed


@pytest.mark.parametrize("name", scheme_names())
def test_the_next_full_period_is_paid_as_the_evaluator_pays_it(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    periods = 0
    for story in read_stories(stories_of(name)).stories:
        if story.given:
            continue
        known, day, benefits = told_of(story, scheme)
        for claim, benefit in benefits.items():
            if benefit.period is not None:
                certified, supposed = by_the_evaluator(scheme, known, claim)
                assert benefit.period.start >= day
                assert (certified, supposed[benefit.period.start]) == (benefit.certified, benefit.amount)
                periods += 1
    assert periods


@pytest.mark.parametrize("name", scheme_names())
def test_the_same_law_changes_nothing_for_anybody(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    for story in read_stories(stories_of(name)).stories:
        for benefit in told_of(story, scheme)[2].values():
            change = BenefitChange(benefit, benefit)
            assert change.effect in {Effect.UNCHANGED, Effect.DOUBTFUL}
            assert not change.weekly
            assert not change.certified
