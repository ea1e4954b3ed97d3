"""The words of the pages: every phrase in every language, with the same places and all plurals of the language."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from contracts.base import EVENTS
from contracts.clock import DayClosed
from services.console.language import LANGUAGES, page_language
from services.letters.language import PLACE

ENGLISH = page_language("en").words.texts


def forms(text: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"other": text} if isinstance(text, str) else text


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_phrase_with_the_same_places_and_all_its_plurals(code: str) -> None:
    language = page_language(code)
    texts = language.words.texts
    assert texts.keys() == ENGLISH.keys()
    for key, text in texts.items():
        wanted = set(PLACE.findall(forms(ENGLISH[key])["other"]))
        for form in forms(text).values():
            assert set(PLACE.findall(form)) == wanted, (code, key)
        if not isinstance(text, str):
            plurals = {language.locale.plural_form(count) for count in range(200)}
            assert plurals <= text.keys(), (code, key)


def test_whoever_can_stand_in_a_story_has_a_phrase() -> None:
    publishers = {event.publisher() for event in EVENTS.values()} - {DayClosed.publisher()}  # a day is nobody's
    assert {f"publisher.{publisher}" for publisher in publishers} <= ENGLISH.keys()
