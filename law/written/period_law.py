"""What the rules of a sheet say of one certified period, before anybody asks what is left to pay it."""

from __future__ import annotations

from typing import NamedTuple

from law.language.terms.values import Number


class UnmetOfPeriod(NamedTuple):
    """A condition of the period that is not met, as a person is asked about it."""

    meaning: str
    cites: str
    question: str
    ground: str | None


class Worth(NamedTuple):
    """What a period is worth by its own rules, money in minor units."""

    amount_minor: int
    rate_minor: int
    """The full rate of the claim, under the law of the period."""
    consumes: Number
    """How much of the limit it uses up."""
    waits: Number | bool
    """How much of the waiting it serves; where whole weeks serve it, whether it does."""
    goes_on: bool
    """Whether it meets the condition without which the claim stops in the end."""
    added: tuple[tuple[str, Number], ...]
    """What the quantities come to that the sheet adds up over the periods."""
    unmet: tuple[UnmetOfPeriod, ...]
