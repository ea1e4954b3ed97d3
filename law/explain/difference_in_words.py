"""A difference as people read it: what fell or rose, by how much, from which day, and because of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from law.explain.comparison import Cause, DecisionChange
from law.language.terms.numerals import plain
from law.language.terms.units import Unit, money
from law.language.terms.values import Number, Value
from law.language.terms.words import shown

WORDS = {"needs_a_person": "waiting for a person"}
"""Answers that do not read well as they are written."""
BY_A_PERSON = "Decided on "
"""How a finding begins that a named person made."""


def changes_in_words(changes: Iterable[DecisionChange]) -> tuple[str, ...]:
    """The changes as sentences, several causes of one below it; periods that changed alike share a sentence."""
    lines: list[str] = []
    for _, alike in groupby(changes, key=_likeness):
        lines += _sentences(list(alike))
    return tuple(lines)


def changes_as_json(changes: Iterable[DecisionChange]) -> list[dict[str, Any]]:
    """The changes for machines: numbers are exact, as text."""
    return [
        {
            "what": change.what,
            "before": _exact(change.before),
            "after": _exact(change.after),
            "by": _exact(change.by),
            "unit": change.unit.written,
            "unit_before": (change.unit_before or change.unit).written,
            "since": change.since.isoformat() if change.since else None,
            "causes": [
                {"says": cause.says, "part": _exact(cause.part), "cites": cause.cites, "facts": list(cause.facts)}
                for cause in change.causes
            ],
        }
        for change in changes
    ]


def _sentences(alike: list[DecisionChange]) -> Iterator[str]:
    first = alike[0]
    head = _head(first, len(alike))
    if not first.causes:
        yield f"{head}."
    elif len(first.causes) == 1:
        yield f"{head}, because {_in_the_sentence(_cause(first.causes[0]))}."
    else:
        yield f"{head}, because:"
        for cause in first.causes:
            part = f"{_signed(cause.part, _without_time(first.unit))}: " if cause.part is not None else ""
            yield f"  {part}{_cause(cause)}"


def _head(change: DecisionChange, count: int) -> str:
    what = change.what
    if change.of_period and change.since:
        periods = f"each of the {count} benefit periods" if count > 1 else "the benefit period"
        what = f"Your payment for {periods} from {_long_date(change.since)}"
    if change.by is None:
        before = _shown(change.before, change.unit_before or change.unit)
        return f"{what} was {before} and is now {_shown(change.after, change.unit)}"
    verb, unit = "rose" if change.by > 0 else "fell", _without_time(change.unit)
    by, before, after = (_shown(value, unit) for value in (_size(change.by), change.before, change.after))
    since = f" from {_long_date(change.since)}" if change.since and not change.of_period else ""
    return f"{what} {verb} by {by}{since}, from {before} to {after}"


def _cause(cause: Cause) -> str:
    return f"{cause.says.rstrip('.')}{f' [{cause.cites}]' if cause.cites else ''}"


def _in_the_sentence(cause: str) -> str:
    """A person's decision, which is told as a sentence of its own elsewhere, as part of another one."""
    return f"it was d{cause[1:]}" if cause.startswith(BY_A_PERSON) else cause


def _likeness(change: DecisionChange) -> tuple[object, ...]:
    """What periods that share a sentence have in common; anything else stands alone."""
    if not change.of_period:
        return (change.what,)
    return (
        change.of_period,
        change.before,
        change.after,
        change.unit_before,
        tuple((cause.says, cause.part) for cause in change.causes),
    )


def _long_date(day: date) -> str:
    """A day in words: `3 May 2020`."""
    return f"{day.day} {day:%B %Y}"


def _signed(number: Number, unit: Unit) -> str:
    """A part of a difference with its sign: `+USD 12.40`, `-2 weeks`."""
    return f"{'-' if number < 0 else '+'}{shown(_whole(_size(number)), unit)}"


def _size(number: Number) -> Number:
    return max(number, -number)


def _without_time(unit: Unit) -> Unit:
    """Money without its unit of time, which the amount's name says."""
    return money(unit.currency) if unit.currency else unit


def _shown(value: Value | None, unit: Unit) -> str:
    if isinstance(value, str):
        return WORDS.get(value) or value.replace("_", " ")
    if isinstance(value, Fraction):
        value = _whole(value)
    return "not known" if value is None else shown(value, unit)


def _whole(number: Number) -> Number:
    """A fraction that is whole as an integer, which is how amounts are shown."""
    exact = Fraction(number)
    return exact.numerator if exact.denominator == 1 else exact


def _exact(value: Value | None) -> str | None:
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return plain(value).replace(",", "")
    return None if value is None else str(value)
