"""What somebody typed, read as their language writes it, or told field by field what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from babel import Locale
from babel.numbers import NumberFormatError

from contracts.registry import Separation
from law.language.sheet.particulars import Particular
from services.console.calculator.asked import REASONS, Field, Form
from services.console.typed_numbers import Untold, number_reader

AMOUNT_MAX = 10**12
MONTHS_MAX = 600
FIRST_TOLD, LAST_TOLD = date(2000, 1, 1), date(2090, 1, 1)
"""From the oldest person's birth to the end of the longest benefit every day is one that events can hold."""
AGES = range(14, 100)
HOURS_MAX = 100
DEPENDANTS_MAX = 20
TEXT_MAX = 60
PARTICULAR = "p."
"""Before the name of a particular in an address, so that none is ever taken for a field."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """What was told of a person. Amounts are whole units of the scheme's currency."""

    on: date
    monthly: Fraction
    months: int
    age: int
    dependants: int = 0
    hours: int = 40
    region: str = ""
    reason: Separation = Separation.LAID_OFF
    earned: Fraction = Fraction(0)
    worked: Fraction = Fraction(0)
    particulars: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Read:
    """What a form was sent with: the answers where all of it can be taken, else the key of a sentence by field."""

    typed: Mapping[str, str]
    answers: ToldFigures | None
    faults: Mapping[str, str]


def read(query: Mapping[str, str], form: Form, locale: Locale, defaults: Mapping[str, str]) -> Read:
    """The answers in an address; what an address does not name has its default, what it leaves empty has none."""
    typed = {name: text.strip()[:TEXT_MAX] for name, text in {**defaults, **query}.items()}
    faults: dict[str, str] = {}

    def taken(name: str, of: Callable[[str], Value], otherwise: Value) -> Value:
        text = typed.get(name, "")
        try:
            return of(text) if text or name in NEEDED else otherwise
        except (ValueError, NumberFormatError) as fault:
            faults[name] = str(fault) if isinstance(fault, Untold) else "fault.unreadable"
            return otherwise

    number = number_reader(locale)
    answers = ToldFigures(
        on=taken(Field.ON, _day, date.min),
        monthly=taken(Field.MONTHLY, lambda text: _within(number(text), AMOUNT_MAX), Fraction(0)),
        months=taken(Field.MONTHS, lambda text: _whole(number(text), MONTHS_MAX), 0),
        age=taken(Field.AGE, lambda text: _age(number(text)), 40),
        dependants=taken(Field.DEPENDANTS, lambda text: _whole(number(text), DEPENDANTS_MAX), 0),
        hours=taken(Field.HOURS, lambda text: _whole(number(text), HOURS_MAX), 40),
        region=typed.get(Field.REGION, ""),
        reason=taken(Field.REASON, _reason, REASONS[0]),
        earned=taken(Field.EARNED, lambda text: _within(number(text), AMOUNT_MAX), Fraction(0)),
        worked=taken(Field.WORKED, lambda text: _within(number(text), HOURS_MAX * 5), Fraction(0)),
        particulars=_particulars(form, typed, number, faults),
    )
    return Read(typed, None if faults else answers, faults)


NUMBERS = frozenset({Field.MONTHLY, Field.MONTHS, Field.AGE, Field.DEPENDANTS, Field.HOURS, Field.EARNED, Field.WORKED})
NEEDED = frozenset({Field.ON, Field.MONTHLY, Field.MONTHS})


def retyped(query: Mapping[str, str], form: Form, before: Locale, after: Locale) -> dict[str, str]:
    """The same answers as another language writes its numbers: `1,750.50` is another number in French.

    What cannot be read is left as it was typed.
    """
    of_sheet = (PARTICULAR + particular.name for particular in form.particulars if particular.unit.is_number())
    names: set[str] = {*NUMBERS, *of_sheet}
    number, point = number_reader(before), after.number_symbols["latn"]["decimal"]

    def again(text: str) -> str:
        try:
            value = number(text)
        except (ValueError, NumberFormatError):
            return text
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}".replace(".", point)

    return {name: again(text) if name in names else text for name, text in query.items()}


def _day(text: str) -> date:
    if not text:
        raise Untold("fault.missing")
    day = date.fromisoformat(text)
    if not FIRST_TOLD <= day <= LAST_TOLD:
        raise Untold("fault.day")
    return day


def _within(number: Fraction, most: int) -> Fraction:
    if not 0 <= number <= most:
        raise Untold("fault.out_of_range")
    return number


def _whole(number: Fraction, most: int) -> int:
    if number.denominator != 1:
        raise Untold("fault.not_whole")
    return int(_within(number, most))


def _age(number: Fraction) -> int:
    if _whole(number, AGES[-1]) not in AGES:
        raise Untold("fault.out_of_range")
    return int(number)


def _reason(text: str) -> Separation:
    return Separation(text)


def _particulars(
    form: Form, typed: Mapping[str, str], number: Callable[[str], Fraction], faults: dict[str, str]
) -> dict[str, str]:
    """By name, as an institution would state them; what is left empty is not stated."""
    stated = {}
    for particular in form.particulars:
        name = PARTICULAR + particular.name
        if text := typed.get(name, ""):
            try:
                stated[particular.name] = _stated(particular, text, number)
            except (ValueError, NumberFormatError) as fault:
                faults[name] = str(fault) if isinstance(fault, Untold) else "fault.unreadable"
    return stated


def _stated(particular: Particular, text: str, number: Callable[[str], Fraction]) -> str:
    words = str(number(text)) if particular.unit.is_number() else text
    if particular.read(words) is None:
        raise Untold("fault.unreadable")
    return words
