"""The words of the pages: files of each language, written with the forms that letters have for days, numbers, money.

`words/` holds what all pages need; each folder of pages may have a `words/` of its own, with phrases alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.letters.language import PLACE, Language, LetterWords, language_of

CONSOLE = Path(__file__).parent
WORDS = CONSOLE / "words"
LANGUAGES = ("en", "fr", "es", "ar")
"""In this order people choose among them; English first, since sheets are written in it."""


@cache
def page_words(language: str) -> LetterWords:
    """The words of a language among `LANGUAGES`. Raises `ValueError` for a phrase that stands in two files."""
    common: dict[str, Any] = _read(WORDS / f"{language}.yaml")
    texts = dict(common["texts"])
    for file in sorted(CONSOLE.rglob(f"words/{language}.yaml")):
        if file.parent == WORDS:
            continue
        own = _read(file)
        if twice := texts.keys() & own.keys():
            raise ValueError(f"{file.relative_to(CONSOLE)}: {min(twice)} stands in another file of words")
        texts |= own
    return LetterWords.model_validate({**common, "texts": texts})


def _read(file: Path) -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return words


@cache
def page_language(language: str, country: str = "") -> Language:
    """A language as a country writes it."""
    return Language(page_words(language), country)


def say(language: Language, key: str, values: Mapping[str, str], count: int | None = None) -> str:
    """A phrase with its places filled by words that are written already."""
    return PLACE.sub(lambda place: values[place[1]], language.template(key, count))


def said_in_letters(language: Language, key: str) -> str:
    """A phrase without places that letters have already, in the language of a page."""
    return language_of(language.words.language).template(key)
