"""Exact values, and what operations, roundings and tables come to."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from checker.sheet import Rule

UNKNOWN = object()
DAYS_MAX = 10_000
TIMES_MAX = 1_200
DIGITS_MAX = 400
"""A longer number, or one with an exponent, would only keep the checker busy."""
ROUNDED: dict[str, Callable[[Fraction], int]] = {
    "down": math.floor,
    "up": math.ceil,
    "half up": lambda exact: math.floor(exact + Fraction(1, 2)),
    "half even": round,
}


class False_(Exception):  # noqa: N801 - the word it stands for is taken by the language
    """A step that does not hold; the message says which and why."""


def value_of(step: dict[str, Any]) -> Any:
    """A value as a yes or no, a day, a word or an exact number; `UNKNOWN` for doubt."""
    value, unit = step["value"], step["unit"]
    if isinstance(value, dict):
        return UNKNOWN
    if isinstance(value, bool) or unit in ("category", "yes_no"):
        return value
    if unit == "date":
        return date.fromisoformat(value)
    if len(value) > DIGITS_MAX or "e" in value.lower():
        raise False_(f"{value[:DIGITS_MAX]} is no exact number")
    return Fraction(value)


def worked_out(what: str, values: list[Any]) -> Any:  # noqa: C901, PLR0911, PLR0912  a branch a sign
    """What an operation comes to; doubt wherever a value that matters is in doubt."""
    if what in ("and", "or"):
        decisive = what == "or"
        return (
            decisive
            if decisive in [v for v in values if v is not UNKNOWN]
            else UNKNOWN
            if UNKNOWN in values
            else not decisive
        )
    if UNKNOWN in values or (what == "/" and not values[1]):
        return UNKNOWN
    first, second = values[0], values[-1]
    if what.startswith(("in [", "not in [")):
        words = what.partition("[")[2].rstrip("]").split(", ")
        return (first in words) != what.startswith("not")
    match what:
        case "+":
            return first + second
        case "-":
            return first - second
        case "*":
            return first * second
        case "/":
            return first / second
        case "=" | "!=":
            return (first == second) == (what == "=")
        case "<" | "<=" | ">" | ">=":
            return {"<": first < second, "<=": first <= second, ">": first > second, ">=": first >= second}[what]
        case "not":
            return not first
        case "minus":
            return -first
        case "min" | "max":
            return min(values) if what == "min" else max(values)
        case "floor" | "ceil" | "round":
            return Fraction(ROUNDED[{"floor": "down", "ceil": "up", "round": "half up"}[what]](first))
        case "power":
            return Fraction(first) ** max(0, min(int(second), TIMES_MAX))
        case "days from":
            return Fraction((first - second).days)
        case "days after" | "days before":
            days = timedelta(days=_bounded(second))
            return first + days if what == "days after" else first - days
        case "weeks after" | "weeks before":
            days = timedelta(days=_bounded(second * 7))
            return first + days if what == "weeks after" else first - days
        case "months after" | "months before":
            return _months_after(first, _signed(what, _bounded(second)))
        case "years after" | "years before":
            return _months_after(first, _signed(what, _bounded(second * 12)))
    raise False_(f"there is no operation {what}")


def cell_of(entry: dict[str, Any], rule: Rule, what: str, keys: list[Any]) -> Any:
    """What a table says for its keys, as text of an exact number or a word."""
    rows = rule.fields["rows"]
    row = _place(entry["down"], list(rows), keys[0])
    if "columns" in entry:
        column: int | None = list(entry["columns"]).index(what)
    else:
        column = _place(entry["across"], entry["across"]["heads"], keys[1]) if "across" in entry else 0
    cells = [] if row is None else list(rows.values())[row]
    cell = None if row is None or column is None else ([cells] if isinstance(cells, str) else cells)[column]
    cell = entry.get("otherwise") if cell in (None, "none") else cell
    try:
        return Fraction(str(cell))
    except ValueError:
        return cell


def _place(axis: dict[str, Any], heads: list[str], key: Any) -> int | None:
    if axis["step"] == "is":
        named = [head if isinstance(key, str) else Fraction(head) for head in heads]
        return named.index(key) if key in named else None
    numbers = [math.inf if head == "above" else Fraction(head) for head in heads]
    fits = [n for n, head in enumerate(numbers) if (head <= key if axis["step"] == "at least" else head >= key)]
    return (fits[-1] if axis["step"] == "at least" else fits[0]) if fits else None


def minor_digits(currency: str) -> int:
    """ISO 4217: how many decimals a currency has."""
    if currency in ("CLP", "JPY", "KRW", "VND", "XAF", "XOF"):
        return 0
    return 3 if currency in ("BHD", "JOD", "KWD", "OMR", "TND") else 2


def _bounded(length: Fraction) -> int:
    return max(-DAYS_MAX, min(int(length), DAYS_MAX))


def _signed(what: str, months: int) -> int:
    return months if what.endswith("after") else -months


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, month % 11 + 2 if month < 11 else 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def unit_of(what: str, units: list[str]) -> dict[str, int] | str:
    """The unit that an operation comes to, from those of its inputs; a number of a formula fits every unit."""
    if what in ("and", "or", "not", "=", "!=", "<", "<=", ">", ">=") or what.startswith(("in [", "not in [")):
        return "yes_no"
    if what.endswith((" after", " before")):
        return "date"
    if what == "days from":
        return {"day": 1}
    if what == "power":
        return dimensions(units[0])
    powers = [dimensions(unit) for unit in units]
    if what not in ("*", "/"):
        return next((power for power in powers if power), {})
    joined = dict(powers[0]) if isinstance(powers[0], dict) else {}
    for name, exponent in powers[1].items() if isinstance(powers[1], dict) else ():
        joined[name] = joined.get(name, 0) + (exponent if what == "*" else -exponent)
    return {name: exponent for name, exponent in joined.items() if exponent}


def dimensions(written: str) -> dict[str, int] | str:
    """A unit as its dimensions, a plain number as none, and what is no number as its name."""
    if written in ("yes_no", "date", "category"):
        return written
    powers: dict[str, int] = {}
    for number, part in enumerate(written.replace("working day", "working_day").split("/")):
        for piece in part.split():
            name, _, exponent = piece.partition("^")
            if name not in ("1", "share", "count"):
                name = name if name.isupper() else name.removesuffix("s")
                powers[name] = powers.get(name, 0) + (-1 if number else 1) * int(exponent or 1)
    return {name: exponent for name, exponent in powers.items() if exponent}
