"""Names, identity numbers and accounts for the vault and the bank: plainly invented, and never in an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from services.demo.life import Life, chance

FIRST_NAMES = ("Alder", "Birch", "Cedar", "Hazel", "Juniper", "Laurel", "Maple", "Olive", "Rowan", "Willow")
NO_SUCH_AREA = "000"
"""No social security number begins with it, so none of these can be anybody's."""
NO_SUCH_BANK = "000000000"
"""No bank has this routing number."""
TROUBLED_PER_MILLE = 8


@dataclass(frozen=True, slots=True)
class Invented:
    """Who a person of the demonstration would be. It has no printed form, as if it were real."""

    person: str
    name: str = field(repr=False)
    national_id: str = field(repr=False)
    born_on: date = field(repr=False)
    account: str = field(repr=False)
    account_returns: bool
    """Whether the bank sends the first payment back, because the account was closed in the meantime."""


def invented(life: Life, *, seed: str) -> Invented:
    """The invented identity of a life; the same on every run."""
    dice = Random(f"{seed}|{life.row.number}|{life.draw}|identity")
    year, month = (int(part) for part in life.birth_month.split("-"))
    serial = f"{life.draw % 100:02d}-{life.row.number:04d}"
    return Invented(
        person=life.person,
        name=f"{dice.choice(FIRST_NAMES)} Example-{life.row.number}-{life.draw}",
        national_id=f"{NO_SUCH_AREA}-{serial}",
        born_on=date(year, month, dice.randint(1, 28)),
        account=f"{NO_SUCH_BANK}:{life.draw:04d}{life.row.number:06d}",
        account_returns=chance(dice, TROUBLED_PER_MILLE),
    )
