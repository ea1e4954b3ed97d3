"""The words of the pages: a file a language, written with the forms that letters have for days, numbers and money."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from services.letters.language import PLACE, Language, LetterWords

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "fr", "es", "ar")
"""In this order people choose among them; English first, since sheets are written in it."""


@cache
def page_words(language: str) -> LetterWords:
    """The words of a language among `LANGUAGES`."""
    return LetterWords.model_validate(yaml.safe_load((WORDS / f"{language}.yaml").read_text("utf-8")))


@cache
def page_language(language: str, country: str = "") -> Language:
    """A language as a country writes it."""
    return Language(page_words(language), country)


def say(language: Language, key: str, values: Mapping[str, str], count: int | None = None) -> str:
    """A phrase with its places filled by words that are written already."""
    return PLACE.sub(lambda place: values[place[1]], language.template(key, count))
