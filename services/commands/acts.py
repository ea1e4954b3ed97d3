"""What a named officer does by the command line: who it is, which sum they typed, and how it gets into the log.

On a laptop an act takes effect at once. On the stack it is published to the topic of casework, as an institution's own
console would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from contracts.base import Envelope
from contracts.casework import Officer
from contracts.currencies import MINOR_DIGITS
from contracts.in_words import InWords
from contracts.values import FIRST_DAY, MINOR_MAX, Money
from services.commands.folder import opened
from services.operations.stack import opened_stack
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import Settings

WHOLE_DIGITS = len(str(MINOR_MAX))


class OfficersWorld(NamedTuple):
    """The databases an officer looks at, how an act is told, and the laptop if it is one."""

    databases: Mapping[str, Database]
    tell: Callable[[Envelope], None]
    laptop: Laptop | None
    settings: Settings


@contextmanager
def officers_world(folder: Path | None, names: Sequence[str]) -> Iterator[OfficersWorld]:
    """The laptop in the folder; without one the stack of TIDEOVER_DATABASE_URL, of which these services are opened."""
    settings = Settings.from_environment()
    if folder is None and settings.database_url:
        with opened_stack(settings, names, acting=False) as stack:
            yield OfficersWorld(stack.databases, lambda act: _publish(settings, act), None, settings)
        return
    with opened(folder or settings.folder) as laptop:
        laptop.run_until_quiet()
        yield OfficersWorld(laptop.databases, lambda act: _tell(laptop, act), laptop, settings)


def _publish(settings: Settings, act: Envelope) -> None:
    from services.commands.gateway import publish  # noqa: PLC0415 - Kafka's client, which a laptop does without

    publish(settings, [act])


def _tell(laptop: Laptop, act: Envelope) -> None:
    laptop.publish([act])
    laptop.run_until_quiet()


def named_officer(staff: str, role: str) -> Officer:
    """The officer of these words. Raises `InWords`."""
    try:
        return Officer(staff=staff.strip(), role=role.strip())
    except ValidationError:
        raise InWords("Name the officer by a staff number, and the role: letters, digits and : _ . / - only.") from None


def today() -> date:
    """By the clock of this machine."""
    return datetime.now().astimezone().date()


def day_of_act(on: datetime) -> date:
    """The day that an act bears. Raises `InWords` for one that is still to come, and for one that nobody remembers."""
    day = on.date()
    if day > today():
        raise InWords(f"{day} is still to come: an act is dated today at the latest.")
    if day < FIRST_DAY:
        raise InWords(f"{day} is before {FIRST_DAY}, the first day that is known here.")
    return day


def sum_typed(text: str, currency: str) -> Money:
    """The sum as it was typed. Raises `InWords` for what is no amount of the currency.

    Commas part groups of three, and then the decimals are written too: who writes 24,50 for 24.50 is asked again.
    """
    if currency not in MINOR_DIGITS:
        raise InWords(f"{currency} is no currency of ISO 4217, such as USD.")
    digits = MINOR_DIGITS[currency]
    decimals = rf"\.[0-9]{{{digits}}}" if digits else ""
    written = re.fullmatch(rf"[0-9]+({decimals})?|[0-9]{{1,3}}(,[0-9]{{3}})+{decimals}", text.strip())
    whole, _, part = text.strip().replace(",", "").partition(".")
    minor = int(whole + part.ljust(digits, "0")) if written and len(whole) <= WHOLE_DIGITS else MINOR_MAX + 1
    if minor > MINOR_MAX:
        example = Money(minor=12153400, currency=currency)
        raise InWords(f"{text} is no sum in {currency}: write it as {str(example).rpartition(' ')[0]}.")
    return Money(minor=minor, currency=currency)
