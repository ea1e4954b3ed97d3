"""From what stands in a file's cells to the values of a fact's fields; a fault names what is wrong, never the value."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Cells
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contracts.currencies import MINOR_DIGITS
from services.registry_kit.days import day_in, day_moved, moment_in, month_after, month_in
from services.registry_kit.field_rule import FieldRule
from services.registry_kit.input_line import CellFault, WrittenNumber
from services.registry_kit.kinds import Shape
from services.registry_kit.line_tests import passes
from services.registry_kit.numbers import GROUP, digits_in
from services.runtime.privacy.identifiers import NoIdentifier, ascii_digits, spoiled

MINUTES_AN_HOUR = 60
HUNDRED = 100
SEPARATOR = "\x1f"
"""Between what is hidden together; no cell holds it."""
WORDS_MAX = 20_000
OF_WORDS = "words"
"""Before free text that is hidden: `n/a` and `#` are spoiled identifiers, but words like others."""
YES = {"yes", "y", "true", "1"}
NO = {"no", "n", "false", "0"}
MAY_BE_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+")
SIGNED_DIGITS = re.compile(r"-?[0-9.,'\u2019\u066b\u066c\s]*[.,'\u2019\u066b\u066c\s][0-9]+")

Hide = Callable[[str], str]
"""Makes a keyed MAC of a text. Raises `NoIdentifier`."""


def filled(rule: FieldRule, shape: Shape, cells: Cells[str, Any], hide: Hide) -> Any:
    """The value that a field gets from a line, as a message's body has it; None if the line leaves it empty.

    Raises `CellFault`.
    """
    try:
        return _filled(rule, shape, cells, hide)
    except (ArithmeticError, ValueError, TypeError, AttributeError):
        # a kind of cell that no file of ours has shown yet is that line's fault, and ends nothing
        raise CellFault(f"it cannot be read as a {shape.in_words}") from None


def _filled(rule: FieldRule, shape: Shape, cells: Cells[str, Any], hide: Hide) -> Any:
    if rule.unless is not None and passes(cells, rule.unless):
        return None
    if "constant" in rule.model_fields_set:
        return _READ[shape](rule.constant, rule) if shape in {Shape.DAY, Shape.MOMENT, Shape.MONEY} else rule.constant
    if rule.counted is not None:
        return 1  # the number of a first version; who keeps what was reported goes on counting
    if rule.join or rule.hidden or rule.sum or rule.words:
        return _from_columns(rule, cells, hide)
    if rule.month or rule.start:
        return _from_days(rule, shape, cells)
    return _from_column(rule, shape, cells)


def words_in(rule: FieldRule, cells: Cells[str, Any]) -> str | None:
    """The free text of a line, without blanks around it; None if there is none. Raises `CellFault`."""
    cell = cells.get(rule.words or "")
    text = "" if cell is None else _plain(cell)
    if len(text) > WORDS_MAX:
        raise CellFault(f"a statement has at most {WORDS_MAX:,} letters")
    return text if any(sign.isalnum() for sign in text) else None


def _from_columns(rule: FieldRule, cells: Cells[str, Any], hide: Hide) -> Any:
    if rule.sum is not None:
        amounts = [_money(cell, rule) for column in rule.sum if (cell := cells.get(column)) is not None]
        return {**amounts[0], "minor": sum(amount["minor"] for amount in amounts)} if amounts else None
    if rule.words is not None:
        text = words_in(rule, cells)
        return None if text is None else _hidden(f"{OF_WORDS}{SEPARATOR}{text}", hide)
    parts = [cells.get(column) for column in rule.join or rule.hidden or ()]
    if None in parts:
        return None
    texts = [_part_of_key(part, rule) for part in parts]
    return rule.between.join(texts) if rule.join is not None else _hidden(SEPARATOR.join(texts), hide)


def _hidden(text: str, hide: Hide) -> str:
    try:
        return hide(text)
    except NoIdentifier as fault:
        raise CellFault(str(fault)) from None


def _from_days(rule: FieldRule, shape: Shape, cells: Cells[str, Any]) -> Any:
    if rule.month is None:
        return _period(cells.get(rule.start or ""), cells.get(rule.end or ""), rule)
    cell = cells.get(rule.month)
    return None if cell is None else _month(cell, rule, shape)


def _from_column(rule: FieldRule, shape: Shape, cells: Cells[str, Any]) -> Any:
    cell = cells.get(rule.column or "")
    if cell is None or any(cells.get(column) is None for column in rule.shares()):
        return None
    if rule.signs is not None:
        first, last = rule.signs
        cell = _plain(cell)[first - 1 : last]
    value = _READ[shape](cell, rule)
    return _share(value, rule, cells) if rule.shares() else value


def _share(whole: int, rule: FieldRule, cells: Cells[str, Any]) -> int:
    """The part of a whole number that two columns leave of it, to the nearest whole one."""
    kept = digits_in(cells[rule.percent], rule.style).exact() if rule.percent else Decimal(HUNDRED)
    off = digits_in(cells[rule.percent_off], rule.style).exact() if rule.percent_off else Decimal(0)
    if off > HUNDRED:
        raise CellFault("a share that is missing is at most 100 percent")
    return int((whole * kept * (HUNDRED - off) / HUNDRED**2).to_integral_value(ROUND_HALF_UP))


def _plain(cell: Any) -> str:
    """What a cell says, as a text; a truth value, a fraction, bytes or a list says none."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, WrittenNumber) and cell.text.isdecimal():
        return cell.text
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise CellFault("it should be a text")
    return str(cell).strip()


def _text(cell: Any, rule: FieldRule) -> Any:
    return _decoded(_plain(cell), rule)


def _key(cell: Any, rule: FieldRule) -> Any:
    """An identifier of a thing: digits of any script are the same, and what a program spoiled is none."""
    text = ascii_digits(_plain(cell))
    if rule.codes is None and (fault := spoiled(text)):
        raise CellFault(fault)
    return _decoded(text, rule)


def _account(cell: Any, rule: FieldRule) -> Any:
    """The number of an account: a number of JSON or Parquet may have lost the zeros before it."""
    if not isinstance(cell, str):
        raise CellFault("an account is text; a number may have lost the zeros before it")
    return _key(cell, rule)


def _part_of_key(cell: Any, rule: FieldRule) -> str:
    return str(_key(cell, rule))


def _decoded(text: str, rule: FieldRule) -> Any:
    if rule.codes is None:
        return text
    for written in (text, ascii_digits(text)):
        if written in rule.codes:
            return rule.codes[written]
    raise CellFault("the code is not among those of the mapping")


def _choice(cell: Any, rule: FieldRule) -> Any:
    return _decoded(_plain(cell), rule)


def _code(cell: Any, rule: FieldRule) -> Any:
    """A code as its source writes it, behind the name of its list."""
    code = _decoded(_plain(cell), rule)
    return code if rule.of_list is None else f"{rule.of_list}:{code}"


def _yes_no(cell: Any, rule: FieldRule) -> Any:
    decoded = _decoded(str(cell) if isinstance(cell, bool) else _plain(cell), rule)
    word = str(decoded).lower()
    if word not in YES | NO:
        raise CellFault("it should say yes or no")
    return word in YES


def _value(cell: Any, rule: FieldRule) -> Any:
    """A particular's value: a word, a day or a number; a sign inside a number is read as the mapping says, or not."""
    if isinstance(cell, bool):
        return _choice("yes" if cell else "no", rule)
    if rule.codes is not None or isinstance(cell, date):
        return _choice(cell, rule)
    if not isinstance(cell, str):
        return _in_digits(cell, rule)
    text = ascii_digits(cell).strip()
    if SIGNED_DIGITS.fullmatch(text) is None:
        return text  # a word, a day, a fraction or a whole number: the contract says which it may be
    if {"decimal", "thousands"} & rule.model_fields_set:
        return f"{text[: text[0] == '-']}{_in_digits(text.removeprefix('-'), rule)}"
    if MAY_BE_THOUSANDS.fullmatch(text):
        raise CellFault("its last three digits may be decimals or a group of thousands; name the decimal sign")
    return text


def _in_digits(cell: Any, rule: FieldRule) -> str:
    digits = digits_in(cell, rule.style)
    return f"{digits.whole or '0'}{'.' if digits.part else ''}{digits.part}"


def _integer(cell: Any, rule: FieldRule) -> int:
    digits = digits_in(cell, rule.style, 2 if rule.unit == "hours" else 0)
    if len(digits.part) == GROUP:
        raise CellFault(f"three decimals may be thousands; a whole number is written like {rule.style.example(0)}")
    number: Decimal = digits.exact() * (MINUTES_AN_HOUR if rule.unit == "hours" else 1)
    if number != number.to_integral_value():
        raise CellFault("it should be a whole number" + (" of minutes" if rule.unit else ""))
    return int(number)


def _money(cell: Any, rule: FieldRule) -> dict[str, Any]:
    digits = MINOR_DIGITS[str(rule.currency)]  # a mapping is refused whose amounts have none
    written = digits_in(cell, rule.style, digits if rule.decimals is None else rule.decimals)
    if rule.decimals is not None and len(written.part) != rule.decimals and isinstance(cell, str | WrittenNumber):
        raise CellFault(f"an amount of this column has {rule.decimals} decimals")
    part = written.part if rule.decimals is None else written.part.rstrip("0")
    if len(part) > digits:
        raise CellFault(f"an amount in {rule.currency} has at most {digits} decimals")
    return {"minor": int((written.whole + part.ljust(digits, "0")) or "0"), "currency": rule.currency}


def _day(cell: Any, rule: FieldRule) -> str:
    return day_moved(day_in(cell, rule), rule.plus_days).isoformat()


def _month(cell: Any, rule: FieldRule, shape: Shape) -> Any:
    """The month in which a day lies: as a text, or as the period of its days."""
    first = month_in(cell, rule)
    if shape is Shape.TEXT:
        return f"{first:%Y-%m}"
    return {"start": first.isoformat(), "end": month_after(first).isoformat()}


def _period(start: Any, end: Any, rule: FieldRule) -> Any:
    if start is None or (end is None and rule.days is None):
        return None
    first = day_in(start, rule)
    if rule.days is not None:
        after = day_moved(first, rule.days)
    else:
        after = day_moved(day_in(end, rule), 1 if rule.end_is == "last_day" else 0)
    return {"start": first.isoformat(), "end": after.isoformat()}


def _never(_cell: Any, _rule: FieldRule) -> Any:
    raise CellFault("a period is filled from a month, or from a start and an end")


_READ: dict[Shape, Callable[[Any, FieldRule], Any]] = {
    Shape.TEXT: _text,
    Shape.KEY: _key,
    Shape.VALUE: _value,
    Shape.ACCOUNT: _account,
    Shape.INTEGER: _integer,
    Shape.YES_NO: _yes_no,
    Shape.DAY: _day,
    Shape.MOMENT: moment_in,
    Shape.CHOICE: _choice,
    Shape.CODE: _code,
    Shape.MONEY: _money,
    Shape.PERIOD: _never,
}
