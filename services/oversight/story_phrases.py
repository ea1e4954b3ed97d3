"""What the sentences of a story are made of: phrases of `words/` with values; what somebody wrote stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from functools import reduce
from typing import Any

from contracts.base import Event
from contracts.casework import Officer
from contracts.eligibility import DeterminationOutcome
from contracts.employment import Separation
from contracts.fact import Fact
from contracts.values import Money, Period
from services.letters.model import LAW_LANGUAGE, AsWritten, LetterFigure, LetterValue, Phrase, Quoted
from services.oversight.story_language import story_language

Told = tuple[tuple[Phrase, ...], tuple[str, ...]]
"""Sentences, one behind the other, and the law behind them."""
Sentences = Mapping[type[Event], Callable[[Any], Told]]
"""How a kind of event is told."""
Said = Phrase | Quoted | AsWritten | LetterFigure | Money | Period | Enum | date | int | str | None
"""What can stand in a place: a text is a key or a name, None leaves the place empty."""

_IN_LETTERS: Mapping[type[Enum], str] = {Separation: "word", DeterminationOutcome: "outcome"}
"""Codes for which letters have words already."""
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")
MINUTES_AN_HOUR = 60


def say(key: str, **values: Said) -> Phrase:
    """A phrase of `words/` with what stands in its places."""
    return Phrase(key, {name: _value(value) for name, value in values.items()})


def told(*says: Phrase | None, cites: Iterable[str | None] = ()) -> Told:
    """Sentences in a row, without those that are not said."""
    return tuple(phrase for phrase in says if phrase is not None), tuple(cite for cite in cites if cite)


def prose(*words: str | None) -> Phrase | None:
    """What somebody wrote, or the law says, as one quotation: it exists in one language."""
    written = " ".join(filter(None, words))
    return say("prose", words=Quoted(written)) if written else None


def named(code: str) -> Quoted:
    """A name that sheets use, as words."""
    return Quoted(code.replace("_", " "))


def who(officer: Officer) -> Phrase:
    """An officer and as what they acted."""
    return say("who.in_role", staff=officer.staff, role=officer.role)


def word_key(code: Enum) -> str:
    """The key of the phrase for a code."""
    kind = type(code)
    return f"{_IN_LETTERS.get(kind) or _HUMP.sub('_', kind.__name__).lower()}.{code.value}"


def titled(group: str, name: str) -> Phrase | AsWritten:
    """What a page or a kind of message is called; one of which there is no phrase keeps its name."""
    key = f"{group}.{name}"
    return Phrase(key) if story_language(LAW_LANGUAGE).has(key) else AsWritten(name)


def message(name: str) -> Phrase | AsWritten:
    """A kind of message by its name, such as `intake.claim-filed`."""
    return titled("message", name.rpartition(".")[2])


def days(period: Period, key: str = "days_of") -> Phrase:
    """Its days: English names the day behind the last, as events do; others name the last."""
    return say(key, first=period.start, end=period.end, last=period.end - timedelta(days=1))


def hours(minutes: int) -> Phrase:
    """So many hours and minutes."""
    whole, rest = divmod(minutes, MINUTES_AN_HOUR)
    return say("hours_and_minutes", hours=whole, minutes=rest) if rest else say("hours", hours=whole)


def in_a_row(parts: Iterable[Phrase], between: str) -> Phrase:
    """Parts one behind the other; `between` is the phrase that joins two of them."""
    return reduce(lambda before, following: say(between, before=before, following=following), parts)


def fact(event: Fact, *says: Phrase | None) -> Told:
    """What a fact says; a later version of it says that it is one."""
    corrected = say("corrected", version=event.source_version) if event.source_version > 1 else None
    return told(corrected, *says)


def _value(value: Said) -> LetterValue:
    match value:
        case None:
            return Phrase("omitted")
        case Enum():
            return Phrase(word_key(value))
        case str():
            return AsWritten(value)
        case Period():
            return days(value)
        case _:
            return value
