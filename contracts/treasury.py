"""What the treasury tells of the funds that benefits are paid from."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from contracts.base import Event
from contracts.casework import Officer
from contracts.values import Day, Key, Money, Sentence

FUND_MAX = 58
"""So that the subject, which begins with `fund-`, stays a subject."""


class FundDirection(StrEnum):
    """Which way money moved."""

    INTO = "into"
    OUT_OF = "out_of"


class FundMoved(Event):
    """A named officer of the treasury tells of contributions or a transfer into a fund, or out of it.

    The subject is `fund-` and the fund's name. What pays benefits is no movement of this kind: the ledger has it.
    """

    name: ClassVar[str] = "casework.fund-moved"
    fund: str = Field(min_length=1, max_length=FUND_MAX, pattern=r"^[A-Za-z0-9][A-Za-z0-9:_./\-]*$")
    movement: Key
    """The treasury's own reference: one reference is one movement of a fund."""
    direction: FundDirection
    amount: Money
    moved_on: Day
    """The day on which our account had it."""
    officer: Officer
    reasons: Sentence
    """What it is: contributions of a month, a transfer from the state, a loan paid back."""


def fund_subject(fund: str) -> str:
    """The subject of what is told of a fund: nobody's pseudonym."""
    return "fund-" + fund.replace("/", ".")
