"""Reads the words of a supposed change: the kind of a fact, its key, and fields with values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, TypeAlias, get_args

from pydantic import ValidationError

from contracts.base import EVENTS
from contracts.claims import Ground
from contracts.currencies import MINOR_DIGITS
from contracts.in_words import as_sentence, ended, meant, no_such
from contracts.intake import CertifiedWeek
from contracts.refusals import in_words
from contracts.registry import Fact
from contracts.values import Money, Period
from law.language.terms.numerals import two_readings

Verb: TypeAlias = Literal["set", "add", "retract", "state", "decide", "scheme"]
VERBS: tuple[Verb, ...] = get_args(Verb)
EXAMPLES: Mapping[Verb, str] = {
    "set": "contribution wage-2019 earnings=4890",
    "add": "contribution extra-1 employer=works period=2019-07-01..2019-10-01 earnings=900",
    "retract": "contribution wage-2019",
    "state": "regional_rate=0.07",
    "decide": "did_not_leave_without_good_cause for",
    "scheme": "us/states-2020",
}


DECISION_OPTIONS = ("claim", "ground", "article", "by", "from", "until")
"""What may follow for or against: the claim, its ground, its article, the share that is taken, and the days."""


class SuppositionError(ValueError):
    """A supposed change that cannot be used, in one sentence with an example."""

    def __init__(self, what: str, verb: Verb = "set") -> None:
        super().__init__(f"{what} For example: --{verb} '{EXAMPLES[verb]}'")


def kind_of(word: str, verb: Verb) -> type[Fact]:
    """The one kind of fact whose event's name begins so after the dot. Raises `SuppositionError`."""
    kinds = {name.partition(".")[2]: event for (name, _), event in EVENTS.items() if issubclass(event, Fact)}
    for retraction in ("fact-retracted", "filing-retracted", "record-retracted"):
        del kinds[retraction]
    names = [name for name in kinds if name.startswith(word)]
    if len(names) != 1:
        hint = f"it may be {' or '.join(names)}" if names else meant(word, sorted(kinds))
        raise SuppositionError(ended(f"'{word}' does not name exactly one kind of fact; {hint}"), verb)
    kind: type[Fact] = kinds[names[0]]
    return kind


def key_in(words: Sequence[str], verb: Verb) -> str:
    """The key that follows the kind. Raises `SuppositionError`."""
    if len(words) < 2 or "=" in words[1]:
        raise SuppositionError(f"Which {words[0]}? Its key is missing.", verb)
    return words[1]


def decision_options(words: Sequence[str]) -> dict[str, str]:
    """What is said of a decision beside its verdict, by name. Raises `SuppositionError` for what means nothing."""
    options: dict[str, str] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not text or name not in DECISION_OPTIONS:
            raise SuppositionError(f"'{word}' says nothing of a decision; {', '.join(DECISION_OPTIONS)} may.", "decide")
        options[name] = text
    if ("from" in options) != ("until" in options):
        raise SuppositionError("Days are named by both ends: from=DAY until=DAY.", "decide")
    if (ground := options.get("ground")) is not None and ground not in set(Ground):
        raise SuppositionError(as_sentence(no_such("ground", ground, list(Ground))), "decide")
    return options


def nothing_follows(words: Sequence[str], verb: Verb) -> None:
    """Raises `SuppositionError` for words that would be ignored."""
    if words:
        raise SuppositionError(f"'{words[0]}' stands behind a change that takes no more.", verb)


def fields_in(model: type[Any], words: Iterable[str], currency: str | None) -> dict[str, Any]:
    """Fields with their values as JSON: amounts in whole units of the currency, periods `A..B`.

    Raises `SuppositionError`.
    """
    body: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or name not in model.model_fields:
            raise SuppositionError(
                f"'{word}' is not a field with a value; the fields are {', '.join(model.model_fields)}."
            )
        body[name] = _read(text, _types_in(model.model_fields[name].annotation), currency)
    if not body:
        raise SuppositionError("No field is given a value.")
    return body


def _types_in(annotation: Any) -> set[Any]:
    inner = get_args(annotation)
    return {annotation}.union(*(_types_in(part) for part in inner)) if inner else {annotation}


def _read(text: str, types: set[Any], currency: str | None) -> Any:
    if Money in types and currency is not None:
        try:
            return {"minor": _minor(text, currency), "currency": currency}
        except InvalidOperation:
            raise SuppositionError(f"'{text}' is not an amount in {currency}.") from None
    if Period in types:
        start, _, end = text.partition("..")
        return {"start": start, "end": end}
    if bool in types:
        return {"yes": True, "no": False}.get(text, text)
    return int(text) if int in types and re.fullmatch(r"-?[0-9]{1,19}", text) else text


def _minor(text: str, currency: str) -> int:
    if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", text) is None:  # `Decimal` reads NaN and 1e999999 too
        raise InvalidOperation
    if said_two_ways := two_readings(text):
        raise SuppositionError(f"{text} may be read as {said_two_ways}.")
    minor = Decimal(text).scaleb(MINOR_DIGITS[currency])
    if minor != minor.to_integral_value():
        raise SuppositionError(f"{text} {currency} is not a whole number of minor units.")
    return int(minor)


def event_of(kind: type[Any], body: dict[str, Any], verb: Verb) -> Any:
    """The event with these fields, checked by its contract. Raises `SuppositionError`."""
    try:
        return kind.model_validate_json(json.dumps(body))
    except ValidationError as fault:
        raise SuppositionError(f"{in_words(fault)}.", verb) from None


def in_short(value: Any) -> str:
    """The value of a field in a few words."""
    if isinstance(value, tuple):
        return "; ".join(in_short(item) for item in value)
    if isinstance(value, CertifiedWeek):
        yes = [name for name in ("able", "available", "sought_work") if getattr(value, name)]
        return f"{value.period.start} {', '.join(yes) or 'no'}, earned {value.earnings}"
    if isinstance(value, Period):
        return f"{value.start}..{value.end}"
    return value.isoformat() if isinstance(value, date) else str(value)
