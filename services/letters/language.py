"""One language: its phrases, and how it writes days, numbers, money and plurals (CLDR, by Babel)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name
from pydantic import BaseModel, ConfigDict

from contracts.currencies import MINOR_DIGITS
from contracts.in_words import InWords, as_sentence, no_such

WORDS = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(path.stem for path in WORDS.glob("*.yaml")))
DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩"}
"""Of the numbering systems of CLDR that our languages use beside 0 to 9; Babel writes those alone."""
WRITTEN_BEFORE = 4_096
"""So many days and numbers are kept as they were written: a page says the same ones again and again."""
PLACE = re.compile(r"\{(\w+)\}")


class NoSuchLanguage(InWords):
    """There are no words in that language."""


class LetterWords(BaseModel):
    """A file of `words/`. A text with a number in it has a form for each plural of the language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    locale: str
    """As CLDR names it, where the scheme's country says nothing else."""
    money: Literal["code", "name"]
    """Whether an amount bears the code of its currency or the name."""
    texts: Mapping[str, str | Mapping[str, str]]


class Language:
    """The words and forms of a language, as written in a country where that is known."""

    def __init__(self, words: LetterWords, country: str) -> None:
        self.words = words
        self.locale = _locale(words, country)

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Of writing."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def has(self, key: str) -> bool:
        """Whether there is a phrase of this key."""
        return key in self.words.texts

    def template(self, key: str, count: int | None = None) -> str:
        """A phrase with its places still open, in the plural of a count."""
        text = self.words.texts[key]
        if isinstance(text, str):
            return text
        forms = dict(text)
        return forms.get(self.locale.plural_form(count or 0), forms["other"])

    def number(self, value: Fraction | int, *, digits: int | None = None) -> str:
        """A number with the language's separators and digits; at most two decimals unless it is said how many."""
        exact = Fraction(value)
        places = digits if digits is not None else (0 if exact.denominator == 1 else 2)
        return self._in_digits(_grouped(round(exact * 10**places), places, self.locale))

    def day(self, day: date) -> str:
        """A day with the name of its month."""
        return self._in_digits(_long_day(day, self.locale))

    def money(self, minor: int, currency: str) -> str:
        """An amount in minor units with its currency."""
        digits = MINOR_DIGITS[currency]
        number = self.number(Fraction(minor, 10**digits), digits=digits)
        if self.words.money == "code":
            return f"{number}\u00a0{currency}"
        count = Decimal(minor).scaleb(-digits)
        return f"{number}\u00a0{get_currency_name(currency, count=count, locale=self.locale)}"

    def percent(self, share: Fraction | int) -> str:
        """A share in per cent."""
        return f"{self.number(Fraction(share) * 100)}\u00a0%"

    def _in_digits(self, text: str) -> str:
        digits = DIGITS.get(self.locale.default_numbering_system)
        return text.translate(str.maketrans("0123456789", digits)) if digits else text


@lru_cache(WRITTEN_BEFORE)
def _long_day(day: date, locale: Locale) -> str:
    return format_date(day, "long", locale=locale)


@lru_cache(WRITTEN_BEFORE)
def _grouped(rounded: int, places: int, locale: Locale) -> str:
    form = "#,##" + ("0." + "0" * places if places else "0")
    return format_decimal(_decimal(rounded, places), format=form, locale=locale, numbering_system="default")


def _decimal(rounded: int, places: int) -> str:
    whole, rest = divmod(abs(rounded), 10**places)
    return f"{'-' if rounded < 0 else ''}{whole}{f'.{rest:0{places}d}' if places else ''}"


def _locale(words: LetterWords, country: str) -> Locale:
    try:
        return Locale.parse(f"{words.language}_{country}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(words.locale)


@cache
def words_of(language: str) -> LetterWords:
    """The words of a language. Raises `NoSuchLanguage`."""
    if language not in LANGUAGES:
        raise NoSuchLanguage(as_sentence(no_such("language", language, LANGUAGES)))
    return LetterWords.model_validate(yaml.safe_load((WORDS / f"{language}.yaml").read_text("utf-8")))


@cache
def language_of(language: str, country: str = "") -> Language:
    """A language as a country writes it. Raises `NoSuchLanguage`."""
    return Language(words_of(language), country)
