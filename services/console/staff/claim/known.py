"""What we knew of a claim on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from contracts.base import Envelope, partition_of
from services.console.world import ConsoleWorld
from services.oversight.views import closings
from services.runtime.delivery.arrived import known_by

LOOKS = "console"
"""Who looked has a page of its own."""


def known_on(world: ConsoleWorld, person: str, on: date) -> list[Envelope]:
    """Everything of a person that we had heard when a day was closed; all there is from the world's own day on.

    What counts is when a message came, not the day that it bears.
    """
    if on >= world.today():
        return list(world.heard(person))
    database = world.databases["oversight"]
    with database.reading() as connection:
        closed = closings(connection, partition_of(person, database.partitions))
    days = ((arrived.envelope, known_by(arrived.moment, closed)) for arrived in world.arrived(person))
    return [envelope for envelope, day in days if day is not None and day <= on]


def of_claim(envelopes: Iterable[Envelope], claim: str) -> list[Envelope]:
    """What speaks of a claim, or of no claim: neither other claims of the person nor who looked at them."""
    return [
        envelope
        for envelope in envelopes
        if envelope.data.get("claim", claim) == claim and envelope.type.split(".")[1] != LOOKS
    ]
