"""A letter can be written under every law that there is, in every language and as its country writes."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import pytest

from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.published import as_assessed, as_published
from law.catalogue import load_scheme, scheme_names, stories_of
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.explain.decision import Decision, FactSource
from law.language.sheet.scheme import Scheme
from law.people.story import Story
from law.people.story_file import read_stories
from law.people.try_story import facts_of_story
from services.claims.views import last_day_to_contest
from services.letters.case_file import ArchivedDecision, CaseFile, DatedEvent
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.text import as_text
from services.letters.writing import written

PERSON = "p-" + "7" * 32
STORIES_TRIED = 3
"""Of each scheme; the first of a file are the plainest and one that is refused."""


def archived(story: Story, scheme: Scheme) -> CaseFile:
    """What would be archived of a story's person: each claim's determination, and its assessments."""
    facts = FactSet(facts_of_story(story, scheme))
    determinations = all_determined({scheme.name: scheme}, facts)
    made: list[Decision] = []
    for claim, own in determinations.items():
        event, steps = as_published(own), json.loads(json.dumps(own.derivation))
        made.append(Decision("determination", event.determination, 1, PERSON, claim, event, steps))
        others = [other for key, other in determinations.items() if key != claim]
        for assessment in assess(ClaimUnderLaw(scheme, facts, claim), own, others):
            week, steps = as_assessed(assessment), json.loads(json.dumps(assessment.derivation))
            identity = UUID(int=len(made))
            numbered = week.model_copy(update={"assessment": identity})
            made.append(Decision("assessment", identity, 1, PERSON, claim, numbered, steps))
    day, numbers = date(2030, 1, 1), count(1)
    events = [
        DatedEvent(UUID(int=1000 + place), None, day + timedelta(days=place), place, decision.event)
        for place, decision in zip(numbers, made, strict=False)
    ]
    kept = {decision.made: ArchivedDecision(decision, _sources(decision)) for decision in made}
    return CaseFile(PERSON, tuple(events), kept, {scheme.digest: scheme}, last_day_to_contest)


def _sources(decision: Decision) -> tuple[FactSource, ...]:
    return tuple(FactSource("intake.claim-filed", key, 1, UUID(int=0)) for key in decision.graph.facts())


@pytest.mark.parametrize("name", scheme_names())
def test_letters_under_every_law_are_written_in_every_language(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    for story in read_stories(stories_of(name)).stories[:STORIES_TRIED]:
        letters = letters_of(archived(story, scheme))
        assert letters
        for letter in (letters[0], letters[-1]):
            texts = {language: as_text(written(letter, language)) for language in LANGUAGES}
            assert len(set(texts.values())) == len(LANGUAGES)
            assert not [text for text in texts.values() if "{" in text or "None" in text]
