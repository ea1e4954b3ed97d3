"""From what stands in a file's cells to the values of a fact's fields; a fault names what is wrong, never the value."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Cells
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.currencies import MINOR_DIGITS
from services.registry_kit.kinds import Shape
from services.registry_kit.mapping import FieldRule, zone_of

MINUTES_AN_HOUR = 60
MONTHS = 12
DIGITS_MAX = 18
YES = {"yes", "y", "true", "1"}
NO = {"no", "n", "false", "0"}


class CellFault(Exception):
    """A cell cannot be read as its field asks; the message says what is asked, and repeats nothing."""


def filled(rule: FieldRule, shape: Shape, cells: Cells[str, Any]) -> Any:
    """The value that a field gets from a line, as a message's body has it; None if the line leaves it empty.

    Raises `CellFault`.
    """
    if "constant" in rule.model_fields_set:
        return _READ[shape](rule.constant, rule) if shape in {Shape.DAY, Shape.MOMENT, Shape.MONEY} else rule.constant
    if rule.join is not None:
        parts = [cells.get(column) for column in rule.join]
        return None if None in parts else rule.between.join(_text(part, rule) for part in parts)
    if rule.month is not None:
        return _month(cells.get(rule.month), rule, shape)
    if rule.start is not None and rule.end is not None:
        return _period(cells.get(rule.start), cells.get(rule.end), rule)
    cell = cells.get(rule.column or "")
    return None if cell is None else _READ[shape](cell, rule)


def _text(cell: Any, rule: FieldRule) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    text = str(cell).strip()
    return str(_decoded(text, rule)) if rule.codes is not None else text


def _decoded(text: str, rule: FieldRule) -> Any:
    if rule.codes is None:
        return text
    if text not in rule.codes:
        raise CellFault("the code is not among those of the mapping")
    return rule.codes[text]


def _choice(cell: Any, rule: FieldRule) -> Any:
    return _decoded(str(cell).strip(), rule)


def _yes_no(cell: Any, rule: FieldRule) -> Any:
    decoded = _decoded(str(cell).strip(), rule)
    word = str(decoded).lower()
    if word not in YES | NO:
        raise CellFault("it should say yes or no")
    return word in YES


def _number(cell: Any, rule: FieldRule) -> Decimal:
    if isinstance(cell, bool):
        raise CellFault("it should be a number")
    text = str(cell).strip()
    if isinstance(cell, str):
        if rule.thousands:
            text = text.replace(rule.thousands, "")
        if rule.decimal != "." and "." in text:
            raise CellFault(f"the decimal sign should be {rule.decimal}")
        text = text.replace(rule.decimal, ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CellFault("it should be a number") from None
    if not number.is_finite() or number.adjusted() > DIGITS_MAX:
        raise CellFault("it should be a number of a believable size")
    return number


def _integer(cell: Any, rule: FieldRule) -> int:
    number = _number(cell, rule) * (MINUTES_AN_HOUR if rule.unit == "hours" else 1)
    if number != number.to_integral_value():
        raise CellFault("it should be a whole number" + (" of minutes" if rule.unit else ""))
    return int(number)


def _money(cell: Any, rule: FieldRule) -> dict[str, Any]:
    digits = MINOR_DIGITS[str(rule.currency)]  # a mapping is refused whose amounts have none
    minor = _number(cell, rule).scaleb(digits)
    if minor != minor.to_integral_value():
        raise CellFault(f"an amount in {rule.currency} has at most {digits} decimals")
    return {"minor": int(minor), "currency": rule.currency}


def _day(cell: Any, rule: FieldRule) -> str:
    return (_as_day(cell, rule) + timedelta(days=rule.plus_days)).isoformat()


def _as_day(cell: Any, rule: FieldRule, what: str = "day") -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    try:
        # only the day is taken, so the missing zone says nothing
        return date.fromisoformat(text) if rule.format is None else datetime.strptime(text, rule.format).date()  # noqa: DTZ007
    except ValueError:
        raise CellFault(f"it should be a {what} written as {rule.format or 'year-month-day'}") from None


def _moment(cell: Any, rule: FieldRule) -> str:
    if isinstance(cell, datetime):
        moment = cell
    elif isinstance(cell, date):
        moment = datetime(cell.year, cell.month, cell.day, tzinfo=zone_of(rule.zone) if rule.zone else None)
    else:
        moment = _parsed_moment(str(cell).strip(), rule)
    if moment.tzinfo is None:
        if rule.zone is None:
            raise CellFault("a moment without an offset from UTC needs the mapping's zone")
        moment = moment.replace(tzinfo=zone_of(rule.zone))
    return moment.astimezone(UTC).isoformat()


def _parsed_moment(text: str, rule: FieldRule) -> datetime:
    try:
        if rule.format is None:
            return datetime.fromisoformat(text)
        return datetime.strptime(text, rule.format)  # noqa: DTZ007 - a zone that is not written is the mapping's
    except ValueError:
        raise CellFault(f"it should be a moment written as {rule.format or 'ISO 8601'}") from None


def _month(cell: Any, rule: FieldRule, shape: Shape) -> Any:
    """The month in which a day lies: as a text, or as the period of its days."""
    if cell is None:
        return None
    if isinstance(cell, str) and rule.format is None and len(cell.strip()) == len("2020-02"):
        cell = f"{cell.strip()}-01"
    day = _as_day(cell, rule, "month")
    if shape is Shape.TEXT:
        return f"{day:%Y-%m}"
    after = date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1)
    return {"start": day.replace(day=1).isoformat(), "end": after.isoformat()}


def _period(start: Any, end: Any, rule: FieldRule) -> Any:
    if start is None or end is None:
        return None
    more = 1 if rule.end_is == "last_day" else 0
    last = _as_day(end, rule) + timedelta(days=more)
    return {"start": _as_day(start, rule).isoformat(), "end": last.isoformat()}


def _never(_cell: Any, _rule: FieldRule) -> Any:
    raise CellFault("a period is filled from a month, or from a start and an end")


_READ: dict[Shape, Callable[[Any, FieldRule], Any]] = {
    Shape.TEXT: _text,
    Shape.INTEGER: _integer,
    Shape.YES_NO: _yes_no,
    Shape.DAY: _day,
    Shape.MOMENT: _moment,
    Shape.CHOICE: _choice,
    Shape.MONEY: _money,
    Shape.PERIOD: _never,
}
