"""Deaths that a registry reports: in time or late, of another day, in error, in doubt."""

from __future__ import annotations

from datetime import timedelta

from services.simulation import actions as told
from services.simulation.facts_told import RECORD
from services.simulation.life import SimulatedLife


def dies(life: SimulatedLife) -> None:
    """A death before, in or after a certified period, reported before or after it was paid, and what follows of it."""
    dice = life.dice
    certified = dice.choice([action for action in life.actions if isinstance(action, told.Certifies)])
    born = next(action for action in life.actions if isinstance(action, told.IsBorn))
    died = certified.periods[0].start + timedelta(days=dice.choice((-20, -1, 0, 3, 6, 7, 9, 13, 20, 45)))
    on = max(died, born.at) + timedelta(days=dice.choice((0, 1, 2, 4, 10, 30, 70)))
    record = {"month": born.month, "region": born.region}
    life.add(told.ClosesDay, on, day=on - timedelta(days=1))  # what came before has its own day in every schedule
    life.add(told.Dies, on, died=died, version=life.version("person"), **record)
    for _ in range(dice.choice((0, 0, 1, 1, 2))):
        on += timedelta(days=dice.choice((0, 3, 15, 40)))
        what = dice.choice(("another day", "another day", "alive", "no record", "in doubt"))
        life.add(told.ClosesDay, on, day=on - timedelta(days=1))
        if what == "another day":
            died += timedelta(days=dice.choice((-7, -1, 1, 2, 7, 14)))
            life.add(told.Dies, on, died=died, version=life.version("person"), **record)
        elif what == "alive":
            life.add(told.IsBorn, on, version=life.version("person"), **record)
        elif what == "no record":
            life.add(told.Retracts, on, kind=RECORD, key="person", version=life.version("person"))
        else:  # one version states the death and denies it
            life.add(told.Dies, on, died=died, version=life.version("person"), **record)
            life.add(told.IsBorn, on, version=life.versions["person"], **record)
