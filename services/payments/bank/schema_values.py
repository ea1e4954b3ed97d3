"""Amounts, days, moments and yes or no, as XML Schema and ISO 20022 write them in a bank's message."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from lxml import etree
from pydantic import ValidationError

from contracts.in_words import InWords
from contracts.values import FIRST_DAY, LAST_DAY, Money
from services.payments.bank.bank_file import FileInconsistent, minor
from services.payments.bank.documents import text_of

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_YES = {"true": True, "1": True, "false": False, "0": False}
_LAST_HOUR = 24
FURTHEST_ZONE = timedelta(hours=14)
"""No zone is further from UTC than this."""


class NotUnderstood(InWords):
    """A part of a bank's message that is not understood. The sentence is ours and repeats nothing of the message."""


def amount(element: etree._Element) -> Money:
    """An amount with its currency. Raises `NotUnderstood`."""
    currency = element.get("Ccy", "")
    try:
        return Money(minor=minor((element.text or "").strip(), currency), currency=currency)
    except (FileInconsistent, ValidationError):
        raise NotUnderstood("An amount is not one of a known currency, or is out of all bounds.") from None


def day(text: str) -> date:
    """A day, with or without a zone; the day is the one that is written. Raises `NotUnderstood`."""
    written = _DAY.fullmatch(text.strip())
    try:
        found = date(*(int(part) for part in written.groups())) if written else None
    except ValueError:
        found = None
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        raise NotUnderstood("A day is not written as a day between 1900 and 2100.")
    return found


def moment(text: str) -> datetime:
    """A moment; without a zone it is one of UTC, and 24:00:00 is the next day's first. Raises `NotUnderstood`."""
    written = _MOMENT.fullmatch(text.strip())
    if written is None:
        raise NotUnderstood("A moment is not written as a day and a time of that day.")
    of_day, hour, minute, second, zone = written.groups()
    midnight = datetime.combine(day(of_day), datetime.min.time(), _zone(zone))
    since = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second))
    if since > timedelta(hours=_LAST_HOUR) or int(minute) >= 60 or int(second) > 60:
        raise NotUnderstood("A moment names an hour, minute or second that no day has.")
    return midnight + since


def _zone(text: str | None) -> timezone:
    if text in {None, "Z"}:
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    if offset > FURTHEST_ZONE:
        raise NotUnderstood("A moment names a zone that there is not.")
    return timezone(-offset if text[0] == "-" else offset)


def is_true(text: str | None) -> bool:
    """A yes or no; one that is not there is no. Raises `NotUnderstood`."""
    if text is None:
        return False
    if (stripped := text.strip()) not in _YES:
        raise NotUnderstood("Where yes or no is asked, something else is written.")
    return _YES[stripped]


def written_day(entry: etree._Element, name: str) -> date | None:
    """The day under a name, which may be written as a moment; None where there is none. Raises `NotUnderstood`."""
    if (text := text_of(entry, f"{name}/Dt")) is not None:
        return day(text)
    if (text := text_of(entry, f"{name}/DtTm")) is not None:
        return day(moment(text).date().isoformat())
    return None
