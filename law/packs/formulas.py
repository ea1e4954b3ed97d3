"""Formulas of a map, written as in sheets, over what a case states: values by name, lists and their items.

Units are not checked: a pack has none. A day plus a number is so many days later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from contracts.in_words import ended, no_such
from law.language.formula import syntax
from law.language.formula.operations import EXACT, LOGIC
from law.language.formula.parser import parse_formula
from law.language.terms.calendar import add_months, first_of_month, first_of_next_month, is_weekday
from law.language.terms.errors import FormulaError
from law.language.terms.numerals import parse_number
from law.language.terms.values import Unknown, plain_number
from law.packs.pack import NotStated

Look: TypeAlias = Callable[[str], Any]
"""What stands under a name. Raises `NotStated`."""
Calls: TypeAlias = Mapping[str, Callable[..., Any]]
NO_MORE: Calls = {}


class CannotBe(Exception):
    """What two values, or a call, cannot come to."""


def _weekdays(since: date, until: date) -> int:
    days = (date.fromordinal(number) for number in range(since.toordinal(), until.toordinal()))
    return sum(map(is_weekday, days))


def _item(items: Any, number: Any) -> Any:
    place = int(number)
    if place != number or not 1 <= place <= len(items):
        raise CannotBe(f"there is no item {number} of {len(items)}, counted from one")
    return items[place - 1]


def _figure(stated: Any) -> Any:
    """A number that a case states as a text."""
    try:
        return parse_number(stated) if isinstance(stated, str) else Fraction(stated)
    except FormulaError as fault:
        raise NotStated(fault.sentence) from None


def _values(items: Any, name: str, by: str | None = None, word: Any = None) -> list[Any]:
    """What each item states under a name; only of the items that state this word under `by`, where one is named."""
    picked = (item for item in items if by is None or exact(item.get(by)) == word)
    return [exact(item[name]) for item in picked if item.get(name) is not None]


def _where(items: Any, holds: Any) -> list[Any]:
    """The items at whose place the other list has neither nothing nor zero."""
    return [item for item, held in zip(items, holds, strict=True) if held]


def _of_each(function: Callable[..., Any]) -> Callable[..., Any]:
    def called(value: Any) -> Any:
        return [function(one) for one in value] if isinstance(value, list) else function(value)

    return called


def _quarter_of(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % MONTHS_OF_A_QUARTER, 1)


NUMBER, DAY = "a number", "a day"
OF_DAYS: Mapping[str, str] = {"+": "days after", "-": "days before"}
COMPARED = frozenset({"<", "<=", ">", ">="})
MONTHS_OF_A_QUARTER = 3
OF_A_NAME = frozenset({"window_begins", "window_ends", "pay_begins", "imposed"})
"""Calls that take a name as it stands, as the first of what they are told."""
SPAN = re.compile(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")
FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?")
CALLS: Calls = {
    "min": min,
    "max": max,
    "floor": _of_each(EXACT["floor"]),
    "ceil": _of_each(EXACT["ceil"]),
    "round": _of_each(EXACT["round"]),
    "sum": sum,
    "count": len,
    "nothing": lambda: None,
    "figure": _figure,
    "list": lambda *items: list(items),
    "values": _values,
    "where": _where,
    "up_to": lambda items, number: items[: int(number)],
    "numbered": lambda items: {str(number): item for number, item in enumerate(items, 1)},
    "keyed": lambda keys, items: dict(zip(map(str, keys), items, strict=True)),
    "first": lambda items: items[0],
    "last": lambda items: items[-1],
    "item": _item,
    "has": lambda items, item: item in items,
    "months_after": lambda day, months: add_months(day, int(months)),
    "month_of": first_of_month,
    "next_month": first_of_next_month,
    "weekdays": _weekdays,
    "year_begins": lambda year: date(int(year), 1, 1),
    "quarter_of": _quarter_of,
}
"""What a formula of a map may call; `item` counts from one, `weekdays` up to the day before the second."""


def exact(stated: Any) -> Any:
    """What a case states, as formulas compute with it: exact numbers, days (a month is its first day), words,
    lists (`2020-06-01 to 2024-05-31` is a list of two days).
    """
    if isinstance(stated, bool) or stated is None:
        return stated
    if isinstance(stated, int | Decimal | Fraction):
        return plain_number(Fraction(stated))
    if isinstance(stated, str):
        days = SPAN.fullmatch(stated)
        return [date.fromisoformat(day) for day in days.groups()] if days else _day_or_word(stated)
    return [exact(item) for item in stated] if isinstance(stated, Sequence) else stated


def _day_or_word(stated: str) -> date | str:
    try:
        return date.fromisoformat(f"{stated}-01" if len(stated) == len("2025-03") else stated)
    except ValueError:
        return stated


def value_of(written: str, look: Look, calls: Calls = NO_MORE) -> Any:
    """What a map writes comes to: a number or a day as it stands, everything else as a formula.

    Raises:
        NotStated: if a name stands for nothing, or the formula cannot be worked out from what the case states.
        FormulaError: if it is no formula.

    """
    constant = as_it_stands(written)
    if not isinstance(constant, str):
        return constant
    try:
        return _Formula(look, {**CALLS, **calls}).value(_parsed(written))
    except CannotBe as fault:
        raise NotStated(f"'{written}' cannot be worked out from what the case states: {fault}") from None


def refuse_unreadable(written: str) -> None:
    """Raise `FormulaError` for what is no figure, day, month or formula, and for a figure with two readings."""
    if isinstance(as_it_stands(written), str):
        _parsed(written)


@cache
def as_it_stands(written: str) -> int | Fraction | date | str:
    """A figure or a day; a word, if it is neither."""
    return plain_number(parse_number(written)) if FIGURE.fullmatch(written) else _day_or_word(written)


@cache
def _parsed(formula: str) -> syntax.Syntax:
    return parse_formula(formula)


@dataclass(frozen=True)
class _Formula:
    look: Look
    calls: Calls

    def value(self, tree: syntax.Syntax) -> Any:  # noqa: C901, PLR0911  one branch a kind of node
        match tree:
            case syntax.Literal01(value=value) | syntax.Truth(value=value):
                return value
            case syntax.Word(text=text):
                return text
            case syntax.Name(text=text):
                return exact(self.look(text))
            case syntax.Call(name=name, arguments=arguments):
                return self._called(name, arguments)
            case syntax.Not(operand=operand):
                return not self.value(operand)
            case syntax.Minus(operand=operand):
                return _joined("-", 0, lambda: self.value(operand))
            case syntax.Among(operand=operand, words=words, contrary=contrary):
                return (self.value(operand) in words) is not contrary
            case syntax.If(test=test, then=then, otherwise=otherwise):
                return self.value(then if self.value(test) is True else otherwise)
            case syntax.Binary(sign=sign, left=left, right=right):
                return _joined(sign, self.value(left), lambda: self.value(right))
            case syntax.At():
                raise FormulaError("a map knows no 'at': name the sheet's own quantity.", example="days: days_payable")

    def _called(self, name: str, arguments: tuple[syntax.Syntax, ...]) -> Any:
        if name not in self.calls:
            raise FormulaError(ended(no_such("call", name, self.calls)), example="claims: months_after(last_day, 1)")
        named = name in OF_A_NAME and isinstance(arguments[0], syntax.Name)
        values = [] if not named else [arguments[0].text]  # type: ignore[union-attr]
        values += map(self.value, arguments[len(values) :])
        try:
            return _exactly(self.calls[name](*values))
        except (TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError):
            told = ", ".join(map(in_kind, values)) or "nothing"
            raise CannotBe(f"{name}(..) is told {told}") from None


def _joined(sign: str, left: Any, right: Callable[[], Any]) -> Any:
    if sign in LOGIC:
        decided = sign == "or"
        return left if left is decided else LOGIC[sign](left, right())
    other = right()
    if doubt := Unknown.among([left, other]):
        return doubt
    if sign in ("=", "!="):
        return EXACT[sign](left, other)
    kinds = (in_kind(left), in_kind(other))
    if kinds == (DAY, NUMBER) and sign in OF_DAYS:
        sign = OF_DAYS[sign]
    elif kinds == (DAY, DAY) and sign == "-":
        sign = "days from"
    elif kinds != (NUMBER, NUMBER) and not (kinds == (DAY, DAY) and sign in COMPARED):
        raise CannotBe(f"'{sign}' stands between {kinds[0]} and {kinds[1]}")
    if sign == "/" and other == 0:
        raise CannotBe("it divides by zero")
    return _exactly(EXACT[sign](left, other))


def in_kind(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, bool):
        return "yes or no"
    kinds = (
        (int | Fraction | Decimal, NUMBER),
        (date, DAY),
        (str, f"the word '{value}'"),
        (Mapping, "names with values"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), "nothing" if value is None else "a list")


def _exactly(value: Any) -> Any:
    return plain_number(value) if isinstance(value, Fraction) else value
