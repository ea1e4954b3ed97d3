"""What a later claim may build on: the spells of benefit that the person drew under the claims before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.values import Period
from law.language.terms.values import Number, Value


class Used(NamedTuple):
    """A period that used something of the limit, or served waiting: how much, in the limit's unit (money: cents)."""

    period: Period
    amount: Number
    key: str
    """The certification behind it."""


Sums = tuple[tuple[str, Value], ...]
"""Quantities of a period by their names, each with what it came to in the periods so far."""


@dataclass(frozen=True, slots=True)
class Spell:
    """An earlier claim as it stood when the later one began; money in minor units."""

    claim: str
    scheme: str
    filed_on: date
    begins: date
    until: date
    """The first day after its benefit year."""
    rate: int
    used: tuple[Used, ...]
    """What its own periods used up, in calendar order."""
    spent: Number
    """What was used of its limit in all: by periods, by sanctions, and in the spells it goes on from."""
    left: Number
    """What is left of its limit."""
    waiting_left: Number
    """In the unit in which the sheet counts waiting."""
    ended: date | None
    """The day after the last one that was waited for or paid; None where there was none."""
    goes_on_from: frozenset[str] = frozenset()
    """The claims before it whose spell it continues."""
    carried: Number = 0
    """What they used up of the right that it shares with them; zero where it has a right of its own."""
    added_up: Sums = ()
    """What quantities of its periods came to, and of those before it that are waited for once with them."""


NO_SPELLS: tuple[Spell, ...] = ()


class Before(NamedTuple):
    """How a claim stands to those before it."""

    past: tuple[Spell, ...] = NO_SPELLS
    """What was drawn under them, where the sheet looks at it."""
    chain: frozenset[str] = frozenset()
    """The claims whose spell it goes on with."""
    goes_on_from: str | None = None
    """The last of them."""
    carried: Number = 0
    """How much of the limit they used up."""
    added_up: Sums = ()
    """What quantities of their periods came to, where waiting is shared with them."""


NO_CLAIM_BEFORE = Before()
