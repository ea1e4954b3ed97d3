"""Enough people on a laptop that figures can be told: their claims and a closed day, as oversight observed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from services.oversight.observation import BankObserved, DeterminationObserved, FilingObserved, Observation, Referred
from services.oversight.store import closing, note
from services.runtime.database.store import upsert
from services.worlds import laptop_in

FIRST_DAY = date(2020, 3, 2)
WOMEN, MEN = 12, 8
CLOSED_AT = 1_000


def granted(sex: str, region: str) -> tuple[Observation, Observation]:
    """A claim that was filed and granted at half of earlier earnings."""
    described = {"sex": sex, "region": region, "channel": "paper"}
    return (
        FilingObserved("c", "us/mississippi", FIRST_DAY),
        DeterminationObserved(
            "c", 1, "granted", True, 10_000, "week", 260_000, "quarter", (), None, described, FIRST_DAY, "0" * 12
        ),
    )


def booked(came_back: int | None, number: int) -> tuple[Observation, ...]:
    """What the bank booked for the claimant of this number; what it booked for the first of them it sends back."""
    if came_back is None:
        return ()
    on_the_way = [False, True] if number < came_back else [False]
    return tuple(BankObserved("c", "i", 10_000, "USD", FIRST_DAY, returned=returned) for returned in on_the_way)


def referred(programmes: Sequence[str], number: int) -> tuple[Observation, ...]:
    """That the claimant of this number was referred to the programme of the same number, as far as there is one."""
    return tuple(Referred("c", "r", programme, FIRST_DAY) for programme in programmes[number : number + 1])


def told_town(folder: Path, *, came_back: int | None = None, programmes: Sequence[str] = ()) -> None:
    """A world in the folder in which all of them have claimed, and the day is closed.

    With `came_back` each was paid 100.00 USD, and the payments of so many came back. `programmes` are those
    to which the first of them were referred, one each.
    """
    laptop = laptop_in(folder)
    kinds = [("female", "delta")] * WOMEN + [("male", "coast")] * MEN
    with laptop.databases["oversight"].begin() as connection:
        note(
            connection,
            [
                (f"p-{number:032d}", 0, number, observation)
                for number, kind in enumerate(kinds)
                for observation in (*granted(*kind), *booked(came_back, number), *referred(programmes, number))
            ],
        )
        partitions = range(laptop.partitions)
        upsert(connection, closing, [{"partition": p, "day": FIRST_DAY, "arrived": CLOSED_AT} for p in partitions])
    laptop.close()
