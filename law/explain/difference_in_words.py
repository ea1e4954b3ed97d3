"""A difference as people are told it: what fell or rose, by how much, from which day, and because of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from law.explain.comparison import Cause, Change
from law.explain.money_difference import PAYMENT
from law.language.terms.numerals import plain
from law.language.terms.units import Unit, money
from law.language.terms.values import Number, Value
from law.language.terms.words import shown

WORDS = {"needs_a_person": "waiting for a person"}
"""Answers that do not read well as they are written."""


def told(changes: Iterable[Change]) -> tuple[str, ...]:
    """The changes as sentences, the causes of one with several below it; periods that changed alike are told once."""
    lines: list[str] = []
    for _, alike in groupby(changes, key=_likeness):
        lines += _together(list(alike))
    return tuple(lines)


def as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The changes for machines: numbers are exact, as text."""
    return [
        {
            "what": change.what,
            "before": _exact(change.before),
            "after": _exact(change.after),
            "by": _exact(change.by),
            "unit": change.unit.written,
            "since": change.since.isoformat() if change.since else None,
            "causes": [
                {"says": one.says, "part": _exact(one.part), "cites": one.cites, "facts": list(one.facts)}
                for one in change.causes
            ],
        }
        for change in changes
    ]


def spoken(day: date) -> str:
    """A day as people say it: `3 May 2020`."""
    return f"{day.day} {day:%B %Y}"


def signed(number: Number, unit: Unit) -> str:
    """A part of a difference with its sign: `+USD 12.40`, `-2 weeks`."""
    return f"{'-' if number < 0 else '+'}{shown(_whole(max(number, -number)), unit)}"


def _together(alike: list[Change]) -> Iterator[str]:
    first = alike[0]
    head = _head(first, alike)
    if not first.causes:
        yield f"{head}."
    elif len(first.causes) == 1:
        yield f"{head}, because {_cause(first.causes[0])}."
    else:
        yield f"{head}, because:"
        for cause in first.causes:
            part = f"{signed(cause.part, _alone(first.unit))}: " if cause.part is not None else ""
            yield f"  {part}{_cause(cause)}"


def _head(change: Change, alike: list[Change]) -> str:
    what = change.what
    if change.what.startswith(PAYMENT) and change.since:
        each = f"each of the {len(alike)} periods" if len(alike) > 1 else "the period"
        what = f"Your payment for {each} from {spoken(change.since)}"
    if change.by is None:
        return f"{what} was {_said(change.before, change.unit)} and is now {_said(change.after, change.unit)}"
    verb = "rose" if change.by > 0 else "fell"
    unit = _alone(change.unit)
    by, before, after = _said(max(change.by, -change.by), unit), _said(change.before, unit), _said(change.after, unit)
    since = f" from {spoken(change.since)}" if change.since and not change.what.startswith(PAYMENT) else ""
    return f"{what} {verb} by {by}{since}, from {before} to {after}"


def _alone(unit: Unit) -> Unit:
    """Money without its time, which the amount's name says."""
    return money(unit.currency) if unit.currency else unit


def _cause(cause: Cause) -> str:
    return f"{cause.says.rstrip('.')}{f' [{cause.cites}]' if cause.cites else ''}"


def _likeness(change: Change) -> tuple[object, ...]:
    """What periods that are told together have in common; anything else stands alone."""
    if not change.what.startswith(PAYMENT):
        return (change.what,)
    return PAYMENT, change.before, change.after, tuple((one.says, one.part) for one in change.causes)


def _said(value: Value | None, unit: Unit) -> str:
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
