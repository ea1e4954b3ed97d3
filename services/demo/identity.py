"""Names, identity numbers and accounts for the vault and the bank: plainly invented, and never in an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from services.demo.displaced_worker import DisplacedWorker, chance

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


def invented(worker: DisplacedWorker, *, seed: str) -> Invented:
    """The invented identity of a person; the same on every run."""
    dice = Random(f"{seed}|{worker.row.number}|{worker.draw}|identity")
    serial = f"{worker.draw % 100:02d}-{worker.row.number:04d}"
    return Invented(
        person=worker.person,
        name=f"{dice.choice(FIRST_NAMES)} Example-{worker.row.number}-{worker.draw}",
        national_id=f"{NO_SUCH_AREA}-{serial}",
        born_on=worker.birth_month.replace(day=dice.randint(1, 28)),
        account=f"{NO_SUCH_BANK}:{worker.draw:04d}{worker.row.number:06d}",
        account_returns=chance(dice, TROUBLED_PER_MILLE),
    )
