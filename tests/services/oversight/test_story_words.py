"""A story is told in four languages: every sentence in each of them, with the same fields and the words of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, get_args

import pytest
from babel import Locale
from pydantic import ValidationError

from contracts.base import EVENTS, Envelope, Event, Unreadable, read
from contracts.console import PersonViewed, ViewPurpose
from contracts.registry import EmploymentStarted
from contracts.schemas import EXAMPLES
from services.console.staff import staff_pages
from services.letters.language import LANGUAGES, PLACE, words_of
from services.letters.model import LetterValue, Phrase, Quoted
from services.oversight.story import _SAY, StoryLine, lines_of, tell, told_steps
from services.oversight.story_language import heading_of_case, story_language, story_words

OTHERS = tuple(language for language in LANGUAGES if language != "en")
COUNTS = range(1001)
NAME_THE_DAY_BEHIND = {"days_of": {"end", "last"}, "days_up_to": {"end", "last"}}
"""Phrases of a period: English names the day behind the last, the others the last."""
WORDS_OF_ENGLISH = re.compile(
    r"\b(the|and|you|your|of|was|for|with|not|this|that|we|paid|claim|days?|weeks?)\b", re.IGNORECASE
)


def own_phrases(language: str) -> Mapping[str, Any]:
    return {key: text for key, text in story_words(language).texts.items() if key not in words_of(language).texts}


def forms(text: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"other": text} if isinstance(text, str) else text


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_phrase_in_the_same_order(language: str) -> None:
    assert list(own_phrases(language)) == list(own_phrases("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_a_phrase_has_the_same_fields_in_every_language(language: str) -> None:
    for key, english in own_phrases("en").items():
        needed = set(PLACE.findall(forms(english)["other"]))
        for form, text in forms(own_phrases(language)[key]).items():
            differing = needed ^ set(PLACE.findall(text))
            allowed = {"n"} if form in ("zero", "one", "two") else set()
            assert differing <= NAME_THE_DAY_BEHIND.get(key, allowed), (language, key, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_has_every_plural_of_the_language(language: str) -> None:
    locale = Locale.parse(language)
    needed = {locale.plural_form(count) for count in COUNTS}
    for key, text in own_phrases(language).items():
        if not isinstance(text, str):
            assert text.keys() == needed, (language, key)


@pytest.mark.parametrize("language", OTHERS)
def test_no_phrase_is_left_in_english(language: str) -> None:
    for key, text in own_phrases(language).items():
        for form in forms(text).values():
            rest = PLACE.sub("", form)
            assert not WORDS_OF_ENGLISH.search(rest), (language, key, rest)
            if language == "ar":
                assert not re.search(r"[a-zA-Z]", rest), (key, rest)


@cache
def examples() -> list[tuple[Envelope, Event]]:
    """An example of each kind of event, in its newest version."""
    found = []
    for path in sorted(EXAMPLES.glob("*.json")):
        envelope = Envelope.from_bytes(path.read_bytes())
        try:
            event = read(envelope)
        except Unreadable:
            continue
        if type(event) in _SAY and envelope.type.endswith(f".v{type(event).version}"):
            found.append((envelope, event))
    return found


def test_every_event_that_has_a_sentence_has_an_example() -> None:
    assert {type(event) for _, event in examples()} == _SAY.keys()


def codes(annotation: Any) -> Iterator[Enum]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from annotation
    for inner in get_args(annotation):
        yield from codes(inner)


def otherwise(event: Event) -> Iterator[Event]:
    """The event with each field left out, a count of one, every code of a list, and as a correction."""
    kind, body = type(event), event.model_dump(mode="json")
    for name, field in kind.model_fields.items():
        values: list[Any] = [None, *(code.value for code in codes(field.annotation))]
        values += [not body[name]] if isinstance(body[name], bool) else []
        values += [body[name][:1], []] if isinstance(body[name], list) else []
        values += [2] if name == "source_version" else []
        for value in values:
            try:
                yield kind.model_validate_json(json.dumps(body | {name: value}))
            except ValidationError:
                continue


def phrases_in(value: LetterValue) -> Iterator[Phrase]:
    if isinstance(value, Phrase):
        yield value
        for inner in value.values.values():
            yield from phrases_in(inner)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_an_event_can_say_has_its_phrase_with_a_value_for_each_field(language: str) -> None:
    texts = story_words(language).texts
    for _, example in examples():
        for event in (example, *otherwise(example)):
            for sentence in _SAY[type(event)](event)[0]:
                for phrase in phrases_in(sentence):
                    needed = {place for form in forms(texts[phrase.key]).values() for place in PLACE.findall(form)}
                    assert needed <= phrase.values.keys(), (event.name, phrase.key)


@pytest.mark.parametrize("language", OTHERS)
def test_of_an_event_told_in_another_language_only_what_somebody_wrote_is_in_english(language: str) -> None:
    for envelope, event in examples():
        if type(event).publisher() == "console":
            continue
        for line in tell([envelope], language=language):
            own = "".join(run.text for run in line.written.runs if run.language is None)
            assert not WORDS_OF_ENGLISH.search(own), (event.name, own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_alone_says_what_the_story_of_it_alone_says(language: str) -> None:
    for envelope, _ in examples():
        (step,) = told_steps([envelope])
        assert lines_of(step, language) == tell([envelope], language=language)


def of_kind(kind: type[Event], language: str) -> StoryLine:
    (line,) = tell([next(envelope for envelope, event in examples() if type(event) is kind)], language=language)
    return line


def test_a_story_is_headed_in_its_own_language() -> None:
    headings = {language: heading_of_case("p-1", language).text for language in LANGUAGES}
    assert headings["en"] == "The case of p-1"
    assert headings["fr"] == "Dossier de p-1"
    assert len(set(headings.values())) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ends_as_a_sentence_begins_as_one(language: str) -> None:
    for key, text in own_phrases(language).items():
        for form in forms(text).values():
            assert not (form.endswith(".") and form[0].islower()), (key, form)


def test_days_stand_in_the_form_of_each_language() -> None:
    told = {language: of_kind(EmploymentStarted, language).says for language in LANGUAGES}
    assert "2016-04-18" in told["en"]
    assert "18 avril 2016" in told["fr"]
    assert "18 de abril de 2016" in told["es"]
    assert "18 أبريل 2016" in told["ar"]


def test_who_looked_is_told_with_the_title_of_the_page_and_the_purpose() -> None:
    (envelope,) = (envelope for envelope, event in examples() if isinstance(event, PersonViewed))
    looked = read(envelope)
    assert isinstance(looked, PersonViewed)
    looked = looked.model_copy(update={"page": "claim", "purpose": ViewPurpose.AUDIT})
    (sentences, _) = _SAY[PersonViewed](looked)
    assert sentences[0].values["page"] == Phrase("page.claim")
    assert story_language("fr").template("page.claim") == "La demande"
    assert story_language("ar").template("view_purpose.audit") == "تدقيق"


def test_every_page_about_a_person_has_a_title_in_every_language() -> None:
    named = {f"page.{page.name}" for page in staff_pages() if page.is_about_a_person}
    assert named
    for language in LANGUAGES:
        assert named <= own_phrases(language).keys()


def test_every_message_that_can_be_taken_back_or_wait_is_called_by_words() -> None:
    about_people = {"casework", "intake", "providers", "registry", "attachments"}
    spoken = {kind for kind in _SAY if kind.publisher() in about_people}
    assert {f"message.{kind.name.rpartition('.')[2]}" for kind in spoken} <= own_phrases("en").keys()
    assert {kind.name for kind in spoken} <= {name for name, _ in EVENTS}


def test_what_somebody_wrote_keeps_its_language_inside_an_arabic_sentence() -> None:
    quoted = [
        run
        for envelope, event in examples()
        for sentence in _SAY[type(event)](event)[0]
        if isinstance(words := sentence.values.get("words"), Quoted)
        for line in tell([envelope], language="ar")
        for run in line.written.runs
        if run.text == words.text
    ]
    assert len(quoted) > 20
    assert {run.language for run in quoted} == {"en"}
    assert story_language("ar").direction == "rtl"
