"""Days, months and moments as files write them, within the days that a benefit engine can meet."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.values import FIRST_DAY, LAST_DAY
from services.registry_kit.field_rule import FieldRule, zone_of
from services.registry_kit.input_line import CellFault, WrittenNumber
from services.runtime.privacy.identifiers import ascii_digits

MONTHS = 12
CENTURY = 100
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ISO_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
WITHOUT_SEPARATOR = re.compile(r"%[dmYyHMSIj]%[dmYyHMSIj]")
"""Two parts of a format with nothing between them: there a digit that is missing would move the others."""
OF_OPEN_LENGTH = re.compile(r"%[zZf]")


def day_in(cell: Any, rule: FieldRule, what: str = "day") -> date:
    """The day in a cell, or the day of a moment in it. Raises `CellFault`.

    Where the rule names a zone, the cell holds a moment, and the day is the one that it is then in that zone.
    """
    if rule.zone is not None and what == "day":
        day = datetime.fromisoformat(moment_in(cell, rule)).astimezone(zone_of(rule.zone)).date()
    elif isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        day = _written_day(_text(cell, what), rule, what)
    return _believable(day)


def day_moved(day: date, days: int) -> date:
    """The day so many days later. Raises `CellFault` outside the days that can be met."""
    return _believable(day + timedelta(days=days))  # a believable day has room on both sides


def month_in(cell: Any, rule: FieldRule) -> date:
    """The first day of the month in a cell. Raises `CellFault`."""
    if isinstance(cell, str) and rule.format is None and ISO_MONTH.fullmatch(text := ascii_digits(cell).strip()):
        cell = f"{text}-01"
    return day_in(cell, rule, "month").replace(day=1)


def month_after(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1)


def moment_in(cell: Any, rule: FieldRule) -> str:
    """The moment in a cell, in UTC and ISO 8601. Raises `CellFault`."""
    if isinstance(cell, datetime):
        moment = cell
    elif isinstance(cell, date):
        moment = datetime(cell.year, cell.month, cell.day, tzinfo=zone_of(rule.zone) if rule.zone else None)
    else:
        moment = _written_moment(_text(cell, "moment"), rule)
    _believable(moment.date())  # first: beyond it a zone cannot be reckoned with
    if moment.tzinfo is None:
        if rule.zone is None:
            raise CellFault("a moment without an offset from UTC needs the mapping's zone")
        moment = moment.replace(tzinfo=zone_of(rule.zone))
    return moment.astimezone(UTC).isoformat()


def _text(cell: Any, what: str) -> str:
    if isinstance(cell, bool) or not isinstance(cell, str | int | WrittenNumber):
        raise CellFault(f"it should be a {what}")
    try:
        return ascii_digits(str(cell)).strip()
    except ValueError:  # more digits than Python writes
        raise CellFault(f"it should be a {what}") from None


def _believable(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CellFault(f"it lies outside the years {FIRST_DAY.year} to {LAST_DAY.year}")
    return day


def _written_day(text: str, rule: FieldRule, what: str) -> date:
    form = rule.format or ("year-month-day" if what == "day" else "year-month")
    fault = CellFault(f"it should be a {what} written as {form}")
    if rule.format is None and ISO_DAY.fullmatch(text) is None:
        raise fault
    try:
        # only the day is taken, so the missing zone says nothing
        return date.fromisoformat(text) if rule.format is None else _parsed(text, rule.format, rule.pivot).date()
    except (ValueError, OverflowError):
        raise fault from None


def _written_moment(text: str, rule: FieldRule) -> datetime:
    try:
        return datetime.fromisoformat(text) if rule.format is None else _parsed(text, rule.format, rule.pivot)
    except (ValueError, OverflowError):
        raise CellFault(f"it should be a moment written as {rule.format or 'ISO 8601'}") from None


def _parsed(text: str, form: str, pivot: int | None) -> datetime:
    """Raises `ValueError`."""
    parsed = datetime.strptime(text, form)  # noqa: DTZ007 - a zone that is not written is the mapping's
    if WITHOUT_SEPARATOR.search(form):
        in_full = parsed.strftime(OF_OPEN_LENGTH.split(form)[0])
        if not text.lower().startswith(in_full.lower()):
            raise ValueError("a digit is missing")
    if pivot is None or "%y" not in form:
        return parsed
    return parsed.replace(year=pivot - (pivot - parsed.year) % CENTURY)
