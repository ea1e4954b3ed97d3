"""The languages of a story: the phrases of `words/` beside those of letters, with the same forms for days and money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

from contracts.values import Money
from services.letters.language import Language, LetterWords, words_of
from services.letters.model import LAW_LANGUAGE, AsWritten, LetterLine, Phrase
from services.letters.writing import written_line
from services.letters.written import WrittenLine

WORDS = Path(__file__).parent / "words"


class _AsEventsWrite(Language):
    """Days, sums and shares as events have them: English is what terminals and papers of a contest read."""

    def day(self, day: date) -> str:
        return day.isoformat()

    def money(self, minor: int, currency: str) -> str:
        return str(Money(minor=minor, currency=currency))

    def percent(self, share: Fraction | int) -> str:
        return super().percent(share).replace("\u00a0", " ")


@cache
def story_words(language: str) -> LetterWords:
    """Its words. Raises `NoSuchLanguage`, and `ValueError` for a phrase that letters have as well."""
    letters = words_of(language)
    own = yaml.safe_load((WORDS / f"{language}.yaml").read_text("utf-8"))
    if twice := letters.texts.keys() & own.keys():
        raise ValueError(f"words/{language}.yaml: letters have {min(twice)} already")
    return letters.model_copy(update={"texts": {**letters.texts, **own}})


@cache
def story_language(language: str) -> Language:
    """A language of stories. Raises `NoSuchLanguage`."""
    kind = _AsEventsWrite if language == LAW_LANGUAGE else Language
    return kind(story_words(language), "")


def title_of_page(name: str, language: str) -> str:
    """What a page on which somebody looked at a person is called. Raises `NoSuchLanguage`."""
    words, key = story_language(language), f"page.{name}"
    return words.template(key) if words.has(key) else name


def heading_of_case(person: str, language: str) -> WrittenLine:
    """What stands above a story: whose it is. Raises `NoSuchLanguage`."""
    return in_words([Phrase("case_of", {"person": AsWritten(person)})], story_language(language))


def in_words(says: Iterable[Phrase], language: Language) -> WrittenLine:
    """Sentences in a language, one behind the other."""
    return written_line(LetterLine(tuple(says)), language)
