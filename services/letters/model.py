"""A letter before it is in any language: phrases by their keys, with the values that decisions and derivations hold.

Figures are never written as text here, so no language can say another figure than the decision does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from contracts.values import Money, Period
from law.language.terms.units import Unit
from law.language.terms.values import Value

LAW_LANGUAGE = "en"
"""The language in which sheets and procedures are written, and in which officers give their reasons."""

Name = Literal[
    "granted",
    "refused",
    "doubt",
    "taken_back",
    "weeks",
    "question",
    "overpayment",
    "decision",
    "recovery",
    "waiver",
    "payment",
    "dropped",
    "contest",
    "contest_outcome",
    "contest_waits",
    "collected",
    "debt_ended",
    "owed_again",
    "closure",
    "incomplete",
    "awaited",
    "receipt",
    "invited",
    "review",
    "recall",
    "wait_list",
    "no_offer",
    "place_ended",
    "referral",
    "short_time",
    "short_time_list",
]
"""What a letter is about."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """LetterWords that exist in one language only, such as a sheet's sentence or an officer's reasons."""

    text: str
    language: str = LAW_LANGUAGE


@dataclass(frozen=True, slots=True)
class AsWritten:
    """An article, an id or a key, which every language writes in the same way."""

    text: str


@dataclass(frozen=True, slots=True)
class LetterFigure:
    """A value of a derivation with its unit."""

    value: Value
    unit: Unit


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of `words/` by its key, with what stands in its places."""

    key: str
    values: Mapping[str, LetterValue] = field(default_factory=dict)


LetterValue = Quoted | AsWritten | LetterFigure | Phrase | Money | Period | date | int
Values = Mapping[str, LetterValue]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line: phrases, or what the law says in its own words where the letter's language is the law's."""

    says: tuple[Phrase, ...]
    kind: Literal["plain", "item", "note"] = "plain"
    original: Quoted | None = None
    """Who reads its language reads this instead of `instead_of_original`; everybody else gets it as a quotation."""
    instead_of_original: tuple[Phrase, ...] = ()
    cites: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, by its key, and the lines below it."""

    heading: str
    lines: tuple[LetterLine, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one person. `ids` are those by which it can be asked for; the first is printed on it."""

    name: Name
    ids: tuple[str, ...]
    person: str
    claim: str
    scheme: Quoted
    country: str
    """Of the scheme: two letters of ISO 3166-1, or `ILO` for a convention's own."""
    day: date
    title: Phrase
    sections: tuple[Section, ...]


def say(key: str, **values: LetterValue) -> LetterLine:
    """A plain line of one phrase."""
    return LetterLine((Phrase(key, values),))


def item(*phrases: Phrase, cites: str | None = None) -> LetterLine:
    """A line of a list."""
    return LetterLine(phrases, "item", cites=cites)
