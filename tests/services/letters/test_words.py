"""Every language says everything, with the same places and all of its own plurals."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel import Locale

from contracts.claims import Ground
from contracts.eligibility import BenefitState, Outcome, WeekState
from contracts.employment import Separation
from law.language.terms.units import TIMES
from law.questions.vocabulary import VOCABULARY
from services.letters.language import LANGUAGES, PLACE, LetterWords, NoSuchLanguage, language_of, words_of

OTHERS = tuple(language for language in LANGUAGES if language != "en")
ENGLISH = re.compile(
    r"\b(the|and|you|your|of|is|was|for|with|not|this|that|we|paid|claim|days?|weeks?)\b", re.IGNORECASE
)
COUNTS = range(1001)


def forms(words: LetterWords, key: str) -> dict[str, str]:
    text = words.texts[key]
    return {"other": text} if isinstance(text, str) else dict(text)


def test_there_are_four_languages() -> None:
    assert LANGUAGES == ("ar", "en", "es", "fr")


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_phrase_in_the_same_order(language: str) -> None:
    assert list(words_of(language).texts) == list(words_of("en").texts)


@pytest.mark.parametrize("language", OTHERS)
def test_a_phrase_has_the_same_places_in_every_language(language: str) -> None:
    for key in words_of("en").texts:
        needed = set(PLACE.findall(forms(words_of("en"), key)["other"]))
        for form, text in forms(words_of(language), key).items():
            missing = needed - set(PLACE.findall(text))
            assert set(PLACE.findall(text)) <= needed, (language, key)
            assert missing <= ({"n"} if form in ("zero", "one", "two") else set()), (language, key, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_has_every_plural_of_the_language(language: str) -> None:
    words, locale = words_of(language), Locale.parse(language)
    needed = {locale.plural_form(count) for count in COUNTS}
    for key in words_of("en").texts:
        if not isinstance(words_of("en").texts[key], str):
            assert set(forms(words, key)) == needed, (language, key)


@pytest.mark.parametrize("language", OTHERS)
def test_no_phrase_is_left_in_english(language: str) -> None:
    english = words_of("en")
    for key in english.texts:
        for text in forms(words_of(language), key).values():
            rest = PLACE.sub("", text)
            same = re.search(r"[a-zA-Z]{4}", rest) and rest in {
                PLACE.sub("", own) for own in forms(english, key).values()
            }
            assert not same, (language, key)
            assert not ENGLISH.search(rest), (language, key, rest)
            if language == "ar":
                assert not re.search(r"[a-zA-Z]", rest), (key, rest)


def test_every_word_of_the_law_and_of_events_has_a_phrase() -> None:
    keys = set(words_of("en").texts)
    assert {f"question.{name}" for name in VOCABULARY.questions} <= keys
    assert {f"ground.{ground}" for ground in Ground} <= keys
    assert {f"week.{state}" for state in WeekState} <= keys
    assert {f"days.{state}" for state in BenefitState} - {"days.closed"} <= keys
    assert {f"finding.{outcome}" for outcome in Outcome} <= keys
    assert {f"unit.{time}" for time in TIMES} | {f"each.{time}" for time in TIMES} <= keys
    assert {f"word.{reason}" for reason in Separation} <= keys


def test_numbers_days_and_money_are_written_as_the_country_writes_them() -> None:
    day = date(2020, 2, 3)
    assert language_of("en", "US").day(day) == "February 3, 2020"
    assert language_of("en").day(day) == "3 February 2020"
    assert language_of("fr", "FR").money(123_450, "EUR") == "1\u202f234,50\u00a0EUR"
    assert language_of("es", "ES").money(123_450, "EUR") == "1.234,50\u00a0EUR"
    assert language_of("es", "US").money(123_450, "USD") == "1,234.50\u00a0USD"
    assert language_of("ar", "BH").money(1_234_500, "BHD").startswith("١٬٢٣٤٫٥٠٠")  # noqa: RUF001
    assert language_of("ar", "JO").day(day).startswith("٣ ")
    assert language_of("en", "JP").money(1234, "JPY") == "1,234\u00a0JPY"


def test_arabic_counts_with_six_plurals() -> None:
    arabic = language_of("ar")
    assert arabic.template("unit.week", 1) == "أسبوع واحد"
    assert arabic.template("unit.week", 2) == "أسبوعان"
    assert arabic.template("unit.week", 3) == "{n} أسابيع"
    assert arabic.template("unit.week", 11) == "{n} أسبوعًا"
    assert arabic.template("unit.week", 100) == "{n} أسبوع"


def test_a_language_without_words_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(NoSuchLanguage, match="de"):
        words_of("de")
